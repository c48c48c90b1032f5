"""Libraries of notebooks, with the real ones where this machine has them."""

import sys
from types import ModuleType

import pytest


def test_bars_of_notebooks_are_text(notebook):
    pytest.importorskip("tqdm")
    for module in ("tqdm", "tqdm.auto", "tqdm.notebook"):
        result = notebook.run(
            f"from {module} import tqdm, trange\nfor _ in tqdm(range(3)): pass\nfor _ in trange(2): pass"
        )
        assert result.status == "ok", result.error
        assert "| 3/3 [" in result.output
        assert "| 2/2 [" in result.output
        assert result.shown == []


def test_tables_of_rich_are_text_without_colours(notebook):
    pytest.importorskip("rich")
    code = (
        "from rich.console import Console\nfrom rich.table import Table\ntable = Table('City', style='red')\n"
        "table.add_row('[bold]Bern')\nConsole().print(table)"
    )
    output = notebook.run(code).output
    assert "│ Bern │" in output
    assert "\x1b" not in output


def test_threadpoolctl_finds_no_threads_and_warns_of_nothing(recwarn, notebook, monkeypatch):
    pytest.importorskip("threadpoolctl", minversion="3.4", reason="Debian's version does not know Pyodide.")
    monkeypatch.delitem(sys.modules, "threadpoolctl")
    monkeypatch.setitem(sys.modules, "pyodide", ModuleType("pyodide"))
    notebook.run("import threadpoolctl")
    monkeypatch.setattr(sys, "platform", "emscripten")
    result = notebook.run("with threadpoolctl.threadpool_limits(1): print(threadpoolctl.threadpool_info())")
    assert (result.status, result.output) == ("ok", "[]\n")
    assert recwarn.list == []


def test_nest_asyncio_is_there(notebook):
    assert notebook.run("import nest_asyncio\nnest_asyncio.apply()\nprint('on')").output == "on\n"


def test_all_expressions_are_shown_on_request(notebook):
    notebook.run(
        "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.ast_node_interactivity = 'all'"
    )
    try:
        assert [each.data["text/plain"] for each in notebook.run("1\nNone\n'two'\n3").shown] == ["1", "'two'", "3"]
        error = notebook.run("1\n1 / 0\n3").error
        assert "    1 / 0\n    ~~^~~\n" in error.traceback
    finally:
        notebook.run("%config InteractiveShell.ast_node_interactivity = 'none'")
    assert notebook.run("1").shown == []
    notebook.run("%config InteractiveShell.ast_node_interactivity = 'last_expr'")
    assert [each.data["text/plain"] for each in notebook.run("1\n2").shown] == ["2"]


def test_a_link_to_a_file_is_found_from_another_folder(notebook):
    notebook.run("import os\nos.makedirs('there')\nos.chdir('there')\nopen('a.txt', 'w').close()")
    result = notebook.run("from IPython.display import FileLink\nFileLink('a.txt')")
    assert [(shown.path, shown.data) for shown in result.shown] == [("there/a.txt", {"text/plain": "a.txt"})]
    assert [shown.path for shown in notebook.run("FileLink('/etc/hostname')").shown] == [None]
