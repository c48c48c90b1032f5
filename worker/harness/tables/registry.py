"""Keeps the tables that were shown last, so that the page can ask for their rows."""

import json
import os
import sys
import warnings
from typing import Any

from .cells import text_of
from .records import records_of
from .table import Table

MAX_TABLES = 20
MAX_SIZE = 256 * 1024 * 1024
"""Bytes of all tables that are kept. The one that was shown last is kept in any case."""

_MAX_ERROR = 500
"""Characters."""

_tables: dict[int, Table] = {}


def show(value: object) -> dict[str, Any] | None:
    """Describe a table with a handle for its pages. ``None`` if the value is no table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = _table_of(value)
        if table is None:
            return None
        description = table.describe()
    # At random, because a session that goes back to an earlier state must not give a number twice.
    handle = int.from_bytes(os.urandom(6), "big")
    _tables[handle] = table
    while len(_tables) > 1 and (len(_tables) > MAX_TABLES or sum(each.size for each in _tables.values()) > MAX_SIZE):
        del _tables[next(iter(_tables))]
    return {"handle": handle, **description}


def answer(request: str) -> str:
    """Answer ``TableRequest`` (``src/sandbox/tables/tableData.ts``), both in JSON. ``null``: the table is not kept."""
    asked = json.loads(request)
    table = _tables.get(asked["handle"])
    if table is None:
        return "null"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if asked["kind"] == "summary":
                return json.dumps(table.summary(asked["column"]))
            return json.dumps(table.csv(asked) if asked["kind"] == "csv" else table.page(asked))
    except Exception as error:
        return json.dumps({"error": f"{type(error).__name__}: {text_of(error)}"[:_MAX_ERROR]})


def _table_of(value: Any) -> Table | None:
    if type(value) is list:
        return records_of(value)
    pandas: Any = sys.modules["pandas"]
    base = pandas.DataFrame if isinstance(value, pandas.DataFrame) else pandas.Series
    # A subclass may draw itself.
    if getattr(type(value), "_repr_html_", None) is not getattr(base, "_repr_html_", None):
        return None
    from .pandas_table import PandasTable

    return PandasTable(value)
