"""A session that goes on in another interpreter: what it loses, and what must not be the same twice."""
