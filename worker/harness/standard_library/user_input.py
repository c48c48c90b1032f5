"""``input()`` and ``getpass()``, which the user answers."""

import builtins
import sys
from asyncio import CancelledError
from typing import Any

from ..contract import Host
from ..import_hooks import after_import
from ..output.streams import flush
from ..suspension import can_suspend, run_blocking

NOBODY = "input() was called, but nobody is there to answer: pass the value in the code instead."
CANNOT_WAIT = (
    "input() was called, but Python cannot wait for an answer in this browser: pass the value in the code instead."
)


class UserInput:
    """Makes both functions ask the host."""

    def __init__(self, host: Host) -> None:
        self.host = host

        # Functions, not methods, so that help(input) shows the usual signature.
        def input(prompt: object = "", /) -> str:
            """Read a line that is typed in answer to the prompt."""
            return self._ask(str(prompt))

        def getpass(prompt: object = "Password: ", stream: object = None, **_options: object) -> str:
            """Read a line that is typed in answer to the prompt. It is not hidden."""
            return self._ask(str(prompt))

        def connect(module: Any) -> None:
            module.getpass = getpass

        builtins.input = input
        after_import("getpass", connect)

    def _ask(self, prompt: str) -> str:
        if not can_suspend():
            raise EOFError(CANNOT_WAIT)
        flush(sys.stdout)
        flush(sys.stderr)
        try:
            answer = run_blocking(self.host.read_input(prompt))
        except CancelledError:
            raise
        except Exception as error:
            raise EOFError(f"input() was not answered: {error}") from None
        # JavaScript's null is not Python's None.
        if not isinstance(answer, str):
            raise EOFError(NOBODY)
        return answer
