"""Tables of lists and dicts, and of the rows of cursors."""

import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Any

from ..representations.cursors import CursorRows
from .plain_table import CHECKED_ROWS, TYPES, PlainTable


class Records(PlainTable):
    """A list of dicts: a column for each key of the first rows, in the order in which they appear."""

    def __init__(self, rows: list[dict[Any, Any]]) -> None:
        super().__init__(list(dict.fromkeys(name for row in rows[:CHECKED_ROWS] for name in row)), len(rows))
        self._rows_by_name = rows

    def values(self, position: int, rows: Sequence[int] | None = None) -> list[Any]:
        """Give the values of a key; ``None`` for a row that lacks it."""
        name, by_name = self._names[position], self._rows_by_name
        return [row.get(name) for row in (by_name if rows is None else [by_name[row] for row in rows])]


class Columns(PlainTable):
    """Named columns of the same length."""

    def __init__(self, names: Sequence[object], columns: Sequence[list[Any]]) -> None:
        super().__init__(names, len(columns[0]) if columns else 0)
        self._columns_in_order = columns

    def values(self, position: int, rows: Sequence[int] | None = None) -> list[Any]:
        """Give the values of a column."""
        values = self._columns_in_order[position]
        return values if rows is None else [values[row] for row in rows]


def columns_of(
    names: Sequence[object],
    rows: Iterable[Sequence[Any]],
    convert: Callable[[Sequence[Any]], list[Any]] = list,
) -> Columns:
    """Make a table of rows. Those that are too short have missing values at their end, and further columns no name."""
    columns = [convert(column) for column in zip_longest(*rows)]
    length = len(columns[0]) if columns else 0
    columns += [[None] * length for _ in names[len(columns) :]]
    return Columns([*names, *[""] * (len(columns) - len(names))], columns)


def table_of_rows(value: Any) -> PlainTable | None:
    """Make a table of rows that are dicts, named tuples or rows of ``sqlite3``, or of named columns: all of scalars.

    A single row, or a single column, is none, except for the rows of a cursor.
    """
    if type(value) is CursorRows:
        return columns_of(value.names, value) if value.names else None
    if type(value) is dict:
        return _table_of_columns(value)
    kind = type(value[0])
    if set(map(type, value)) != {kind}:
        return None
    # A copy, because rows may be added to the list later.
    return Records(list(value)) if kind is dict and _are_records(value) else _table_of_tuples(kind, value)


def _table_of_tuples(kind: type, rows: list[Any]) -> PlainTable | None:
    sqlite: Any = sys.modules.get("sqlite3")
    if sqlite is not None and kind is sqlite.Row:
        return columns_of(rows[0].keys(), rows)
    names = getattr(kind, "_fields", None)
    if not issubclass(kind, tuple) or type(names) is not tuple:
        return None
    return columns_of(names, rows) if names and all(map(_are_scalars, rows[:CHECKED_ROWS])) else None


def _table_of_columns(columns: dict[Any, list[Any]]) -> PlainTable | None:
    lengths = set(map(len, columns.values()))
    fits = len(lengths) == 1 and lengths.pop() > 1 and all(type(name) is str for name in columns)
    if not fits or not all(_are_scalars(column[:CHECKED_ROWS]) for column in columns.values()):
        return None
    return Columns(list(columns), [list(column) for column in columns.values()])


def _are_records(rows: list[dict[Any, Any]]) -> bool:
    first = rows[:CHECKED_ROWS]
    return any(first) and all(_are_scalars(row.values()) and all(type(name) is str for name in row) for row in first)


def _are_scalars(values: Iterable[object]) -> bool:
    return all(each is None or type(each) in TYPES for each in values)
