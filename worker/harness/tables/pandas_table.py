"""Tables of pandas: whole columns are sorted and searched at a time."""

import re
import sys
from collections.abc import Sequence
from typing import Any

from .cells import Cell, cell_of, comparison_of, in_order, is_missing, number_in, tester, text_of
from .table import MAX_CELL_LENGTH, MOST_COMMON, Column, ColumnType, Filter, Summary, Table, name_of

# Loaded by the code that made the frame.
_pandas: Any = sys.modules["pandas"]
_numpy: Any = sys.modules["numpy"]
_types: Any = _pandas.api.types

_DATE = re.compile(r"\d{4}(-\d\d?(-\d\d?([T ]\d\d(:\d\d(:\d\d)?)?)?)?)?")
"""A date as a user types it, or the beginning of one. pandas takes other texts for dates, too, such as ``5``."""

_MIDNIGHT = " 00:00:00"

_CHECKED_ROWS = 1000

_INFERRED: dict[str, ColumnType] = {
    "string": "text",
    "empty": "text",
    "boolean": "boolean",
    "integer": "number",
    "floating": "number",
    "decimal": "number",
    "mixed-integer-float": "number",
    "date": "date",
    "datetime": "date",
    "datetime64": "date",
}


class PandasTable(Table):
    """A DataFrame or a Series, with its index as the first columns."""

    def __init__(self, data: Any) -> None:
        super().__init__()
        # Columns that code adds later are not part of what was shown.
        self._frame = data.to_frame() if isinstance(data, _pandas.Series) else data.copy(deep=False)
        self._unnamed = isinstance(data, _pandas.Series) and data.name is None
        self.labels = data.index.nlevels
        self.row_count = len(data)
        self.column_count = self.labels + self._frame.shape[1]
        self.size = int(self._frame.memory_usage().sum())

    def column(self, position: int) -> Column:
        """Describe a column by its dtype, one of objects by what they are."""
        values = self._values(position)
        # Whether objects are texts is seen from the first of them.
        return {
            "name": self._name(position),
            "type": _type_of(values.head(_CHECKED_ROWS)),
            "dtype": text_of(values.dtype)[:100],
        }

    def summary(self, position: int) -> Summary:
        """Count the values of a column."""
        values = self._values(position)
        codes, distinct = _distinct(values)
        counts = _numpy.bincount(codes[codes >= 0], minlength=len(distinct))
        most = _numpy.argsort(-counts, kind="stable")[:MOST_COMMON]
        summary: Summary = {
            "missing": int((codes < 0).sum()),
            "distinct": len(distinct),
            "common": [(_cell(distinct[place]), int(counts[place])) for place in most],
        }
        kind = self.column(position)["type"]
        names = {"number": ("min", "max", "mean", "median", "std"), "date": ("min", "max")}.get(kind, ())
        present = values.dropna()
        for name in names if len(present) else ():
            value = _attempt(getattr(present, name))
            if value is not None:
                summary["deviation" if name == "std" else name] = _cell(value)
        return summary

    def cells(self, position: int, rows: Sequence[int], length: int | None) -> list[Cell]:
        """Give the cells of some rows, dates without a time if none has one."""
        chosen = self._values(position).iloc[rows if isinstance(rows, _numpy.ndarray) else list(rows)]
        values = [value.item() if isinstance(value, _numpy.generic) else value for value in chosen.tolist()]
        if length is not None and _types.is_float_dtype(chosen.dtype):
            values = _as_chosen(values)
        cells = [
            None if missing else cell_of(value, length)
            for value, missing in zip(values, chosen.isna().tolist(), strict=True)
        ]
        if _types.is_datetime64_any_dtype(chosen.dtype):
            if all(cell is None or str(cell).endswith(_MIDNIGHT) for cell in cells):
                return [cell and str(cell)[: -len(_MIDNIGHT)] for cell in cells]
        return cells

    def sort(self, position: int, descending: bool) -> Sequence[int]:
        """Give all rows, sorted by a column, also one of values that pandas can't compare."""
        values = self._values(position)
        try:
            sortable = _ranks_of(values) if _types.is_object_dtype(values.dtype) else values
            ordered = _sort(sortable, descending)
        except Exception:
            ordered = _sort(_ranks_of(values), descending)
        return ordered.index.to_numpy()

    def select(self, rows: Sequence[int], search: str, filters: list[Filter]) -> Sequence[int]:
        """Give those of the rows that match."""
        matches = _numpy.ones(self.row_count, dtype=bool)
        for each in filters:
            matches &= _matches(self._values(each["column"]), each["operator"], each.get("value", ""))
        if search:
            found = _numpy.zeros(self.row_count, dtype=bool)
            for position in range(self.column_count):
                found |= _matches(self._values(position), "contains", search)
            matches &= found
        if isinstance(rows, range):
            return _numpy.flatnonzero(matches)
        order: Any = rows
        return order[matches[order]]

    def _values(self, position: int) -> Any:
        """Give a column without its index, and without copying it."""
        if position < self.labels:
            return _pandas.Series(self._frame.index.get_level_values(position).array)
        return _pandas.Series(self._frame.iloc[:, position - self.labels].array)

    def _name(self, position: int) -> str:
        if position < self.labels:
            return name_of(self._frame.index.names[position])
        return "" if self._unnamed else name_of(self._frame.columns[position - self.labels])


def _cell(value: Any) -> Cell:
    plain = value.item() if isinstance(value, _numpy.number | _numpy.bool_) else value
    return None if is_missing(plain) else cell_of(plain, MAX_CELL_LENGTH)


def _attempt(compute: Any) -> Any:
    try:
        return compute()
    except Exception:
        return None


def _type_of(values: Any) -> ColumnType:
    dtype = values.dtype
    if _types.is_object_dtype(dtype):
        return _INFERRED.get(_types.infer_dtype(values, skipna=True), "other")
    if isinstance(dtype, _pandas.CategoricalDtype):
        return _type_of(_pandas.Series(dtype.categories))
    if _types.is_bool_dtype(dtype):
        return "boolean"
    if _types.is_datetime64_any_dtype(dtype):
        return "date"
    if _types.is_string_dtype(dtype):
        return "text"
    return "number" if _is_number(dtype) else "other"


def _is_number(dtype: Any) -> bool:
    return _types.is_numeric_dtype(dtype) and not _types.is_bool_dtype(dtype) and not _types.is_complex_dtype(dtype)


def _as_chosen(values: list[Any]) -> list[Any]:
    """Format numbers as the code that set an option of pandas wants them."""
    style = _pandas.get_option("display.float_format")
    if style is None:
        return values
    try:
        return [value if is_missing(value) else style(value) for value in values]
    except Exception:
        return values


def _sort(values: Any, descending: bool) -> Any:
    return values.sort_values(kind="stable", na_position="last", ascending=not descending)


def _ranks_of(values: Any) -> Any:
    """Give the place of each value among all of its column: a number, missing for one that is missing."""
    codes, distinct = _distinct(values)
    ranks = _numpy.zeros(len(distinct) + 1)
    ranks[in_order(distinct)] = _numpy.arange(len(distinct))
    return _pandas.Series(ranks[codes]).where(codes >= 0)


def _matches(values: Any, operator: str, wanted: str) -> Any:
    if operator in ("missing", "present"):
        missing = values.isna().to_numpy(dtype=bool)
        return missing if operator == "missing" else ~missing
    if _is_number(values.dtype):
        number = number_in(wanted)
        return _none_of(values) if number is None else _compare(values, operator, number)
    if _types.is_datetime64_any_dtype(values.dtype):
        return _matches_date(values, operator, wanted)
    codes, distinct = _distinct(values)
    test = tester(operator, wanted)
    # The code of a missing value is -1: the last place.
    return _numpy.array([*map(test, distinct), False], dtype=bool)[codes]


def _matches_date(values: Any, operator: str, wanted: str) -> Any:
    try:
        period = _pandas.Period(wanted) if _DATE.fullmatch(wanted.strip()) else None
    except ValueError:
        period = None
    if period is None:
        return _none_of(values)
    zone = getattr(values.dtype, "tz", None)
    first, last = period.start_time.tz_localize(zone), period.end_time.tz_localize(zone)
    if operator in ("<", ">="):
        return _compare(values, operator, first)
    if operator in (">", "<="):
        return _compare(values, operator, last)
    within = _compare(values, ">=", first) & _compare(values, "<=", last)
    return values.notna().to_numpy(dtype=bool) & ~within if operator == "!=" else within


def _compare(values: Any, operator: str, wanted: Any) -> Any:
    compared = comparison_of(operator)(values, wanted).to_numpy(dtype=bool, na_value=False)
    return compared & values.notna().to_numpy(dtype=bool)


def _none_of(values: Any) -> Any:
    return _numpy.zeros(len(values), dtype=bool)


def _distinct(values: Any) -> tuple[Any, list[Any]]:
    """Give the code of each value, -1 for a missing one, and the values of the codes: most columns have few."""
    try:
        codes, distinct = _pandas.factorize(values)
    except Exception:
        # Lists, and objects of classes that fail to compare: their texts stand for them.
        texts = [None if missing else text_of(each) for each, missing in zip(values, values.isna(), strict=True)]
        codes, distinct = _pandas.factorize(_pandas.Series(texts, dtype=object))
    return codes, list(distinct)
