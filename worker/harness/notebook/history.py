"""Earlier runs as IPython remembers them: ``In``, ``Out``, ``_``, ``__``, ``___``, ``_1``.

https://ipython.readthedocs.io/en/stable/interactive/reference.html#output-caching-system
"""

import sys
from typing import Any

MAX_VALUES = 100
"""Values in ``Out``; the oldest are forgotten."""
MAX_SIZE = 16 * 1024 * 1024
"""Bytes of a value that ``Out`` keeps when it is none of the latest three: each copy of a session has it, too."""
MAX_SOURCES = 1_000
"""Sources in ``In``; older ones are empty."""

_LATEST = ("_", "__", "___")


class History:
    """The variables of a session that name its sources and values. Code may replace them, as in IPython."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._sources = [""]
        self._values: dict[int, object] = {}
        self._latest: list[object] = ["", "", ""]
        self._given: dict[str, object] = {}
        namespace |= {"In": self._sources, "Out": self._values}
        self._name_latest()

    def add_source(self, run: int, source: str) -> None:
        """Remember what a run is about to do."""
        self._sources[run:] = [*[""] * (run - len(self._sources)), source]
        if run > MAX_SOURCES:
            self._sources[run - MAX_SOURCES] = ""

    def add_value(self, run: int, value: object) -> None:
        """Remember the value that a run showed."""
        if value is self._values:
            return
        self._latest = [value, *self._latest[:2]]
        self._name_latest()
        # No snapshot carries an object of JavaScript.
        if not type(value).__module__.startswith("pyodide"):
            self._values[run] = self._namespace[f"_{run}"] = value
        self._forget_old()

    def _name_latest(self) -> None:
        for name, value in zip(_LATEST, self._latest, strict=True):
            given = self._given.get(name)
            # Otherwise the code has a variable of its own with this name.
            if self._namespace.get(name, given) is given:
                self._namespace[name] = self._given[name] = value

    def _forget_old(self) -> None:
        runs = list(self._values)
        for run in [*runs[:-MAX_VALUES], *(each for each in runs[-4:-3] if _is_large(self._values[each]))]:
            value = self._values.pop(run, None)
            if self._namespace.get(f"_{run}") is value:
                self._namespace.pop(f"_{run}", None)


def _is_large(value: Any) -> bool:
    # The size of a table of pandas with its texts would take long to find.
    try:
        if type(value).__module__ == "builtins":
            return sys.getsizeof(value) > MAX_SIZE
        size = value.nbytes if hasattr(value, "nbytes") else value.memory_usage().sum()
        return bool(size > MAX_SIZE)
    except Exception:
        return False
