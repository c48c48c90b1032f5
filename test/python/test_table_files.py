"""Files of data are opened as tables."""

import json
import sys

import pytest


def answer_to(notebook, **question):
    return json.loads(notebook.session.ask_table(json.dumps(question)))


def opened(notebook, path, **question):
    return answer_to(notebook, kind="file", path=path, **question)


@pytest.mark.parametrize(
    ("name", "text", "encoding", "rows"),
    [
        ("a.csv", "city,n,day\nBern,1,2026-01-02\n\nZug,,2026-01-03\n", "utf-8",
         [["Bern", 1, "2026-01-02"], ["Zug", None, "2026-01-03"]]),
        ("a.csv", "Straße;n\nHauptstraße;1,5\n\"a;b\"\n", "cp1252", [["Hauptstraße", "1,5"], ["a;b", None]]),
        ("a.tsv", "zip\tn\n04109\t1e3\n\t-.5\n", "utf-16", [["04109", 1000.0], [None, -0.5]]),
        ("a.csv", "1,2\n3,x\n", "utf-8", [[1, "2"], [3, "x"]]),
        ("a.json", '[{"a": 1}, {"b": [1]}]', "utf-8", [[1, None], [None, "[1]"]]),
        ("a.jsonl", '{"a": 1}\n\n{"a": null}\n', "utf-8", [[1], [None]]),
    ],
)  # fmt: skip
def test_a_file_is_a_table_whatever_program_wrote_it(notebook, tmp_path, name, text, encoding, rows):
    (tmp_path / name).write_text(text, encoding=encoding)
    answer = opened(notebook, name)
    assert answer["table"]["rows"] == rows
    assert (answer["parts"], answer["part"], answer["note"]) == ([], None, None)
    assert answer_to(notebook, kind="page", handle=answer["table"]["handle"], offset=0, limit=1)["rows"] == rows[:1]


def test_a_database_gives_its_tables_and_answers_queries_but_changes_nothing(notebook, tmp_path):
    notebook.run("""
import sqlite3
with sqlite3.connect("shop.db") as shop:
    shop.execute("CREATE TABLE orders (id INTEGER, city TEXT)")
    shop.execute("CREATE TABLE [a \\"b] (x)")
    shop.executemany("INSERT INTO orders VALUES (?, ?)", [(2, "Bern"), (1, "Zug")])
shop.close()""")
    first = opened(notebook, "shop.db")
    assert (first["parts"], first["part"]) == (['a "b', "orders"], 'a "b')
    assert [column["name"] for column in first["table"]["columns"]] == ["x"]
    assert opened(notebook, "shop.db", part="orders")["table"]["rows"] == [[2, "Bern"], [1, "Zug"]]
    asked = opened(notebook, "shop.db", query="SELECT count(*) AS n, max(city) FROM orders")
    assert (asked["part"], asked["table"]["rows"]) == (None, [[2, "Zug"]])
    assert opened(notebook, "shop.db", query="DROP TABLE orders")["error"].startswith("OperationalError: attempt to")
    assert "no such table: x" in opened(notebook, "shop.db", query="SELECT * FROM x")["error"]
    (tmp_path / "no.db").write_text("This is no database, whatever its name says.")
    assert "file is not a database" in opened(notebook, "no.db")["error"]


def test_a_query_without_an_end_is_ended(notebook, tmp_path, monkeypatch):
    from harness.tables import files

    monkeypatch.setattr(files, "_QUERY_TIME", 10)
    (tmp_path / "empty.db").touch()
    assert opened(notebook, "empty.db")["note"] == "The database has no tables."
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    assert opened(notebook, "empty.db", query=endless)["error"].startswith("TimeoutError: The query took longer")


def test_a_file_that_is_larger_than_a_table_may_be_is_cut_and_says_so(notebook, tmp_path, monkeypatch):
    from harness.tables import files

    monkeypatch.setattr(files, "MAX_CELLS", 6)
    (tmp_path / "long.csv").write_text("a,b\n" + "1,2\n" * 9)
    answer = opened(notebook, "long.csv")
    assert (answer["table"]["rowCount"], answer["note"]) == (3, "Only the first 3 rows are read.")
    assert "not a path below" in opened(notebook, "../long.csv")["error"]
    (tmp_path / "ragged.csv").write_text("a\n1\n2\n" + "," * 5 + "\n3\n")
    assert opened(notebook, "ragged.csv")["table"]["rows"] == [[1], [2]]


def test_a_parquet_file_says_which_package_reads_it(notebook, tmp_path, monkeypatch):
    (tmp_path / "a.parquet").touch()
    (tmp_path / "a.txt").touch()
    assert opened(notebook, "a.txt")["note"] == "Files of this kind are not read as tables."
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "with the package pyarrow, which is missing" in opened(notebook, "a.parquet")["note"]


def test_a_parquet_file_is_a_table(notebook):
    pytest.importorskip("pyarrow", reason="Debian has no package of pyarrow.")
    notebook.run("import pyarrow.parquet as pq, pyarrow as pa\npq.write_table(pa.table({'n': [1, 2]}), 'a.parquet')")
    assert opened(notebook, "a.parquet")["table"]["rows"] == [[1], [2]]
