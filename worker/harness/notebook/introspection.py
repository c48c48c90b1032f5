"""Completions, descriptions, variables: what editors and views ask while a user types or looks."""

import ast
import builtins
import codeop
import inspect
import json
import pkgutil
import re
import sys
from collections.abc import Iterable, Mapping
from keyword import kwlist
from typing import Any

from ..limits import LIMITS
from ..truncate import truncate
from .syntax import translate
from .variables import list_packages, list_variables

MAX_MATCHES = 500
"""Names that an editor is given."""

_DOTTED_NAME = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*\s*\.?\s*\w*$")
_IMPORTED_MODULE = re.compile(r"^\s*(?:import|from)\s+(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*([\w.]*)$")
_IMPORTED_NAME = re.compile(r"^\s*from\s+([\w.]+)\s+import\s+(?:\(?\s*[\w\s,]*,)?\s*(\w*)$")
_MISSING = object()
_ALLOW_INCOMPLETE_INPUT: int = codeop.PyCF_ALLOW_INCOMPLETE_INPUT  # pyright: ignore[reportAttributeAccessIssue]


def answer(namespace: Mapping[str, Any], request: str) -> str:
    """Answer JSON of ``IntrospectionRequest`` (``src/protocol.ts``) with JSON of the answer of its kind."""
    asked = json.loads(request)
    kind = asked["kind"]
    if kind == "variables":
        return json.dumps(list_variables(namespace))
    if kind == "packages":
        return json.dumps({"packages": list_packages()})
    code = asked["code"]
    if kind == "complete":
        return json.dumps(complete(namespace, code, asked["cursor"]))
    if kind == "inspect":
        return json.dumps({"text": describe(namespace, code, asked["cursor"], asked["detail"])})
    return json.dumps(completeness(code))


def complete(namespace: Mapping[str, Any], code: str, cursor: int) -> dict[str, Any]:
    """Find the names that the text before ``cursor`` (in characters) may become, like ``complete_reply`` of Jupyter."""
    before = code[:cursor]
    line = before[before.rfind("\n") + 1 :]
    if match := _IMPORTED_NAME.match(line):
        beginning, names = match[2], _names_in_module(match[1])
    elif match := _IMPORTED_MODULE.match(line):
        beginning, names = match[1].rpartition(".")[2], _modules_below(match[1].rpartition(".")[0])
    else:
        beginning, names = _names_for(namespace, line)
    matches = sorted(
        {name for name in names if name.startswith(beginning)}, key=lambda name: (name.startswith("_"), name)
    )
    if not beginning.startswith("_"):
        matches = [name for name in matches if not name.startswith("_")]
    return {"matches": matches[:MAX_MATCHES], "start": cursor - len(beginning), "end": cursor}


def describe(namespace: Mapping[str, Any], code: str, cursor: int, detail: bool) -> str | None:
    """Describe the object that the cursor is at: its signature, type and docstring, with ``detail`` also its source.

    ``None`` if there is none.
    """
    name = _name_at(code, cursor)
    value = _find(namespace, name) if name else _MISSING
    if value is _MISSING:
        return None
    parts = [f"{name}{_signature_of(value)}", f"Type: {type(value).__name__}"]
    if not callable(value) and not inspect.ismodule(value):
        parts.append(f"Value: {_representation(value)}")
    parts += _documentation_of(value, detail)
    return truncate("\n\n".join(parts), LIMITS["value_length"])


def completeness(source: str) -> dict[str, str]:
    """Tell whether Enter should run the code or begin another line, like ``is_complete_reply`` of Jupyter."""
    translation = translate(source)
    text = source if translation is None else translation.source
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST | _ALLOW_INCOMPLETE_INPUT
    try:
        compile(text, "<input>", "exec", flags=flags, dont_inherit=True)
    except SyntaxError as error:
        if error.msg != "incomplete input":
            return {"status": "invalid"}
        return {"status": "incomplete", "indent": _indentation_after(source)}
    except ValueError:
        return {"status": "invalid"}
    last = source.rsplit("\n", 1)[-1]
    if "\n" in source and last.startswith((" ", "\t")) and last.strip():
        return {"status": "incomplete", "indent": _indentation_after(source)}
    return {"status": "complete"}


def _names_for(namespace: Mapping[str, Any], line: str) -> tuple[str, Iterable[str]]:
    match = _DOTTED_NAME.search(line)
    start = match.start() if match else len(line)
    if line[:start].rstrip().endswith("."):
        # As in `f().name`: evaluating the call could do anything.
        return "", []
    if match is None:
        return "", _all_names(namespace)
    owner, dot, beginning = match[0].rpartition(".")
    if not dot:
        return beginning, _all_names(namespace)
    value = _find(namespace, re.sub(r"\s", "", owner))
    return beginning.strip(), [] if value is _MISSING else _attributes_of(value)


def _all_names(namespace: Mapping[Any, Any]) -> list[str]:
    return [*(name for name in namespace if isinstance(name, str)), *dir(builtins), *kwlist]


def _attributes_of(value: object) -> list[str]:
    # A class may list what it likes.
    try:
        names: list[Any] = dir(value)
    except Exception:
        return []
    return [name for name in names if isinstance(name, str)]


def _names_in_module(name: str) -> list[str]:
    module = sys.modules.get(name)
    return [*(_attributes_of(module) if module else []), *_modules_below(name)]


def _modules_below(package: str) -> list[str]:
    if not package:
        return [*sys.stdlib_module_names, *(module.name for module in pkgutil.iter_modules())]
    path = getattr(sys.modules.get(package), "__path__", None)
    return [] if path is None else [module.name for module in pkgutil.iter_modules(path)]


def _name_at(code: str, cursor: int) -> str | None:
    end = cursor
    while end < len(code) and (code[end].isalnum() or code[end] == "_"):
        end += 1
    match = re.search(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*$", code[:end])
    if match:
        return match[0]
    # Between parentheses, the function is meant.
    match = re.search(r"([^\W\d]\w*(?:\.[^\W\d]\w*)*)\([^()]*$", code[:cursor])
    return match[1] if match else None


def _find(namespace: Mapping[str, Any], name: str) -> object:
    """Find an object by its dotted name, without running properties."""
    first, *rest = name.split(".")
    value: object = namespace.get(first, getattr(builtins, first, _MISSING))
    for attribute in rest:
        if value is _MISSING or isinstance(getattr(type(value), attribute, None), property):
            return _MISSING
        try:
            value = getattr(value, attribute, _MISSING)
        except Exception:
            return _MISSING
    return value


def _signature_of(value: object) -> str:
    try:
        return str(inspect.signature(value)) if callable(value) else ""
    except Exception:
        return "(...)"


def _representation(value: object) -> str:
    try:
        return truncate(repr(value), 1000)
    except Exception:
        return "(it can't be shown)"


def _documentation_of(value: object, detail: bool) -> list[str]:
    try:
        found = [inspect.getsource(value)] if detail else []  # pyright: ignore[reportArgumentType]
    except Exception:
        found = []
    try:
        return [*filter(None, [inspect.getdoc(value)]), *found]
    except Exception:
        return found


def _indentation_after(source: str) -> str:
    last = source.rstrip("\n").rsplit("\n", 1)[-1]
    indentation = last[: len(last) - len(last.lstrip())]
    return f"{indentation}    " if last.rstrip().endswith(":") else indentation
