"""What all tables have in common: their description, and the pages of their rows."""

import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Literal, NotRequired, TypedDict

from .cells import Cell, text_of

MAX_COLUMNS = 200
"""Columns that are shown. Further ones are counted."""

FIRST_ROWS = 50
"""Rows that come with the description."""

MAX_ROWS = 1000
"""Rows of one page."""

_MAX_NAME_LENGTH = 100
MAX_CELL_LENGTH = 500
"""Characters. Longer texts are cut, except in CSV."""

MOST_COMMON = 5
"""Values of a column that are counted in its summary."""

_MIN_CELL_LENGTH = 6
_MAX_TEXT = 60_000
"""Characters of one page, unless each cell is short. JSON may need twelve for one, and displays have a limit."""

_CSV_ROWS = 2000
"""Rows that are written at a time."""

_MAX_CSV = 1024 * 1024
"""Characters of CSV in one answer, if not a few rows have more."""

ColumnType = Literal["number", "text", "date", "boolean", "other"]


class Column(TypedDict):
    """A column, as ``TableColumn`` of ``src/sandbox/tables/tableData.ts``."""

    name: str
    type: ColumnType
    dtype: str


class Summary(TypedDict):
    """What a column has in it, as ``TableSummary`` of ``src/sandbox/tables/tableData.ts``."""

    missing: int
    distinct: int
    common: list[tuple[Cell, int]]
    min: NotRequired[Cell]
    max: NotRequired[Cell]
    mean: NotRequired[Cell]
    median: NotRequired[Cell]
    deviation: NotRequired[Cell]


class Sort(TypedDict):
    """The column by which rows are sorted."""

    column: int
    descending: NotRequired[bool]


class Filter(TypedDict):
    """A condition for one column."""

    column: int
    operator: str
    value: NotRequired[str]


class Query(TypedDict):
    """The rows that are asked for, as ``TableRequest`` of ``src/sandbox/tables/tableData.ts``."""

    handle: int
    offset: int
    limit: int
    sortBy: NotRequired[Sort]
    search: NotRequired[str]
    filters: NotRequired[list[Filter]]


class Table(ABC):
    """Rows and columns by their positions. The first ``labels`` columns name the rows."""

    labels = 0
    row_count: int
    column_count: int
    size: int
    """Bytes, roughly."""

    def __init__(self) -> None:
        self._sorted: tuple[object, Sequence[int]] | None = None
        self._found: tuple[object, Sequence[int]] | None = None

    def describe(self) -> dict[str, Any]:
        """Give the table's size, its columns and its first rows."""
        return {
            "rowCount": self.row_count,
            "columnCount": self.column_count,
            "labels": self.labels,
            "columns": [self.column(position) for position in range(self._shown)],
            "rows": self._rows(range(min(FIRST_ROWS, self.row_count))),
        }

    def page(self, query: Query) -> dict[str, Any]:
        """Give some of the rows that match, in order, and the number of all that do."""
        found = self._find(query)
        start = query["offset"]
        return {
            "rows": self._rows(found[start : start + min(query["limit"], MAX_ROWS)]),
            "matching": len(found),
        }

    def csv(self, query: Query) -> dict[str, Any]:
        """Write all rows that match as CSV, from ``offset`` on: some of them, and where the next answer goes on."""
        found = self._find(query)
        start, written = query["offset"], io.StringIO()
        writer = csv.writer(written)
        if start == 0:
            writer.writerow([self.column(position)["name"] for position in range(self.column_count)])
        while start < len(found) and written.tell() < _MAX_CSV:
            rows = found[start : start + _CSV_ROWS]
            writer.writerows(zip(*self._columns(rows, None), strict=True))
            start += len(rows)
        return {"text": written.getvalue(), "next": start if start < len(found) else None}

    @abstractmethod
    def column(self, position: int) -> Column:
        """Describe a column."""

    @abstractmethod
    def summary(self, position: int) -> Summary:
        """Count the values of a column."""

    @abstractmethod
    def cells(self, position: int, rows: Sequence[int], length: int | None) -> list[Cell]:
        """Give the cells of some rows, with texts of at most ``length`` characters; whole if it is ``None``."""

    @abstractmethod
    def sort(self, position: int, descending: bool) -> Sequence[int]:
        """Give all rows, sorted by a column. Missing values are last, and equal ones stay in order."""

    @abstractmethod
    def select(self, rows: Sequence[int], search: str, filters: list[Filter]) -> Sequence[int]:
        """Give those of the rows that have the text in some column, and that all filters let through."""

    @property
    def _shown(self) -> int:
        return min(self.column_count, MAX_COLUMNS)

    def _find(self, query: Query) -> Sequence[int]:
        sort, search, filters = query.get("sortBy"), query.get("search", ""), query.get("filters", [])
        if sort is None:
            rows: Sequence[int] = range(self.row_count)
        else:
            # Kept, since the next question is most likely about another page of the same rows.
            if self._sorted is None or self._sorted[0] != sort:
                self._sorted = (sort, self.sort(sort["column"], sort.get("descending", False)))
            rows = self._sorted[1]
        if not search and not filters:
            return rows
        asked = (sort, search, filters)
        if self._found is None or self._found[0] != asked:
            self._found = (asked, self.select(rows, search, filters))
        return self._found[1]

    def _rows(self, rows: Sequence[int]) -> list[list[Cell]]:
        cells = self._columns(rows, MAX_CELL_LENGTH)
        if sum(len(cell) for column in cells for cell in column if isinstance(cell, str)) > _MAX_TEXT:
            cells = self._columns(rows, max(_MIN_CELL_LENGTH, _MAX_TEXT // (len(rows) * self._shown)))
        return [list(row) for row in zip(*cells, strict=True)]

    def _columns(self, rows: Sequence[int], length: int | None) -> list[list[Cell]]:
        shown = self.column_count if length is None else self._shown
        return [self.cells(position, rows, length) for position in range(shown)]


def name_of(name: object) -> str:
    """Give the name of a column as text; that of several levels with strokes between them."""
    if type(name) is tuple:
        return " / ".join(filter(None, map(name_of, name)))[:_MAX_NAME_LENGTH]
    return "" if name is None else text_of(name)[:_MAX_NAME_LENGTH]
