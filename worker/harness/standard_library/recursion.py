"""Recursion as deep as Python allows it, on a stack that the browser has made small."""

import builtins
import functools
import itertools
import sys
from _ast import AST
from _json import make_encoder, make_scanner
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from functools import wraps
from types import CodeType
from typing import Any

MAX_RECURSION = 3_000
"""Calls of functions in plain Python, each of which takes memory, and time when a traceback is made of them."""

_FRAMES_ABOVE = 4
"""Calls of the harness, at most, between :meth:`RecursionLimit.count_from_here` and the first line of the user's."""

_get_limit = sys.getrecursionlimit
_set_limit = sys.setrecursionlimit
_c_wrapper: Any = functools._lru_cache_wrapper


class RecursionLimit:
    """``sys.getrecursionlimit()`` and ``sys.setrecursionlimit()``, which count the user's functions alone."""

    def __init__(self) -> None:
        self._limit = self._default = _get_limit()
        self._frames_per_call = 1
        self._frames_below = 0
        self.count_from_here()

    def get(self) -> int:
        """Give the limit that :meth:`set` was called with."""
        return self._limit

    def set(self, limit: int) -> None:
        """Limit the depth of calls, at most to :data:`MAX_RECURSION`.

        Raises what ``sys.setrecursionlimit()`` raises.
        """
        # Raises the errors of a wrong number.
        _set_limit(limit)
        self._limit = min(limit, MAX_RECURSION)
        _set_limit(self._real_limit())

    def count_double(self) -> None:
        """Allow two frames for each call: functions that remember their results take as many (:func:`remember`)."""
        self._frames_per_call = 2
        _set_limit(self._real_limit())

    def count_from_here(self) -> None:
        """Count no calls of the event loop and of the harness: the user's code is about to be called."""
        self._frames_below = _FRAMES_ABOVE
        frame = sys._getframe()
        while frame is not None:
            self._frames_below += 1
            frame = frame.f_back
        self.restore()

    def restore(self) -> None:
        """Undo a limit below the default."""
        self._limit = max(self._limit, self._default)
        _set_limit(self._real_limit())

    def _real_limit(self) -> int:
        return self._limit * self._frames_per_call + self._frames_below


def deepen_recursion() -> RecursionLimit:
    """Let functions call themselves as deep as in CPython."""
    limit = RecursionLimit()

    def getrecursionlimit() -> int:
        """Return the maximum depth of the Python interpreter stack."""
        return limit.get()

    def setrecursionlimit(limit_: int, /) -> None:
        """Set the maximum depth of the Python interpreter stack; here, at most to what browsers can bear."""
        limit.set(limit_)

    def wrapper(
        function: Callable[..., object], maxsize: int | None, typed: bool, cache_info: Callable[..., object]
    ) -> Any:
        if not _calls_itself(function):
            return _c_wrapper(function, maxsize, typed, cache_info)
        limit.count_double()
        return remember(function, maxsize, typed, cache_info)

    sys.getrecursionlimit = getrecursionlimit
    sys.setrecursionlimit = setrecursionlimit
    # functools.lru_cache() looks it up here.
    functools._lru_cache_wrapper = wrapper
    return limit


class _Missing(BaseException):
    """There is no result for these arguments yet."""


def remember(
    function: Callable[..., object], maxsize: int | None, typed: bool, cache_info: Callable[..., object]
) -> Any:
    """Wrap a function as ``functools.lru_cache()`` does, but call it from Python.

    A function in C that calls one in Python takes a kilobyte of the browser's stack, which is enough for some 500
    levels; one in Python takes none. CPython's own cache still stores the results: it is asked first, and again after a
    missing result has been computed.
    """
    computed: list[object] = []
    asked_again = found_then = 0

    def compute(*_arguments: object, **_keywords: object) -> object:
        if computed:
            return computed.pop()
        raise _Missing

    cached = _c_wrapper(compute, maxsize, typed, cache_info)

    @wraps(function)
    def wrapper(*arguments: object, **keywords: object) -> object:
        nonlocal asked_again, found_then
        try:
            return cached(*arguments, **keywords)
        except _Missing:
            pass
        result = function(*arguments, **keywords)
        computed.append(result)
        asked_again += 1
        cached(*arguments, **keywords)
        if computed:
            # It was computed further down, too.
            found_then += 1
            computed.clear()
        return result

    def info() -> object:
        """Report cache statistics."""
        hits, misses, most, size = cached.cache_info()
        return cache_info(hits - found_then, misses - (asked_again - found_then), most, size)

    def clear() -> None:
        """Clear the cache and cache statistics."""
        nonlocal asked_again, found_then
        asked_again = found_then = 0
        cached.cache_clear()

    vars(wrapper).update(cache_info=info, cache_clear=clear)
    return wrapper


def _calls_itself(function: Callable[..., object]) -> bool:
    code = getattr(function, "__code__", None)
    return isinstance(code, CodeType) and any(
        code.co_name in (*part.co_names, *part.co_freevars) for part in _with_inner(code)
    )


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _with_inner(constant)


class _Level:
    def __init__(self, left: int, then: Callable[[], None]) -> None:
        self._left = left
        self._then = then

    def __hash__(self) -> int:
        if self._left == 0:
            self._then()
            return 0
        self._left -= 1
        return hash(self)


def call_at_depth(levels: int, then: Callable[[], None]) -> None:
    """Call ``then`` so many levels further down, each of which goes from Python through C to Python."""
    hash(_Level(levels, then))


def recursive_types() -> dict[str, list[int]]:
    """Give the types whose functions in C go from one object to the next: see ``RecursiveTypes`` in paddedCalls.ts."""
    containers = [AST, OrderedDict, _Level, defaultdict, deque, functools.partial, _c_wrapper]
    for module in (builtins, itertools):
        containers += [kind for kind in vars(module).values() if isinstance(kind, type)]
    return {"containers": [id(kind) for kind in containers], "parsers": [id(make_encoder), id(make_scanner)]}
