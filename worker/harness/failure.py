"""Exceptions as data, with the user's lines and none of ours."""

import linecache
import os
import traceback

_OUR_FOLDER = os.path.dirname(__file__) + os.sep


def remember_source(filename: str, source: str) -> None:
    """Let tracebacks quote lines of ``source``, also from a function that a later run calls."""
    lines = source.splitlines(keepends=True)
    # No modification time: linecache.checkcache() keeps the entry although no such file exists.
    linecache.cache[filename] = (len(source), None, lines, filename)


def describe(error: BaseException) -> dict[str, str]:
    """Give type, message and traceback of an exception that user code let through."""
    report = traceback.TracebackException.from_exception(error, compact=True)
    _drop_our_frames(report)
    return {"type": _type_name(type(error)), "message": _message(error), "traceback": "".join(report.format())}


def _drop_our_frames(report: traceback.TracebackException) -> None:
    for part in _with_causes(report):
        part.stack[:] = [frame for frame in part.stack if not frame.filename.startswith(_OUR_FOLDER)]


def _with_causes(report: traceback.TracebackException):
    yield report
    for cause in (report.__cause__, report.__context__, *(report.exceptions or ())):
        if cause is not None:
            yield from _with_causes(cause)


def _type_name(kind: type) -> str:
    if kind.__module__ in ("builtins", "__main__"):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as broken:
        return f"<the message could not be read: {type(broken).__name__}>"
