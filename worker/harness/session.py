"""One namespace, and the runs that share it."""

import builtins
import json
import os
import sys
from asyncio import CancelledError, Task, all_tasks
from builtins import BaseException
from collections.abc import Callable, Iterable
from importlib import import_module
from time import perf_counter
from typing import TypeVar

from . import import_hooks
from .display import Screen
from .event_loop import SharedLoop
from .failure import describe, describe_briefly
from .figures import Figures, close_figure
from .files import MAX_ENTRIES, Snapshot, WorkingDirectory, show_images
from .host import Host
from .host_tools import HostTools
from .interruption import STOPPED, RunTimedOut, Interruption, interruptible, protected, run_interruptibly
from .inventory import describe_objects, describe_tasks, settle_in
from .leaving import end_runs_only
from .magics import provide_magics, tell_time
from .notebook import provide_ipython
from .notebook_syntax import translate
from .originals import Originals
from .pictures import show_pictures_on
from .program import compile_program, evaluate
from .prompt import Prompt
from .randomness import Randomness
from .recursion import addresses_of_types, go_down, make_recursion_deep
from .sleep import make_sleep_interruptible
from .sources import make_classes_findable, name_of_run, remember_source
from .streams import Streams

# Bound now, as are the names that are imported: user code may replace what is in the modules, the builtins among them,
# and the reply has to be sent all the same.
_encode_json = json.JSONEncoder().encode

CLOSING_TIME = 500
"""Milliseconds that an interrupted run gets to show its figures and files.

After 1,000 the host ends the worker (sandbox/timeout.ts).
"""

INSISTENCE = 0.05
"""Seconds until code that swallowed its cancellation is cancelled again."""

Result = TypeVar("Result")


class Session:
    """Runs code in ``namespace``, one run at a time, and answers how each ended.

    A run starts with the builtins, the output streams and the hooks as the session made them, whatever an earlier run
    did to them. Tasks that a run leaves behind go on, as in a notebook; those of a run that was interrupted are
    cancelled with it.
    """

    def __init__(self, namespace: dict, host: Host) -> None:
        self.namespace = namespace
        # As platform.python_version() gives it: to import that module takes a tenth of the harness's start.
        self.python_version = sys.version.split()[0]
        self._host = host
        self._future_flags = 0
        self._shared_loop = SharedLoop()
        self._streams = Streams(host)
        self._screen = Screen(host)
        self._prompt = Prompt(host)
        self._tools = HostTools(host)
        self._interruption = Interruption(host)
        self._directory = WorkingDirectory(os.getcwd())
        self._figures = Figures(self._screen)
        self._randomness = Randomness()
        self._task: Task | None = None
        self._reply: Callable[[str], None] | None = None
        self._earlier_tasks: set[Task] = set()
        self._ending: BaseException | None = None
        self._before: Snapshot = {}
        self._told_cut_off = False
        show_pictures_on(self._screen)
        provide_ipython(self._screen)
        end_runs_only()
        self._recursion_limit = make_recursion_deep()
        make_sleep_interruptible()
        provide_magics()
        make_classes_findable()
        builtins.display = self._screen.display
        self._originals = Originals(self._recursion_limit)

    def run(self, source: str, run: int, timeout: float, reply: Callable[[str], None]) -> None:
        """Run ``source`` for at most ``timeout`` milliseconds.

        Call ``reply`` with JSON when it has ended: ``status``, ``error`` where there is one, and ``files``, those that the run
        created or changed. What Python would print about the error is written to stderr, after all that the code itself
        wrote.
        """
        self._originals.restore_builtins()
        self._interruption.expect()
        self._shared_loop.claim()
        loop = self._shared_loop.loop
        self._earlier_tasks = set(all_tasks(loop))
        self._ending = CancelledError()
        self._reply = reply
        self._task = loop.create_task(self._execute(source, name_of_run(run), timeout))
        # No second task that waits for it: that would be in the way of code that waits for all tasks but its own.
        self._task.add_done_callback(self._finish)

    def expire(self) -> None:
        """End the run, also where it waits: its time is up."""
        self._interrupt(RunTimedOut)

    def stop(self) -> None:
        """End the run, also where it waits, as Ctrl+C would."""
        self._interrupt(KeyboardInterrupt)

    def set_tools(self, descriptions: str) -> None:
        """Offer functions of the host in the module ``tools``: JSON by name, of ``description`` and ``parameters``."""
        self._tools.expose(descriptions)

    def recursive_types(self) -> str:
        """Give the types that the guard of the stack has to know, as JSON of ``RecursiveTypes`` (paddedCalls.ts)."""
        return _encode_json(addresses_of_types())

    def go_down(self, levels: int, then: Callable[[], None]) -> None:
        """Call ``then`` so many levels further down, each of which goes through C."""
        go_down(levels, then)

    def list_files(self) -> str:
        """List the files below the working directory, as JSON of ``path``, ``size`` and ``mimeType``."""
        return _encode_json(self._directory.all_files())

    def as_python(self, source: str) -> str:
        """Give source with what only notebooks understand translated to Python."""
        translation = translate(source)
        return source if translation is None else translation.source

    def import_modules(self, names: Iterable[str]) -> None:
        """Import modules. What cannot be imported is left out."""
        for name in names:
            try:
                import_module(name)
            except Exception:
                pass

    def waiting_tasks(self) -> str:
        """Name the tasks that a snapshot cannot take along, as JSON of sentences."""
        self._originals.restore_builtins()
        return _encode_json(describe_tasks(self._shared_loop.loop))

    def holders_of(self, objects: Iterable[object]) -> str:
        """Name what holds these objects of JavaScript, as JSON of sentences."""
        return _encode_json(describe_objects(objects, self.namespace))

    def settle_in(self) -> None:
        """Go on in another interpreter than the one the session began in."""
        settle_in(self._shared_loop.loop)
        self._randomness.renew()

    def remove_file(self, path: str) -> None:
        """Remove a file or folder.

        Raises ``ValueError`` for a path that leads out of the working directory, else ``OSError``.
        """
        self._directory.remove(path)

    def resolve_path(self, path: str) -> str:
        """Give the absolute place of a file. Raises as :meth:`remove_file` does."""
        return self._directory.resolve(path)

    def prepare_path(self, path: str) -> str:
        """Give the absolute place of a file, with the folders on the way to it made.

        Raises as :meth:`remove_file` does.
        """
        return self._directory.prepare(path)

    @protected
    async def _execute(self, source: str, filename: str, timeout: float) -> None:
        try:
            self._prepare()
            # Here and not before: only a task of the event loop can be suspended.
            self._interruption.arm(timeout)
            await self._evaluate(source, filename)
            self._ending = None
        except BaseException as error:
            # Kept here, not raised or returned: asyncio has opinions of its own about KeyboardInterrupt and cancelled
            # tasks.
            self._ending = error
        finally:
            # At once: the event loop, which comes next, needs them, too.
            self._originals.restore_builtins()

    def _prepare(self) -> None:
        self._recursion_limit.count_from_here()
        self._streams.restore()
        import_hooks.install()
        self._directory.ensure()
        self._before = self._directory.snapshot()

    @interruptible
    async def _evaluate(self, source: str, filename: str) -> None:
        remember_source(filename, source)
        self._host.use_more_stack(True)
        try:
            program = compile_program(source, filename, self._future_flags)
        finally:
            self._host.use_more_stack(False)
        self._future_flags = program.future_flags
        start = perf_counter()
        await evaluate(program.body, self.namespace)
        value = program.expression and await evaluate(program.expression, self.namespace)
        if program.is_timed:
            tell_time(perf_counter() - start)
        if value is not None and program.shown:
            self.namespace["_"] = value
            self._screen.show_value("result", value)
            # A figure is shown as it is now: showing it again at the end of the run would tell nothing new.
            close_figure(value)

    @protected
    def _finish(self, _task: Task) -> None:
        try:
            text = _encode_json(self._close())
        except BaseException as fault:
            # Of the harness, or of what user code did to it. There must be a reply in any case.
            text = _encode_json({"status": "error", "error": describe_briefly(fault, fault), "files": []})
        self._interruption.end()
        self._task = self._ending = None
        self._earlier_tasks, self._before = set(), {}
        self._send_reply(text)

    def _send_reply(self, text: str) -> None:
        # Apart from what shows figures: what draws them may hold on to the frames that it was called from, as the errors
        # do that a parser keeps, and no snapshot can carry a function of JavaScript.
        reply, self._reply = self._reply, None
        reply(text)

    def _close(self) -> dict:
        """Show what the run left behind, and compose its reply."""
        if self._interruption.reason is not None:
            self._cancel_tasks()
            self._interruption.allow(CLOSING_TIME)
        # User code may have put a file in the place of sys.stdout.
        self._close_step(self._streams.flush)
        self._close_step(self._figures.show_open)
        files = self._close_step(lambda: self._directory.changed_since(self._before)) or []
        self._close_step(lambda: show_images(self._directory, files, self._screen))
        self._close_step(self._note_cut_off)
        error = self._describe_ending()
        self._close_step(self._streams.flush)
        if self._interruption.reason is RunTimedOut:
            return {"status": "timeout", "files": files}
        if error is None:
            return {"status": "ok", "files": files}
        self._write_error(error["traceback"])
        return {"status": "error", "error": error, "files": files}

    def _close_step(self, step: Callable[[], Result]) -> Result | None:
        """Do something at the end of the run that may take long or fail. ``None`` where it did not come to its end."""
        reason = self._interruption.reason
        try:
            return run_interruptibly(step)
        except BaseException as error:
            if reason is None and self._interruption.reason is not None:
                # The run met its end while it was closing.
                self._ending = error
                self._interruption.allow(CLOSING_TIME)
            return None

    def _describe_ending(self) -> dict | None:
        error = self._ending
        if error is None or _left_on_purpose(error) or self._interruption.reason is RunTimedOut:
            return None
        if self._interruption.reason is KeyboardInterrupt and issubclass(type(error), CancelledError):
            # It was stopped while it waited.
            error = KeyboardInterrupt(STOPPED).with_traceback(error.__traceback__)
        try:
            return run_interruptibly(lambda: describe(error))
        except BaseException as broken:
            return describe_briefly(error, broken)

    def _note_cut_off(self) -> None:
        if self._directory.is_cut_off and not self._told_cut_off:
            self._told_cut_off = True
            note = f"There are more than {MAX_ENTRIES:,} files: changes of some may go unnoticed."
            print(note, file=self._streams.stderr)

    def _write_error(self, text: str) -> None:
        try:
            self._streams.stderr.write(text)
            self._streams.stderr.flush()
        except Exception:
            # User code has closed what is beneath it. The reply has it.
            pass

    def _interrupt(self, reason: type[BaseException]) -> None:
        self._originals.restore_builtins()
        if self._interruption.interrupt(reason):
            self._cancel_until_done(self._task)

    def _cancel_until_done(self, task: Task | None) -> None:
        if task is None or task.done():
            return
        self._cancel_tasks()
        self._shared_loop.loop.call_later(INSISTENCE, self._cancel_until_done, task)

    def _cancel_tasks(self) -> None:
        """Cancel what this run started: asyncio.run() and time.sleep() wait for a task of their own."""
        for task in all_tasks(self._shared_loop.loop) - self._earlier_tasks:
            task.cancel()


def _left_on_purpose(error: BaseException) -> bool:
    """Whether this is ``sys.exit()`` with the code of success, as a script ends itself."""
    # By its type: to isinstance() an exception can say what it likes, or raise another.
    return issubclass(type(error), SystemExit) and error.code in (None, 0)
