"""What IPython adds to Python: magics, ``name?``, ``IPython.display``."""
