"""Functions of the page are imported from the module tools."""

import json

import pytest


def describe(signature, *names, required=(), documentation="", takes_more=False, python_names=()):
    """Describe a tool as the host does."""
    return {
        "documentation": documentation,
        "signature": signature,
        "parameters": [
            {"name": name, "pythonName": dict(python_names).get(name, name), "required": name in required}
            for name in names
        ],
        "takesMore": takes_more,
    }


TOOLS = {
    "get_sales_data": describe(
        "(region: str, year: int = 2024, tags: list = ...) -> list[dict]",
        "region",
        "year",
        "tags",
        required=["region"],
        documentation="Sales of a region.\n\nParameters:\n    region: Where.",
    ),
    "now": describe("() -> str", documentation="The time."),
    "anything": describe("(**more)", takes_more=True),
    "pair": describe("(a, b)", "a", "b", required=["a", "b"]),
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
    assert "get_sales_data(region: str, year: int = 2024, tags: list = Ellipsis) -> list[dict]" in output
    assert "Sales of a region." in output and "region: Where." in output


def test_types_of_parameters_are_annotations(tools):
    code = "import typing, tools\nprint(typing.get_type_hints(tools.get_sales_data))"
    hints = "{'region': <class 'str'>, 'year': <class 'int'>, 'tags': <class 'list'>, 'return': list[dict]}\n"
    assert tools.run(code).output == hints


def test_a_refused_call_is_a_tool_error_and_a_permission_error(tools, jspi):
    class ToolRefusedError(Exception):
        pass

    def refuse():
        raise ToolRefusedError("The user refused.")

    tools.host.tools["now"] = refuse
    for kind in ("PermissionError", "tools.ToolError", "tools.ToolRefusedError"):
        code = f"import tools\ntry:\n    tools.now()\nexcept {kind} as error:\n    print(error)"
        assert tools.run(code).output == "The user refused.\n"
    assert tools.run("tools.now()").error.type == "tools.ToolRefusedError"


MANY = {
    f"get_{thing}_{number}": describe("(city: str)", "city", documentation=f"Get the {thing}.\nNumber {number}.")
    for thing in ("weather", "traffic", "forecast")
    for number in range(100)
}


def test_hundreds_of_tools_are_searched_by_words(tools, jspi):
    more = MANY | {"weather": describe("()", documentation="Says whether it rains."), "getRain": describe("()")}
    tools.session.set_tools(json.dumps(more))
    tools.host.tools = {"weather": lambda: "dry"}
    code = "import tools\nfound = tools.search('Weather')\nprint(len(found), found[0]())"
    assert tools.run(code).output == "10 dry\n"
    rain = "getRain()\nweather()\n    Says whether it rains.\n"
    assert tools.run("print(tools.search('rain', limit=2))").output == rain
    shown = tools.run("tools.search('traffic 42')").shown[0].data["text/plain"]
    assert shown.splitlines()[:2] == ["get_traffic_42(city: str)", "    Get the traffic."]
    assert tools.run("print(tools.search('xyzzy'))").output == "No tool has these words. Try others, or '' for all.\n"
    assert tools.run("print(len(tools.search('', limit=1000)))").output == "302\n"
    assert tools.run("from tools import get_weather_7\nhelp(get_weather_7)").output.count("Number 7.") == 1


def test_a_tool_called_search_keeps_its_name(tools, jspi):
    tools.session.set_tools(json.dumps({"search": describe("()"), "now": TOOLS["now"]}))
    tools.host.tools = {"search": lambda: "mine"}
    assert tools.run("import tools\nprint(tools.search(), tools.search_('now')[0].__name__)").output == "mine now\n"


def test_all_tools_can_be_imported_at_once(tools):
    assert tools.run("from tools import *\nprint(callable(pair), callable(now), ToolError.__name__)").output == (
        "True True ToolError\n"
    )


def test_a_required_parameter_after_an_optional_one_can_be_given_by_place(notebook, jspi):
    odd = describe("(a=..., *, b, class_=...)", "a", "b", "class", required=["b"], python_names=[("class", "class_")])
    notebook.session.set_tools(json.dumps({"odd": odd}))
    notebook.host.tools = {"odd": lambda **given: given}
    code = "import tools, inspect\nprint(inspect.signature(tools.odd), tools.odd(1, 2), tools.odd(b=1, **{'class': 2}))"
    assert notebook.run(code).output == "(a=Ellipsis, *, b, class_=Ellipsis) {'a': 1, 'b': 2} {'b': 1, 'class': 2}\n"
    code = "print(tools.odd(b=1, class_=3))\ntools.odd(b=1, class_=3, **{'class': 3})"
    result = notebook.run(code)
    assert result.output.startswith("{'b': 1, 'class': 3}\n")
    assert result.error.message in {f"odd() got multiple values for argument '{name}'" for name in ("class", "class_")}
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
