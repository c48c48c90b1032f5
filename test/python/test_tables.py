"""Tables are described when they are shown, and give any of their rows later."""

import csv
import io
import json
from importlib import metadata

import pytest

TABLE = "application/vnd.glovebox.table+json"


def table_of(result):
    (shown,) = result.shown
    return json.loads(shown.data[TABLE])


def page_of(notebook, table, offset=0, limit=50, **query):
    return ask(notebook, table, "page", offset=offset, limit=limit, **query)


def ask(notebook, table, kind, **question):
    request = {"kind": kind, "handle": table["handle"], **question}
    return json.loads(notebook.session.ask_table(json.dumps(request)))


def shown(notebook, source):
    return table_of(notebook.run(f"import pandas as pd\n{source}"))


def column(notebook, table, position, **query):
    return [row[position] for row in page_of(notebook, table, **query)["rows"]]


MIXED = """pd.DataFrame({
    'n': [3, 1, 2], 'f': [0.5, None, float('inf')], 's': ['b', None, 'Äx'],
    'd': pd.to_datetime(['2024-03-05', None, '2023-01-01']),
    'yes': [True, False, True], 'any': [[1], {'a': 1}, None],
    'c': pd.Categorical(['low', 'high', None], ['low', 'high'], ordered=True),
    'i': pd.array([1, None, 2**60], dtype='Int64')})"""


def test_a_frame_has_its_types_and_its_first_rows(notebook):
    table = shown(notebook, MIXED)
    assert (table["rowCount"], table["columnCount"], table["labels"]) == (3, 9, 1)
    assert [(each["name"], each["type"]) for each in table["columns"]] == [
        ("", "number"), ("n", "number"), ("f", "number"), ("s", "text"), ("d", "date"),
        ("yes", "boolean"), ("any", "other"), ("c", "text"), ("i", "number"),
    ]  # fmt: skip
    # Since its version 3, pandas counts in microseconds.
    unit = "ns" if int(metadata.version("pandas").split(".")[0]) < 3 else "us"
    assert table["columns"][4]["dtype"] == f"datetime64[{unit}]"
    assert table["rows"] == [
        [0, 3, 0.5, "b", "2024-03-05", True, "[1]", "low", 1],
        [1, 1, None, None, None, False, "{'a': 1}", "high", None],
        [2, 2, "inf", "Äx", "2023-01-01", True, None, None, str(2**60)],
    ]


@pytest.mark.parametrize(
    ("position", "descending", "order"),
    [(1, False, [1, 2, 0]), (1, True, [0, 2, 1]), (2, True, [2, 0, 1]), (3, False, [0, 2, 1]), (4, False, [2, 0, 1]),
     (5, False, [1, 0, 2]), (5, True, [0, 2, 1]), (6, False, [0, 1, 2]), (7, True, [1, 0, 2]), (8, True, [2, 0, 1])],
)  # fmt: skip
def test_rows_are_sorted_by_any_column_missing_values_last_and_equal_ones_in_order(
    notebook, position, descending, order
):
    table = shown(notebook, MIXED)
    assert column(notebook, table, 0, sortBy={"column": position, "descending": descending}) == order


@pytest.mark.parametrize(
    ("position", "operator", "value", "rows"),
    [(1, ">=", "2", [0, 2]), (1, "=", "2.0", [2]), (1, "!=", "x", []), (2, "<", "9", [0]), (3, "contains", "äX", [2]),
     (3, "!=", "b", [2]), (3, "missing", "", [1]), (4, "=", "2024", [0]), (4, "<=", "2023-01", [2]),
     (4, ">", "2023", [0]), (4, "!=", "2024-03-05", [2]), (4, "=", "5", []), (5, "=", "true", [0, 2]),
     (6, "contains", "'A'", [1]), (7, "present", "", [0, 1]), (8, ">", "1", [2])],
)  # fmt: skip
def test_rows_are_filtered_by_any_column(notebook, position, operator, value, rows):
    table = shown(notebook, MIXED)
    found = page_of(notebook, table, filters=[{"column": position, "operator": operator, "value": value}])
    assert ([row[0] for row in found["rows"]], found["matching"]) == (rows, len(rows))


@pytest.mark.parametrize(
    ("search", "rows"), [("HIGH", [1]), ("3", [0]), ("2024-03", [0]), ("[1", [0]), ("nowhere", [])]
)
def test_rows_are_searched_in_all_columns(notebook, search, rows):
    assert column(notebook, shown(notebook, MIXED), 0, search=search) == rows


def test_a_million_rows_are_sorted_searched_and_paged_as_a_whole(notebook):
    table = shown(notebook, "pd.DataFrame({'n': range(1_000_000), 'last': [str(n % 10) for n in range(1_000_000)]})")
    assert (table["rowCount"], len(table["rows"])) == (1_000_000, 50)
    assert column(notebook, table, 1, sortBy={"column": 1, "descending": True}, limit=2) == [999_999, 999_998]
    found = page_of(notebook, table, search="7", sortBy={"column": 2}, offset=100_000, limit=5)
    assert found == {"rows": [], "matching": 100_000}
    nines = {"filters": [{"column": 2, "operator": "=", "value": "9"}], "sortBy": {"column": 1, "descending": True}}
    assert column(notebook, table, 1, offset=99_999, **nines) == [9]


def test_columns_of_the_same_name_and_names_of_several_levels_are_told_apart(notebook):
    table = shown(notebook, "pd.DataFrame([[2, 1], [1, 2]], columns=['a', 'a'])")
    assert [each["name"] for each in table["columns"]] == ["", "a", "a"]
    assert column(notebook, table, 1, sortBy={"column": 2}) == [2, 1]
    assert column(notebook, table, 1, sortBy={"column": 1}) == [1, 2]
    levels = "pd.DataFrame([[1, 2]], index=pd.MultiIndex.from_tuples([('x', 5)], names=['k', None]))"
    table = shown(notebook, f"f = {levels}\nf.columns = pd.MultiIndex.from_tuples([('a', 'b'), ('c', '')])\nf")
    assert [each["name"] for each in table["columns"]] == ["k", "", "a / b", "c"]
    assert (table["labels"], table["rows"]) == (2, [["x", 5, 1, 2]])


def test_values_that_cannot_be_compared_are_sorted_with_numbers_first(notebook):
    source = """
class Odd:
    def __lt__(self, other): raise ValueError
    __eq__ = __str__ = __repr__ = __lt__
    def __hash__(self): raise ValueError
pd.DataFrame({'v': ['b', 2, 'a', 1.5, None, Odd()]})"""
    table = shown(notebook, source)
    assert column(notebook, table, 0, sortBy={"column": 1}) == [5, 3, 1, 2, 0, 4]
    assert column(notebook, table, 0, search="shown") == [5]
    table = shown(notebook, "pd.DataFrame({'v': ['b', 2, 'a', 1.5, None, (1, 2)]})")
    assert column(notebook, table, 0, sortBy={"column": 1}) == [3, 1, 5, 2, 0, 4]


def test_a_series_is_a_table_and_what_draws_itself_is_none(notebook):
    table = shown(notebook, "pd.Series([1, 2], index=['x', 'y'], name='n')")
    assert ([each["name"] for each in table["columns"]], table["rows"]) == (["", "n"], [["x", 1], ["y", 2]])
    (display,) = notebook.run("import pandas as pd\npd.DataFrame({'n': [1]}).style").shown
    assert TABLE not in display.data
    (display,) = notebook.run("class Own(pd.DataFrame):\n def _repr_html_(self): return '<b>'\nOwn({'n': [1]})").shown
    assert (display.data["text/html"], TABLE in display.data) == ("<b>", False)
    (display,) = notebook.run("pd.DataFrame({'n': [1]})").shown
    assert {"text/plain", "text/html", TABLE} <= set(display.data)


def test_a_list_of_dicts_is_a_table_of_scalars_only(notebook):
    table = table_of(notebook.run("[{'n': 2, 's': 'b'}, {'n': None, 's': 'a', 'x': 1.5}, {'n': 1, 's': 'B'}]"))
    assert [(each["name"], each["type"]) for each in table["columns"]] == [
        ("n", "number"), ("s", "text"), ("x", "number")
    ]  # fmt: skip
    assert column(notebook, table, 0, sortBy={"column": 0}) == [1, 2, None]
    assert column(notebook, table, 0, sortBy={"column": 0, "descending": True}) == [2, 1, None]
    assert page_of(notebook, table, search="b", offset=1) == {"rows": [[1, "B", None]], "matching": 2}
    assert column(notebook, table, 1, filters=[{"column": 0, "operator": ">", "value": "1"}]) == ["b"]
    assert column(notebook, table, 1, filters=[{"column": 2, "operator": "missing"}]) == ["b", "B"]
    for none in ("[{'n': 1}]", "[{'n': [1]}, {}]", "[{}, {}]", "[{1: 2}, {}]", "[1, 2]", "[{'n': 1}, 2]"):
        (display,) = notebook.run(none).shown
        assert TABLE not in display.data, none


def test_rows_of_sqlite_are_a_table(notebook):
    source = "import sqlite3\nd = sqlite3.connect(':memory:')\nd.row_factory = sqlite3.Row\n"
    table = table_of(notebook.run(f"{source}d.execute(\"select 1 as n, 'x' as s union select 2, 'y'\").fetchall()"))
    assert ([each["name"] for each in table["columns"]], table["rows"]) == (["n", "s"], [[1, "x"], [2, "y"]])


def test_a_table_stays_as_it_was_shown_and_the_last_twenty_are_kept(notebook):
    first = shown(notebook, "f = pd.DataFrame({'n': [1, 2]})\nf")
    notebook.run("f['m'] = 3; f.loc[5] = 1")
    assert page_of(notebook, first)["rows"] == [[0, 1], [1, 2]]
    tables = [table_of(notebook.run("[{'n': 1}, {'n': 2}]")) for _ in range(20)]
    assert page_of(notebook, first) is None
    assert page_of(notebook, tables[0])["matching"] == 2
    assert len({table["handle"] for table in tables}) == 20


def test_wide_tables_and_long_texts_are_shortened(notebook):
    table = shown(notebook, "pd.DataFrame([['\\U0001f600' * 1000] * 300] * 100, columns=['\\0' * 500] * 300)")
    assert (table["columnCount"], len(table["columns"]), len(table["rows"])) == (301, 200, 50)
    table = shown(notebook, "pd.DataFrame({'s': ['x' * 10_000]})")
    assert table["rows"][0][1] == "x" * 499 + "…"


def test_numbers_follow_the_format_that_code_has_set(notebook):
    notebook.run("import pandas as pd; pd.options.display.float_format = '{:.1f} %'.format")
    try:
        assert shown(notebook, "pd.DataFrame({'n': [1.25, None]})")["rows"] == [[0, "1.2 %"], [1, None]]
    finally:
        notebook.run("pd.reset_option('display.float_format')")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[3, 1, 1, None, 7]", {"missing": 1, "distinct": 3, "common": [[1, 2], [3, 1], [7, 1]], "min": 1, "max": 7,
                                "mean": 3, "median": 2, "deviation": 8**0.5}),
        ("['b', 'a', 'b', None]", {"missing": 1, "distinct": 2, "common": [["b", 2], ["a", 1]]}),
        ("[True, True, False]", {"missing": 0, "distinct": 2, "common": [[True, 2], [False, 1]]}),
        ("[None, None]", {"missing": 2, "distinct": 0, "common": []}),
        ("list(range(100))", {"missing": 0, "distinct": 100, "common": [[n, 1] for n in range(5)], "min": 0, "max": 99,
                              "mean": 49.5, "median": 49.5, "deviation": pytest.approx(29.011, abs=0.001)}),
    ],
)  # fmt: skip
def test_a_column_is_summarized_alike_in_a_frame_and_in_a_list(notebook, source, expected):
    frame = shown(notebook, f"pd.DataFrame({{'v': {source}}})")
    rows = table_of(notebook.run(f"[{{'v': v}} for v in {source}]"))
    assert ask(notebook, frame, "summary", column=1) == pytest.approx(expected)
    assert ask(notebook, rows, "summary", column=0) == pytest.approx(expected)


def test_columns_of_dates_and_odd_values_are_summarized(notebook):
    table = shown(notebook, MIXED)
    summary = ask(notebook, table, "summary", column=4)
    assert (summary["missing"], summary["min"], summary["max"]) == (1, "2023-01-01 00:00:00", "2024-03-05 00:00:00")
    assert ask(notebook, table, "summary", column=2)["max"] == "inf"
    assert ask(notebook, table, "summary", column=6)["common"] == [["[1]", 1], ["{'a': 1}", 1]]
    source = "import datetime\n[{'d': datetime.date(2024, 1, day)} for day in (2, 1, 3)] * 500 + [{'d': [1]}]"
    summary = ask(notebook, table_of(notebook.run(source)), "summary", column=0)
    assert (summary["distinct"], summary["min"], summary["max"]) == (4, "2024-01-01", "[1]")


def test_all_rows_are_written_as_csv_whole_and_in_their_order(notebook):
    table = shown(notebook, "pd.DataFrame({'n': range(5000), 's': ['x' * 1000 + ',\\n'] * 5000})")
    asked = {"sortBy": {"column": 1, "descending": True}, "filters": [{"column": 1, "operator": ">", "value": "9"}]}
    pieces, start = [], 0
    while start is not None:
        answer = ask(notebook, table, "csv", offset=start, **asked)
        pieces.append(answer["text"])
        start = answer["next"]
    assert len(pieces) > 1
    rows = list(csv.reader(io.StringIO("".join(pieces), newline="")))
    assert (rows[0], len(rows), rows[1], rows[-1][0]) == (
        ["", "n", "s"],
        4991,
        ["4999", "4999", "x" * 1000 + ",\n"],
        "10",
    )


CURSOR = """
import sqlite3
db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE t (n, s)")
db.executemany("INSERT INTO t VALUES (?, ?)", [(2, "b"), (1, None)])
"""


def test_a_cursor_that_no_variable_holds_is_a_table_and_others_are_left_to_their_code(notebook):
    result = notebook.run(f"{CURSOR}db.execute('SELECT n, s FROM t')")
    assert table_of(result)["rows"] == [[2, "b"], [1, None]]
    assert result.shown[0].data["text/plain"] == "[(2, 'b'), (1, None)]"
    held = notebook.run(f"{CURSOR}found = db.execute('SELECT count(*) AS c FROM t')\nfound")
    assert TABLE not in held.shown[0].data
    table = table_of(notebook.run("display(found)"))
    assert ([each["name"] for each in table["columns"]], table["rows"]) == (["c"], [[2]])
    assert "sqlite3.Cursor" in notebook.run("db.execute('DELETE FROM t')").shown[0].data["text/plain"]


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("from typing import NamedTuple\nclass P(NamedTuple):\n    x: int\n    y: str\n[P(1, 'a'), P(2, None)]",
         [[1, "a"], [2, None]]),
        ("{'a': [1, 2], 'b': ['x', None]}", [[1, "x"], [2, None]]),
        (f"{CURSOR}db.row_factory = sqlite3.Row\ndb.execute('SELECT * FROM t').fetchall()", [[2, "b"], [1, None]]),
    ],
)  # fmt: skip
def test_named_columns_are_a_table(notebook, source, rows):
    table = table_of(notebook.run(source))
    assert table["rows"] == rows
    assert column(notebook, table, 0, sortBy={"column": 0}) == [1, 2]


@pytest.mark.parametrize(
    "source", ["{'a': [1, 2], 'b': [1]}", "{'a': [1, 2]}", "{'a': [1, 2], 'b': [[], []]}", "[(1, 2), (3, 4)]"]
)
def test_other_containers_are_none(notebook, source):
    assert TABLE not in notebook.run(source).shown[0].data


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_frames_of_other_libraries_are_tables(notebook, library):
    pytest.importorskip(library)
    make = {"polars": "polars.DataFrame(data)", "pyarrow": "pyarrow.table(data)"}[library]
    data = "{'n': [3, None, 1], 's': ['b', 'A', None], 'd': [datetime.date(2026, 1, 2), None, None]}"
    table = table_of(notebook.run(f"import datetime, {library}\ndata = {data}\n{make}"))
    assert [each["type"] for each in table["columns"]] == ["number", "text", "date"]
    assert table["columns"][0]["dtype"] in ("Int64", "int64")
    assert table["rows"] == [[3, "b", "2026-01-02"], [None, "A", None], [1, None, None]]
    assert column(notebook, table, 0, sortBy={"column": 0, "descending": True}) == [3, 1, None]
    assert column(notebook, table, 1, search="a") == ["A"]
    assert ask(notebook, table, "summary", column=0)["mean"] == 2
