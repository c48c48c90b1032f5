"""Workbooks are opened as tables, with the values that openpyxl finds in them."""

import datetime
import json
import re
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from harness.tables import workbook as reader
from harness.tables.workbook import UnreadableWorkbookError, Workbook

openpyxl = pytest.importorskip("openpyxl", reason="Debian has it as python3-openpyxl.")

NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def opened(notebook, path, **question):
    return json.loads(notebook.session.ask_table(json.dumps({"kind": "file", "path": str(path), **question})))


def rows_in(path, sheet=None):
    workbook = Workbook(str(path))
    rows = list(workbook.rows(sheet or workbook.sheets[0]))
    workbook.close()
    return rows


def same(value):
    """Give a value as openpyxl does, which knows no days without a time."""
    return datetime.datetime.combine(value, datetime.time()) if type(value) is datetime.date else value


def saved(tmp_path, rows, formats=(), epoch=None):
    """Save rows with openpyxl. ``formats``: the number formats of the first column's cells."""
    book = openpyxl.Workbook()
    if epoch is not None:
        book.epoch = epoch
    for row in rows:
        book.active.append(row)
    for number, code in enumerate(formats):
        book.active.cell(number + 1, 1).number_format = code
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def as_openpyxl_reads_it(path):
    rows = list(openpyxl.load_workbook(path, data_only=True).active.iter_rows(values_only=True))
    lengths = [max((place for place, value in enumerate(row, 1) if value is not None), default=0) for row in rows]
    return [list(row[:length]) for row, length in zip(rows, lengths, strict=True)]


def packed(tmp_path, sheet, texts=None, styles=None, workbook='<sheet name="One" r:id="s"/>'):
    """Write a workbook by hand, as programs do that openpyxl is not."""
    parts = {"s": ("worksheet", "xl/one.xml"), "t": ("sharedStrings", "xl/T.xml"), "y": ("styles", "xl/styles.xml")}
    contents = {name: text for name, text in {"s": sheet, "t": texts, "y": styles}.items() if text is not None}
    references = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONSHIPS}/{kind}" Target="/{path}"/>'
        for name, (kind, path) in parts.items()
        if name in contents
    )
    path = tmp_path / "packed.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<R><Relationship Id="w" Type="{RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></R>',
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<R>{references}</R>")
        archive.writestr("xl/workbook.xml", f"<workbook {NAMESPACES}><sheets>{workbook}</sheets></workbook>")
        for name, text in contents.items():
            # Capital letters do not count.
            archive.writestr(parts[name][1].replace("T.xml", "t.xml"), text)
    return path


def sheet_of(rows):
    return f"<worksheet {NAMESPACES}><sheetData>{rows}</sheetData><mergeCells/></worksheet>"


def test_every_kind_of_cell_has_the_value_that_openpyxl_gives(tmp_path):
    moment = datetime.datetime(2026, 2, 28, 13, 45, 12, 345000)
    path = saved(tmp_path, [
        ["text", "  spaces & <marks> ", "ünï → 漢字\nsecond line", "007", "=1+1"],
        [0, -7, 10**15, 0.1, -1.5e-300],
        [True, False, None, None, "#DIV/0!"],
        [moment, moment.date(), datetime.time(13, 45, 12), datetime.timedelta(hours=30), None],
        [datetime.datetime(1900, 1, 1), datetime.datetime(1900, 2, 28), datetime.datetime(1900, 3, 1), None, "end"],
    ])  # fmt: skip
    expected = as_openpyxl_reads_it(path)
    assert [[same(value) for value in row] for row in rows_in(path)] == expected
    assert [[type(same(value)) for value in row] for row in rows_in(path)] == [list(map(type, row)) for row in expected]


FORMATS = [
    "General", "0.00", "#,##0_);[Red](#,##0)", '0.0 "days"', "0.00E+00", "#\\d", "@", '"m"0', "[Red]0", "yyyy-mm-dd",
    "d/m/yy",
    "mmm yy", "h:mm AM/PM", "mm:ss.0", "[$-409]dddd, mmmm d", "dd/mm/yyyy hh:mm", "[h]:mm", "[ss]", "[Blue]yyyy",
    "mm-dd-yy", "m/d/yy h:mm",
]  # fmt: skip


@pytest.mark.parametrize("serial", [0.25, 1, 59, 60, 61, 36525.75, 45000])
def test_number_formats_tell_dates_from_numbers(tmp_path, serial):
    path = saved(tmp_path, [[serial]] * len(FORMATS), FORMATS)
    expected = [row[0] for row in as_openpyxl_reads_it(path)]
    for code, (found,), value in zip(FORMATS, rows_in(path), expected, strict=True):
        if serial < 1 and isinstance(value, datetime.time) and "h" not in code and "s" not in code:
            continue  # A part of the first day, which openpyxl takes for a time whatever the format shows.
        assert same(found) == value, code


def test_dates_count_from_1904_if_the_workbook_says_so(tmp_path):
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    days = [datetime.datetime(1904, 1, 2), datetime.datetime(2026, 11, 24, 6, 30)]
    path = saved(tmp_path, [[day] for day in days], epoch=CALENDAR_MAC_1904)
    assert [same(value) for (value,) in rows_in(path)] == days


def test_numbers_that_are_no_dates_stay_numbers(tmp_path):
    path = saved(tmp_path, [[3_000_000], [-4_000_000.5], [1e300]], ["yyyy-mm-dd"] * 3)
    assert rows_in(path) == [[3_000_000], [-4_000_000.5], [1e300]]


def test_sheets_are_listed_in_order_with_hidden_ones_and_without_charts(notebook, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "2025"
    book.active.append(["city", "n", datetime.date(2026, 1, 2)])
    book.active.append(["Bern", 1.5, None])
    book.create_chartsheet("chart")
    book.create_sheet("empty")
    book.create_sheet("Größe & <mehr>").append(["only names"])
    book["empty"].sheet_state = "hidden"
    book.save(tmp_path / "book.xlsx")
    answer = opened(notebook, "book.xlsx")
    assert (answer["parts"], answer["part"], answer["note"]) == (["2025", "empty", "Größe & <mehr>"], "2025", None)
    assert answer["table"]["rows"] == [["Bern", 1.5, None]]
    assert [column["name"] for column in answer["table"]["columns"]] == ["city", "n", "2026-01-02"]
    assert opened(notebook, "book.xlsx", part="empty")["table"] is None
    assert opened(notebook, "book.xlsx", part="Größe & <mehr>")["table"]["rowCount"] == 0
    assert opened(notebook, "book.xlsx", part="no such sheet")["part"] == "2025"


def test_a_table_may_be_anywhere_in_a_sheet(notebook, tmp_path):
    book = openpyxl.Workbook()
    for reference, value in {"C4": "city", "D4": "n", "C6": "Bern", "F9": True}.items():
        book.active[reference] = value
    book.active["A1"].font = openpyxl.styles.Font(bold=True)
    book.active["Z1"].font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "book.xlsx")
    table = opened(notebook, "book.xlsx")["table"]
    assert [column["name"] for column in table["columns"]] == ["city", "n", "", ""]
    assert table["rows"] == [["Bern", None, None, None], [None, None, None, True]]


def test_formulas_have_their_results_or_a_note_says_that_there_are_none(notebook, tmp_path):
    saved(tmp_path, [["a", "double"], [2, "=A2*2"]])
    answer = opened(notebook, "book.xlsx")
    assert answer["table"]["rows"] == [[2, None]]
    assert answer["note"].startswith("Some formulas have no result yet")
    rows = '<row><c><f>"a"&amp;"b"</f><v>4</v></c><c t="str"><f>A1</f><v>ab</v></c><c t="str"><f>A2</f><v/></c></row>'
    packed(tmp_path, sheet_of(f"<row><c><v>1</v></c><c><v>2</v></c></row>{rows}"))
    answer = opened(notebook, "packed.xlsx")
    assert (answer["table"]["rows"], answer["note"]) == ([[4, "ab"]], None)


def test_cells_are_read_whichever_program_wrote_them(tmp_path):
    texts = f"""<sst {NAMESPACES}><si><t xml:space="preserve"> one </t></si>
        <si><r><t>Tok</t></r><r><rPr><b/></rPr><t>yo</t></r><rPh sb="0" eb="1"><t>toukyou</t></rPh></si><si/>
        <si><t>a_x000D_b _x005F_x0041_ _x0041_</t></si></sst>"""
    cells = """<x:row r="3"><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c>
        <x:c r="F3" t="s"><x:v>3</x:v></x:c>
        <x:c t="inlineStr"><x:is><x:r><x:t>in</x:t></x:r><x:r><x:t>line</x:t></x:r></x:is></x:c>
        <x:c r="B3" t="d"><x:v>2026-11-24T06:30:00</x:v></x:c><x:c r="J3" s="1"><x:v>45000</x:v></x:c>
        <x:c t="e"><x:v>#N/A</x:v></x:c><x:c t="b"><x:v>0</x:v></x:c><x:c t="s"/></x:row><x:row/>"""
    sheet = f"<x:worksheet {NAMESPACES}><x:cols/><x:sheetData>{cells}</x:sheetData></x:worksheet>"
    styles = f"""<styleSheet {NAMESPACES}><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>"""
    workbook = f'<sheet name="One" d3p1:id="s" sheetId="1" xmlns:d3p1="{RELATIONSHIPS}"/>'
    assert rows_in(packed(tmp_path, sheet, texts, styles, workbook)) == [[
        " one ", datetime.datetime(2026, 11, 24, 6, 30), "", None, None, "a\rb _x0041_ _x0041_", "inline",
        None, None, datetime.date(2023, 3, 15), "#N/A", False,
    ]]  # fmt: skip


def test_a_sheet_that_is_larger_than_a_table_may_be_is_cut_also_if_its_cells_are_far_apart(
    notebook, tmp_path, monkeypatch
):
    from harness.tables import files

    monkeypatch.setattr(files, "MAX_CELLS", 1000)
    rows = "".join(f'<row><c r="A{n}"><v>1</v></c><c r="CV{n}"><v>{n}</v></c></row>' for n in range(1, 30))
    packed(tmp_path, sheet_of(rows))
    answer = opened(notebook, "packed.xlsx")
    assert (answer["table"]["rowCount"], answer["note"]) == (10, "Only the first 10 rows are read.")


BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<worksheet {NAMESPACES}><sheetData><row><c t='str'><v>&b;</v></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (BOMB, "The workbook is damaged: its XML declares a document type."),
        (sheet_of("<row><c><v>x</v></c></row>"), "The workbook is damaged: could not convert string"),
        (sheet_of('<row><c t="s"><v>5</v></c></row>'), "The workbook is damaged: list index out of range"),
        (sheet_of("<row>"), "The workbook is damaged: mismatched tag"),
        (sheet_of(f"<row><c><f>{'+' * 20_000}</f></c></row>"), "The workbook is damaged: its XML has an element of"),
        (sheet_of("<row/>" * 30_000), "A sheet or the texts have more than"),
        ("", "The workbook is damaged: no element found"),
        (None, "The workbook has no sheets with cells."),
    ],
)  # fmt: skip
def test_a_sheet_that_nobody_would_write_is_refused(notebook, tmp_path, monkeypatch, sheet, reason):
    from harness.tables import xml_elements

    monkeypatch.setattr(reader, "_PIECE", 1024)
    monkeypatch.setattr(reader, "MAX_XML", 100_000)
    monkeypatch.setattr(xml_elements, "_MAX_ELEMENT", 10_000)
    packed(tmp_path, sheet)
    answer = opened(notebook, "packed.xlsx")
    assert answer["table"] is None
    assert answer["note"].startswith(reason)


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "_READING_TIME", -1)
    with pytest.raises(UnreadableWorkbookError, match="took longer than"):
        rows_in(saved(tmp_path, [["a"]]))


def test_a_file_that_is_no_workbook_says_what_it_is(notebook, tmp_path):
    (tmp_path / "text.xlsx").write_text("This is no workbook, whatever its name says.")
    (tmp_path / "old.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("content.xml", "<a/>")
    path = saved(tmp_path, [["a"], [1]])
    (tmp_path / "half.xlsx").write_bytes(path.read_bytes()[:-500])
    version_in_directory = re.compile(rb"(?<=PK\x01\x02..)..", re.DOTALL)
    (tmp_path / "future.xlsx").write_bytes(version_in_directory.sub(b"\xff\x00", path.read_bytes()))
    with ZipFile(path) as whole, ZipFile(tmp_path / "missing.xlsx", "w") as archive:
        for name in whole.namelist():
            if "sheet1" not in name:
                archive.writestr(name, whole.read(name))
    assert opened(notebook, "text.xlsx")["note"] == "The file is no workbook (.xlsx), whatever its name says."
    assert opened(notebook, "old.xlsx")["note"].startswith("The workbook has a password, or is of the older kind .xls.")
    assert opened(notebook, "zip.xlsx")["note"] == "The file is a ZIP archive, but no workbook (.xlsx)."
    assert opened(notebook, "half.xlsx")["note"] == "The file is no workbook (.xlsx), whatever its name says."
    assert opened(notebook, "future.xlsx")["note"] == "The workbook is damaged: zip file version 25.5."
    missing = opened(notebook, "missing.xlsx")["note"]
    assert missing == "The workbook is damaged: it has no part xl/worksheets/sheet1.xml."
