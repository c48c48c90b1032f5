"""``multiprocessing``, whose processes are threads that take turns. Loaded when code imports it.

They share the variables of the one process. What is handed to them is copied, as between processes.
"""

import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from . import exchange, pools
from .turns import Turns

_numbers = count(1)
_TERMINATED = -15


class _Work(threading.Thread):
    """The thread that a process runs in."""

    def __init__(self, process: "Process", function: Callable[[], None]) -> None:
        super().__init__(target=function, name=process.name, daemon=process.daemon)
        self.process = process


class Process:
    """``multiprocessing.Process``."""

    is_shared = True
    turns: Turns

    def __init__(
        self,
        group: None = None,
        target: Callable[..., object] | None = None,
        name: str | None = None,
        args: Iterable[Any] = (),
        kwargs: dict[str, Any] | None = None,
        *,
        daemon: bool | None = None,
    ) -> None:
        self.name = name or f"Process-{next(_numbers)}"
        self.daemon = bool(daemon)
        self.authkey = b""
        self.exitcode: int | None = None
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs or {})
        self._work: _Work | None = None

    @property
    def pid(self) -> int | None:
        """The number of the one process there is, once it has started."""
        return None if self._work is None else os.getpid()

    ident = pid

    def run(self) -> None:
        """Call the target."""
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def start(self) -> None:
        """Start the thread. Raises the errors of ``pickle`` if the arguments can't be copied."""
        assert self._work is None, "cannot start a process twice"
        self._target, self._args, self._kwargs = exchange.copy((self._target, self._args, self._kwargs))
        self._work = _Work(self, self._bootstrap)
        self._work.start()

    def _bootstrap(self) -> None:
        try:
            self.run()
            self.exitcode = 0
        except SystemExit as error:
            code = error.code
            self.exitcode = 0 if code is None else code if isinstance(code, int) else 1
            if isinstance(code, str):
                print(code, file=sys.stderr)
        except Exception:
            self.exitcode = 1
            print(f"Process {self.name}:\n{traceback.format_exc()}", end="", file=sys.stderr)
        finally:
            if self.exitcode is None:
                self.exitcode = _TERMINATED

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end, for at most ``timeout`` seconds."""
        assert self._work is not None, "can only join a started process"
        self._work.join(timeout)

    def is_alive(self) -> bool:
        """Whether it has started and not ended."""
        return self._work is not None and self._work.is_alive()

    def terminate(self) -> None:
        """End it where it waits next."""
        if self._work is not None and self._work.is_alive():
            self.turns.terminate(self._work.ident)

    kill = terminate

    def close(self) -> None:
        """Raise ``ValueError`` if it has not ended."""
        if self.is_alive():
            raise ValueError("Cannot close a process while it is still running: call join() or terminate() first.")

    def __repr__(self) -> str:
        stopped = f"stopped exitcode={self.exitcode}"
        state = "initial" if self._work is None else "started" if self.is_alive() else stopped
        return f"<Process name={self.name!r} {state}>"


def change_processes(module: Any, turns: Turns) -> None:
    """Give ``multiprocessing`` such processes, and what they share."""
    Process.turns = turns
    main = module.current_process()

    def current_process() -> Any:
        """Return process object representing the current process."""
        return getattr(threading.current_thread(), "process", main)

    def active_children() -> list[Process]:
        """Return list of process objects corresponding to live child processes."""
        return [thread.process for thread in threading.enumerate() if isinstance(thread, _Work)]

    def get_context(method: str | None = None) -> Any:
        """Return the module: all ways to start processes are the same here."""
        return module

    def cpu_count() -> int:
        """Return the number of CPUs."""
        return os.cpu_count() or 1

    names = ("Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore", "Event", "Barrier")
    module.__dict__.update(
        {name: getattr(exchange.Manager, name) for name in names},
        Process=Process,
        Queue=exchange.Queue,
        JoinableQueue=exchange.Queue,
        SimpleQueue=exchange.Queue,
        Pipe=exchange.pipe,
        Value=exchange.Value,
        RawValue=exchange.Value,
        Array=exchange.Array,
        RawArray=exchange.Array,
        Manager=exchange.Manager,
        Pool=pools.Pool,
        current_process=current_process,
        active_children=active_children,
        get_context=get_context,
        cpu_count=cpu_count,
    )


def change_pools(module: Any) -> None:
    """Give ``multiprocessing.pool`` the pools of threads and processes."""
    module.Pool, module.ThreadPool, module.AsyncResult = pools.Pool, pools.ThreadPool, pools.AsyncResult


def change_executor(module: Any) -> None:
    """Give ``concurrent.futures.process`` its executor."""
    module.ProcessPoolExecutor = pools.ProcessPoolExecutor
