"""Exceptions that user code lets through come as data."""

import linecache

import pytest

from harness.run.sources import MAX_SOURCES, remember_source


def test_a_traceback_has_the_users_lines_and_none_of_ours(notebook):
    result = notebook.run("def invert(x):\n    return 1 / x\n\nprint('before')\ninvert(0)")
    assert result.status == "error"
    assert (result.error.type, result.error.message) == ("ZeroDivisionError", "division by zero")
    lines = [line for line in result.error.traceback.splitlines() if set(line) - set(" ~^")]
    assert lines == [
        "Traceback (most recent call last):",
        '  File "<run 1>", line 5, in <module>',
        "    invert(0)",
        '  File "<run 1>", line 2, in invert',
        "    return 1 / x",
        "ZeroDivisionError: division by zero",
    ]
    assert result.transcript == ["before\n", result.error.traceback]
    assert result.error.hint is None


def test_a_function_of_an_earlier_run_shows_its_lines(notebook):
    notebook.run("def later():\n    raise KeyError('missing')")
    assert "    raise KeyError('missing')" in notebook.run("later()").error.traceback


def test_the_lines_of_very_many_runs_are_not_all_remembered(notebook):
    for run in range(MAX_SOURCES + 10):
        remember_source(f"<run {run + 100_000}>", "x")
    remembered = [name for name in linecache.cache if len(name) == len("<run 100000>")]
    assert (len(remembered), remembered[0]) == (MAX_SOURCES, "<run 100010>")


def test_causes_are_chained_without_our_frames(notebook):
    code = "try:\n    int('x')\nexcept ValueError as cause:\n    raise RuntimeError('no number') from cause"
    traceback = notebook.run(code).error.traceback
    assert "direct cause of the following exception" in traceback
    assert "ValueError: invalid literal for int() with base 10: 'x'" in traceback
    assert "harness" not in traceback


def test_groups_of_exceptions_show_their_members(notebook):
    traceback = notebook.run("raise ExceptionGroup('both', [ValueError('a'), KeyError('b')])").error.traceback
    assert "ValueError: a" in traceback and "KeyError: 'b'" in traceback


def test_a_syntax_error_points_with_a_caret(notebook):
    error = notebook.run("x = = 2").error
    assert error.type == "SyntaxError"
    assert error.traceback == '  File "<run 1>", line 1\n    x = = 2\n        ^\nSyntaxError: invalid syntax\n'


def test_a_type_that_is_not_a_builtin_comes_with_its_module(notebook):
    assert notebook.run("import json\njson.loads('{')").error.type == "json.decoder.JSONDecodeError"


def test_errors_in_displayed_methods_name_the_users_lines_only(notebook):
    error = notebook.run("from IPython.display import Image\nImage('not-there.png')").error
    assert error.type == "FileNotFoundError"
    assert "harness" not in error.traceback


@pytest.mark.parametrize(
    "odd",
    [
        "class Odd(Exception):\n    def __str__(self):\n        return 1 / 0",
        "class Odd(Exception):\n    def __str__(self):\n        raise SystemExit",
        "class Odd(Exception):\n    def __str__(self):\n        raise KeyboardInterrupt",
        "class Odd(Exception):\n    def __str__(self):\n        return str(self)",
        "class Odd(Exception):\n    def __getattribute__(self, name):\n        raise RuntimeError",
        "class Odd(BaseException):\n    __qualname__ = 'Odd'",
    ],
)
def test_an_exception_that_cannot_be_printed_is_a_failure_all_the_same(notebook, odd):
    result = notebook.run(f"{odd}\nraise Odd")
    assert (result.status, result.error.type) == ("error", "Odd")


def test_recursion_to_the_limit_is_a_failure_with_a_short_traceback(notebook):
    result = notebook.run("def f(n):\n    return f(n + 1)\nf(0)")
    assert result.error.type == "RecursionError"
    assert "Previous line repeated" in result.error.traceback
    assert len(result.error.traceback) < 2000


def test_functions_that_call_each_other_to_the_limit_have_a_traceback_that_can_be_read(notebook):
    error = notebook.run("def f(n):\n    return g(n)\ndef g(n):\n    return f(n + 1)\nf(0)").error
    assert len(error.traceback) < 17_000
    assert error.traceback.startswith("Traceback") and "characters left out" in error.traceback
    assert "RecursionError: maximum recursion depth exceeded" in error.traceback


def test_a_recursion_limit_that_no_browser_can_bear_is_not_set(notebook):
    notebook.run("import sys\nsys.setrecursionlimit(10 ** 6)")
    assert notebook.run("def f(n):\n    return f(n + 1)\nf(0)").error.type == "RecursionError"
    assert notebook.run("sys.setrecursionlimit(2000)\nprint(sys.getrecursionlimit())").output == "2000\n"
    assert notebook.run("sys.setrecursionlimit('x')").error.type == "TypeError"


def test_an_exception_that_names_itself_as_its_cause_is_described(notebook):
    code = "a, b = ValueError('a'), ValueError('b')\na.__context__, b.__context__ = b, a\nraise a"
    assert notebook.run(code).error.type == "ValueError"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = 1\nreturn x", "return x"),
        ("x = 1\n    ", None),
        ("for x in range(3): pass\nbreak", "break"),
        ("def f(a, a): pass", "def f(a, a): pass"),
        ("%matplotlib inline\nreturn 5", "return 5"),
    ],
)
def test_a_syntax_error_quotes_its_line_whichever_step_found_it(notebook, source, line):
    error = notebook.run(source).error
    if line is None:
        assert error is None
    else:
        assert error.type == "SyntaxError"
        assert f"    {line}\n" in error.traceback


@pytest.mark.parametrize("size", [100_000, 5_000_000])
def test_a_message_is_shortened_in_its_middle(notebook, size):
    error = notebook.run(f"raise ValueError('a' + '𝄞' * {size} + 'z')").error
    assert error.message.startswith("a𝄞") and error.message.endswith("𝄞z")
    assert "characters left out" in error.message
    assert len(error.message.encode("utf-16-le")) // 2 <= 64 * 1024


def test_the_name_of_a_class_is_shortened(notebook):
    error = notebook.run("raise type('A' * 70_000, (Exception,), {})('told')").error
    assert len(error.type) < 1024
    assert (error.type[:3], error.message) == ("AAA", "told")


CLASSES = '''import dataclasses

class Plain:
    x = 1

@dataclasses.dataclass
class Point:
    """Has a place."""
    x: int

def make():
    class Inner:
        y = 2
    return Inner
'''


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Plain", "class Plain:\n    x = 1\n"),
        ("Point", '@dataclasses.dataclass\nclass Point:\n    """Has a place."""\n    x: int\n'),
        ("make()", "    class Inner:\n        y = 2\n"),
    ],
)
def test_the_source_of_a_class_is_found_in_its_run(notebook, name, source):
    notebook.run(CLASSES)
    assert notebook.run(f"import inspect\nprint(inspect.getsource({name}), end='')").output == source


def test_the_source_of_a_class_is_that_of_its_latest_run(notebook):
    notebook.run("class Again:\n    x = 1")
    notebook.run("\nclass Again:\n    x = 2")
    assert notebook.run("import inspect\nprint(inspect.getsource(Again))").output == "class Again:\n    x = 2\n"


def test_a_class_that_no_run_defines_has_no_source(notebook):
    assert notebook.run("import inspect\ninspect.getsource(type('Made', (), {}))").error.type == "OSError"
