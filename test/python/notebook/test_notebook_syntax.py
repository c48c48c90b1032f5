"""What IPython understands beside Python."""

import re

import pytest

from harness.notebook.pip import requirement_names
from harness.notebook.syntax import translate


@pytest.mark.parametrize(
    "line", ["%matplotlib inline", "%load_ext autoreload", "%autoreload 2", "%config InlineBackend.figure_format = 'x'"]
)
def test_what_sets_up_a_notebook_has_nothing_to_do(notebook, line):
    result = notebook.run(f"x = 1\n{line}\nif x:\n    {line}\nprint('on')")
    assert (result.status, result.output) == ("ok", "on\n")


@pytest.mark.parametrize(
    "code",
    [
        "text = '''\n%matplotlib inline\n!ls\n'''\nprint(text)",
        "x = (5\n%3)\nprint(x)",
        "# %matplotlib inline\nprint('x?')",
    ],
)
def test_what_is_python_stays_as_it_is(notebook, code):
    assert translate(code) is None
    assert notebook.run(code).status == "ok"


def test_a_magic_beside_a_string_that_looks_like_one_leaves_the_string_alone(notebook):
    code = "text = '''\n%matplotlib inline\n'''\n%matplotlib inline\nprint(text.strip())"
    assert notebook.run(code).output == "%matplotlib inline\n"


@pytest.mark.parametrize("code", ["%matplotlib inline\nx = = 5", "%time (\nprint(1)", "!pip install x\n  y = 1"])
def test_an_error_beside_a_magic_is_an_error_in_the_words_of_python(notebook, code):
    assert notebook.run(code).error.type in ("SyntaxError", "IndentationError")


WALL_TIME = r"Wall time: \d[\d.e+]* (?:s|ms|μs|ns)\n"


@pytest.mark.parametrize(
    ("code", "printed", "shown"),
    [
        ("%%time\nprint('on')\n40 + 2", f"on\n{WALL_TIME}", "42"),
        ("%%time\nprint('on');", f"on\n{WALL_TIME}", None),
        ("%time print('on')", f"on\n{WALL_TIME}", None),
        ("%time 40 + 2", WALL_TIME, "42"),
        ("%time x = 40\nx + 2", WALL_TIME, "42"),
        ("for _ in range(2):\n    %time pass", WALL_TIME * 2, None),
        ("import asyncio\n%time await asyncio.sleep(0)", WALL_TIME, None),
    ],
)
def test_time_is_printed_and_values_are_shown(notebook, code, printed, shown):
    result = notebook.run(code)
    assert re.fullmatch(printed, result.output)
    assert [display.data["text/plain"] for display in result.shown] == ([] if shown is None else [shown])


@pytest.mark.parametrize("code", ["%timeit -n 10 -r 3 f(2)", "%%timeit -n 10 -r 3\ny = f(2)\ny + 1"])
def test_timeit_prints_the_mean_of_several_measurements(notebook, code):
    notebook.run("def f(x): return x * x")
    printed = notebook.run(code).output
    assert re.fullmatch(
        r"[\d.e-]+ \S+ ± [\d.e-]+ \S+ per loop \(mean ± std\. dev\. of 3 runs, 10 loops each\)\n", printed
    )


@pytest.mark.parametrize(
    "line", ["!pip install", "%pip install", "pip install", "! pip3 install", "!python -m pip install"]
)
def test_pip_install_says_what_is_there(notebook, line):
    result = notebook.run(f"{line} -q 'pytest>=1.0' no-such-package torch  # needed")
    assert result.status == "ok"
    assert re.match(r"pytest \d[\d.]+ is installed\.\n", result.output)
    assert "no-such-package could not be installed. This page has no such package" in result.output
    assert "torch could not be installed. It does not exist for the browser" in result.output


def test_requirements_are_named_without_versions_options_and_comments():
    assert requirement_names("-U 'pandas>=2,<3' scikit-learn[all]==1.5 ./wheel.whl # more") == [
        "pandas",
        "scikit-learn",
    ]


@pytest.mark.parametrize("code", ["f?", "?f", "f ?"])
def test_a_question_mark_tells_of_an_object(notebook, code):
    notebook.run('def f(x: int, *, y=2):\n    """Adds."""\n    return x + y')
    assert notebook.run(code).output == "Signature: f(x: int, *, y=2)\nType: function\nDocstring: \nAdds.\n"


def test_two_question_marks_show_the_source(notebook):
    notebook.run("def f(x):\n    return x")
    assert "Source: \ndef f(x):\n    return x\n" in notebook.run("f??").output


def test_a_question_about_what_is_not_there_is_answered(notebook):
    assert notebook.run("not_there?").output == "Object `not_there` not found.\n"
    assert "Type: builtin" in notebook.run("len?").output


def test_writefile_writes_the_rest_of_its_cell(notebook):
    result = notebook.run("%%writefile notes.txt\none\ntwo\n")
    assert (result.output, result.paths) == ("Writing notes.txt\n", ["notes.txt"])
    assert notebook.run("%%writefile -a notes.txt\nthree\n").output == "Appending to notes.txt\n"
    assert notebook.run("print(open('notes.txt').read(), end='')").output == "one\ntwo\nthree\n"


def test_an_error_in_a_magic_line_shows_the_line_as_it_was_written(notebook):
    traceback = notebook.run("x = 0\n%time 1 / x").error.traceback
    assert "\n    %time 1 / x\n" in traceback
    assert "__notebook__" not in traceback
