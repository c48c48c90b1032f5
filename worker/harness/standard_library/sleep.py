"""``time.sleep()`` that can be interrupted, whatever the browser."""

import time
from functools import wraps
from time import monotonic

from ..suspension import can_suspend

_sleep = time.sleep


def make_sleep_interruptible() -> None:
    """Let the timeout end ``time.sleep()`` also if the browser cannot suspend Python.

    The original is then a loop in C that polls no interrupts, so that the interpreter would have to be replaced.
    """

    @wraps(_sleep)
    def sleep(seconds: float, /) -> None:
        if can_suspend():
            return _sleep(seconds)
        # Raises the errors of a wrong number.
        _sleep(min(seconds, 0))
        end = monotonic() + seconds
        while monotonic() < end:
            pass
        return None

    time.sleep = sleep
