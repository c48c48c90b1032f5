"""What crosses between this package and JavaScript.

``src/protocol.ts`` and ``worker/python/harness.ts`` have the same types in TypeScript. A test compares their names and
optional fields with those in here (test/unit/worker/contract.test.ts).
"""

from collections.abc import Awaitable
from typing import Literal, NotRequired, Protocol, TypedDict

RunStatus = Literal["ok", "error", "timeout"]

MimeBundle = dict[str, str]
"""The forms of one value, by MIME type: base64 for pictures but SVG, JSON text for JSON, else text."""


class FileInfo(TypedDict):
    """A file below the working directory."""

    path: str
    """Relative to the working directory, with slashes."""
    size: int
    """Bytes."""
    mimeType: str


class Display(TypedDict):
    """One thing that a run showed."""

    source: Literal["result", "display", "figure", "file"]
    data: MimeBundle
    path: NotRequired[str]
    """Of the file that is shown, if it is one."""
    displayId: NotRequired[str]
    """IPython's ``display_id``: this display takes the place of the one of the same run that has it."""


class RunError(TypedDict):
    """An exception that user code did not catch."""

    type: str
    message: str
    traceback: str
    hint: NotRequired[str]


class SessionReply(TypedDict):
    """How a run ended. The worker adds times and sizes to it."""

    status: RunStatus
    error: NotRequired[RunError]
    value: NotRequired[str]
    """JSON text of the value of the last expression, if JSON has such values and the run succeeded."""
    files: list[FileInfo]
    """Those that the run created or changed, in the order in which they were written last."""


class ToolParameter(TypedDict):
    """A parameter of a tool."""

    name: str
    """In the tool's schema."""
    pythonName: str
    """The same, if that is a name of Python."""
    required: bool


class ToolDescription(TypedDict):
    """A function of the host."""

    documentation: str
    """The docstring."""
    signature: str
    """Such as ``(city: str, days: int = 1) -> dict``."""
    parameters: list[ToolParameter]
    """In the order in which arguments without names are taken."""
    takesMore: bool
    """Whether arguments with other names are taken, too."""


class RecursiveTypes(TypedDict):
    """Addresses of types whose functions in C go from one object to the next, for the stack guard."""

    containers: list[int]
    parsers: list[int]


class Limits(TypedDict):
    """Numbers that TypeScript knows, too: it hands them to ``open_session``."""

    value_length: int
    """Characters of one value's text; the head and the tail of a longer text are kept."""
    json_length: int
    """Characters of JSON of the value of a run."""
    picture_size: int
    """Bytes of a picture that is shown."""
    saved_pictures: int
    """Pictures that a run saved and that are shown."""
    cleanup_ms: int
    """Milliseconds that an interrupted run gets to show its figures and files."""
    interrupt_signal: int
    """The signal that interrupts running code: a real-time signal without a name, which no other code handles."""


class Host(Protocol):
    """The object that ``open_session`` is given (worker/python/runtime.ts)."""

    def arm(self, milliseconds: float, ticks: bool, /) -> None:
        """Raise the interrupt signal ``milliseconds`` from now, and again every few milliseconds until :meth:`disarm`.

        ``ticks``: raise it every now and then before that, too, so that Python can let messages in.
        """

    def disarm(self) -> None:
        """Raise no more signals."""

    def alarm(self) -> Literal["timeout", "tick"]:
        """Tell what the latest signal is about."""
        ...

    def reopen_streams(self) -> None:
        """Put the file descriptors of stdin, stdout and stderr back if code has closed or replaced them."""

    def files_changed(self) -> bool:
        """Tell whether any file or folder has changed since this was asked last."""
        ...

    def read_folder(self, path: str, most: int, /) -> str:
        """List what is in a folder, at most so many entries: JSON of a list of lists.

        Each has a name, the size in bytes or null for a folder, the time of the last change in milliseconds since 1970,
        and the number in the file system. Links are left out. A folder that is not there is empty.
        """
        ...

    def next_task(self) -> Awaitable[None]:
        """Let JavaScript's event loop handle the messages that have come in."""
        ...

    def use_more_stack(self, more: bool, /) -> None:
        """Let Python use more of its stack, for code that needs little of the browser's, or no more than before."""

    def display(self, json: str, /) -> None:
        """Show one :class:`Display`, in order with the output that was flushed before."""

    def clear_output(self, wait: bool, /) -> None:
        """Remove what the run has written and shown. ``wait``: not before it writes or shows something else."""

    def answers_input(self) -> bool:
        """Tell whether somebody answers in this run."""
        ...

    def read_input(self, prompt: str, /) -> Awaitable[str | None]:
        """Ask the user for a line. Anything but a string means that nobody answers."""
        ...

    def call_tool(self, name: str, json: str, /) -> Awaitable[str | None]:
        """Call a tool of the page with a JSON object of arguments, for the JSON of its result.

        Fails with the tool's error.
        """
        ...

    def wait_for_tool(self, name: str, json: str, /) -> Awaitable[str | None]:
        """Do the same, for suspended code. :meth:`cancel_waits` ends the wait with a ``WaitCancelledError``."""
        ...

    def save_font(self, characters: str, path: str, /) -> Awaitable[bool]:
        """Ask the page for a font for one of these characters, and write its file. Tells whether there is one.

        Fails with the reason why the font can't be downloaded. :meth:`cancel_waits` ends the wait, too.
        """
        ...

    def cancel_waits(self) -> None:
        """End the waits of suspended code."""
