"""What tables of Python's own values have in common: cells are compared one by one."""

import datetime
import math
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from .cells import Cell, cell_of, in_order, is_missing, number_of, tester, text_of
from .table import MAX_CELL_LENGTH, MOST_COMMON, Column, ColumnType, Filter, Summary, Table, name_of

CHECKED_ROWS = 1000
"""Rows whose values decide what a table is: looking at millions would keep the run waiting."""

TYPES: dict[type, ColumnType] = {
    bool: "boolean",
    int: "number",
    float: "number",
    Decimal: "number",
    str: "text",
    datetime.date: "date",
    datetime.datetime: "date",
}


class PlainTable(Table):
    """A table whose columns are lists of Python's values."""

    def __init__(self, names: Sequence[object], row_count: int) -> None:
        super().__init__()
        self._names = list(names)
        self.row_count = row_count
        self.column_count = len(self._names)
        # A value takes some tens of bytes, and a row some more.
        self.size = 64 * self.row_count * (2 + self.column_count)

    @abstractmethod
    def values(self, position: int, rows: Sequence[int] | None = None) -> list[Any]:
        """Give the values of a column: those of some rows, or all."""

    def column(self, position: int) -> Column:
        """Describe a column by the types of its first values."""
        first = range(min(CHECKED_ROWS, self.row_count))
        present = [value for value in self.values(position, first) if not is_missing(value)]
        names = sorted({type(value).__name__ for value in present})
        types: set[ColumnType] = {TYPES.get(type(value), "other") for value in present}
        return {
            "name": name_of(self._names[position]),
            "type": types.pop() if len(types) == 1 else "other",
            "dtype": ", ".join(names)[:100],
        }

    def summary(self, position: int) -> Summary:
        """Count the values of a column."""
        values = self.values(position)
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
        values = self.values(position, rows)
        return [None if is_missing(value) else cell_of(value, length) for value in values]

    def sort(self, position: int, descending: bool) -> Sequence[int]:
        """Give all rows, sorted by a column."""
        values = self.values(position)
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
            rows = [row for row, value in zip(rows, self.values(each["column"], rows), strict=True) if test(value)]
        if search:
            test = _test_of("contains", search)
            found = zip(*(self.values(position, rows) for position in range(self.column_count)), strict=True)
            rows = [row for row, values in zip(rows, found, strict=True) if any(map(test, values))]
        return rows


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
