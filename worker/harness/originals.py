"""What user code may have replaced and everything else relies on."""

import builtins
import sys
from typing import TextIO

_BUILTINS = builtins.__dict__


class Originals:
    """The builtins, the output streams and the recursion limit as they were when the session began.

    The builtins are restored rather than copied into the harness, because the standard library that the harness calls,
    and every package that user code calls, looks them up in the same place. Names that user code added to the builtins
    stay.
    """

    def __init__(self) -> None:
        self._builtins = dict(_BUILTINS)
        # Bound now: once the builtins are broken, nothing here may look one up.
        self._update_builtins = _BUILTINS.update
        self._recursion_limit = sys.getrecursionlimit()
        self._get_recursion_limit = sys.getrecursionlimit
        self._set_recursion_limit = sys.setrecursionlimit
        self.stdout: TextIO = sys.stdout
        self.stderr: TextIO = sys.stderr

    def restore_builtins(self) -> None:
        """Undo replacements and removals, and a recursion limit too low for anyone's good."""
        self._update_builtins(self._builtins)
        if self._get_recursion_limit() < self._recursion_limit:
            self._set_recursion_limit(self._recursion_limit)

    def restore_streams(self) -> None:
        """Point ``sys.stdout`` and ``sys.stderr`` at the host again, reopened where user code closed them."""
        if self.stdout.closed:
            self.stdout = _open_stream(1)
        if self.stderr.closed:
            self.stderr = _open_stream(2)
        sys.stdout = sys.__stdout__ = self.stdout
        sys.stderr = sys.__stderr__ = self.stderr

    def flush(self) -> None:
        """Flush the host's streams, and whatever user code put in their place."""
        for stream in (sys.stdout, sys.stderr, self.stdout, self.stderr):
            flush(stream)


def flush(stream: object) -> None:
    """Flush a stream that may not be one."""
    try:
        stream.flush()
    except Exception:
        pass


def _open_stream(descriptor: int) -> TextIO:
    # As Python opens its own: closing the object leaves the descriptor open.
    errors = "backslashreplace" if descriptor == 2 else "strict"
    return open(descriptor, "w", encoding="utf-8", errors=errors, buffering=1, closefd=False)
