"""What processes share, and what crosses between them as a copy. Here they are threads of one process."""

import io
import pickle
import queue
import threading
from array import array
from collections.abc import Iterator
from typing import Any, Self

_SHARED: tuple[type, ...] = (
    queue.Queue,
    threading.Condition,
    threading.Event,
    threading.Semaphore,
    threading.Barrier,
    threading.Lock,
    threading._PyRLock,  # type: ignore[attr-defined]
)


class _Pickler(pickle.Pickler):
    """Leaves out what processes share."""

    def __init__(self, file: io.BytesIO, shared: list[object]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_id(self, obj: Any) -> int | None:
        if not (isinstance(obj, _SHARED) or getattr(type(obj), "is_shared", False)):
            return None
        self._shared.append(obj)
        return len(self._shared) - 1


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, shared: list[object]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, pid: int) -> object:
        return self._shared[pid]


def copy(value: Any) -> Any:
    """Copy a value as it would cross to another process. Raises the errors of ``pickle``."""
    shared: list[object] = []
    file = io.BytesIO()
    _Pickler(file, shared).dump(value)
    file.seek(0)
    return _Unpickler(file, shared).load()


class Queue(queue.Queue[Any]):
    """``multiprocessing.Queue``, ``JoinableQueue`` and ``SimpleQueue``: what is put into it is copied."""

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Put a copy of an item into the queue."""
        super().put(copy(item), block, timeout)

    def close(self) -> None:
        """Do nothing: there is no pipe to close."""

    join_thread = cancel_join_thread = close


class Connection:
    """One end of ``multiprocessing.Pipe()``."""

    is_shared = True

    def __init__(self, incoming: Queue, outgoing: Queue) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self.closed = False

    def send(self, obj: Any) -> None:
        """Send a copy of an object."""
        self._outgoing.put(obj)

    def recv(self) -> Any:
        """Wait for the next object."""
        return self._incoming.get()

    send_bytes = send
    recv_bytes = recv

    def poll(self, timeout: float | None = 0.0) -> bool:
        """Tell whether there is an object, or will be in ``timeout`` seconds."""
        with self._incoming.not_empty:
            return self._incoming.not_empty.wait_for(lambda: bool(self._incoming.queue), timeout)

    def close(self) -> None:
        """Take the end for closed."""
        self.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def pipe(duplex: bool = True) -> tuple[Connection, Connection]:
    """Make two connected ends."""
    one, other = Queue(), Queue()
    return Connection(one, other), Connection(other, one)


class Array:
    """``multiprocessing.Array``: numbers of one type that processes share."""

    is_shared = True

    def __init__(self, typecode_or_type: Any, size_or_initializer: Any, *, lock: Any = True) -> None:
        typecode = typecode_or_type if isinstance(typecode_or_type, str) else typecode_or_type._type_
        numbers = size_or_initializer
        self._numbers = array(typecode, [0] * numbers if isinstance(numbers, int) else numbers)
        self._lock = threading.RLock() if lock in (True, False) else lock
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def get_lock(self) -> Any:
        """Give the lock that goes with it."""
        return self._lock

    def get_obj(self) -> Any:
        """Give the numbers."""
        return self._numbers

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_error: object) -> None:
        self.release()

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._numbers)

    def __getitem__(self, index: Any) -> Any:
        found = self._numbers[index]
        return list(found) if isinstance(index, slice) else found

    def __setitem__(self, index: Any, value: Any) -> None:
        self._numbers[index] = array(self._numbers.typecode, value) if isinstance(index, slice) else value


class Value(Array):
    """``multiprocessing.Value``: one number that processes share."""

    def __init__(self, typecode_or_type: Any, *args: Any, lock: Any = True) -> None:
        super().__init__(typecode_or_type, [*args, 0][:1], lock=lock)

    @property
    def value(self) -> Any:
        """The number."""
        return self._numbers[0]

    @value.setter
    def value(self, value: Any) -> None:
        self._numbers[0] = value


class _SharedList(list[Any]):
    is_shared = True


class _SharedDict(dict[Any, Any]):
    is_shared = True


class Namespace:
    """Attributes that processes share."""

    is_shared = True

    def __init__(self, **attributes: Any) -> None:
        vars(self).update(attributes)


class Manager:
    """``multiprocessing.Manager()``: its objects are shared."""

    is_shared = True
    list = _SharedList
    dict = _SharedDict
    Namespace = Namespace
    Queue = JoinableQueue = staticmethod(Queue)
    Value = staticmethod(Value)
    Array = staticmethod(Array)
    Event = staticmethod(threading.Event)
    Condition = staticmethod(threading.Condition)
    Semaphore = staticmethod(threading.Semaphore)
    BoundedSemaphore = staticmethod(threading.BoundedSemaphore)
    Barrier = staticmethod(threading.Barrier)

    Lock = staticmethod(threading.Lock)
    RLock = staticmethod(threading.RLock)

    def shutdown(self) -> None:
        """Do nothing: there is no process to end."""

    start = shutdown

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
