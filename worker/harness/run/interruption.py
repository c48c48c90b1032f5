"""Interrupts running code at its timeout, or when the host says stop, and keeps the interpreter alive.

The worker raises a signal while Python runs (interrupts.ts). It may come at any bytecode, also of the harness. So the
handler looks at the stack, and raises only inside a call of a function that is marked :func:`interruptible`: the
callers of such a function are prepared for the exception, and the rest of the harness never sees one.
"""

import signal
from asyncio import CancelledError
from collections.abc import Callable
from types import CodeType, FrameType
from typing import TypeVar

from ..contract import Host
from ..limits import LIMITS
from ..suspension import can_suspend, run_uncancellable
from .sources import is_from_a_run

Function = TypeVar("Function", bound=Callable[..., object])
Result = TypeVar("Result")


class RunTimedOut(BaseException):
    """Raised in user code when its time is up.

    Not an ``Exception``, so that ``except Exception`` in a loop does not swallow it.
    """


STOPPED = "The run was stopped."

_INTERRUPTIBLE: list[CodeType] = []
_PROTECTED: list[CodeType] = []


def interruptible(function: Function) -> Function:
    """Mark a function, or the steps of a coroutine, as code whose callers are prepared for interrupts."""
    _INTERRUPTIBLE.append(function.__code__)
    return function


def protected(function: Function) -> Function:
    """Mark a function that interrupts must not come out of, except from calls of what is :func:`interruptible`."""
    _PROTECTED.append(function.__code__)
    return function


@interruptible
def run_interruptibly(step: Callable[[], Result]) -> Result:
    """Call ``step``; an interrupt may come out of it."""
    return step()


class Interruption:
    """Why and when the run is ended before its code is through."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.reason: type[BaseException] | None = None
        """What the code was interrupted with: :class:`RunTimedOut`, ``KeyboardInterrupt``, or nothing so far."""
        self._active = False

    def expect(self) -> None:
        """Take notice of :meth:`interrupt` from now on: a run is about to begin."""
        self.reason = None
        self._active = True

    def arm(self, timeout: float) -> None:
        """Interrupt what runs when the timeout, in milliseconds from now, has come."""
        # Every time, since user code may have taken the signal for itself.
        signal.signal(LIMITS["interrupt_signal"], self._on_alarm)
        self.host.arm(timeout, can_suspend())

    def allow(self, milliseconds: float) -> None:
        """Give what is left to do at the end of an interrupted run so much time."""
        self.host.arm(milliseconds, False)

    def end(self) -> None:
        """Interrupt no more."""
        self._active = False
        self.host.disarm()

    def interrupt(self, reason: type[BaseException]) -> bool:
        """Interrupt what runs as soon as it looks up, and say whether anything runs. The first reason counts."""
        if self._active and self.reason is None:
            self.reason = reason
        return self._active

    @protected
    def _on_alarm(self, _signal_number: int, frame: FrameType | None) -> None:
        if not self._active:
            return
        if self.host.alarm() == "tick":
            self._let_messages_in(frame)
            reason = self.reason
        else:
            reason = self.reason or RunTimedOut
        if reason is not None:
            self._interrupt_frame(reason, frame)

    def _let_messages_in(self, frame: FrameType | None) -> None:
        # Only the run itself is suspended for this. A callback of the event loop may be on the stack because the run
        # waits: then messages come in anyway, and Pyodide cannot suspend one stack while it has another to go back to.
        if _is_of_the_run(frame) and can_suspend():
            run_uncancellable(self.host.next_task())

    def _interrupt_frame(self, reason: type[BaseException], frame: FrameType | None) -> None:
        runs_user_code = False
        while frame is not None:
            code = frame.f_code
            if any(code is marked for marked in _PROTECTED):
                return
            if any(code is marked for marked in _INTERRUPTIBLE):
                self.reason = reason
                raise reason(STOPPED) if reason is KeyboardInterrupt else reason()
            runs_user_code = runs_user_code or is_from_a_run(code.co_filename)
            frame = frame.f_back
        if runs_user_code:
            # A task in the background. asyncio lets a KeyboardInterrupt through to the event loop, which would take it
            # for a fault.
            self.reason = reason
            raise CancelledError


def _is_of_the_run(frame: FrameType | None) -> bool:
    """Whether the code that was interrupted was called by the run, and not by the event loop."""
    while frame is not None:
        if any(frame.f_code is marked for marked in _PROTECTED):
            return False
        if any(frame.f_code is marked for marked in _INTERRUPTIBLE):
            return True
        frame = frame.f_back
    return False
