"""``input()``, ``getpass()`` and ``sys.stdin``, which the user answers."""

import builtins
import sys
from asyncio import CancelledError
from typing import Any

from ..contract import Host
from ..import_hooks import after_import
from ..output.streams import flush
from ..suspension import can_suspend, run_blocking
from .standard_input import StandardInput

_NOBODY = "{} was {}, but nobody is there to answer: pass the value in the code instead."
_CANNOT_WAIT = "{} was {}, but Python cannot wait for an answer in this browser: pass the value in the code instead."
_CALLED = ("input()", "called")
_READ = ("sys.stdin", "read")

_input = builtins.input


class UserInput:
    """Makes them ask the host."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.stdin = stdin = StandardInput(self._read)

        # Functions, not methods, so that help(input) shows the usual signature.
        def input(prompt: object = "", /) -> str:
            """Read a line that is typed in answer to the prompt."""
            # Code may have put a file in its place.
            if sys.stdin is not stdin:
                return _input(prompt)
            return stdin.readline().removesuffix("\n") if stdin.has_more() else self._answer(str(prompt))

        def getpass(prompt: object = "Password: ", stream: object = None, **_options: object) -> str:
            """Read a line that is typed in answer to the prompt. It is not hidden."""
            return self._answer(str(prompt))

        def connect(module: Any) -> None:
            module.getpass = getpass

        builtins.input = input
        after_import("getpass", connect)

    def _answer(self, prompt: str) -> str:
        answer = self._ask(prompt, _CALLED)
        if answer is None:
            raise EOFError(_NOBODY.format(*_CALLED))
        return answer

    def _read(self) -> str | None:
        if can_suspend() and not self.host.answers_input():
            raise EOFError(_NOBODY.format(*_READ))
        return self._ask("", _READ)

    def _ask(self, prompt: str, what: tuple[str, str]) -> str | None:
        """Ask for a line. Gives ``None`` if nobody answers. Raises ``EOFError`` if nobody can."""
        if not can_suspend():
            raise EOFError(_CANNOT_WAIT.format(*what))
        flush(sys.stdout)
        flush(sys.stderr)
        try:
            answer = run_blocking(self.host.read_input(prompt))
        except CancelledError:
            raise
        except Exception as error:
            raise EOFError(f"{what[0]} was not answered: {error}") from None
        # JavaScript's null is not Python's None.
        return answer if isinstance(answer, str) else None
