"""A deadline for user code that keeps the interpreter alive."""

import signal


class DeadlineExceeded(BaseException):
    """Raised in user code when its time is up.

    Not an ``Exception``, so that ``except Exception`` in a loop does not swallow it.
    """


def _on_alarm(_signal_number, _frame):
    raise DeadlineExceeded


def listen() -> None:
    """Turn the alarm that the worker raises (interrupts.ts) into :class:`DeadlineExceeded`."""
    signal.signal(signal.SIGALRM, _on_alarm)
