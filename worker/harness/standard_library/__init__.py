"""Functions of the standard library that a browser needs to be different, and user code must not break."""
