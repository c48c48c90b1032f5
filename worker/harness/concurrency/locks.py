"""The lock that everything in ``threading`` and ``queue`` is built on."""

from collections import deque
from threading import TIMEOUT_MAX
from types import TracebackType

from ..run.frames import protected
from .turns import Turns, Waits, wake_first


class Lock:
    """``threading.Lock``, whose waits let other threads go on."""

    turns: Turns

    def __init__(self) -> None:
        self._is_held = False
        self._waits: Waits = deque()

    @protected
    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock. Tells whether it was free, or became free in ``timeout`` seconds (-1: no limit)."""
        if timeout != -1:
            _check_timeout(blocking, timeout)
        if not self._is_held:
            self._is_held = True
            return True
        if not blocking or timeout == 0:
            return False
        # release() hands it over.
        if not self.turns.wait(self._waits, None if timeout == -1 else timeout):
            return False
        try:
            self.turns.check()
        except BaseException:
            self.release()
            raise
        return True

    @protected
    def release(self) -> None:
        """Free the lock, or hand it to the thread that has waited longest."""
        if not self._is_held:
            raise RuntimeError("release unlocked lock")
        self._is_held = wake_first(self._waits)

    def locked(self) -> bool:
        """Whether the lock is held."""
        return self._is_held

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _at_fork_reinit(self) -> None:
        self._is_held = False

    def __repr__(self) -> str:
        return f"<{'locked' if self._is_held else 'unlocked'} _thread.lock object at {id(self):#x}>"


def _check_timeout(blocking: bool, timeout: float) -> None:
    if not blocking:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > TIMEOUT_MAX:
        raise OverflowError("timeout value is too large")
