"""The magics of IPython. :mod:`.syntax` translates them to calls of these methods; it also has their pattern."""

import builtins
import inspect
import os
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, TypeVar

from ..representations.figure_drawing import choose_formats
from .ipython_shim import InteractiveShell
from .pip import install
from .syntax import NAME

Result = TypeVar("Result")

MAX_REPEATS = 7
"""Measurements of ``%timeit``, as in IPython; fewer of slow code."""

MAX_TIMING_SECONDS = 3.0
"""Seconds that the measurements after the first one may take."""

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "μs"), (1e-9, "ns"))
_OPTION = re.compile(r"\s*-([nr])\s*(\d+)|\s*-[a-z]+(?=\s)")


class Magics:
    """The builtin that translated lines call."""

    @contextmanager
    def time(self) -> Generator[None]:
        """Print how long a block took: ``%time``."""
        start = perf_counter()
        yield
        tell_time(perf_counter() - start)

    def time_value(self, call: Callable[[], Result]) -> Result:
        """Print how long a call took, and give its value: ``%time``."""
        with self.time():
            return call()

    def timeit(self, code: str, namespace: dict[str, Any]) -> None:
        """Print how long code takes on average: ``%timeit -n LOOPS -r REPEATS code``."""
        import statistics
        import timeit

        options: dict[str, int] = {}
        while (match := _OPTION.match(code)) is not None:
            if match[1]:
                options[match[1]] = int(match[2])
            code = code[match.end() :]
        timer = timeit.Timer(code.strip(), globals=namespace)
        loops = options.get("n", 0)
        loops, seconds = (loops, timer.timeit(loops)) if loops else timer.autorange()
        repeats = options.get("r") or max(1, min(MAX_REPEATS, int(MAX_TIMING_SECONDS / max(seconds, 1e-9))))
        times = [total / loops for total in timer.repeat(repeats, loops)]
        mean, deviation = _duration(statistics.fmean(times)), _duration(statistics.pstdev(times))
        runs = f"{repeats} run{'' if repeats == 1 else 's'}, {loops:,} loop{'' if loops == 1 else 's'} each"
        print(f"{mean} ± {deviation} per loop (mean ± std. dev. of {runs})")

    def show(self, kind: str, text: str) -> None:
        """Show a cell as what it is: ``%%html``, ``%%markdown``, ``%%latex``, ``%%svg``."""
        mime_type = "image/svg+xml" if kind == "svg" else f"text/{kind}"
        builtins.__dict__["display"]({mime_type: text}, raw=True)

    def choose_formats(self, *formats: str) -> None:
        """Choose the formats of figures: ``%config InlineBackend.figure_formats``."""
        choose_formats(*formats)

    def choose_shown(self, which: str) -> None:
        """Choose which expressions are shown: ``%config InteractiveShell.ast_node_interactivity``."""
        InteractiveShell.ast_node_interactivity = which

    def show_value(self, value: object) -> None:
        """Show the value of an expression that is not the last one."""
        if value is not None:
            builtins.__dict__["display"](value)

    def install(self, requirements: str) -> None:
        """Tell which packages are installed: ``%pip install``."""
        install(requirements)

    def describe(self, name: str, namespace: dict[str, Any], *, with_source: bool) -> None:
        """Describe an object: ``name?``, or with its source ``name??``."""
        try:
            value = eval(name, namespace)
        except Exception:
            print(f"Object `{name}` not found.")
            return
        source = _attempt(lambda: inspect.getsource(value)) if with_source else None
        signature = _attempt(lambda: f"{name}{inspect.signature(value)}")
        documentation = source or inspect.getdoc(value) or "<no docstring>"
        parts = {
            "Signature": signature,
            "Type": type(value).__name__,
            "Source" if source else "Docstring": f"\n{documentation}",
        }
        print("\n".join(f"{title}: {text}" for title, text in parts.items() if text))

    def write_file(self, arguments: str, contents: str) -> None:
        """Write a cell to a file, or with ``-a`` to its end: ``%%writefile``."""
        path = arguments.removeprefix("-a ").strip().strip("\"'")
        appends = arguments.startswith("-a ")
        print(f"{'Appending to' if appends else 'Overwriting' if os.path.exists(path) else 'Writing'} {path}")
        with open(path, "a" if appends else "w", encoding="utf-8") as file:
            file.write(contents)


def provide_magics() -> None:
    """Install the builtin that translated lines call."""
    setattr(builtins, NAME, Magics())


def tell_time(seconds: float) -> None:
    """Print how long something took, as ``%time`` does."""
    print(f"Wall time: {_duration(seconds)}")


def _attempt(step: Callable[[], Result]) -> Result | None:
    try:
        return step()
    except Exception:
        return None


def _duration(seconds: float) -> str:
    size, unit = next((each for each in _UNITS if seconds >= each[0]), _UNITS[-1])
    return f"{seconds / size:.3g} {unit}"
