"""One namespace, and the runs that share it."""

import ast
import asyncio
import inspect
import json
import platform
import sys

from .deadline import DeadlineExceeded, listen
from .failure import describe, remember_source


class Session:
    """Runs code in ``namespace``, one run at a time, and answers how each ended."""

    def __init__(self, namespace: dict, interrupts) -> None:
        self.namespace = namespace
        self.interrupts = interrupts
        self.python_version = platform.python_version()
        self._task: asyncio.Task | None = None
        self._expired = False
        listen()

    async def run(self, source: str, run: int, deadline: float) -> str:
        """Run ``source`` for at most ``deadline`` milliseconds.

        Return the reply as JSON: the outcome, and the error where there is one. What Python would print about the error is
        written to stderr, after all that the code itself wrote.
        """
        reply = await self._reply(source, f"<run {run}>", deadline)
        _flush(sys.stdout)
        _flush(sys.stderr)
        if "error" in reply:
            sys.__stderr__.write(reply["error"]["traceback"])
            sys.__stderr__.flush()
        return json.dumps(reply)

    def expire(self) -> None:
        """End what the run is waiting for: its time is up."""
        if self._task is not None:
            self._expired = True
            self._task.cancel()

    async def _reply(self, source: str, filename: str, deadline: float) -> dict:
        self._task, self._expired = asyncio.current_task(), False
        try:
            try:
                self.interrupts.arm(deadline)
                await self._execute(source, filename)
            finally:
                self.interrupts.disarm()
                self._task = None
        except DeadlineExceeded:
            return {"outcome": "OUTCOME_DEADLINE_EXCEEDED"}
        except BaseException as error:
            if self._expired and isinstance(error, asyncio.CancelledError):
                return {"outcome": "OUTCOME_DEADLINE_EXCEEDED"}
            if _left_on_purpose(error):
                return {"outcome": "OUTCOME_OK"}
            return {"outcome": "OUTCOME_FAILED", "error": describe(error)}
        return {"outcome": "OUTCOME_OK"}

    async def _execute(self, source: str, filename: str) -> None:
        remember_source(filename, source)
        code = compile(source, filename, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        result = eval(code, self.namespace)
        if inspect.iscoroutine(result):
            await result


def _left_on_purpose(error: BaseException) -> bool:
    """Whether this is ``sys.exit()`` with the code of success, as a script ends itself."""
    return isinstance(error, SystemExit) and error.code in (None, 0)


def _flush(stream) -> None:
    # User code may have put anything in the place of sys.stdout.
    try:
        stream.flush()
    except Exception:
        pass
