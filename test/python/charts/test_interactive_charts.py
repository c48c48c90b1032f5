"""Charts of Altair and Plotly are handed over as what they are made of, whichever renderer the code asks for."""

import json
import re
import sys

import pytest

# Before any session: what it imports changes `sys.meta_path` for good, and a session's test changes that back.
pytest.importorskip("pandas")

FORMS = {"altair": r"application/vnd\.vegalite\.v\d\+json", "plotly": r"application/vnd\.plotly\.v1\+json"}


@pytest.fixture
def chart_shown_by(notebook):
    """Run a program in a session that imports a library anew: the specification of the chart that it shows."""
    imported = []

    def run(library, program):
        pytest.importorskip(library)
        imported.append(library)
        _forget(library)
        result = notebook.run(program)
        assert (result.status, result.output) == ("ok", "")
        (shown,) = result.shown
        assert "text/html" not in shown.data
        (specification,) = [text for name, text in shown.data.items() if re.fullmatch(FORMS[library], name)]
        return json.loads(specification)

    yield run
    for library in imported:
        _forget(library)


def _forget(library):
    for name in [name for name in sys.modules if name.partition(".")[0] == library]:
        del sys.modules[name]


@pytest.mark.parametrize("end", ["chart", "chart.show()", "display(chart)", "chart.display()"])
@pytest.mark.parametrize("renderer", [None, "html", "mimetype", "jupyter", "browser", "png"])
def test_a_chart_of_altair_is_its_specification(chart_shown_by, renderer, end):
    program = "import altair as alt\nchart = alt.Chart('a.csv').mark_bar().encode(x='n:Q')\n"
    asked = "" if renderer is None else f"alt.renderers.enable('{renderer}')\n"
    chart = chart_shown_by("altair", program + asked + end)
    assert (chart["data"], chart["encoding"]["x"]["field"]) == ({"url": "a.csv"}, "n")


@pytest.mark.parametrize(
    "end", ["fig.show()", "fig.show(renderer='browser')", "pio.show(fig)", "pio.show(fig.to_dict())"]
)
@pytest.mark.parametrize("renderer", ["", "pio.renderers.default = 'notebook'\n"])
def test_a_figure_of_plotly_is_shown_as_its_specification(chart_shown_by, renderer, end):
    program = "import plotly.graph_objects as go\nimport plotly.io as pio\nfig = go.Figure(go.Bar(y=[1, 2]))\n"
    figure = chart_shown_by("plotly", program + renderer + end)
    assert [(trace["type"], trace["y"]) for trace in figure["data"]] == [("bar", [1, 2])]


@pytest.mark.parametrize("end", ["fig", "display(fig)"])
@pytest.mark.parametrize("renderer", ["", "pio.renderers.default = 'notebook'\n", "pio.renderers.default = 'png'\n"])
def test_a_figure_of_plotly_shows_itself_as_its_specification(chart_shown_by, renderer, end):
    program = "import plotly.graph_objects as go\nimport plotly.io as pio\nfig = go.Figure(go.Bar(y=[1, 2]))\n"
    assert len(chart_shown_by("plotly", program + renderer + end)["data"]) == 1


@pytest.mark.parametrize(
    "name",
    ["application/vnd.vegalite.v6.json", "application/vnd.plotly.v1+json", "application/vnd.glovebox.bokeh+json"],
)
def test_a_chart_has_room_for_its_data_and_a_larger_one_is_left_out(notebook, name):
    code = f"display({{'{name}': {{'data': 'x' * SIZE}}, 'text/plain': 'chart'}}, raw=True)"
    (large,) = notebook.run(code.replace("SIZE", "5_000_000")).shown
    assert len(large.data[name]) > 5_000_000
    (too_large,) = notebook.run(code.replace("SIZE", "9_000_000")).shown
    assert name not in too_large.data
    assert too_large.data["text/plain"].startswith("chart\n[application/vnd.")
