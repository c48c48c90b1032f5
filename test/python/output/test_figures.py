"""Figures of matplotlib are shown, whichever code draws them."""

import io
import json
import sys
from base64 import b64decode

import pytest
from PIL import Image


def sources(result):
    return [shown.source for shown in result.shown]


def picture(shown):
    return Image.open(io.BytesIO(b64decode(shown.data["image/png"], validate=True)))


def test_an_open_figure_is_shown_at_the_end_of_the_run_and_closed(notebook):
    result = notebook.run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);\nprint('done')")
    assert result.transcript == ["done\n", "<figure>"]
    assert picture(result.shown[0]).size == (640, 480)
    assert notebook.run("print(plt.get_fignums())").output == "[]\n"


def test_every_show_shows_what_is_open_where_it_is_called(notebook):
    result = notebook.run(
        "import matplotlib.pyplot as plt\n"
        "plt.plot([1])\nprint('one')\nplt.show()\nprint('two')\nplt.plot([2])\nplt.show(block=False)\nprint('three')"
    )
    assert result.transcript == ["one\n", "<figure>", "two\n", "<figure>", "three\n"]


def test_figures_come_in_the_order_in_which_they_were_made(notebook):
    result = notebook.run(
        "import matplotlib.pyplot as plt\n"
        "for width in (2, 4, 3):\n    plt.figure(figsize=(width, 1)); plt.plot([1])\nplt.figure(1);"
    )
    assert [picture(shown).size[0] for shown in result.shown] == [200, 400, 300]


def test_figures_of_a_run_that_failed_are_shown_too_before_its_traceback(notebook):
    result = notebook.run("import matplotlib.pyplot as plt\nplt.plot([1])\n1 / 0")
    assert (result.status, result.transcript[0]) == ("error", "<figure>")
    assert result.transcript[1].startswith("Traceback")


@pytest.mark.parametrize("backend", ["Agg", "agg", "svg", "TkAgg", "Qt5Agg", "module://not_there"])
@pytest.mark.parametrize("after", [True, False])
def test_a_backend_that_the_code_asks_for_makes_no_difference(notebook, backend, after):
    choose, load = f"matplotlib.use({backend!r}, force={after})", "import matplotlib.pyplot as plt"
    first, second = (load, choose) if after else (choose, load)
    result = notebook.run(f"import matplotlib\n{first}\n{second}\nplt.plot([1])\nplt.show()\nprint('after')")
    notebook.run("matplotlib.use('agg')")
    assert result.transcript == ["<figure>", "after\n"]


def test_a_figure_can_be_shown_alone(notebook):
    result = notebook.run(
        "import matplotlib.pyplot as plt\n"
        "a, ax = plt.subplots(figsize=(2, 1)); b, bx = plt.subplots(figsize=(3, 1))\nb.show()\nprint('then')"
    )
    assert result.transcript == ["<figure>", "then\n", "<figure>"]
    assert [picture(shown).size[0] for shown in result.shown] == [300, 200]


def test_a_figure_as_the_last_expression_is_shown_once(notebook):
    result = notebook.run("import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nfig")
    assert sources(result) == ["result"]
    assert picture(result.shown[0]).format == "PNG"


def test_a_figure_without_pyplot_is_shown_as_a_value(notebook):
    result = notebook.run("from matplotlib.figure import Figure\nf = Figure()\nf.subplots().plot([1])\nf")
    assert sources(result) == ["result"]
    assert "image/png" in result.shown[0].data


def test_plots_of_pandas_are_figures(notebook):
    result = notebook.run("import pandas as pd\npd.DataFrame({'a': [1, 3, 2]}).plot(kind='bar');")
    assert sources(result) == ["figure"]


def test_a_figure_that_was_drawn_on_nothing_is_not_shown(notebook):
    result = notebook.run("import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\nplt.savefig('late.png')")
    assert sources(result) == ["figure", "file"]


def test_a_saved_figure_comes_as_a_figure_and_as_a_file(notebook):
    result = notebook.run("import matplotlib.pyplot as plt\nplt.plot([1])\nplt.savefig('plot.png')\nplt.show()")
    assert sources(result) == ["figure", "file"]
    assert result.paths == ["plot.png"]


def test_a_huge_figure_is_drawn_with_fewer_dots(notebook):
    result = notebook.run("import matplotlib.pyplot as plt\nplt.figure(figsize=(100, 50), dpi=300).text(0, 0, 'x');")
    assert picture(result.shown[0]).size == (2000, 1000)


def test_a_figure_that_cannot_be_drawn_fails_neither_the_run_nor_the_other_figures(notebook):
    result = notebook.run(
        "import matplotlib.pyplot as plt\n"
        "plt.figure(); plt.title('$\\\\not_a_command{$')\nplt.figure(); plt.plot([1]);\nprint('ok')"
    )
    assert (result.status, sources(result)) == ("ok", ["figure"])
    assert "ParseFatalException" in result.output or "ValueError" in result.output
    assert "harness" not in result.output


def test_nothing_that_matplotlib_keeps_for_itself_looks_like_a_file_of_the_run(notebook):
    result = notebook.run("import matplotlib.pyplot as plt\nplt.plot([1]);")
    assert result.files == []


def test_a_figure_that_is_drawn_ahead_is_not_seen(notebook, monkeypatch):
    notebook.run("import matplotlib.pyplot as plt")
    name = "harness.output.first_figure"
    monkeypatch.delitem(sys.modules, name, raising=False)
    notebook.session.import_modules(json.dumps([name]))
    assert name in sys.modules
    result = notebook.run("print(plt.get_fignums(), plt.figure().number)")
    assert (result.output, sources(result)) == ("[] 1\n", [])


def test_characters_that_no_font_has_are_told_once_for_the_whole_run(notebook):
    result = notebook.run(
        "import matplotlib.pyplot as plt\nfor _ in range(2):\n    plt.title('日本語'); plt.xlabel('日付'); plt.show()"
    )
    first, second, note = result.transcript
    assert (first, second, note.count("\n")) == ("<figure>", "<figure>", 1)
    assert "drawn as empty boxes: " in note
    assert set("日本語付") <= set(note)
    assert notebook.run("plt.title('plain');").transcript == ["<figure>"]
    assert notebook.run("import warnings\nwarnings.simplefilter('ignore')\nplt.title('日');").transcript == ["<figure>"]


@pytest.fixture
def dense_screen(notebook):
    notebook.session.set_pixel_ratio(2)
    yield
    notebook.session.set_pixel_ratio(1)


def pixels(shown):
    """Give the size of a picture, and its pixels for each one of the page."""
    image = picture(shown)
    return image.size, image.text.get("Pixel-Ratio")


@pytest.mark.usefixtures("dense_screen")
@pytest.mark.parametrize(
    ("make", "expected"),
    [
        ("plt.figure(figsize=(4, 3))", ((800, 600), "2")),
        ("plt.figure(figsize=(15, 6))", ((2000, 800), "1.33333")),
        ("plt.figure(figsize=(30, 6))", ((2000, 400), None)),
    ],
)
def test_a_figure_for_a_dense_screen_has_more_pixels_as_far_as_the_limit_allows(notebook, make, expected):
    result = notebook.run(f"import matplotlib.pyplot as plt\n{make}.text(0, 0, 'x');\nplt.show()\nf = {make}\nf")
    assert [pixels(shown) for shown in result.shown] == [expected, expected]


RETINA = (
    "%config InlineBackend.figure_format = 'retina'",
    "%config InlineBackend.figure_formats = {'retina', 'svg'}",
    "from IPython.display import set_matplotlib_formats\nset_matplotlib_formats('retina')",
    "from matplotlib_inline.backend_inline import set_matplotlib_formats\nset_matplotlib_formats('png2x', quality=90)",
)


@pytest.mark.parametrize("choice", RETINA)
def test_code_that_asks_for_retina_gets_it_for_the_session(notebook, choice):
    notebook.run(choice)
    draw = "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1)).text(0, 0, 'x');"
    assert pixels(notebook.run(draw).shown[0]) == ((400, 200), "2")
    notebook.run("%config InlineBackend.figure_format = 'png'")
    assert pixels(notebook.run(draw).shown[0]) == ((200, 100), None)


def test_the_file_that_code_saves_has_the_resolution_that_it_asks_for(notebook, dense_screen):
    result = notebook.run("import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1)).savefig('a.png', dpi=50)")
    assert pixels(result.shown[-1]) == ((100, 50), None)
