"""Threads that take turns, and what runs in them: executors, pools, processes."""
