"""What the frames of interrupted code tell of it."""

from collections.abc import Callable
from types import CodeType, FrameType
from typing import TypeVar

from ..suspension import is_called_by_waits
from .sources import is_from_a_run

Function = TypeVar("Function", bound=Callable[..., object])

_INTERRUPTIBLE: list[CodeType] = []
_PROTECTED: list[CodeType] = []
_IMPORT_SYSTEM = "<frozen importlib"


def interruptible(function: Function) -> Function:
    """Mark a function, or the steps of a coroutine, as code whose callers are prepared for interrupts."""
    _INTERRUPTIBLE.append(function.__code__)
    return function


def protected(function: Function) -> Function:
    """Mark a function that interrupts must not leave, except in calls of :func:`interruptible` functions."""
    _PROTECTED.append(function.__code__)
    return function


def is_interruptible(code: CodeType) -> bool:
    """Whether it is marked :func:`interruptible`."""
    return any(code is marked for marked in _INTERRUPTIBLE)


def is_protected(code: CodeType) -> bool:
    """Whether it is marked :func:`protected`."""
    return any(code is marked for marked in _PROTECTED)


def begins_a_wait(frame: FrameType | None) -> bool:
    """Whether a function of Pyodide in C is about to suspend the code."""
    while frame is not None and not is_from_a_run(frame.f_code.co_filename) and not is_interruptible(frame.f_code):
        if is_called_by_waits(frame.f_code):
            return True
        frame = frame.f_back
    return False


def is_of_the_run(frame: FrameType | None) -> bool:
    """Whether the run or one of its threads called the interrupted code, and not the event loop."""
    while frame is not None:
        if is_protected(frame.f_code):
            return False
        if is_interruptible(frame.f_code):
            return True
        frame = frame.f_back
    return False


def is_in_import(frame: FrameType | None) -> bool:
    """Whether the code is, or is called by, a module that is being imported."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORT_SYSTEM):
            return True
        frame = frame.f_back
    return False
