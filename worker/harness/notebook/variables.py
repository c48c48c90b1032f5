"""The variables of a session and the packages that are installed, for a person who looks at them."""

import inspect
from collections import deque
from collections.abc import Iterator, Mapping
from importlib.metadata import distributions
from itertools import islice
from types import ModuleType
from typing import Any

from ..truncate import truncate

MAX_VARIABLES = 500
"""Variables of one answer."""
MAX_PREVIEW_LENGTH = 120
"""Characters of a preview."""
_MAX_ELEMENTS = 6
_MAX_DEPTH = 3
_MAX_BITS = 1024

_HIDDEN = frozenset({"In", "Out", "exit", "quit"})
_SCALARS = (float, complex, bool, type(None), range, type(...))
_BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    deque: ("deque([", "])"),
}
_LIBRARIES = frozenset({"numpy", "pandas", "polars", "scipy", "PIL"})


def list_variables(namespace: Mapping[Any, Any]) -> dict[str, Any]:
    """Describe variables in the order of their definition, like ``VariableList`` of ``introspectionAnswers.ts``.

    No code of the user's classes runs: a preview is made of what Python itself and well-known libraries say.
    """
    shown = [
        (name, value)
        for name, value in namespace.items()
        if isinstance(name, str)
        and not name.startswith("_")
        and name not in _HIDDEN
        and not isinstance(value, ModuleType)
    ]
    variables = [_describe(name, value) for name, value in shown[-MAX_VARIABLES:]]
    return {"variables": variables, "omitted": len(shown) - len(variables)}


def list_packages() -> list[dict[str, str]]:
    """List the installed packages by name, each with its version."""
    found = {package.name: package.version for package in distributions()}
    return [{"name": name, "version": found[name]} for name in sorted(found, key=str.lower)]


def _describe(name: str, value: object) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "type": type(value).__name__, "preview": ""}
    # A library may be half imported, and an object half made.
    try:
        described["preview"] = truncate(_preview(value), MAX_PREVIEW_LENGTH)
        if (shape := _shape_of(value)) is not None:
            described["shape"] = shape
    except Exception:
        pass
    return described


def _preview(value: Any, depth: int = 0) -> str:
    kind = type(value)
    if kind in _SCALARS:
        return repr(value)
    if kind is int:
        return repr(value) if value.bit_length() <= _MAX_BITS else f"an integer of {value.bit_length()} bits"
    if kind in (str, bytes, bytearray):
        return repr(value[:MAX_PREVIEW_LENGTH])
    if inspect.isroutine(value) or isinstance(value, type):
        return _preview_callable(value)
    if depth == _MAX_DEPTH:
        return "…"
    if issubclass(kind, dict):
        pairs = (f"{_preview(key, depth + 1)}: {_preview(item, depth + 1)}" for key, item in dict.items(value))
        return f"{{{_joined(pairs, len(value))}}}"
    for base, (opening, closing) in _BRACKETS.items():
        if issubclass(kind, base):
            elements = (_preview(element, depth + 1) for element in base.__iter__(value))
            return f"{opening}{_joined(elements, base.__len__(value))}{closing}"
    return _preview_of_library(value) if _is_of_library(kind) else _preview_object(value, depth)


def _joined(elements: Iterator[str], count: int) -> str:
    shown = list(islice(elements, _MAX_ELEMENTS))
    return ", ".join(shown + ["…"] * (count > len(shown)))


def _preview_callable(value: Any) -> str:
    try:
        return str(inspect.signature(value))
    except (TypeError, ValueError):
        return "(…)"


def _preview_of_library(value: Any) -> str:
    if hasattr(value, "columns"):
        return ", ".join(str(column) for column in islice(value.columns, 2 * _MAX_ELEMENTS))
    if hasattr(value, "mode") and hasattr(value, "getbands"):
        return str(value.mode)
    if getattr(value, "ndim", None) == 0:
        return str(value)
    if not hasattr(value, "dtype"):
        return str(value)
    first = getattr(value, "flat", value)[:_MAX_ELEMENTS]
    return f"{value.dtype}: {', '.join(str(element) for element in first)}"


def _preview_object(value: object, depth: int) -> str:
    try:
        attributes = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return f"{type(value).__name__}(…)"
    named = (f"{name}={_preview(item, depth + 1)}" for name, item in dict.items(attributes))
    return f"{type(value).__name__}({_joined(named, len(attributes))})"


def _shape_of(value: Any) -> list[int] | None:
    kind = type(value)
    for base in (str, bytes, bytearray, dict, *_BRACKETS):
        if issubclass(kind, base):
            return [base.__len__(value)]
    if not _is_of_library(kind):
        return None
    shape = getattr(value, "shape", None) or getattr(value, "size", None)
    return [int(length) for length in shape] if isinstance(shape, tuple) else None


def _is_of_library(kind: type) -> bool:
    return str(kind.__module__).partition(".")[0] in _LIBRARIES
