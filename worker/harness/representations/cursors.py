"""Cursors of ``sqlite3``, whose rows can be had only once."""

import sys
from collections.abc import Mapping
from typing import Any


class CursorRows(list[Any]):
    """The rows of a cursor, as its ``fetchall`` gives them, and the names of their columns."""

    def __init__(self, names: list[str], rows: list[Any]) -> None:
        super().__init__(rows)
        self.names = names


def is_held(value: object, namespace: Mapping[str, Any]) -> bool:
    """Tell whether a variable holds a cursor."""
    return _is_cursor(value) and any(each is value for each in namespace.values())


def read_cursor(value: Any) -> Any:
    """Read a cursor with the result of a query to its end. Other values are given back."""
    try:
        if not _is_cursor(value) or value.description is None:
            return value
        # Rows of the class Row have no text.
        return CursorRows([column[0] for column in value.description], [tuple(row) for row in value])
    except Exception:
        # Its connection may be closed, or a factory of rows fail.
        return value


def _is_cursor(value: object) -> bool:
    sqlite: Any = sys.modules.get("sqlite3")
    return sqlite is not None and isinstance(value, sqlite.Cursor)
