"""IPython's additions to Python: magics, ``name?``, ``IPython.display``."""
