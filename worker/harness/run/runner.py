"""Runs code in the session's namespace, one run at a time."""

import json
from asyncio import CancelledError, Task, all_tasks, current_task
from builtins import BaseException
from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Any

from .. import import_hooks
from ..concurrency.turns import Turns
from ..contract import Host
from ..errors.failure import describe_briefly
from ..notebook.history import History
from ..notebook.magics import tell_time
from ..output.display import DisplayPublisher
from ..output.figures import close_figure
from ..output.streams import Streams
from ..representations.cursors import is_held, read_cursor
from ..standard_library.event_loop import SharedLoop
from ..standard_library.pristine import PristineState
from ..standard_library.recursion import RecursionLimit
from ..values import set_variables, to_json
from ..working_directory import WorkingDirectory
from .aside import Aside
from .cleanup import Cleanup
from .frames import interruptible, protected
from .interruption import Interruption
from .program import compile_program, evaluate
from .sources import name_of_run, remember_source

# Bound now, as are the imported names: user code may replace functions in the modules and builtins, and the reply must
# be sent anyway.
_encode_json = json.JSONEncoder().encode

CANCEL_AGAIN_SECONDS = 0.05
"""Seconds until code that swallowed its cancellation is cancelled again."""


class Runner:
    """Starts a run, interrupts it, and sends the reply when it has ended.

    Each run starts with the session's own builtins, output streams and hooks. Tasks that a run leaves behind go on, as
    in a notebook; those of an interrupted run are cancelled.
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        host: Host,
        streams: Streams,
        publisher: DisplayPublisher,
        directory: WorkingDirectory,
        shared_loop: SharedLoop,
        recursion_limit: RecursionLimit,
        pristine: PristineState,
        turns: Turns,
    ) -> None:
        self._namespace = namespace
        self._host = host
        self._streams = streams
        self._publisher = publisher
        self._shared_loop = shared_loop
        self._recursion_limit = recursion_limit
        self._pristine = pristine
        self._history = History(namespace)
        self._turns = turns
        self._interruption = Interruption(host, turns)
        self._cleanup = Cleanup(host, self._interruption, streams, publisher, directory)
        self._future_flags = 0
        self._next: Coroutine[object, object, None] | None = None
        self._task: Task[object] | None = None
        self._reply: Callable[[str], None] | None = None
        self._earlier_tasks: set[Task[object]] = set()
        self._ending: BaseException | None = None
        self._value: str | None = None

    def start(
        self, source: str, run: int, inputs: str, timeout: float, aside: bool, reply: Callable[[str], None]
    ) -> None:
        """Get ready to run ``source`` for at most ``timeout`` milliseconds, and to call ``reply`` with JSON at its end.

        ``inputs``: JSON text of the variables that are set first, by name. ``aside``: see :meth:`Session.run`.
        """
        self._pristine.restore()
        self._interruption.expect()
        self._ending = CancelledError()
        self._value = None
        self._reply = reply
        self._next = self._execute(source, run, inputs, timeout, aside)

    def begin(self) -> None:
        """Run that until it ends or waits: code that waits for nothing has its reply when this returns."""
        steps, self._next = self._next, None
        if steps is None:
            return
        self._shared_loop.claim()
        self._earlier_tasks = set(all_tasks(self._shared_loop.loop))
        # No second task that waits for it: code may wait for all tasks but its own.
        task = self._shared_loop.start_task(steps)
        if task.done():
            self._make_sure_of_reply(task)
        else:
            self._task = task
            task.add_done_callback(self._make_sure_of_reply)

    def interrupt(self, reason: type[BaseException]) -> None:
        """End the run, also if it waits."""
        self._pristine.restore()
        if self._interruption.interrupt(reason):
            self._cancel_until_done(self._task)

    @protected
    async def _execute(self, source: str, run: int, inputs: str, timeout: float, aside: bool) -> None:
        self._task = current_task(self._shared_loop.loop)
        try:
            if self._interruption.reason is not None:
                raise CancelledError
            self._turns.begin()
            self._prepare()
            # Not before: only a task of the event loop can be suspended.
            self._interruption.arm(timeout)
            await self._evaluate(source, run, inputs, aside)
            self._ending = None
        except BaseException as error:
            # Stored, not raised: asyncio handles KeyboardInterrupt and cancellation in its own way.
            self._ending = error
        finally:
            # At once: the event loop comes next, and needs the builtins, too.
            self._pristine.restore()
        await self._turns.end()
        self._finish()

    def _prepare(self) -> None:
        self._recursion_limit.count_from_here()
        self._streams.restore()
        import_hooks.install()
        self._cleanup.begin()

    @interruptible
    async def _evaluate(self, source: str, run: int, inputs: str, aside: bool) -> None:
        filename = name_of_run(run)
        namespace = Aside(self._namespace) if aside else self._namespace
        set_variables(namespace, inputs)
        if not aside:
            self._history.add_source(run, source)
            remember_source(filename, source)
        self._host.use_more_stack(True)
        try:
            program = compile_program(source, filename, self._future_flags)
        finally:
            self._host.use_more_stack(False)
        if not aside:
            self._future_flags = program.future_flags
        start = perf_counter()
        if program.body:
            await evaluate(program.body, namespace)
        value = program.expression and await evaluate(program.expression, namespace)
        if program.is_timed:
            tell_time(perf_counter() - start)
        if program.expression:
            self._value = to_json(value)
        if value is not None and program.shown:
            # A cursor that code holds it may still read: it is left as it is.
            shown = value if is_held(value, self._namespace) else read_cursor(value)
            if not aside:
                self._history.add_value(run, value)
            self._publisher.show_value("result", shown)
            # Otherwise the figure would be shown again at the end of the run.
            close_figure(value)
        self._turns.join_all()

    def _make_sure_of_reply(self, task: Task[object]) -> None:
        # It was cancelled before its first step, or while it ended its threads.
        if task is self._task:
            self._finish()

    @protected
    def _finish(self) -> None:
        try:
            if self._interruption.reason is not None:
                self._cancel_tasks()
            ended = self._cleanup.finish(self._ending)
            if ended["status"] == "ok" and self._value is not None:
                ended["value"] = self._value
            text = _encode_json(ended)
        except BaseException as fault:
            # A fault of the harness, or damage done by user code. There must be a reply in any case.
            text = _encode_json({"status": "error", "error": describe_briefly(fault, fault), "files": []})
        self._interruption.end()
        self._task = self._ending = self._value = None
        self._earlier_tasks = set()
        self._send_reply(text)

    def _send_reply(self, text: str) -> None:
        # Not in the cleanup's frame, which matplotlib's errors may hold on to: snapshots can't carry ``reply``, a
        # function of JavaScript.
        reply, self._reply = self._reply, None
        if reply is not None:
            reply(text)

    def _cancel_until_done(self, task: Task[object] | None) -> None:
        if task is None or task.done():
            return
        self._turns.interrupt()
        self._cancel_tasks()
        self._shared_loop.loop.call_later(CANCEL_AGAIN_SECONDS, self._cancel_until_done, task)

    def _cancel_tasks(self) -> None:
        """Cancel the tasks of this run, among them those that asyncio.run() and time.sleep() wait for."""
        for task in all_tasks(self._shared_loop.loop) - self._earlier_tasks:
            task.cancel()
        self._host.cancel_waits()
