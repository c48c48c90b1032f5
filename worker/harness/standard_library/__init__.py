"""Functions of the standard library that must work differently in a browser."""
