"""Requests of the standard library and of well-known packages, which the page sends if it allows their origin."""
