"""``sys.stdin``, whose lines are typed when code reads them."""

import io
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any


class _Lines:
    """Reads of a stream, text or bytes, that gets its lines one by one."""

    def __init__(self, more: Callable[[], Iterable[Any]], nothing: str | bytes) -> None:
        """``more`` gives the next lines, or none at the end of the file. ``nothing``: an empty line."""
        self._more = more
        self._nothing: Any = nothing
        self._waiting: deque[Any] = deque()

    def readline(self, size: float | None = -1, /) -> Any:
        """Read a line, or the first ``size`` characters or bytes of it."""
        if not self._waiting:
            # Others may have read while this waited.
            self._waiting.extend(self._more())
        line = self._waiting.popleft() if self._waiting else self._nothing
        if size is None or not 0 <= size < len(line):
            return line
        self._waiting.appendleft(line[int(size) :])
        return line[: int(size)]

    def read(self, size: int | None = -1, /) -> Any:
        """Read ``size`` characters or bytes, or all until the end of the file."""
        left = float("inf") if size is None or size < 0 else size
        parts = []
        while left > 0 and (part := self.readline(left)):
            parts.append(part)
            left -= len(part)
        return self._nothing.join(parts)

    def has_more(self) -> bool:
        """Whether there is something to read that was typed before."""
        return bool(self._waiting)

    def readable(self) -> bool:
        """Tell that code can read from it."""
        return True

    def fileno(self) -> int:
        """Give the number of the standard input, which nothing can be read from by itself."""
        return 0

    def close(self) -> None:
        """Do nothing: later code reads from it, too."""


class StandardInput(_Lines, io.TextIOBase):  # pyright: ignore[reportIncompatibleMethodOverride]
    """Text that somebody types, line by line."""

    name = "<stdin>"
    mode = "r"
    encoding = "utf-8"
    errors = "strict"

    def __init__(self, ask: Callable[[], str | None]) -> None:
        """``ask`` gives what was typed: a line without its end, several, or ``None`` for the end of the file."""

        def more() -> Iterable[str]:
            typed = ask()
            if typed is None:
                return ()
            return io.StringIO(typed if typed.endswith("\n") else f"{typed}\n", newline=None)

        super().__init__(more, "")
        self.buffer = _StandardInputBuffer(self)

    def detach(self) -> Any:
        """Give the buffer without detaching it."""
        return self.buffer

    def reconfigure(self, **_options: object) -> None:
        """Do nothing: what is typed is text already."""

    def forget(self) -> None:
        """Drop what was typed and not read."""
        self._waiting.clear()
        self.buffer._waiting.clear()


class _StandardInputBuffer(_Lines, io.BufferedIOBase):  # pyright: ignore[reportIncompatibleMethodOverride]
    """The same text as bytes."""

    def __init__(self, text: StandardInput) -> None:
        def more() -> Iterable[bytes]:
            line = text.readline()
            return (line.encode(errors="replace"),) if line else ()

        super().__init__(more, b"")

    def read1(self, size: int = -1, /) -> bytes:
        """Read what one question gives, or the first ``size`` bytes of it."""
        return self.readline(size)
