"""The last expression of a run is shown as a notebook shows it."""

import pytest


def text_of(result):
    (shown,) = result.shown
    assert shown.source == "result"
    return shown.data["text/plain"]


def test_its_value_is_shown(notebook):
    assert text_of(notebook.run("x = 6\nx * 7")) == "42"


@pytest.mark.parametrize("code", ["None", "print()", "x = 1", "1\nx = 2", "if True:\n    5", "", "# only a comment"])
def test_nothing_is_shown_where_there_is_no_value(notebook, code):
    assert notebook.run(code).shown == []


@pytest.mark.parametrize("code", ["5;", "5 ;  ", "5;  # why", "5;\n\n# the end\n", "x = 1; 5;", "f(\n  1,\n);"])
def test_a_trailing_semicolon_hides_it(notebook, code):
    notebook.run("f = abs")
    result = notebook.run(code)
    assert (result.status, result.shown) == ("ok", [])


@pytest.mark.parametrize("code", ["'a;'", "5 # no;", "x = 1; 5", "'''\n;'''"])
def test_a_semicolon_elsewhere_does_not(notebook, code):
    assert len(notebook.run(code).shown) == 1


def test_underscore_holds_the_value_that_was_shown_last(notebook):
    notebook.run("6 * 7")
    notebook.run("None")
    assert notebook.run("print(_ + 1)").output == "43\n"


def test_it_may_await(notebook):
    code = "import asyncio\nasync def f():\n    return 'awaited'\nawait f()"
    assert text_of(notebook.run(code)) == "'awaited'"


def test_a_coroutine_that_is_not_awaited_is_shown_as_one(notebook):
    assert text_of(notebook.run("async def f(): pass\nc = f()\nc")).startswith("<coroutine object f")
    notebook.run("c.close()")


def test_it_comes_after_what_was_printed_before_it(notebook):
    assert notebook.run("print('first')\n'second'").transcript == ["first\n", "<result>"]


def test_its_traceback_has_the_right_lines(notebook):
    error = notebook.run("def f(n):\n    return 1 / n\n\nx = 1\nf(\n    0)").error
    assert 'File "<run 1>", line 5, in <module>' in error.traceback
    assert 'File "<run 1>", line 2, in f\n    return 1 / n' in error.traceback


def test_nothing_runs_where_it_does_not_compile(notebook):
    result = notebook.run("print('ran')\nreturn 5")
    assert (result.error.type, "ran\n" in result.transcript) == ("SyntaxError", False)


def test_a_broken_repr_is_shown_as_its_traceback_and_fails_nothing(notebook):
    result = notebook.run("class Odd:\n    def __repr__(self):\n        return 1 / 0\nOdd()")
    assert result.status == "ok"
    assert "return 1 / 0" in text_of(result) and "ZeroDivisionError" in text_of(result)
    assert "harness" not in text_of(result)


@pytest.mark.parametrize("body", ["return 5", "raise SystemExit", "raise MemoryError", "return repr(self)"])
def test_a_repr_that_fails_in_other_ways_fails_nothing_either(notebook, body):
    result = notebook.run(f"class Odd:\n    def __repr__(self):\n        {body}\nOdd()")
    assert result.status == "ok"
    assert "Error" in text_of(result) or "SystemExit" in text_of(result)


def test_a_long_container_is_spread_over_lines_and_keeps_its_order(notebook):
    text = text_of(notebook.run("{'b': list(range(20)), 'a': 'long text ' * 10}"))
    assert text.splitlines()[0].startswith("{'b': [0, 1, 2")
    assert text.splitlines()[-1] == " 'a': '" + "long text " * 10 + "'}"


def test_a_huge_value_is_shown_with_its_middle_left_out(notebook):
    text = text_of(notebook.run("'x' * 1_000_000"))
    assert len(text) < 70_000
    assert text.startswith("'xxx") and text.endswith("xxx'") and "934,466 characters left out" in text
