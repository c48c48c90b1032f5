"""Exceptions as data, and hints about what to do about them."""
