"""Charts of Altair and Plotly are handed over as what they are made of, whichever renderer the code asks for.

The two modules stand in for the libraries: they have the members that are changed, and that notebooks use.
"""

import json

import pytest

ALTAIR = """
SCHEMA_VERSION = "v6.1.0"

class Registry:
    def __init__(self):
        self.known, self.name = {}, None
    def register(self, name, renderer):
        self.known[name] = renderer
    def enable(self, name):
        self.name = name

renderers = Registry()

class TopLevelMixin:
    def to_dict(self):
        return {"mark": "bar"}
    def _repr_mimebundle_(self, *_arguments, **_options):
        return renderers.known[renderers.name](self.to_dict())
    def show(self):
        raise ValueError("no browser")

class Chart(TopLevelMixin):
    pass
"""

PLOTLY_IO = """
import json

def to_json(figure, validate=True):
    return json.dumps({"data": figure.data})

def show(figure, renderer=None):
    raise ValueError("no browser")
"""

FIGURE = """
class Figure:
    data = [1]
    def show(self, *arguments, **options):
        import plotly.io as pio
        pio.show(self, *arguments, **options)
"""

FORM = {"altair": "application/vnd.vegalite.v6+json", "plotly": "application/vnd.plotly.v1+json"}


@pytest.fixture
def libraries(notebook, monkeypatch, tmp_path):
    (tmp_path / "altair.py").write_text(ALTAIR)
    (tmp_path / "plotly").mkdir()
    (tmp_path / "plotly/__init__.py").write_text(FIGURE)
    (tmp_path / "plotly/io.py").write_text(PLOTLY_IO)
    monkeypatch.syspath_prepend(tmp_path)
    yield notebook
    notebook.run("import sys\nfor name in ('altair', 'plotly', 'plotly.io'): sys.modules.pop(name, None)")


@pytest.mark.parametrize("end", ["alt.Chart()", "alt.Chart().show()", "display(alt.Chart())"])
@pytest.mark.parametrize("renderer", ["", "alt.renderers.enable('html')\n", "alt.renderers.enable('mimetype')\n"])
def test_a_chart_of_altair_is_its_specification(libraries, renderer, end):
    result = libraries.run(f"import altair as alt\n{renderer}{end}")
    (shown,) = result.shown
    assert (result.status, json.loads(shown.data[FORM["altair"]])) == ("ok", {"mark": "bar"})
    assert "text/html" not in shown.data


@pytest.mark.parametrize("end", ["Figure().show()", "Figure().show(renderer='browser')", "pio.show(Figure())"])
def test_a_figure_of_plotly_is_shown_as_its_specification(libraries, end):
    result = libraries.run(f"import plotly.io as pio\nfrom plotly import Figure\n{end}")
    (shown,) = result.shown
    assert (result.status, json.loads(shown.data[FORM["plotly"]])) == ("ok", {"data": [1]})


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
