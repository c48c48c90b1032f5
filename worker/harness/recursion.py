"""The recursion limit that a browser's stack can bear."""

import sys

MOST_RECURSION = 3_000
"""Calls of functions in plain Python.

Beyond, Chromium 156 runs out of the stack that WebAssembly has, which ends the whole engine. Calls that go through C,
as those of ``functools.lru_cache`` and ``__repr__`` do, come to that end after some 800, which is below Python's own
limit of 1,000.
"""

_set_limit = sys.setrecursionlimit


def cap_recursion_limit() -> None:
    """Let ``sys.setrecursionlimit()`` go no further than :data:`MOST_RECURSION`: a deeper call could not be caught."""

    def setrecursionlimit(limit: int, /) -> None:
        """Set the maximum depth of the Python interpreter stack; here, not beyond what the browser can bear."""
        _set_limit(min(limit, MOST_RECURSION))

    sys.setrecursionlimit = setrecursionlimit
