"""What the harness asks of JavaScript."""

from collections.abc import Awaitable
from typing import Literal, Protocol


class Host(Protocol):
    """The object that ``open_session`` is given (worker/python/runtime.ts)."""

    def arm(self, milliseconds: float, ticks: bool, /) -> None:
        """Raise the signal of interruption.py ``milliseconds`` from now, and again every few milliseconds until :meth:`disarm`.

        ``ticks``: raise it also every now and then before, so that Python can let messages in.
        """

    def disarm(self) -> None:
        """Raise no more signals."""

    def alarm(self) -> Literal["timeout", "tick"]:
        """Tell what the latest signal is about."""

    def reopen_streams(self) -> None:
        """Put the file descriptors of stdin, stdout and stderr back where code has closed or replaced them."""

    def next_task(self) -> Awaitable[None]:
        """Let JavaScript's event loop handle the messages that have come in."""

    def use_more_stack(self, more: bool, /) -> None:
        """Let Python use more of its stack, for what needs little of the browser's, or no more than before."""

    def display(self, json: str, /) -> None:
        """Show one ``Display`` (src/protocol.ts), in order with the output that was flushed before."""

    def read_input(self, prompt: str, /) -> Awaitable[str | None]:
        """Ask whoever sits in front of the page. ``None`` where nobody answers."""

    def call_tool(self, name: str, json: str, /) -> Awaitable[str | None]:
        """Call a tool of the page with a JSON object of arguments, for the JSON of its result.

        Fails with the tool's error.
        """
