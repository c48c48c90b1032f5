"""What user code breaks is whole again for the next run."""

import sys
import threading

import pytest


@pytest.mark.parametrize(
    "damage",
    [
        "import builtins\nbuiltins.print = None",
        "import builtins\nbuiltins.isinstance = builtins.len = builtins.getattr = builtins.type = builtins.str = None",
        "import builtins\nfor name in list(vars(builtins)): vars(builtins)[name] = None",
        "import builtins\nbuiltins.__import__ = None",
        "import builtins\nvars(builtins).clear()",
        "import builtins\ndel builtins.open, builtins.Exception, builtins.BaseException",
        "import json\njson.dumps = json.loads = json.JSONEncoder = None",
        "import sys\nsys.stdout = sys.stderr = None",
        "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = 5",
        "import io, sys\nsys.stdout = io.StringIO()",
        "import os\nos.getcwd = os.scandir = os.path.join = os.makedirs = None",
        "import asyncio\nasyncio.all_tasks = asyncio.ensure_future = asyncio.get_event_loop = None",
        "import traceback, linecache\ntraceback.TracebackException = None\nlinecache.cache.clear()",
        "import sys\nsys.setrecursionlimit(60)",
        "import sys\nsys.meta_path.clear()",
        "import signal\nsignal.signal(50, signal.SIG_DFL)",
        "import sys\nsys.displayhook = sys.excepthook = None",
        "print = display = input = None",
    ],
)
@pytest.mark.parametrize("after", ["", "\n1 / 0", "\nf = lambda: f()\nf()"])
def test_damage_of_one_run_does_not_reach_the_next(notebook, monkeypatch, damage, after):
    import asyncio
    import json
    import os
    import traceback

    # What is not the harness's to mend is mended for the tests that follow.
    for module in (os, json, asyncio, traceback):
        for name, value in list(vars(module).items()):
            monkeypatch.setattr(module, name, value)
    for name in ("join",):
        monkeypatch.setattr(os.path, name, getattr(os.path, name))
    monkeypatch.setattr(sys, "displayhook", sys.displayhook)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    finders = list(sys.meta_path)
    result = notebook.run(f"{damage}{after}")
    assert result.status in ("ok", "error")
    sys.meta_path[:] = finders if not sys.meta_path else sys.meta_path
    monkeypatch.undo()
    notebook.run("del print, display, input" if "print = display" in damage else "")
    following = notebook.run("print('next')\ndisplay(1)\n[len('abc')]")
    assert following.transcript == ["next\n", "<display>", "<result>"]
    assert following.shown[1].data == {"text/plain": "[3]"}
    assert notebook.run("1 / 0").error.type == "ZeroDivisionError"


def test_the_reply_is_whole_in_the_very_run_that_breaks_the_builtins(notebook):
    result = notebook.run("import builtins\nopen('a.txt', 'w').close()\nvars(builtins).clear()\nnot_there")
    assert (result.status, result.error.type, result.paths) == ("error", "NameError", ["a.txt"])


def test_what_code_adds_to_the_builtins_stays(notebook):
    notebook.run("import builtins\nbuiltins.added = 5\nbuiltins.len = None")
    assert notebook.run("print(added, len('ab'))").output == "5 2\n"


WRAPPERS = {
    "around the detached buffer": "io.TextIOWrapper(sys.{0}.detach(), encoding='utf-8')",
    "around the buffer": "io.TextIOWrapper(sys.{0}.buffer, encoding='utf-8', line_buffering=True)",
    "around the descriptor's file": "io.TextIOWrapper(sys.{0}.buffer.raw, encoding='utf-8', write_through=True)",
    "of codecs": "codecs.getwriter('utf-8')(sys.{0}.detach())",
    "that is kept": "kept = io.TextIOWrapper(sys.{0}.buffer, encoding='utf-8')",
}


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("wrapper", WRAPPERS.values(), ids=WRAPPERS.keys())
def test_a_wrapper_around_a_stream_writes_and_harms_no_later_run(notebook, wrapper, stream):
    code = f"import codecs, io, sys\nsys.{stream} = {wrapper.format(stream)}\nprint('wrapped é', file=sys.{stream})"
    assert notebook.run(code).output == "wrapped é\n"
    for source in ("print('one', file=sys.STREAM)", "kept = None\nprint('one', file=sys.STREAM)") * 2:
        result = notebook.run(source.replace("STREAM", stream))
        assert (result.status, result.output) == ("ok", "one\n")


@pytest.mark.parametrize("damage", ["close()", "buffer.close()", "detach().close()", "buffer.detach()"])
def test_a_stream_that_code_closed_is_open_in_the_next_run(notebook, damage):
    notebook.run(f"import sys\nsys.stdout.{damage}\nsys.stderr.{damage}")
    assert notebook.run("print('again')\nprint('too', file=sys.stderr)").output == "again\ntoo\n"


def test_a_stream_is_reconfigured_for_one_run(notebook):
    code = "import sys\nsys.stdout.reconfigure(encoding='ascii', errors='replace', newline='\\r\\n')\nprint('é')"
    assert notebook.run(code).output == "?\r\n"
    assert notebook.run("print('é', sys.stdout.encoding)").output == "é utf-8\n"


def test_bytes_and_text_come_in_the_order_in_which_they_were_written(notebook):
    code = "import sys\nprint('one')\nsys.stdout.buffer.write(b'two\\n')\nprint('three')"
    assert notebook.run(code).output == "one\ntwo\nthree\n"


def test_an_error_is_in_the_reply_also_where_stderr_is_closed(notebook):
    result = notebook.run("import sys\nsys.stderr.close()\n1 / 0")
    assert result.error.type == "ZeroDivisionError"


def test_what_was_written_to_a_stream_that_code_put_there_is_flushed_too(notebook):
    code = "import io, sys\nsys.stdout = open('log.txt', 'w', buffering=8192)\nprint('logged')"
    result = notebook.run(code)
    assert result.files == [{"path": "log.txt", "size": 7, "mimeType": "text/plain"}]


@pytest.mark.parametrize("code", ["raise KeyboardInterrupt", "raise GeneratorExit", "raise BaseException('odd')"])
def test_exceptions_that_are_no_errors_are_failures(notebook, code):
    result = notebook.run(code)
    assert (result.status, result.error.type) == ("error", code.split()[1].split("(")[0])
    assert notebook.run("print(1)").output == "1\n"


def test_a_value_that_nests_too_deeply_to_be_shown_fails_nothing(notebook):
    result = notebook.run("deep = []\nfor _ in range(100_000): deep = [deep]\ndeep")
    assert result.status == "ok"
    assert "RecursionError" in result.shown[0].data["text/plain"]


def test_output_that_nobody_can_encode_is_an_error_of_the_code(notebook):
    assert notebook.run("print('\\ud800')").error.type == "UnicodeEncodeError"
    assert notebook.run("print('fine')").output == "fine\n"


def test_source_that_python_refuses_whole_is_a_failure(notebook):
    for source in ("x = 1\0", "x = '\ud800'", "(" * 500 + ")" * 500):
        assert notebook.run(source).status == "error"
    assert notebook.run("print(1)").output == "1\n"


def test_a_thread_that_is_not_the_sessions_stays_on_pythons_lists(notebook):
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert notebook.run("print(1)").output == "1\n"
        assert thread in threading.enumerate()
    finally:
        end.set()
        thread.join()
