"""The output streams, which outlive what user code does to them."""

import io
import sys
from typing import Self, TextIO

from ..contract import Host


class Stream(io.TextIOWrapper):
    """A stream that others may wrap and take apart as scripts do, and that is whole again after :meth:`mend`.

    Scripts put ``io.TextIOWrapper(sys.stdout.buffer, ...)`` or ``codecs.getwriter(...)(sys.stdout.detach())`` in the place
    of ``sys.stdout``. Such a wrapper closes what it wraps when it is collected, which may be runs later.
    """

    def __init__(self, stream: io.TextIOWrapper) -> None:
        """Take the place of ``stream``, which is of no use afterwards."""
        self._beginning = {"encoding": stream.encoding, "errors": stream.errors, "line_buffering": True}
        super().__init__(_Buffer(stream.detach().detach()), **self._beginning)
        self._is_changed = False

    def detach(self) -> io.BufferedWriter:
        """Give the buffer, and keep it."""
        self.flush()
        return self.buffer

    def reconfigure(self, **options: object) -> None:
        """Change encoding, errors, newlines or buffering, until the end of the run."""
        super().reconfigure(**options)
        self._is_changed = True

    def mend(self) -> None:
        """Undo :meth:`reconfigure`."""
        if self._is_changed:
            super().reconfigure(**self._beginning, newline=None, write_through=False)
            self._is_changed = False


class _Buffer(io.BufferedWriter):
    """Stays open, and does not give away what it writes to: whoever closes it is one of several that write to it."""

    def close(self) -> None:
        self.flush()

    def detach(self) -> Self:
        self.flush()
        return self

    @property
    def raw(self) -> Self:
        return self


class Streams:
    """``sys.stdout`` and ``sys.stderr`` as they were when the session began."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.stdout: TextIO = Stream(sys.stdout)
        self.stderr: TextIO = Stream(sys.stderr)
        self.restore()

    def restore(self) -> None:
        """Point them at the host again, whatever user code put in their place or did to the file descriptors."""
        sys.stdout = sys.__stdout__ = self.stdout
        sys.stderr = sys.__stderr__ = self.stderr
        # Now, since what was in their place may have closed the descriptors when it went.
        self._host.reopen_streams()
        self.stdout.mend()
        self.stderr.mend()

    def flush(self) -> None:
        """Flush the host's streams, and whatever user code put in their place."""
        self._host.reopen_streams()
        for stream in (sys.stdout, sys.stderr, self.stdout, self.stderr):
            flush(stream)


def flush(stream: object) -> None:
    """Flush a stream that may not be one."""
    try:
        stream.flush()
    except Exception:
        pass
