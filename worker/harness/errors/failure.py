"""Exceptions as data, with the user's lines and none of ours."""

import os
import traceback
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from ..contract import RunError
from ..truncate import truncate
from .hints import hint_for

TRACEBACK_LIMIT = 16 * 1024
"""Characters of a traceback. Functions that call each other to the recursion limit have one of 80,000."""

MESSAGE_LIMIT = 32_000
"""Characters of an exception's message, each of which may be two units of UTF-16: the host takes 64 Ki of these."""

TYPE_LIMIT = 400
"""Characters of the name of an exception's class: the host takes 1 Ki units."""

_OUR_FOLDER = os.path.dirname(os.path.dirname(__file__)) + os.sep
_IMPORT_MACHINERY = "<frozen importlib._bootstrap"
_PLACE = attrgetter("filename", "name", "lineno", "colno", "end_lineno", "end_colno")


def describe(error: BaseException) -> RunError:
    """Describe an exception that user code did not catch, with a hint if there is one."""
    described: RunError = {
        "type": _type_name(type(error)),
        "message": _message(error),
        "traceback": format_traceback(error),
    }
    hint = hint_for(error)
    if hint is not None:
        # In the traceback, too, since that is what the model reads.
        described["traceback"] += f"Hint: {hint}\n"
        described["hint"] = hint
    return described


def describe_briefly(error: BaseException, broken: BaseException) -> RunError:
    """Describe an exception without running code of its class: :func:`describe` failed with ``broken``."""
    name = _type_name(type(error))
    message = f"<the message could not be read: {type(broken).__name__}>"
    return {"type": name, "message": message, "traceback": f"{name}: {message}\n"}


def format_traceback(error: BaseException) -> str:
    """Format an exception as Python prints it, without the engine's frames."""
    report = traceback.TracebackException.from_exception(error, compact=True)
    _drop_our_frames(report)
    return truncate("".join(report.format()), TRACEBACK_LIMIT)


def _drop_our_frames(report: traceback.TracebackException) -> None:
    for part in _with_causes(report):
        theirs = [frame for frame in part.stack if not frame.filename.startswith((_OUR_FOLDER, _IMPORT_MACHINERY))]
        if part.stack and not theirs:
            # Code that did not compile: Python prints no header if no frame is left.
            vars(part)["stack"] = None
        else:
            part.stack = _Stack(theirs)


class _Stack(traceback.StackSummary):
    """Formats equal frames once: finding the place of the carets takes a millisecond, and recursion has a thousand."""

    def __init__(self, frames: list[traceback.FrameSummary]) -> None:
        super().__init__(frames)
        self._formatted: dict[tuple[object, ...], str] = {}

    def format_frame_summary(self, frame_summary: traceback.FrameSummary, **options: Any) -> str:
        place = _PLACE(frame_summary)
        if place not in self._formatted:
            self._formatted[place] = super().format_frame_summary(frame_summary, **options)
        return self._formatted[place]


def _with_causes(report: traceback.TracebackException) -> Iterator[traceback.TracebackException]:
    waiting = [report]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += [
            cause for cause in (part.__cause__, part.__context__, *(part.exceptions or ())) if cause is not None
        ]


def _type_name(kind: type) -> str:
    is_plain = kind.__module__ in ("builtins", "__main__")
    return truncate(kind.__qualname__ if is_plain else f"{kind.__module__}.{kind.__qualname__}", TYPE_LIMIT)


def _message(error: BaseException) -> str:
    try:
        return truncate(str(error), MESSAGE_LIMIT)
    except Exception as broken:
        return f"<the message could not be read: {type(broken).__name__}>"
