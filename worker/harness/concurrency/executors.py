"""``ThreadPoolExecutor`` without threads that wait for work. Loaded when code imports it."""

import queue
import threading
from typing import Any

from ..run.frames import interruptible, protected
from .turns import Turns


class _Worker(threading.Thread):
    """A thread that ends when there is no work left: threads end with their run, but executors may outlive it."""

    def __init__(self, executor: Any, number: int, turns: Turns) -> None:
        super().__init__(name=f"{executor._thread_name_prefix or executor}_{number}")
        self.number = number
        self.is_at_work = True
        self._executor = executor
        self._turns = turns

    @protected
    def run(self) -> None:
        try:
            arguments = _initialize(self._executor)
        except Exception:
            self._report()
        else:
            self._work(arguments)
        finally:
            # An item that is submitted from now on needs another thread.
            self.is_at_work = False

    @protected
    def _work(self, arguments: tuple[Any, ...]) -> None:
        while True:
            try:
                item = self._executor._work_queue.get_nowait()
            except queue.Empty:
                return
            self._turns.check()
            if item is not None:
                _work(item, arguments)

    def _report(self) -> None:
        import logging

        logging.getLogger("concurrent.futures").critical("Exception in initializer:", exc_info=True)
        self._executor._initializer_failed()


@interruptible
def _initialize(executor: Any) -> tuple[Any, ...]:
    """Call the initializer. Gives the arguments with which work is run."""
    if hasattr(executor, "_create_worker_context"):
        context = executor._create_worker_context()
        context.initialize()
        return (context,)
    # Before Python 3.14.
    if executor._initializer is not None:
        executor._initializer(*executor._initargs)
    return ()


@interruptible
def _work(item: Any, arguments: tuple[Any, ...]) -> None:
    item.run(*arguments)


def change_executor(module: Any, turns: Turns) -> None:
    """Let the executor of ``concurrent.futures.thread`` have such threads."""

    @protected
    def adjust_thread_count(self: Any) -> None:
        self._threads = {worker for worker in self._threads if worker.is_at_work}
        numbers = {worker.number for worker in self._threads}
        free = next((number for number in range(self._max_workers) if number not in numbers), None)
        if free is not None:
            worker = _Worker(self, free, turns)
            self._threads.add(worker)
            worker.start()

    module.ThreadPoolExecutor._adjust_thread_count = adjust_thread_count
