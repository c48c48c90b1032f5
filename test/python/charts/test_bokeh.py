"""Figures of Bokeh are handed over as their documents, whichever way the code shows them."""

import json
import sys

import pytest

pytest.importorskip("bokeh")

BOKEH = "application/vnd.glovebox.bokeh+json"
FIGURE = """
from bokeh.io import output_notebook, output_file, curdoc
from bokeh.layouts import column
from bokeh.models import Div
from bokeh.plotting import figure, show
import numpy as np
p = figure(title="Sales")
p.line([1, 2, 3], np.array([4.0, 5.0, 6.0]))
"""


@pytest.fixture
def run_program(notebook):
    """Run a program after a figure was made, in a session that imports the library anew."""
    yield lambda program: notebook.run(FIGURE + program)
    for name in [name for name in sys.modules if name.partition(".")[0] == "bokeh"]:
        del sys.modules[name]


@pytest.fixture
def shown_by(run_program):
    """Run a program after a figure was made: what it shows."""

    def run(program):
        result = run_program(program)
        assert (result.status, result.output) == ("ok", "")
        return result.shown

    return run


@pytest.mark.parametrize("end", ["show(p)", "p", "display(p)", "output_notebook()\nshow(p, notebook_handle=True)"])
def test_a_figure_is_its_document_however_it_is_shown(shown_by, end):
    (shown,) = shown_by(end)
    item = json.loads(shown.data[BOKEH])
    (figure,) = item["doc"]["roots"]
    assert (figure["name"], figure["attributes"]["title"]["attributes"]["text"]) == ("Figure", "Sales")
    assert shown.data["text/plain"].startswith("figure(")
    assert set(shown.data) == {BOKEH, "text/plain"}


def test_a_layout_is_one_document_and_a_list_is_several(shown_by):
    (layout,) = shown_by("show(column(Div(text='Both'), p))")
    assert json.loads(layout.data[BOKEH])["doc"]["roots"][0]["name"] == "Column"
    assert len(shown_by("show([p, figure()])")) == 2


def test_a_figure_has_the_theme_of_its_document(shown_by):
    (shown,) = shown_by("curdoc().theme = 'dark_minimal'\nshow(p)")
    assert '"background_fill_color": "#20262B"' in shown.data[BOKEH]


def test_a_file_that_the_code_asked_for_is_saved(run_program):
    result = run_program("output_file('sales.html')\nshow(p)\nprint(open('sales.html').read().count('Sales'))")
    assert (result.status, result.output) == ("ok", "1\n")


def test_an_application_is_refused_with_the_reason(run_program):
    result = run_program("show(lambda document: None)")
    assert "Applications of Bokeh need a server" in result.output
