"""A session that is restored in another interpreter: its losses, and its random numbers."""
