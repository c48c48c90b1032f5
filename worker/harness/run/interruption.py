"""Interrupts running code at its timeout, or when the host says stop, and keeps the interpreter alive.

The worker raises a signal while Python runs (interrupts.ts). It may come at any bytecode, also of the harness. So the
handler looks at the stack, and raises only inside a call of a function that is marked :func:`interruptible`, whose
callers are prepared for the exception. It waits for the end of an import of a package, and until a wait has begun. The
signal comes again.
"""

import signal
from asyncio import CancelledError
from collections.abc import Callable
from types import CodeType, FrameType
from typing import TypeVar

from ..contract import Host
from ..limits import LIMITS
from ..suspension import can_suspend, is_called_by_waits, run_uncancellable
from .sources import is_from_a_run, is_import_of_package

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
    """Mark a function that interrupts must not leave, except in calls of :func:`interruptible` functions."""
    _PROTECTED.append(function.__code__)
    return function


@interruptible
def run_interruptibly(step: Callable[[], Result]) -> Result:
    """Call ``step``; an interrupt may come out of it."""
    return step()


class Interruption:
    """Interrupts a run at its timeout or on request."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.reason: type[BaseException] | None = None
        """The exception that interrupted the code: :class:`RunTimedOut`, ``KeyboardInterrupt``, or none so far."""
        self._active = False

    def expect(self) -> None:
        """Accept :meth:`interrupt` from now on: a run is about to begin."""
        self.reason = None
        self._active = True

    def arm(self, timeout: float) -> None:
        """Interrupt the run in ``timeout`` milliseconds."""
        # Each time: user code may have set another handler.
        signal.signal(LIMITS["interrupt_signal"], self._on_alarm)
        self.host.arm(timeout, can_suspend())

    def allow(self, milliseconds: float) -> None:
        """Allow this much time for the end of an interrupted run."""
        self.host.arm(milliseconds, False)

    def end(self) -> None:
        """Stop interrupting."""
        self._active = False
        self.host.disarm()

    def interrupt(self, reason: type[BaseException]) -> bool:
        """Interrupt the run when Python polls signals next. Tells whether one is active. The first reason counts."""
        if self._active and self.reason is None:
            self.reason = reason
        return self._active

    @protected
    def _on_alarm(self, _signal_number: int, frame: FrameType | None) -> None:
        if not self._active or _begins_a_wait(frame):
            return
        if self.host.alarm() == "tick":
            self._let_messages_in(frame)
            reason = self.reason
        else:
            reason = self.reason or RunTimedOut
        if reason is not None:
            self._interrupt_frame(reason, frame)

    def _let_messages_in(self, frame: FrameType | None) -> None:
        # Only the run itself is suspended. While it waits, and a callback of the event loop is on the stack, messages
        # come in anyway, and Pyodide can't suspend a second stack.
        if _is_of_the_run(frame) and can_suspend():
            run_uncancellable(self.host.next_task())

    def _interrupt_frame(self, reason: type[BaseException], frame: FrameType | None) -> None:
        runs_user_code = False
        while frame is not None:
            code = frame.f_code
            if any(code is marked for marked in _PROTECTED):
                return
            # Native modules can't be imported twice: numpy and pandas would fail for as long as the session lives.
            if is_import_of_package(code) and not runs_user_code:
                return
            if any(code is marked for marked in _INTERRUPTIBLE):
                self.reason = reason
                raise reason(STOPPED) if reason is KeyboardInterrupt else reason()
            runs_user_code = runs_user_code or is_from_a_run(code.co_filename)
            frame = frame.f_back
        if runs_user_code:
            # A background task: a KeyboardInterrupt would reach the event loop, which would take it for a fault.
            self.reason = reason
            raise CancelledError


def _begins_a_wait(frame: FrameType | None) -> bool:
    while frame is not None and not is_from_a_run(frame.f_code.co_filename):
        if is_called_by_waits(frame.f_code):
            return True
        frame = frame.f_back
    return False


def _is_of_the_run(frame: FrameType | None) -> bool:
    """Whether the run called the interrupted code, and not the event loop."""
    while frame is not None:
        if any(frame.f_code is marked for marked in _PROTECTED):
            return False
        if any(frame.f_code is marked for marked in _INTERRUPTIBLE):
            return True
        frame = frame.f_back
    return False
