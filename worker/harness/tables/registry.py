"""Keeps the tables that were shown last, so that the page can ask for their rows."""

import json
import os
import warnings
from collections.abc import Callable
from typing import Any

from ..representations.cursors import CursorRows
from .cells import text_of
from .records import table_of_rows
from .table import Table

MAX_TABLES = 20
MAX_OPENED = 5
"""Tables of files that are kept."""
MAX_SIZE = 256 * 1024 * 1024
"""Bytes of all tables that code showed, and of those of files. The last one is kept in any case."""

_MAX_ERROR = 500
"""Characters."""

_LIBRARIES = ("pandas", "polars", "pyarrow")

_shown: dict[int, Table] = {}
_opened: dict[int, Table] = {}


def show(value: object) -> dict[str, Any] | None:
    """Describe a table with a handle for its pages. ``None`` if the value is no table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = _table_of(value)
        return None if table is None else _keep(table, _shown, MAX_TABLES)


def answer(request: str, resolve: Callable[[str], str]) -> str:
    """Answer ``TableRequest`` (``src/sandbox/tables/tableData.ts``), both in JSON. ``null``: the table is not kept.

    ``resolve`` gives the absolute path of a file.
    """
    asked = json.loads(request)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return json.dumps(_answer(asked, resolve))
    except Exception as error:
        return json.dumps({"error": f"{type(error).__name__}: {text_of(error)}"[:_MAX_ERROR]})


def _keep(table: Table, others: dict[int, Table], most: int) -> dict[str, Any]:
    description = table.describe()
    # At random, because a session that goes back to an earlier state must not give a number twice.
    handle = int.from_bytes(os.urandom(6), "big")
    others[handle] = table
    while len(others) > 1 and (len(others) > most or sum(each.size for each in others.values()) > MAX_SIZE):
        del others[next(iter(others))]
    return {"handle": handle, **description}


def _answer(asked: Any, resolve: Callable[[str], str]) -> Any:
    if asked["kind"] == "file":
        return _open(asked, resolve)
    table = _shown.get(asked["handle"]) or _opened.get(asked["handle"])
    if table is None:
        return None
    if asked["kind"] == "summary":
        return table.summary(asked["column"])
    return table.csv(asked) if asked["kind"] == "csv" else table.page(asked)


def _open(asked: Any, resolve: Callable[[str], str]) -> dict[str, Any]:
    from .files import open_file

    opened = open_file(resolve(asked["path"]), asked.get("part"), asked.get("query"))
    table = opened.table
    kept = None if table is None or table.column_count == 0 else _keep(table, _opened, MAX_OPENED)
    return {**opened._asdict(), "table": kept}


def _table_of(value: Any) -> Table | None:
    if type(value) in (list, dict, CursorRows):
        return table_of_rows(value)
    base = next(kind for kind in type(value).__mro__ if _library_of(kind) in _LIBRARIES)
    # A subclass may draw itself.
    if getattr(type(value), "_repr_html_", None) is not getattr(base, "_repr_html_", None):
        return None
    if _library_of(base) == "pandas":
        from .pandas_table import PandasTable

        return PandasTable(value)
    from .arrow_table import ArrowTable

    return ArrowTable(value)


def _library_of(kind: type) -> str:
    return kind.__module__.partition(".")[0]
