"""Threads that take turns.

A browser runs Python in one thread. If it can suspend WebAssembly (JSPI), each thread of Python has a stack of its own,
and where it waits, another one goes on. Otherwise a thread runs to its end when it is started, and a wait that only
another thread could end raises an error.
"""

import asyncio
import sys
import threading
from asyncio import AbstractEventLoop, CancelledError, Task, TimerHandle
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, ContextVar
from itertools import count
from time import sleep
from typing import Any

from ..run.frames import interruptible, protected
from ..suspension import can_suspend, run_uncancellable

MAX_THREADS = 200
"""Threads at once: each takes some of the stack that all of them share."""

PATIENCE = 20
"""Times that a thread may swallow its end; then it is never continued."""

DEADLOCK = (
    "Deadlock: all threads wait, and nothing is left that could wake one of them. Threads end with the run that "
    "started them. Check that each item that is taken from a queue is also put into it, that task_done() is called for "
    "it, and that locks are released."
)
CANNOT_TAKE_TURNS = (
    "This browser cannot switch between threads: a thread runs to its end when it is started, and this waits for "
    "another one. Start the thread that provides something before the one that waits for it, do not bound the queue, "
    "or use asyncio: asyncio.Queue, asyncio.Event and `await`."
)
LEFT = "Threads that still waited at the end of the run were ended: nothing was left that could wake them."
TOO_MANY = "can't start new thread: there are {} in this browser's one thread. Use a ThreadPoolExecutor."


class DeadlockError(RuntimeError):
    """All threads wait for each other."""


DeadlockError.__module__ = "threading"


class Wait:
    """One wait of a thread."""

    def __init__(self, loop: AbstractEventLoop, thread: "ThreadHandle | None", ends: bool) -> None:
        self.end: asyncio.Future[None] = loop.create_future()
        self.thread = thread
        """None in what is no thread of its own: the run, or a task of asyncio."""
        self.task = asyncio.current_task(loop)
        self.ends = ends
        """Whether it ends at some time in any case."""
        self.was_woken = False
        self.error: BaseException | None = None

    def wake(self) -> bool:
        """Let the thread go on. Tells whether it waits."""
        if self.end.done():
            return False
        self.was_woken = True
        self.end.set_result(None)
        return True

    def give_up(self, error: BaseException | None = None) -> None:
        """Let the thread go on although nothing has woken it."""
        if not self.end.done():
            self.error = error
            self.end.set_result(None)


Waits = deque[Wait]
"""Threads that wait for the same thing, in order."""


def wake_first(waits: Waits) -> bool:
    """Let the first thread go on. Tells whether there is one."""
    while waits:
        if waits.popleft().wake():
            return True
    return False


class Turns:
    """The threads of a session, and what they wait for."""

    def __init__(self, loop: AbstractEventLoop, main_ident: int) -> None:
        self._loop = loop
        self._main_ident = main_ident
        self._idents = count(main_ident + 1)
        self._current: ContextVar[ThreadHandle | None] = ContextVar("glovebox_thread", default=None)
        self._threads: list[ThreadHandle] = []
        self._waits: list[Wait] = []
        self._run: Task[Any] | None = None
        self.is_interrupted = False
        """Whether the run that goes on is interrupted."""
        self._is_ending = False
        self._has_to_look = False
        self._failure: RuntimeError | None = None

    @property
    def current(self) -> "ThreadHandle | None":
        """The thread that runs, or None if it is the main one."""
        thread = self._current.get()
        # What a thread leaves to the event loop belongs to the main one when it has ended.
        return None if thread is None or thread.is_done() else thread

    @property
    def are_many(self) -> bool:
        """Whether there is another thread than the main one."""
        return bool(self._threads)

    @property
    def has_to_end(self) -> bool:
        """Whether the thread that runs is left over at the end of its run, or was terminated."""
        thread = self.current
        return thread is not None and (self._is_ending or thread.is_terminated)

    def ident(self) -> int:
        """Give the number of the thread that runs: ``threading.get_ident()``."""
        thread = self.current
        return self._main_ident if thread is None or thread.ident is None else thread.ident

    def begin(self) -> None:
        """Take the task that calls this for the run."""
        self._run = asyncio.current_task(self._loop)
        self.is_interrupted = False

    @protected
    def start(self, function: Callable[[], object], *, handle: "ThreadHandle", daemon: bool = True) -> None:
        """Start a thread, as ``_thread.start_joinable_thread()`` does."""
        if len(self._threads) >= MAX_THREADS:
            raise RuntimeError(TOO_MANY.format(MAX_THREADS))
        handle.ident = next(self._idents)
        handle.is_daemon = daemon
        handle.run = self._run
        self._threads.append(handle)
        # Since 3.14, a thread enters a context of its own (or its starter's).
        own = getattr(getattr(function, "__self__", None), "_context", None)
        for context in (own, ours := Context()):
            if context is not None:
                context.run(self._current.set, handle)
        if can_suspend():
            self._loop.call_soon(self._run_thread, function, handle, context=ours)
        else:
            ours.run(self._run_thread, function, handle)

    @interruptible
    def _run_thread(self, function: Callable[[], object], handle: "ThreadHandle") -> None:
        try:
            function()
        except (SystemExit, CancelledError):
            pass
        finally:
            self._end_thread(handle)

    @protected
    def _end_thread(self, handle: "ThreadHandle") -> None:
        self._threads.remove(handle)
        handle.finish()
        self._look_for_deadlock()

    def after_start(self) -> None:
        """Raise the error of a thread that ran in the place of its start, and could not wait there."""
        self.check()
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def tells(self, error: BaseException | None) -> bool:
        """Whether an error that ended a thread is told elsewhere."""
        return (
            self.is_interrupted or isinstance(error, CancelledError) or (error is not None and error is self._failure)
        )

    @protected
    def check(self) -> None:
        """Raise ``CancelledError`` if the thread has to end."""
        if not self.is_interrupted and not self.has_to_end:
            return
        thread = self.current
        if thread is not None:
            thread.refusals += 1
            if thread.refusals > PATIENCE and can_suspend():
                self._abandon(thread)
        raise CancelledError

    def _abandon(self, thread: "ThreadHandle") -> None:
        """Never go on with the thread that runs. Its end swallows whatever is raised in it."""
        threading._active.pop(thread.ident, None)  # type: ignore[attr-defined]
        self._threads.remove(thread)
        thread.finish()
        run_uncancellable(self._loop.create_future())

    @protected
    def wait(self, waits: Waits, timeout: float | None) -> bool:
        """Wait until another thread wakes the first of these waits. Tells whether one did in ``timeout`` seconds."""
        self.check()
        if not can_suspend():
            return self._wait_in_place(timeout)
        wait = Wait(self._loop, self.current, timeout is not None)
        timer: TimerHandle | Any = None if timeout is None else self._loop.call_later(timeout, wait.give_up)
        waits.append(wait)
        self._waits.append(wait)
        if timeout is None:
            self._look_for_deadlock()
        try:
            run_uncancellable(wait.end)
        finally:
            self._waits.remove(wait)
            if wait in waits:
                waits.remove(wait)
            if timer is not None:
                timer.cancel()
        if wait.error is not None:
            raise wait.error
        return wait.was_woken

    def _wait_in_place(self, timeout: float | None) -> bool:
        if timeout is None:
            error = RuntimeError(CANNOT_TAKE_TURNS)
            if self.current is not None:
                self._failure = error
            raise error
        sleep(timeout)
        return False

    def _look_for_deadlock(self) -> None:
        # Later: what has just been left to the event loop may wake a thread, or start a task that does.
        if not self._has_to_look:
            self._has_to_look = True
            self._loop.call_soon(self._end_deadlock)

    @protected
    def _end_deadlock(self) -> None:
        self._has_to_look = False
        waits = [wait for wait in self._waits if not wait.end.done()]
        of_run = next((wait for wait in waits if wait.task is self._run and wait.thread is None), None)
        waiting = {wait.thread for wait in waits if not wait.ends}
        if of_run is None or of_run.ends or not waiting.issuperset(self._threads):
            return
        others = asyncio.all_tasks(self._loop) - {wait.task for wait in waits} - {self._run}
        if not others:
            of_run.give_up(DeadlockError(DEADLOCK))
        for task in others:
            task.add_done_callback(lambda _task: self._look_for_deadlock())

    def interrupt(self) -> None:
        """End the waits of all threads, now and later: the run is interrupted."""
        self.is_interrupted = True
        for wait in list(self._waits):
            wait.give_up(CancelledError())

    def terminate(self, ident: int | None) -> None:
        """End a thread where it waits, or is interrupted next."""
        for thread in [thread for thread in self._threads if thread.ident == ident]:
            thread.is_terminated = True
            for wait in [wait for wait in self._waits if wait.thread is thread]:
                wait.give_up(CancelledError())

    def join_all(self) -> None:
        """Wait for the threads that are no daemons, as a script does at its end. Those that wait for ever are left."""
        for thread in [each for each in self._threads if not each.is_daemon and each.run is self._run]:
            try:
                thread.join()
            except DeadlockError:
                print(LEFT, file=sys.stderr)
                return

    def names(self) -> list[str]:
        """Name the threads that have not ended: code that runs between two runs may have started them."""
        running = [threading._active.get(thread.ident) for thread in self._threads]  # type: ignore[attr-defined]
        return [thread.name for thread in running if thread is not None]

    def forget(self) -> None:
        """Take all threads for ended: their stacks stayed behind in another interpreter."""
        self._run = None
        for thread in self._threads:
            thread.finish()
        self._threads.clear()
        self._waits.clear()
        self._clear_lists()

    async def end(self) -> None:
        """End the threads that are left: no snapshot could carry them."""
        self._is_ending = True
        while self._threads:
            for wait in [wait for wait in self._waits if wait.thread is not None]:
                wait.give_up(CancelledError())
            for task in asyncio.all_tasks(self._loop):
                if task.get_context().get(self._current) in self._threads:
                    task.cancel()
            # The run that is interrupted is cancelled again and again.
            with suppress(CancelledError):
                await asyncio.sleep(0)
        self._is_ending = False
        self._run = None
        # Threads that were interrupted while they began or ended are still there.
        self._clear_lists()

    def _clear_lists(self) -> None:
        """Take all threads but the main one off Python's own lists. In CPython threads are real, and none is here."""
        if sys.platform != "emscripten":
            return
        for ident in threading._active.keys() - {self._main_ident}:  # type: ignore[attr-defined]
            del threading._active[ident]  # type: ignore[attr-defined]
        threading._limbo.clear()  # type: ignore[attr-defined]


class ThreadHandle:
    """What ``threading.Thread`` keeps of a thread: ``_thread._ThreadHandle``."""

    turns: Turns

    def __init__(self) -> None:
        self.ident: int | None = None
        self.is_daemon = False
        self.is_terminated = False
        self.run: Task[Any] | None = None
        """The run that has started it; None if code between two runs did."""
        self.refusals = 0
        self._is_done = False
        self._waits: Waits = deque()

    def is_done(self) -> bool:
        """Whether the thread has ended."""
        return self._is_done

    def finish(self) -> None:
        """Wake those who have waited for the end."""
        self._is_done = True
        while wake_first(self._waits):
            pass

    # As it is called there.
    _set_done = finish

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end, for at most ``timeout`` seconds."""
        if not self._is_done:
            self.turns.wait(self._waits, None if timeout is None or timeout < 0 else timeout)
            self.turns.check()
