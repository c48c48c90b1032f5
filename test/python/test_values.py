"""Values go in and out without being printed."""

import json

import pytest

from harness.limits import LIMITS

VALUE_LIMIT = LIMITS["json_length"]

ROUND_TRIPS = [
    None,
    True,
    7,
    -0.5,
    "ä 🐍 \u2028",
    [],
    {},
    [1, [2, {"a": None}]],
    {"rows": [{"name": "Ada", "born": 1815}]},
]


@pytest.mark.parametrize("value", ROUND_TRIPS)
def test_an_input_comes_back_as_it_was(notebook, value):
    assert json.loads(notebook.run("x", inputs={"x": value}).value) == value


def test_inputs_are_variables_that_stay_and_replace_those_of_their_names(notebook):
    notebook.run("kept = 1\nx = 2")
    notebook.run("x += 1", inputs={"x": 40})
    assert notebook.run("[kept, x]").value == "[1, 41]"


def test_a_value_is_of_the_last_expression_also_if_it_is_hidden_or_awaited(notebook):
    assert notebook.run("print('a')\n[1, 2];").value == "[1, 2]"
    assert notebook.run("async def f(): return (1, 2)\nawait f()").value == "[1, 2]"


@pytest.mark.parametrize(
    "code",
    [
        "x = 1",
        "1 / 0",
        "object()",
        "{1, 2}",
        "b'bytes'",
        "float('nan')",
        "[1, float('inf')]",
        "{(1, 2): 3}",
        "10 ** 5000",
        "import numpy\nnumpy.int64(3)",
        "import numpy\nnumpy.arange(3)",
        "a = []\na.append(a)\na",
        "a = []\nfor _ in range(60): a = [a, a]\na;",
        f"'x' * {VALUE_LIMIT}",
        f"[0] * {VALUE_LIMIT}",
        f"{{'x' * {VALUE_LIMIT}: 1}}",
        f"[{{i: i for i in range({VALUE_LIMIT} // 4)}}]",
        "class Odd(dict):\n    def items(self): raise RuntimeError\nOdd(a=1)",
    ],
)
def test_there_is_no_value_where_json_has_none_or_it_is_too_long(notebook, code):
    assert notebook.run(code).value is None


def test_the_value_of_one_run_is_not_told_by_the_next(notebook):
    notebook.run("1")
    assert notebook.run("x = 2").value is None


def test_the_timeout_ends_a_method_that_encoding_calls(notebook):
    alarm = "import signal\ndef alarm(): signal.raise_signal(50)\n"
    result = notebook.run(f"{alarm}class Odd(dict):\n    def items(self): alarm()\nOdd(a=1)")
    assert (result.status, result.value) == ("timeout", None)
