"""The standard streams, which outlive what user code does to them."""

import io
import sys
from typing import Any

from ..contract import Host
from ..standard_library.standard_input import StandardInput


class Stream(io.TextIOWrapper):
    """A stream that scripts may wrap, detach and reconfigure, and that :meth:`mend` restores.

    Scripts replace ``sys.stdout`` by ``io.TextIOWrapper(sys.stdout.buffer, ...)`` or
    ``codecs.getwriter(...)(sys.stdout.detach())``. Such a wrapper closes the buffer when it is garbage-collected, which
    may be several runs later.
    """

    def __init__(self, stream: Any) -> None:
        """Replace ``stream``, an ``io.TextIOWrapper``, which is detached by this."""
        self._options: dict[str, Any] = {"encoding": stream.encoding, "errors": stream.errors, "line_buffering": True}
        super().__init__(_Buffer(stream.detach().detach()), **self._options)
        self._is_changed = False

    def detach(self) -> Any:
        """Give the buffer without detaching it."""
        self.flush()
        return self.buffer

    def reconfigure(self, **options: Any) -> None:
        """Change encoding, errors, newlines or buffering, until the end of the run."""
        super().reconfigure(**options)
        self._is_changed = True

    def mend(self) -> None:
        """Undo :meth:`reconfigure`."""
        if self._is_changed:
            super().reconfigure(**self._options, newline=None, write_through=False)
            self._is_changed = False


class _Buffer(io.BufferedWriter):
    """Can be neither closed nor detached: other code writes to it, too."""

    def close(self) -> None:
        self.flush()

    def detach(self) -> Any:
        self.flush()
        return self

    @property
    def raw(self) -> Any:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self


class Streams:
    """``sys.stdin``, and ``sys.stdout`` and ``sys.stderr`` as they were when the session began."""

    def __init__(self, host: Host, stdin: StandardInput) -> None:
        self._host = host
        self.stdin = stdin
        self.stdout = Stream(sys.stdout)
        self.stderr = Stream(sys.stderr)
        self.restore()

    def restore(self) -> None:
        """Restore the streams and their file descriptors, whatever user code did to them."""
        sys.stdin = sys.__stdin__ = self.stdin
        sys.stdout = sys.__stdout__ = self.stdout
        sys.stderr = sys.__stderr__ = self.stderr
        # Now: a stream in their place may have closed the descriptors when it was freed.
        self._host.reopen_streams()
        self.stdout.mend()
        self.stderr.mend()
        self.stdin.forget()

    def flush(self) -> None:
        """Flush the host's streams, and those that user code put in their place."""
        self._host.reopen_streams()
        for stream in (sys.stdout, sys.stderr, self.stdout, self.stderr):
            flush(stream)


def flush(stream: Any) -> None:
    """Flush a stream that may not be one."""
    try:
        stream.flush()
    except Exception:
        pass
