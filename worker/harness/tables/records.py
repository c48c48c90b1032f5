"""Tables of lists of dicts."""

import datetime
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from .cells import Cell, cell_of, in_order, is_missing, number_of, tester, text_of
from .table import MAX_CELL_LENGTH, MOST_COMMON, Column, ColumnType, Filter, Summary, Table, name_of

_CHECKED_ROWS = 1000
"""Rows whose keys and values decide what a list is: looking at millions would keep the run waiting."""

_TYPES: dict[type, ColumnType] = {
    bool: "boolean",
    int: "number",
    float: "number",
    Decimal: "number",
    str: "text",
    datetime.date: "date",
    datetime.datetime: "date",
}


class Records(Table):
    """A list of dicts: a column for each key of the first rows, in the order in which they appear."""

    def __init__(self, rows: list[dict[Any, Any]]) -> None:
        super().__init__()
        self._rows_by_name = rows
        self._names = list(dict.fromkeys(name for row in rows[:_CHECKED_ROWS] for name in row))
        self.row_count = len(rows)
        self.column_count = len(self._names)
        # A dict and its values take some hundred bytes.
        self.size = 64 * self.row_count * (2 + self.column_count)

    def column(self, position: int) -> Column:
        """Describe a column by the types of its first values."""
        first = range(min(_CHECKED_ROWS, self.row_count))
        present = [value for value in self._values(position, first) if not is_missing(value)]
        names = sorted({type(value).__name__ for value in present})
        types: set[ColumnType] = {_TYPES.get(type(value), "other") for value in present}
        return {
            "name": name_of(self._names[position]),
            "type": types.pop() if len(types) == 1 else "other",
            "dtype": ", ".join(names)[:100],
        }

    def summary(self, position: int) -> Summary:
        """Count the values of a column."""
        values = self._values(position)
        present = [value for value in values if not is_missing(value)]
        counts = _count(present)
        summary: Summary = {
            "missing": len(values) - len(present),
            "distinct": len(counts),
            "common": [(cell_of(value, MAX_CELL_LENGTH), count) for value, count in counts.most_common(MOST_COMMON)],
        }
        kind = self.column(position)["type"]
        if present and kind in ("number", "date"):
            distinct = list(counts)
            order = in_order(distinct)
            summary["min"] = cell_of(distinct[order[0]], MAX_CELL_LENGTH)
            summary["max"] = cell_of(distinct[order[-1]], MAX_CELL_LENGTH)
        if present and kind == "number":
            numbers = [number for value in present if (number := number_of(value)) is not None]
            _add_statistics(summary, sorted(numbers))
        return summary

    def cells(self, position: int, rows: Sequence[int], length: int | None) -> list[Cell]:
        """Give the cells of some rows."""
        values = self._values(position, rows)
        return [None if is_missing(value) else cell_of(value, length) for value in values]

    def sort(self, position: int, descending: bool) -> Sequence[int]:
        """Give all rows, sorted by a column."""
        values = self._values(position)
        present = [row for row, value in enumerate(values) if not is_missing(value)]
        missing = [row for row, value in enumerate(values) if is_missing(value)]
        # Twice reversed, equal values stay in order.
        if descending:
            present.reverse()
        ordered = [present[place] for place in in_order([values[row] for row in present])]
        if descending:
            ordered.reverse()
        return ordered + missing

    def select(self, rows: Sequence[int], search: str, filters: list[Filter]) -> Sequence[int]:
        """Give those of the rows that match."""
        for each in filters:
            test = _test_of(each["operator"], each.get("value", ""))
            rows = [row for row, value in zip(rows, self._values(each["column"], rows), strict=True) if test(value)]
        if search:
            test = _test_of("contains", search)
            rows = [row for row in rows if any(map(test, self._rows_by_name[row].values()))]
        return rows

    def _values(self, position: int, rows: Sequence[int] | None = None) -> list[Any]:
        name, by_name = self._names[position], self._rows_by_name
        return [row.get(name) for row in (by_name if rows is None else [by_name[row] for row in rows])]


def records_of(value: list[Any]) -> Records | None:
    """Make a table of a list with at least two dicts whose values are scalars, or rows of ``sqlite3``."""
    if len(value) < 2:
        return None
    sqlite: Any = sys.modules.get("sqlite3")
    if sqlite is not None and type(value[0]) is sqlite.Row and set(map(type, value)) == {sqlite.Row}:
        return Records([dict(zip(row.keys(), row, strict=True)) for row in value])
    if type(value[0]) is not dict or set(map(type, value)) != {dict}:
        return None
    first = value[:_CHECKED_ROWS]
    # A copy, because rows may be added to the list later.
    return Records(list(value)) if any(first) and all(map(_is_record, first)) else None


def _is_record(row: dict[Any, Any]) -> bool:
    return all(type(name) is str and (each is None or type(each) in _TYPES) for name, each in row.items())


def _test_of(name: str, wanted: str) -> Callable[[object], bool]:
    if name == "missing":
        return is_missing
    if name == "present":
        return lambda value: not is_missing(value)
    test = tester(name, wanted)
    return lambda value: not is_missing(value) and test(value)


def _count(values: list[Any]) -> Counter[Any]:
    try:
        return Counter(values)
    except Exception:
        return Counter(map(text_of, values))


def _add_statistics(summary: Summary, numbers: list[float]) -> None:
    """Compute the statistics of sorted numbers as pandas does. Those that are not finite have none."""
    count = len(numbers)
    try:
        mean = math.fsum(numbers) / count
        squares = math.fsum((number - mean) ** 2 for number in numbers)
    except (OverflowError, ValueError, ZeroDivisionError):
        return
    summary["mean"] = mean
    summary["median"] = (numbers[count // 2] + numbers[(count - 1) // 2]) / 2
    if count > 1:
        summary["deviation"] = math.sqrt(squares / (count - 1))
