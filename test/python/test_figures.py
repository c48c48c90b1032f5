"""Figures of matplotlib are shown, whichever code draws them."""

import io
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
