"""Functions of the page are imported from the module tools."""

import json

import pytest

TOOLS = {
    "get_sales_data": {
        "description": "Sales of a region.",
        "parameters": {
            "type": "object",
            "properties": {
                "region": {"type": "string", "description": "Where."},
                "year": {"type": "integer", "default": 2024},
                "tags": {"type": "array"},
            },
            "required": ["region"],
        },
    },
    "now": {
        "description": "The time.",
        "parameters": {"type": "object", "properties": {}, "additionalProperties": False},
    },
    "anything": {"description": "", "parameters": {}},
    "pair": {"description": "", "parameters": {"properties": {"a": {}, "b": {}}, "required": ["a", "b"]}},
}


@pytest.fixture
def tools(notebook):
    notebook.host.tools = {
        "get_sales_data": lambda **given: [given, 1.5, None, True],
        "now": lambda: "noon",
        "anything": lambda **given: given,
        "pair": lambda a, b: a + b,
    }
    notebook.session.set_tools(json.dumps(TOOLS))
    yield notebook
    notebook.session.set_tools("{}")


def test_a_tool_is_a_plain_function_where_python_can_wait(tools, jspi):
    result = tools.run("from tools import get_sales_data\nprint(get_sales_data('north', year=2023))")
    assert result.output == "[{'region': 'north', 'year': 2023}, 1.5, None, True]\n"
    assert tools.host.calls == [("get_sales_data", {"region": "north", "year": 2023})]


def test_a_tool_is_awaited_where_python_cannot_wait(tools):
    assert tools.run("import tools\nprint(await tools.pair(1, b=2))").output == "3\n"


def test_a_tool_can_be_called_in_a_loop(tools, jspi):
    assert tools.run("import tools\nprint(sum(tools.pair(n, n) for n in range(1000)))").output == "999000\n"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("get_sales_data()", "get_sales_data() missing 1 required positional argument: 'region'"),
        ("pair()", "pair() missing 2 required positional arguments: 'a' and 'b'"),
        ("get_sales_data('x', regoin='y')", "get_sales_data() got an unexpected keyword argument 'regoin'"),
        ("get_sales_data('x', region='y')", "get_sales_data() got multiple values for argument 'region'"),
        ("pair(1, 2, 3)", "pair() takes 2 positional arguments but 3 were given"),
        ("now(1)", "now() takes 0 positional arguments but 1 was given"),
        ("pair(1, object())", "pair() argument 'b' cannot be sent as JSON: a object is not JSON"),
        ("pair(1, float('nan'))", "pair() argument 'b' cannot be sent as JSON: Out of range float values"),
    ],
)
def test_arguments_that_do_not_fit_are_refused_in_pythons_words_before_the_call(tools, jspi, call, message):
    result = tools.run(f"import tools\ntools.{call}")
    assert (result.error.type, result.error.message.startswith(message)) == ("TypeError", True)
    assert tools.host.calls == []
    assert "harness" not in result.error.traceback


def test_a_schema_without_properties_takes_any_keyword(tools, jspi):
    assert tools.run("import tools\nprint(tools.anything(a=1, b=[2]))").output == "{'a': 1, 'b': [2]}\n"


def test_values_of_numpy_and_pandas_are_sent_as_what_they_are(tools, jspi):
    code = (
        "import tools, numpy as np, pandas as pd, datetime, pathlib\n"
        "tools.anything(i=np.int64(1), f=np.float32(0.5), a=np.eye(2), s=pd.Series([1, 2]), d=pd.DataFrame({'x': [1]}),"
        " t=pd.Timestamp('2024-01-01'), day=datetime.date(2024, 1, 2), p=pathlib.Path('a/b'), u={1});"
    )
    tools.run(code)
    assert tools.host.calls[0][1] == {
        "i": 1,
        "f": 0.5,
        "a": [[1, 0], [0, 1]],
        "s": [1, 2],
        "d": [{"x": 1}],
        "t": "2024-01-01T00:00:00",
        "day": "2024-01-02",
        "p": "a/b",
        "u": [1],
    }


@pytest.mark.parametrize("mode", ["sync", "await"])
def test_an_error_of_a_tool_is_an_exception_of_python(tools, request, mode):
    if mode == "sync":
        request.getfixturevalue("jspi")

    def fail():
        raise LookupError("no such region")

    tools.host.tools["now"] = fail
    call = "now()" if mode == "sync" else "await now()"
    code = (
        f"from tools import ToolError, now\ntry:\n    {call}\nexcept ToolError as error:\n    print(error, error.type)"
    )
    assert tools.run(code).output == "no such region LookupError\n"
    error = tools.run(call).error
    assert (error.type, error.message) == ("tools.ToolError", "no such region")
    assert "harness" not in error.traceback and "LookupError" not in error.traceback


def test_a_tool_that_gives_nothing_gives_none(tools, jspi):
    async def call_tool(_name, _arguments):
        return None

    tools.host.call_tool = call_tool
    assert tools.run("import tools\nprint(tools.now())").output == "None\n"


def test_help_tells_what_a_tool_takes(tools):
    output = tools.run("import tools\nhelp(tools.get_sales_data)").output
    assert "get_sales_data(region: str, year: int = 2024, tags: list = Ellipsis)" in output
    assert "Sales of a region." in output and "region: Where." in output


def test_a_required_parameter_after_an_optional_one_can_be_given_by_place(notebook, jspi):
    schema = {"properties": {"a": {}, "b": {}, "class": {}}, "required": ["b"]}
    notebook.session.set_tools(json.dumps({"odd": {"description": "", "parameters": schema}}))
    notebook.host.tools = {"odd": lambda **given: given}
    code = "import tools, inspect\nprint(inspect.signature(tools.odd), tools.odd(1, 2), tools.odd(b=1, **{'class': 2}))"
    assert notebook.run(code).output == "(a=Ellipsis, *, b, **more) {'a': 1, 'b': 2} {'b': 1, 'class': 2}\n"
    notebook.session.set_tools("{}")


def test_tools_that_are_exposed_later_take_the_place_of_those_before(tools, jspi):
    tools.run("import tools")
    tools.session.set_tools(json.dumps({"now": TOOLS["now"]}))
    assert tools.run("from tools import now\nprint(now())").output == "noon\n"
    assert tools.run("from tools import pair").error.type == "ImportError"
    tools.session.set_tools("{}")
    assert tools.run("import tools").error.type == "ModuleNotFoundError"


def test_a_file_of_that_name_does_not_hide_the_tools(tools, jspi, tmp_path, monkeypatch):
    (tmp_path / "tools.py").write_text("mine = True")
    monkeypatch.syspath_prepend(tmp_path)
    assert tools.run("import tools\nprint(hasattr(tools, 'now'))").output == "True\n"
