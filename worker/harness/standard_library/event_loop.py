"""The browser's only event loop, for code that makes loops of its own."""

import asyncio
import inspect
from asyncio import AbstractEventLoop
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from types import TracebackType
from typing import Any, Self, TypeVar

from ..suspension import can_suspend

try:
    from pyodide.webloop import WebLoop as _WebLoop
except ImportError:
    # CPython, where tests run.
    _WebLoop = None


Result = TypeVar("Result")

# Bound now: user code may replace what is in the module.
_Task: Any = asyncio.Task


class SharedLoop:
    """The loop that all code gets, however it asks for one.

    JavaScript drives it, so there can be no second one. Objects of Pyodide that pose as further loops replace the
    running loop: asyncio then refuses to continue tasks of the first loop, also those of later runs.
    """

    def __init__(self) -> None:
        self.loop = asyncio.get_event_loop()
        if _WebLoop is not None and isinstance(self.loop, _WebLoop):
            _make_single(_WebLoop, self.loop)
            asyncio.run = asyncio.runners.run = _run
            asyncio.Runner = asyncio.runners.Runner = Runner

    def claim(self) -> None:
        """Make it the running loop without a current task, if user code has changed that."""
        if _WebLoop is None or not isinstance(self.loop, _WebLoop):
            return
        if asyncio._get_running_loop() is not self.loop:
            asyncio._set_running_loop(self.loop)
        stuck = asyncio.current_task(self.loop)
        if stuck is not None:
            asyncio.tasks._leave_task(self.loop, stuck)
        # Like the running loop, they belong to the call from JavaScript: each that can be suspended has a thread state.
        install_hooks = getattr(self.loop, "_install_asyncgen_hooks", None)
        if install_hooks is not None:
            install_hooks()

    def start_task(self, steps: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Create a task and take its first step at once.

        The loop would take two turns of the worker for that step, and two more to tell of its end.
        """
        if _WebLoop is None or not isinstance(self.loop, _WebLoop):
            return self.loop.create_task(steps)
        return _Task(steps, loop=self.loop, eager_start=True)


def _make_single(kind: Any, loop: AbstractEventLoop) -> None:
    kind.__new__ = lambda _kind, *_arguments, **_options: loop
    # Python calls it for the result of __new__.
    kind.__init__ = lambda _self, *_arguments, **_options: None


class Runner:
    """Runs coroutines as ``asyncio.Runner`` does, on the running loop.

    Tasks that are left over go on when it is closed, as they do after Pyodide's ``asyncio.run()``.
    """

    def __init__(
        self, *, debug: bool | None = None, loop_factory: Callable[[], AbstractEventLoop] | None = None
    ) -> None:
        self._context: Context | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        self.get_loop()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take no more coroutines."""
        self._is_closed = True

    def get_loop(self) -> AbstractEventLoop:
        """Give the one loop."""
        if self._is_closed:
            raise RuntimeError("Runner is closed")
        self._context = self._context or copy_context()
        return asyncio.get_event_loop()

    def run(self, coro: Coroutine[object, object, Result], *, context: Context | None = None) -> Result:
        """Run a coroutine, or another awaitable, and give its result."""
        loop = self.get_loop()
        if not inspect.isawaitable(coro):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
        if not can_suspend():
            # Raises, and says why. A task would still run later.
            return loop.run_until_complete(coro)
        work = coro if inspect.iscoroutine(coro) else _wait_for(coro)
        task = loop.create_task(work, context=context or self._context)
        return loop.run_until_complete(task)


async def _wait_for(awaitable: Coroutine[object, object, Result]) -> Result:
    return await awaitable


def _run(
    main: Coroutine[object, object, Result],
    *,
    debug: bool | None = None,
    loop_factory: Callable[[], AbstractEventLoop] | None = None,
) -> Result:
    """Run a coroutine to its end, and give its result."""
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)
