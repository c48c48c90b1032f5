"""Synchronous waits for asynchronous answers, if the browser can suspend WebAssembly (JSPI)."""

from abc import ABCMeta
from asyncio import CancelledError
from collections.abc import Awaitable
from types import CodeType
from typing import TypeVar

Answer = TypeVar("Answer")

_INNER_FILES = {ABCMeta.__subclasscheck__.__code__.co_filename}

try:
    from pyodide import webloop
    from pyodide.ffi import can_run_sync, run_sync

    _INNER_FILES.add(webloop.WebLoop.call_soon.__code__.co_filename)
except ImportError:
    # CPython, where tests replace them.

    def can_run_sync() -> bool:
        """Tell that nothing but Pyodide can wait synchronously."""
        return False

    def run_sync(awaitable: Awaitable[Answer], /) -> Answer:
        """Refuse to wait."""
        raise RuntimeError("Only Pyodide can wait for an awaitable synchronously.")


def can_suspend() -> bool:
    """Whether :func:`run_blocking` works here.

    It does if the browser has JSPI, and no JavaScript is on the stack between this code and the event loop.
    """
    return can_run_sync()


def is_called_by_waits(code: CodeType) -> bool:
    """Whether Pyodide's functions in C call this code when they begin a wait.

    They can't handle an exception that comes out of it: Pyodide 314 then makes another one of it, or breaks down.
    """
    return code.co_filename in _INNER_FILES


def run_uncancellable(awaitable: Awaitable[Answer]) -> Answer:
    """Suspend the Python code that calls this until a promise of JavaScript settles, without the event loop.

    Cancelling tasks doesn't end the wait.
    """
    return run_sync(awaitable)


def run_cancellable(awaitable: Awaitable[Answer]) -> Answer:
    """Do the same for an answer of the host. Raises ``CancelledError`` if ``Host.cancel_waits`` ends the wait."""
    try:
        return run_uncancellable(awaitable)
    except Exception as error:
        if getattr(error, "name", None) == "WaitCancelledError":
            raise CancelledError from None
        raise


def run_blocking(awaitable: Awaitable[Answer]) -> Answer:
    """Suspend the Python code that calls this until the answer is there, while the event loop goes on.

    Raises the error of the awaitable. The wait is a task of the event loop, so it can be cancelled with the run.
    """
    answers: list[Answer] = []
    errors: list[BaseException] = []

    async def settle() -> None:
        # The answer does not go through run_sync, which would convert it to JavaScript and back.
        try:
            answers.append(await awaitable)
        except BaseException as error:
            errors.append(error)

    run_sync(settle())
    if errors:
        raise errors[0]
    return answers[0]
