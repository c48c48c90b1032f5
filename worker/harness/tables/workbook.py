"""Workbooks of spreadsheet programs (.xlsx): the values of their cells. ECMA-376, part 1, chapter 18."""

import datetime
import posixpath
import re
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from .number_formats import DateFormat, date_format, date_of
from .xml_elements import children, local_name

MAX_XML = 256 * 1024 * 1024
"""Bytes of one part that are read. A small archive may hold billions of them."""

_READING_TIME = 40_000
"""Milliseconds for a workbook."""

_PIECE = 64 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_COLUMN = re.compile("[A-Z]{1,3}")
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|005[Ff])_")


class UnreadableWorkbookError(Exception):
    """A sentence for the user says why."""


class Workbook:
    """A workbook that is read sheet by sheet. Everything raises ``UnreadableWorkbookError``."""

    def __init__(self, path: str) -> None:
        self.without_result = 0
        """Formulas in the rows so far that no program has computed."""
        self._end = time.monotonic() + _READING_TIME / 1000
        with _explained():
            self._archive = _open_archive(path)
        self._parts = {name.lower(): name for name in self._archive.namelist()}
        try:
            with _explained():
                self._open()
        except UnreadableWorkbookError:
            self.close()
            raise

    def close(self) -> None:
        """Close its file."""
        self._archive.close()

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets with cells, in their order, hidden ones too."""
        return list(self._sheets)

    def rows(self, sheet: str) -> Iterator[list[Any]]:
        """Give the rows of a sheet that have values. They end with their last values."""
        with _explained():
            for row in self._children(self._sheets[sheet], "sheetData"):
                values = self._values_of(row)
                while values and values[-1] is None:
                    values.pop()
                if values:
                    yield values

    def _open(self) -> None:
        paths = self._related("").get("officeDocument", {}) if "_rels/.rels" in self._parts else {}
        if not paths:
            raise UnreadableWorkbookError("The file is a ZIP archive, but no workbook (.xlsx).")
        path = next(iter(paths.values()))
        related = self._related(path)
        self._read_sheets(path, related.get("worksheet", {}))
        self._texts = [
            _text_in(each, each.tag.removesuffix("si"))
            for part in related.get("sharedStrings", {}).values()
            for each in self._children(part)
        ]
        self._formats: list[DateFormat | None] = [
            each for part in related.get("styles", {}).values() for each in self._read_formats(part)
        ]

    def _related(self, path: str) -> dict[str, dict[str, str]]:
        """Give the paths of the parts that a part refers to: by their kind, and the name of the reference."""
        folder, name = posixpath.split(path)
        found: dict[str, dict[str, str]] = {}
        for element in self._children(posixpath.join(folder, "_rels", f"{name}.rels")):
            kind = element.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            found.setdefault(kind, {})[element.get("Id", "")] = target.lstrip("/")
        return found

    def _read_sheets(self, path: str, parts: dict[str, str]) -> None:
        found = {local_name(element.tag): element for element in self._children(path)}
        properties = found.get("workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._sheets: dict[str, str] = {}
        for sheet in found.get("sheets", ()):
            reference = next((value for name, value in sheet.items() if local_name(name) == "id"), "")
            # Others are charts.
            if reference in parts:
                self._sheets[sheet.get("name", "")] = parts[reference]
        if not self._sheets:
            raise UnreadableWorkbookError("The workbook has no sheets with cells.")

    def _read_formats(self, path: str) -> list[DateFormat | None]:
        """Give what each style of cells shows. Cells name a style by its number."""
        found = {local_name(element.tag): element for element in self._children(path)}
        codes = {each.get("numFmtId"): each.get("formatCode") for each in found.get("numFmts", ())}
        numbers = [style.get("numFmtId", "0") for style in found.get("cellXfs", ())]
        return [date_format(int(number), codes.get(number)) for number in numbers]

    def _children(self, path: str, parent: str | None = None) -> Iterator[Element]:
        return children(self._pieces_of(path), parent)

    def _pieces_of(self, path: str) -> Iterator[bytes]:
        # Capital letters do not tell parts apart. ECMA-376, part 2, 6.2.2.3.
        name = self._parts.get(path.lower())
        if name is None:
            raise UnreadableWorkbookError(f"The workbook is damaged: it has no part {path[:100]}.")
        size = 0
        with self._archive.open(name) as part:
            while piece := part.read(_PIECE):
                size += len(piece)
                if size > MAX_XML:
                    raise UnreadableWorkbookError(f"A sheet or the texts have more than {MAX_XML // 1024**2} MiB.")
                if time.monotonic() > self._end:
                    raise UnreadableWorkbookError(f"Reading the workbook took longer than {_READING_TIME // 1000} s.")
                yield piece

    def _values_of(self, row: Element) -> list[Any]:
        values: list[Any] = []
        prefix = row.tag.removesuffix("row")
        for cell in row:
            column = _column_of(cell.get("r", "").rstrip("0123456789"))
            if column is None:
                column = len(values)
            if column >= len(values):
                values += [None] * (column + 1 - len(values))
            values[column] = self._value_of(cell, prefix)
        return values

    def _value_of(self, cell: Element, prefix: str) -> Any:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            text = cell.find(f"{prefix}is")
            return None if text is None else _text_in(text, prefix)
        value = cell.findtext(f"{prefix}v")
        if not value:
            if kind != "str" and cell.find(f"{prefix}f") is not None:
                self.without_result += 1
            return None
        if kind == "n":
            return self._number_of(value, int(cell.get("s", 0)))
        if kind == "s":
            return self._texts[int(value)]
        if kind == "b":
            return value in ("1", "true")
        return datetime.datetime.fromisoformat(value) if kind == "d" else _unescaped(value)

    def _number_of(self, text: str, style: int) -> Any:
        try:
            number = int(text)
        except ValueError:
            number = float(text)
        shown = self._formats[style] if self._formats else None
        return date_of(number, shown, self._from_1904) if shown else number


def _open_archive(path: str) -> ZipFile:
    with open(path, "rb") as file:
        if file.read(len(_OLE)) == _OLE:
            raise UnreadableWorkbookError(
                "The workbook has a password, or is of the older kind .xls. Save it as .xlsx, without a password."
            )
    try:
        return ZipFile(path)
    except BadZipFile:
        raise UnreadableWorkbookError("The file is no workbook (.xlsx), whatever its name says.") from None


@contextmanager
def _explained() -> Generator[None]:
    try:
        yield
    except UnreadableWorkbookError:
        raise
    # Whoever made the file may have put anything into it.
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise UnreadableWorkbookError(f"The workbook is damaged: {reason[:200]}.") from error


@lru_cache
def _column_of(letters: str) -> int | None:
    """Give the position of a column from its letters. ``None``: it is the next one."""
    if not _COLUMN.fullmatch(letters):
        return None
    position = 0
    for letter in letters:
        position = 26 * position + ord(letter) - ord("A") + 1
    return position - 1


def _text_in(element: Element, prefix: str) -> str:
    """Give the text of a cell, whose runs may differ in format. How it is pronounced, in Japanese, is left out."""
    runs = (run.findtext(f"{prefix}t", "") for run in element.findall(f"{prefix}r"))
    return _unescaped("".join([element.findtext(f"{prefix}t", ""), *runs]))


def _unescaped(text: str) -> str:
    """Put back the control characters that XML can't have. ECMA-376, part 1, 22.9.2.19."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
