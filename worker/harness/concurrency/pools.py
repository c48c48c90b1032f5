"""``multiprocessing.Pool``, ``ThreadPool`` and ``ProcessPoolExecutor``, whose workers are threads that take turns."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from concurrent.futures import TimeoutError as FuturesTimeoutError
from multiprocessing.context import TimeoutError
from typing import Any, Self

from .exchange import copy

Call = Callable[..., Any]


class AsyncResult:
    """What ``apply_async()`` and ``map_async()`` of a pool give."""

    def __init__(
        self, futures: list[Future[Any]], one: bool, callback: Call | None, error_callback: Call | None
    ) -> None:
        self._futures = futures
        self._one = one
        self._callbacks = callback, error_callback
        self._left = len(futures)
        for future in futures:
            future.add_done_callback(self._note)

    def _note(self, _future: Future[Any]) -> None:
        self._left -= 1
        if self._left:
            return
        callback, error_callback = self._callbacks
        error = self._error()
        if error is None and callback is not None:
            callback(self._value())
        if error is not None and error_callback is not None:
            error_callback(error)

    def _error(self) -> BaseException | None:
        return next((error for each in self._futures if (error := each.exception()) is not None), None)

    def _value(self) -> Any:
        values = [each.result() for each in self._futures]
        return values[0] if self._one else values

    def get(self, timeout: float | None = None) -> Any:
        """Wait for the value. Raises the error of the call, or ``multiprocessing.TimeoutError`` after ``timeout`` s."""
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        return self._value()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until all is done, for at most ``timeout`` seconds."""
        try:
            for _ in as_completed(self._futures, timeout):
                pass
        except FuturesTimeoutError:
            pass

    def ready(self) -> bool:
        """Whether all is done."""
        return all(each.done() for each in self._futures)

    def successful(self) -> bool:
        """Whether all is done without an error. Raises ``ValueError`` if it is not done."""
        if not self.ready():
            raise ValueError(f"{self!r} not ready")
        return self._error() is None


class ThreadPool:
    """``multiprocessing.pool.ThreadPool``."""

    def __init__(
        self, processes: int | None = None, initializer: Call | None = None, initargs: Iterable[Any] = (), *_: Any
    ) -> None:
        if processes is not None and processes < 1:
            raise ValueError("Number of processes must be at least 1")
        self._executor = ThreadPoolExecutor(processes or 1, "Pool", initializer, tuple(initargs))

    def _submit(self, func: Call, args: Iterable[Any], kwds: dict[str, Any] | None = None) -> Future[Any]:
        try:
            return self._executor.submit(func, *args, **(kwds or {}))
        except RuntimeError as error:
            raise ValueError("Pool not running") from error

    def apply(self, func: Call, args: Iterable[Any] = (), kwds: dict[str, Any] | None = None) -> Any:
        """Call a function, and give its value."""
        return self._submit(func, args, kwds).result()

    def apply_async(
        self,
        func: Call,
        args: Iterable[Any] = (),
        kwds: dict[str, Any] | None = None,
        callback: Call | None = None,
        error_callback: Call | None = None,
    ) -> AsyncResult:
        """Call a function in a worker."""
        return AsyncResult([self._submit(func, args, kwds)], True, callback, error_callback)

    def map(self, func: Call, iterable: Iterable[Any], chunksize: int | None = None) -> list[Any]:
        """Call a function with each item, and give the values in order."""
        return self.map_async(func, iterable).get()

    def starmap(self, func: Call, iterable: Iterable[Iterable[Any]], chunksize: int | None = None) -> list[Any]:
        """Call a function with the arguments in each item, and give the values in order."""
        return self.starmap_async(func, iterable).get()

    def map_async(
        self,
        func: Call,
        iterable: Iterable[Any],
        chunksize: int | None = None,
        callback: Call | None = None,
        error_callback: Call | None = None,
    ) -> AsyncResult:
        """Call a function with each item in a worker."""
        return self.starmap_async(func, ((item,) for item in iterable), chunksize, callback, error_callback)

    def starmap_async(
        self,
        func: Call,
        iterable: Iterable[Iterable[Any]],
        chunksize: int | None = None,
        callback: Call | None = None,
        error_callback: Call | None = None,
    ) -> AsyncResult:
        """Call a function with the arguments in each item in a worker."""
        futures = [self._submit(func, args) for args in iterable]
        return AsyncResult(futures, False, callback, error_callback)

    def imap(self, func: Call, iterable: Iterable[Any], chunksize: int = 1) -> Iterator[Any]:
        """Call a function with each item, and give the values one by one, in order."""
        futures = [self._submit(func, (item,)) for item in iterable]
        return (future.result() for future in futures)

    def imap_unordered(self, func: Call, iterable: Iterable[Any], chunksize: int = 1) -> Iterator[Any]:
        """Call a function with each item, and give the values as they come."""
        futures = [self._submit(func, (item,)) for item in iterable]
        return (future.result() for future in as_completed(futures))

    def close(self) -> None:
        """Take no more work."""
        self._executor.shutdown(wait=False)

    def terminate(self) -> None:
        """Drop the work that has not begun, and take no more."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def join(self) -> None:
        """Wait for the workers. Raises ``ValueError`` if the pool still takes work."""
        if not self._executor._shutdown:
            raise ValueError("Pool is still running")
        self._executor.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.terminate()


def _call_copy(call: tuple[Call, Any, Any]) -> Any:
    func, args, kwds = copy(call)
    return copy(func(*args, **kwds))


class Pool(ThreadPool):
    """``multiprocessing.Pool``: arguments and values are copied, as between processes."""

    def _submit(self, func: Call, args: Iterable[Any], kwds: dict[str, Any] | None = None) -> Future[Any]:
        return super()._submit(_call_copy, ((func, tuple(args), kwds or {}),))


class ProcessPoolExecutor(ThreadPoolExecutor):
    """``concurrent.futures.ProcessPoolExecutor``: arguments and values are copied, as between processes."""

    def __init__(
        self,
        max_workers: int | None = None,
        mp_context: object = None,
        initializer: Call | None = None,
        initargs: tuple[Any, ...] = (),
        *,
        max_tasks_per_child: int | None = None,
    ) -> None:
        super().__init__(max_workers or 1, "Process", initializer, initargs)

    def submit(self, fn: Call, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call a function in a worker."""
        return super().submit(_call_copy, (fn, args, kwargs))
