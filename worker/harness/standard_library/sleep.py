"""``time.sleep()`` that can be interrupted, whatever the browser."""

import time
from collections import deque
from functools import wraps
from time import monotonic

from ..concurrency.turns import Turns
from ..suspension import can_suspend

_sleep = time.sleep


def make_sleep_interruptible(turns: Turns) -> None:
    """Let the timeout end ``time.sleep()`` also if the browser cannot suspend Python, and the end of a run in threads.

    The original cannot be ended in a thread alone, and without JSPI it is a loop in C that polls no interrupts, so that
    the interpreter would have to be replaced.
    """

    @wraps(_sleep)
    def sleep(seconds: float, /) -> None:
        if can_suspend() and (turns.current is None or not seconds >= 0):
            return _sleep(seconds)
        if can_suspend():
            turns.wait(deque(), seconds)
            return turns.check()
        # Raises the errors of a wrong number.
        _sleep(min(seconds, 0))
        end = monotonic() + seconds
        while monotonic() < end:
            pass
        return None

    time.sleep = sleep
