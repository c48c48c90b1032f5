"""Tables of polars and pyarrow: columns are read as lists when they are asked for."""

from collections.abc import Sequence
from typing import Any

from .cells import text_of
from .plain_table import PlainTable
from .table import Column


class ArrowTable(PlainTable):
    """A DataFrame or a Series of polars, or a Table of pyarrow. Columns that code adds later are not part of it."""

    def __init__(self, data: Any) -> None:
        self._is_polars = hasattr(data, "estimated_size")
        if self._is_polars:
            frame = data.to_frame() if hasattr(data, "to_frame") else data
            self._data: list[Any] = frame.get_columns()
            names, size = [column.name for column in self._data], data.estimated_size()
        else:
            self._data, names, size = data.columns, data.column_names, data.nbytes
        super().__init__(names, len(data))
        self.size = int(size)

    def column(self, position: int) -> Column:
        """Describe a column by its type in the library."""
        column = self._data[position]
        dtype = text_of(column.dtype if self._is_polars else column.type)
        return {**super().column(position), "dtype": dtype[:100]}

    def values(self, position: int, rows: Sequence[int] | None = None) -> list[Any]:
        """Give the values of a column."""
        column = self._data[position]
        if isinstance(rows, range):
            column = column.slice(rows.start, len(rows))
        elif rows is not None:
            column = column.gather(rows) if self._is_polars else column.take(rows)
        return column.to_list() if self._is_polars else column.to_pylist()
