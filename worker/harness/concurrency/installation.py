"""Puts threads that take turns into the place of the system's."""

import queue
import sys
import threading
from _threading_local import local
from asyncio import AbstractEventLoop
from functools import wraps
from types import ModuleType
from typing import Any

from ..import_hooks import after_import
from .locks import Lock
from .turns import ThreadHandle, Turns

_start = threading.Thread.start
_report = threading.excepthook


def install_threads(loop: AbstractEventLoop) -> Turns:
    """Let code start threads, if this is a browser. Gives what a run has to know of them."""
    turns = Turns(loop, threading.get_ident())
    if sys.platform != "emscripten":
        return turns
    Lock.turns = ThreadHandle.turns = turns

    @wraps(_start)
    def start(self: threading.Thread) -> None:
        _start(self)
        turns.after_start()

    def excepthook(args: Any, /) -> None:
        """Handle an exception of ``Thread.run()``."""
        if not turns.tells(args.exc_value):
            _report(args)

    replaced: Any = threading
    replaced.Lock = replaced._allocate_lock = replaced._LockType = Lock
    # RLock() gives the one that is written in Python, with these locks.
    replaced._CRLock = None
    replaced.get_ident = turns.ident
    replaced.local = local
    replaced._start_joinable_thread = turns.start
    replaced._ThreadHandle = ThreadHandle
    replaced.excepthook = replaced.__excepthook__ = excepthook
    threading.Thread.start = start
    queue.SimpleQueue = queue._PySimpleQueue
    _change_later(turns)
    return turns


def _change_later(turns: Turns) -> None:
    # What changes them is loaded when code imports them.
    def change_executor(module: ModuleType) -> None:
        from . import executors

        executors.change_executor(module, turns)

    def change_processes(module: ModuleType) -> None:
        from . import processes

        processes.change_processes(module, turns)

    def change_pools(module: ModuleType) -> None:
        from . import processes

        processes.change_pools(module)

    def change_process_executor(module: ModuleType) -> None:
        from . import processes

        processes.change_executor(module)

    after_import("concurrent.futures.thread", change_executor)
    after_import("multiprocessing", change_processes)
    after_import("multiprocessing.pool", change_pools)
    after_import("concurrent.futures.process", change_process_executor)
