"""A session in a directory of its own, and a host that writes down what it is told."""

import asyncio
import builtins
import functools
import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Literal, cast

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "worker"))

from harness import Session, set_limits, suspension
from harness.contract import Limits

LIMITS: Limits = {
    "value_length": 64 * 1024,
    "json_length": 1024 * 1024,
    "picture_size": 5 * 1024 * 1024,
    "saved_pictures": 20,
    "cleanup_ms": 500,
    "interrupt_signal": 50,
}
INTERRUPT = LIMITS["interrupt_signal"]
set_limits(LIMITS)


IPYTHON = ("IPython", "matplotlib_inline")


class WithoutIPython(PathFinder):
    """Finds what Pyodide has: the machine may have IPython, which comes with Jupyter's kernels."""

    @classmethod
    def find_spec(
        cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = super().find_spec(fullname, path, target)
        is_the_machines = spec is not None and "-packages" in str(spec.origin)
        return None if fullname.partition(".")[0] in IPYTHON and is_the_machines else spec


sys.meta_path[sys.meta_path.index(PathFinder)] = WithoutIPython

REPLACED = (
    (sys, "getrecursionlimit"),
    (sys, "setrecursionlimit"),
    (functools, "_lru_cache_wrapper"),
    (os, "_exit"),
    (os, "abort"),
    (os, "kill"),
    (os, "killpg"),
    (signal, "raise_signal"),
)
"""What a session puts something in the place of."""


class Descriptor(io.RawIOBase):
    """What is behind sys.stdout in Pyodide: a function that gets bytes."""

    def __init__(self, host: "FakeHost") -> None:
        self._host = host

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._host.transcript.append(bytes(data).decode())
        return len(data)


def _entry(entry: os.DirEntry[str]) -> list[object]:
    status = entry.stat()
    return [entry.name, None if entry.is_dir() else status.st_size, status.st_mtime_ns / 1e6, status.st_ino]


class FakeHost:
    """Stands where worker/python/runtime.ts stands: same methods, same order of arguments."""

    def __init__(self) -> None:
        self.shown: list[SimpleNamespace] = []
        self.transcript: list[str] = []
        """What was written and what was shown, in order."""
        self.armed: list[float] = []
        self.alarm_is: Literal["timeout", "tick"] = "timeout"
        self.on_next_task = lambda: None
        self.answers: list[str | None] = []
        self.asked: list[str] = []
        self.somebody_answers = True
        self.fonts: dict[str, Path | Exception] = {}
        """The file of the font that has these characters, or why it can't be downloaded."""
        self.tools: dict[str, Callable[..., object]] = {}
        self.calls: list[tuple[str, dict[str, object]]] = []

    def arm(self, milliseconds: float, ticks: bool) -> None:
        self.armed.append(milliseconds)

    def disarm(self) -> None:
        pass

    def alarm(self) -> Literal["timeout", "tick"]:
        return self.alarm_is

    def reopen_streams(self) -> None:
        pass

    def files_changed(self) -> bool:
        return True

    def read_folder(self, path: str, most: int) -> str:
        if not os.path.isdir(path):
            return "[]"
        with os.scandir(path) as entries:
            read = [_entry(entry) for entry in entries if not entry.is_symlink()]
        return json.dumps(read[:most])

    def use_more_stack(self, more: bool) -> None:
        pass

    async def next_task(self) -> None:
        self.on_next_task()

    def display(self, text: str) -> None:
        display = SimpleNamespace(**{"path": None, "displayId": None, **json.loads(text)})
        self.shown.append(display)
        self.transcript.append(f"<{display.source}>")

    def clear_output(self, wait: bool) -> None:
        self.transcript.append("<clear, when more comes>" if wait else "<clear>")

    def answers_input(self) -> bool:
        return self.somebody_answers

    async def read_input(self, prompt: str) -> str | None:
        self.asked.append(prompt)
        return self.answers.pop(0) if self.answers else None

    async def save_font(self, characters: str, path: str) -> bool:
        self.asked.append(characters)
        font = next((font for known, font in self.fonts.items() if set(known) & set(characters)), None)
        if isinstance(font, Exception):
            raise font
        if font is not None:
            shutil.copyfile(font, path)
        return font is not None

    async def call_tool(self, name: str, arguments: str) -> str | None:
        self.calls.append((name, json.loads(arguments)))
        return json.dumps(self.tools[name](**json.loads(arguments)))

    async def wait_for_tool(self, name: str, arguments: str) -> str | None:
        return await self.call_tool(name, arguments)

    def cancel_waits(self) -> None:
        pass


class Notebook:
    """A session, driven as the worker drives it."""

    def __init__(self, host: FakeHost, loop: asyncio.AbstractEventLoop) -> None:
        self.host = host
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self.session = Session(self.namespace, host)
        self.loop = loop
        self._runs = 0

    def start(
        self, source: str, run: int, timeout: float, inputs: dict[str, Any] | None = None, aside: bool = False
    ) -> asyncio.Future[str]:
        """Start a run, whose reply comes later."""
        reply = self.loop.create_future()
        self.session.run(source, run, json.dumps(inputs or {}), timeout, aside, reply.set_result)
        self.session.begin()
        return reply

    def run(
        self, source: str, timeout: float = 30_000, inputs: dict[str, Any] | None = None, aside: bool = False
    ) -> SimpleNamespace:
        """Run code: what came of it, in the words of src/protocol.ts, with what was written and shown."""
        self._runs += 1
        self.host.shown, self.host.transcript = [], []

        # As JavaScript calls it: from no task of the event loop.
        answer = json.loads(self.loop.run_until_complete(self.start(source, self._runs, timeout, inputs, aside)))
        return SimpleNamespace(
            status=answer["status"],
            error=SimpleNamespace(**{"hint": None, **answer["error"]}) if "error" in answer else None,
            value=answer.get("value"),
            files=answer["files"],
            paths=[file["path"] for file in answer["files"]],
            shown=self.host.shown,
            transcript=self.host.transcript,
            output="".join(text for text in self.host.transcript if not text.startswith("<")),
        )


def open_streams(host: FakeHost) -> tuple[io.TextIOWrapper, ...]:
    """Open streams as Python does: a line is written when it ends, the rest when it is flushed."""
    return tuple(
        io.TextIOWrapper(cast("Any", io.BufferedWriter)(Descriptor(host)), encoding="utf-8", line_buffering=True)
        for _ in range(2)
    )


@pytest.fixture
def host() -> FakeHost:
    return FakeHost()


@pytest.fixture
def notebook(host: FakeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    original_builtins = dict(builtins.__dict__)
    streams = sys.__stdin__, sys.__stdout__, sys.__stderr__, sys.stdin, sys.stdout, sys.stderr
    sys.stdout, sys.stderr = open_streams(host)
    handler = signal.getsignal(INTERRUPT)
    replaced = [(module, name, getattr(module, name)) for module, name in REPLACED]
    limit = sys.getrecursionlimit()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield Notebook(host, loop)
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    asyncio.set_event_loop(None)
    for module, name, original in replaced:
        setattr(module, name, original)
    sys.setrecursionlimit(limit)
    signal.signal(INTERRUPT, handler)
    sys.__stdin__, sys.__stdout__, sys.__stderr__, sys.stdin, sys.stdout, sys.stderr = streams
    builtins.__dict__.update(original_builtins)
    # Made up, and bound to the host of this test.
    for name in [name for name in sys.modules if name.partition(".")[0] in IPYTHON]:
        del sys.modules[name]
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture
def jspi(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Python be suspended, as some browsers do: here, for awaitables that need no event loop."""

    def run_sync(awaitable: Coroutine[object, object, object]) -> object:
        try:
            awaitable.send(None)
        except StopIteration as done:
            return done.value
        raise AssertionError("The fake cannot wait for an event loop.")

    monkeypatch.setattr(suspension, "can_run_sync", lambda: True)
    monkeypatch.setattr(suspension, "run_sync", run_sync)
