"""The source of runs, for tracebacks and for ``inspect``."""

import ast
import inspect
import linecache
import site
from collections import deque
from collections.abc import Iterator
from functools import wraps
from types import CodeType
from typing import Any

from ..notebook.syntax import translate

MAX_SOURCES = 1_000
"""Runs whose source is remembered; the oldest are forgotten."""

_RUN = "<run "
_PACKAGES = tuple(site.getsitepackages())
_remembered: deque[str] = deque()
_file_of = inspect.getfile


def name_of_run(run: int) -> str:
    """Name the source of a run as tracebacks show it."""
    return f"{_RUN}{run}>"


def is_from_a_run(filename: str) -> bool:
    """Whether the code is the user's own, of this run or an earlier one."""
    return filename.startswith(_RUN)


def is_import_of_package(code: CodeType) -> bool:
    """Whether the code is a module of an installed package, which runs when it is imported."""
    return code.co_name == "<module>" and code.co_filename.startswith(_PACKAGES)


def remember_source(filename: str, source: str) -> None:
    """Let tracebacks quote lines of ``source``, also from a function that a later run calls."""
    lines = source.splitlines(keepends=True)
    # No modification time: linecache.checkcache() keeps the entry although no such file exists.
    linecache.cache[filename] = (len(source), None, lines, filename)
    _remembered.append(filename)
    if len(_remembered) > MAX_SOURCES:
        linecache.cache.pop(_remembered.popleft(), None)


def make_classes_findable() -> None:
    """Let ``inspect`` find the source of classes: unlike functions, they don't know their file."""

    @wraps(_file_of)
    def getfile(object: Any) -> str:
        run = _run_of(object) if isinstance(object, type) else None
        return run or _file_of(object)

    inspect.getfile = getfile


def _run_of(kind: type) -> str | None:
    """Find the latest run that defines a class of this name, at its line if Python tells it (since 3.13)."""
    if kind.__module__ != "__main__":
        return None
    line = vars(kind).get("__firstlineno__")
    for filename in reversed(_remembered):
        if (kind.__qualname__, line) in _classes_in(filename, with_lines=line is not None):
            return filename
    return None


def _classes_in(filename: str, with_lines: bool) -> Iterator[tuple[str, int | None]]:
    source = "".join(linecache.getlines(filename))
    if "class" not in source:
        return
    translation = translate(source)
    try:
        tree = ast.parse(source if translation is None else translation.source)
    except SyntaxError:
        return
    for name, node in _definitions(tree, ""):
        first = min((decorator.lineno for decorator in node.decorator_list), default=node.lineno)
        yield name, first if with_lines else None


def _definitions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
    """Give the classes below a node by their qualified names."""
    for child in ast.iter_child_nodes(node):
        inner = prefix
        if isinstance(child, ast.ClassDef):
            yield f"{prefix}{child.name}", child
            inner = f"{prefix}{child.name}."
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{prefix}{child.name}.<locals>."
        yield from _definitions(child, inner)
