"""Interrupts running code at its timeout, or when the host says stop, and keeps the interpreter alive.

The worker raises a signal while Python runs (interrupts.ts). It may come at any bytecode, also of the harness. So the
handler looks at the stack, and raises only inside a call of a function that is marked :func:`interruptible`, whose
callers are prepared for the exception. It waits for the end of an import of a package, and until a wait has begun. The
signal comes again.
"""

import signal
from asyncio import CancelledError
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

from ..concurrency.turns import Turns
from ..contract import Host
from ..limits import LIMITS
from ..suspension import can_suspend, run_uncancellable
from .frames import begins_a_wait, interruptible, is_in_import, is_interruptible, is_of_the_run, is_protected, protected
from .sources import is_from_a_run, is_import_of_package

Result = TypeVar("Result")


class RunTimedOut(BaseException):
    """Raised in user code when its time is up.

    Not an ``Exception``, so that ``except Exception`` in a loop does not swallow it.
    """


STOPPED = "The run was stopped."


@interruptible
def run_interruptibly(step: Callable[[], Result]) -> Result:
    """Call ``step``; an interrupt may come out of it."""
    return step()


class Interruption:
    """Interrupts a run at its timeout or on request."""

    def __init__(self, host: Host, turns: Turns) -> None:
        self.host = host
        self._turns = turns
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
            self._begin_end(reason)
        return self._active

    @protected
    def _on_alarm(self, _signal_number: int, frame: FrameType | None) -> None:
        if not self._active or begins_a_wait(frame):
            return
        if self.host.alarm() == "tick":
            self._let_messages_in(frame)
            reason = self.reason
        else:
            reason = self.reason or RunTimedOut
        if reason is not None:
            self._interrupt_frame(reason, frame)

    def _let_messages_in(self, frame: FrameType | None) -> None:
        # Only the run itself and its threads are suspended: while they wait, and a callback of the event loop is on the
        # stack, messages come in anyway. Another thread must not find modules that are imported in part.
        if is_of_the_run(frame) and can_suspend() and not (self._turns.are_many and is_in_import(frame)):
            run_uncancellable(self.host.next_task())
            if self._turns.has_to_end:
                self._turns.check()

    def _interrupt_frame(self, reason: type[BaseException], frame: FrameType | None) -> None:
        runs_user_code = False
        while frame is not None:
            code = frame.f_code
            if is_protected(code):
                return
            # Native modules can't be imported twice: numpy and pandas would fail for as long as the session lives.
            if is_import_of_package(code) and not runs_user_code:
                return
            if is_interruptible(code):
                self._begin_end(reason)
                raise reason(STOPPED) if reason is KeyboardInterrupt else reason()
            runs_user_code = runs_user_code or is_from_a_run(code.co_filename)
            frame = frame.f_back
        if runs_user_code:
            # A background task: a KeyboardInterrupt would reach the event loop, which would take it for a fault.
            self._begin_end(reason)
            raise CancelledError

    def _begin_end(self, reason: type[BaseException]) -> None:
        self.reason = reason
        self._turns.interrupt()
