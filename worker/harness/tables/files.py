"""Files of data as tables: CSV, JSON, SQLite, XLSX and Parquet."""

import codecs
import csv
import datetime
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, NamedTuple

from .records import Records, columns_of
from .table import Table

MAX_CELLS = 2_000_000
"""Values that are read from a file into a table. They share Python's memory with the variables."""

MAX_PARTS = 1000
"""Tables of a database, or sheets, that are named."""

_QUERY_TIME = 10_000
"""Milliseconds that a query may take."""

_NO_RESULTS = "Some formulas have no result yet: the program that wrote the file does not compute them."
_SAMPLE = 64 * 1024
_STEPS = 100_000
_HEADER_SIZE = 20
_WITH_LOG = b"\2\2"
_ABSENT = frozenset({"", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"})
_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*|(?=\.\d))(\.\d*)?([eE][-+]?\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")


class Opened(NamedTuple):
    """What is in a file."""

    parts: list[str]
    """The names of its tables, if it may have several."""
    part: str | None
    """The one that was read."""
    table: Table | None
    note: str | None
    """Why it is not all there."""


def open_file(path: str, part: str | None, query: str | None) -> Opened:
    """Read a table of a file: the part that is wanted, else the first one. ``query``: SQL for a database."""
    reader = _READERS.get(os.path.splitext(path)[1].lower())
    if reader is None:
        return Opened([], None, None, "Files of this kind are not read as tables.")
    try:
        return reader(path, part, query)
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        note = f"Python reads such a file with the package {package}, which is missing."
        return Opened([], None, None, note)


def _open_csv(path: str, _part: str | None, _query: str | None) -> Opened:
    encoding = _encoding_of(path)
    with open(path, newline="", encoding=encoding, errors="replace") as file:
        first = file.readline()
        file.seek(0)
        # The sniffer of the module guesses, and takes letters for delimiters.
        delimiter = max(",;\t|" if path.lower().endswith("csv") else "\t;|,", key=first.count)
        rows = (row for row in csv.reader(file, delimiter=delimiter) if row)
        names = next(rows, [])
        if names and all(map(_NUMBER.fullmatch, names)):
            rows, names = _before(names, rows), [f"Column {number + 1}" for number in range(len(names))]
        kept, note = _first_of(rows, len(names))
    return Opened([], None, columns_of(names, kept, _typed), note)


def _open_json(path: str, part: str | None, _query: str | None) -> Opened:
    with open(path, encoding="utf-8-sig") as file:
        value = json.load(file)
    if isinstance(value, dict):
        found = {name: each for name, each in islice(value.items(), MAX_PARTS) if _are_records(each)}
        parts = list(found)
        chosen = part if part in found else next(iter(found), None)
        return Opened(parts, chosen, None if chosen is None else Records(found[chosen]), None)
    return Opened([], None, Records(value) if _are_records(value) else None, None)


def _open_json_lines(path: str, _part: str | None, _query: str | None) -> Opened:
    with open(path, encoding="utf-8-sig") as file:
        values = [json.loads(line) for line in islice(file, MAX_CELLS) if line.strip()]
    return Opened([], None, Records(values) if _are_records(values) else None, None)


def _open_database(path: str, part: str | None, query: str | None) -> Opened:
    import sqlite3

    with closing(sqlite3.connect(_address_of(path), uri=True)) as database:
        database.text_factory = lambda text: text.decode(errors="replace")
        end = time.monotonic() + _QUERY_TIME / 1000
        database.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            return _read_database(database, part, query)
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise TimeoutError(f"The query took longer than {_QUERY_TIME // 1000} s.") from None
            raise


def _read_database(database: Any, part: str | None, query: str | None) -> Opened:
    named = database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
    parts = [name for (name,) in named if not name.startswith("sqlite_")][:MAX_PARTS]
    chosen = None if query else part if part in parts else next(iter(parts), None)
    if not query and chosen is None:
        return Opened([], None, None, "The database has no tables.")
    found = database.execute(query or 'SELECT * FROM "{}"'.format(str(chosen).replace('"', '""')))
    if found.description is None:
        return Opened(parts, None, None, "The statement gives no rows.")
    names = [column[0] for column in found.description]
    rows, note = _first_of(found, len(names))
    return Opened(parts, chosen, columns_of(names, rows), note)


def _open_workbook(path: str, part: str | None, _query: str | None) -> Opened:
    from .workbook import UnreadableWorkbookError, Workbook

    try:
        with closing(Workbook(path)) as workbook:
            parts = workbook.sheets[:MAX_PARTS]
            chosen = part if part in parts else parts[0]
            rows = workbook.rows(chosen)
            names = next(rows, [])
            kept, note = _first_of(rows, len(names))
            if note is None and workbook.without_result > 0:
                note = _NO_RESULTS
    except UnreadableWorkbookError as error:
        return Opened([], None, None, str(error))
    first, *others = _without_indent([names, *kept])
    return Opened(parts, chosen, columns_of(first, others) if first else None, note)


def _open_parquet(path: str, _part: str | None, _query: str | None) -> Opened:
    from pyarrow.parquet import ParquetFile  # pyright: ignore[reportMissingImports]

    with ParquetFile(path) as file:
        names = file.schema_arrow.names
        rows = (row for batch in file.iter_batches() for row in zip(*batch.to_pydict().values(), strict=True))
        kept, note = _first_of(rows, len(names))
        return Opened([], None, columns_of(names, kept), note)


_READERS: dict[str, Callable[[str, str | None, str | None], Opened]] = {
    **dict.fromkeys((".csv", ".tsv", ".tab"), _open_csv),
    ".json": _open_json,
    **dict.fromkeys((".jsonl", ".ndjson"), _open_json_lines),
    **dict.fromkeys((".db", ".db3", ".sqlite", ".sqlite3"), _open_database),
    **dict.fromkeys((".xlsx", ".xlsm"), _open_workbook),
    ".parquet": _open_parquet,
}


def _encoding_of(path: str) -> str:
    """Guess the encoding of a text: programs for spreadsheets write several."""
    with open(path, "rb") as file:
        beginning = file.read(_SAMPLE)
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _first_of(rows: Iterable[Sequence[Any]], width: int) -> tuple[list[Sequence[Any]], str | None]:
    """Take as many rows as may be kept, and say if there are more. All get as many cells as the longest one has."""
    kept: list[Sequence[Any]] = []
    for row in rows:
        width = max(width, len(row))
        if kept and (len(kept) + 1) * width > MAX_CELLS:
            return kept, f"Only the first {len(kept):,} rows are read."
        kept.append(row)
    return kept, None


def _without_indent(rows: list[Sequence[Any]]) -> list[Sequence[Any]]:
    """Leave out the first columns if none of them has a value: a table may begin further to the right."""
    indent = min(next((place for place, value in enumerate(row) if value is not None), 0) for row in rows)
    return [row[indent:] for row in rows] if indent else rows


def _before(first: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rows


def _typed(texts: Sequence[str | None]) -> list[Any]:
    """Read the texts of a column as numbers or dates if its first ones are. A text that is none stays as it is."""
    sample = [text.strip() for text in texts[:1000] if text is not None and text.strip() not in _ABSENT]
    if sample and all(map(_NUMBER.fullmatch, sample)):
        read: Callable[[str], Any] = _number
    elif sample and all(map(_DATE.fullmatch, sample)):
        read = datetime.date.fromisoformat
    elif sample and all(map(_TIME.fullmatch, sample)):
        read = datetime.datetime.fromisoformat
    else:
        return [text or None for text in texts]
    return [None if text is None or text.strip() in _ABSENT else _attempt(read, text.strip()) for text in texts]


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _attempt(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError:
        return text


def _are_records(value: object) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(type(row) is dict for row in value)


def _address_of(path: str) -> str:
    """Give the address of a database that is only read."""
    from urllib.parse import quote

    with open(path, "rb") as file:
        mode = file.read(_HEADER_SIZE)[-2:]
    # SQLite would have to write files beside one with a write-ahead log, which begins with these numbers.
    return f"file:{quote(path)}?{'immutable=1' if mode == _WITH_LOG else 'mode=ro'}"
