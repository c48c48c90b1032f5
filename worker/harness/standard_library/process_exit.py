"""Makes calls that would end the process, which is the whole engine, end the run."""

import os
import signal
import sys
from collections.abc import Callable
from typing import NoReturn

_IGNORED = {signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH}
"""Signals that do nothing to a process that does not ask for them.

https://man7.org/linux/man-pages/man7/signal.7.html
"""


def catch_process_exits() -> None:
    """Make ``os._exit()``, ``os.abort()`` and signals raise ``SystemExit``, as ``sys.exit()`` does."""

    def _exit(status: int) -> NoReturn:
        """Exit to the system with specified status; here, the end of the run."""
        raise SystemExit(status)

    def abort() -> NoReturn:
        """Abort the interpreter immediately; here, the end of the run."""
        _die_of(signal.SIGABRT, "os.abort()")

    def raise_signal(signalnum: int, /) -> None:
        """Send a signal to the executing process; here, to the run."""
        _receive(signalnum, f"signal.raise_signal({signalnum})")

    def to_process(send: Callable[[int, int], None]) -> Callable[[int, int], None]:
        def kill(pid: int, signal: int, /) -> None:
            """Kill a process with a signal; here, if it is this one, the end of the run."""
            if pid not in (0, os.getpid()):
                return send(pid, signal)
            return _receive(signal, f"os.{send.__name__}({pid}, {signal})")

        kill.__name__ = kill.__qualname__ = send.__name__
        return kill

    os._exit = _exit
    os.abort = abort
    signal.raise_signal = raise_signal
    for name in ("kill", "killpg"):
        if hasattr(os, name):
            setattr(os, name, to_process(getattr(os, name)))


def _receive(number: int, call: str) -> None:
    if number == 0:
        return
    # Raises the errors of a wrong number.
    handler = signal.getsignal(number)
    if callable(handler):
        handler(number, sys._getframe(2))
    elif handler != signal.SIG_IGN and number not in _IGNORED:
        _die_of(number, call)


def _die_of(number: int, call: str) -> NoReturn:
    # Not all have a name.
    name = next((known.name for known in signal.Signals if known == number), f"signal {number}")
    raise SystemExit(f"The run was ended by {call}: {name}, {signal.strsignal(number)}.")
