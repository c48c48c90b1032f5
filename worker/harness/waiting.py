"""Synchronous waits for asynchronous answers, where the browser can suspend WebAssembly (JSPI)."""

from collections.abc import Awaitable
from typing import TypeVar

try:
    from pyodide.ffi import can_run_sync, run_sync
except ImportError:  # CPython, where tests put something in their place.

    def can_run_sync() -> bool:
        return False

    def run_sync(_awaitable: Awaitable) -> None:
        raise RuntimeError("Nothing but Pyodide can wait for an awaitable synchronously.")


Answer = TypeVar("Answer")


def can_wait() -> bool:
    """Whether :func:`wait_for` works here: the browser has JSPI, and no JavaScript is between us and the event loop."""
    return can_run_sync()


def wait_for_turn(turn: Awaitable[None]) -> None:
    """Suspend the Python code that calls this for a turn of the event loop. Nobody can cancel that."""
    run_sync(turn)


def wait_for(awaitable: Awaitable[Answer]) -> Answer:
    """Suspend the Python code that calls this until the answer is there, while the event loop goes on.

    Raises what the awaitable raises. The wait is a task of the event loop, so that whoever ends the run can cancel it.
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
