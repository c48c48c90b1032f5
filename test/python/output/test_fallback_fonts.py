"""Characters that matplotlib's fonts have not are drawn with a font of the page."""

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from test_figures import picture

PLOT = "import matplotlib.pyplot as plt\nfigure = plt.figure(figsize=(2, 1))\n"


def draw_square(pen):
    pen.moveTo((100, 0))
    for corner in ((100, 700), (800, 700), (800, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen


def write_font(path, name, characters, outlines="truetype"):
    """Write a font in which all characters are black squares."""
    names = [".notdef", *(f"u{ord(character):04X}" for character in characters)]
    font = FontBuilder(1000, isTTF=outlines == "truetype")
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(character): f"u{ord(character):04X}" for character in characters})
    if outlines == "truetype":
        font.setupGlyf({glyph: draw_square(TTGlyphPen(None)).glyph() for glyph in names})
    else:
        strings = {glyph: draw_square(T2CharStringPen(900, None)).getCharString() for glyph in names}
        font.setupCFF(name, {}, strings, {})
    font.setupHorizontalMetrics(dict.fromkeys(names, (900, 100)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    font.setupOS2()
    font.setupPost()
    font.save(path)
    return path


@pytest.fixture(params=["truetype", "cff"])
def squares(request, tmp_path, notebook, jspi):
    """Have the page offer a font with squares for 温度."""
    path = write_font(tmp_path / "squares.otf", "Squares", "温度", request.param)
    notebook.host.fonts["温度"] = path
    return path


def black_pixels(image):
    return sum(image.convert("L").histogram()[:64])


def test_a_label_is_drawn_with_a_font_that_is_fetched_once(notebook, squares):
    result = notebook.run(PLOT + "figure.text(0.1, 0.5, '温温度', fontsize=20);")
    assert result.transcript == ["<figure>"]
    # An empty box has less than a tenth of the pixels of a square.
    assert black_pixels(picture(result.shown[0])) > 3 * 300
    again = notebook.run(PLOT + "figure.text(0.1, 0.5, '度温', fontsize=20);")
    assert black_pixels(picture(again.shown[0])) > 2 * 300
    assert notebook.host.asked == ["温度"]


def test_ticks_legends_and_text_around_a_formula_are_drawn_with_it(notebook, squares):
    result = notebook.run(
        "import matplotlib.pyplot as plt\n"
        "plt.bar(['温', '度'], [1, 2], label='温度')\nplt.legend()\nplt.ylabel('温度 ($^\\\\circ$C)')\nplt.show()"
    )
    assert result.transcript == ["<figure>"]


@pytest.mark.parametrize("kind", ["svg", "pdf", "ps"])
def test_files_are_drawn_with_it_too(notebook, squares, kind):
    result = notebook.run(PLOT + f"figure.text(0.1, 0.5, '温度')\nfigure.savefig('plot.{kind}')\nplt.close()")
    assert result.output == ""
    assert [file["path"] for file in result.files] == [f"plot.{kind}"]


def test_a_font_that_the_user_has_added_comes_first(notebook, jspi, tmp_path):
    own = write_font(tmp_path / "own.ttf", "Own", "温度")
    notebook.host.fonts["温度"] = own
    notebook.run(
        f"import matplotlib\nmatplotlib.font_manager.fontManager.addfont({str(own)!r})\n"
        + PLOT
        + "figure.text(0.1, 0.5, '温度', family=['DejaVu Sans', 'Own']);"
    )
    assert notebook.host.asked == []


def test_characters_that_the_page_has_no_font_for_are_named(notebook, squares):
    result = notebook.run(PLOT + "figure.text(0.1, 0.5, '温日');")
    assert result.transcript[1].endswith('plt.rcParams["font.family"].\n')
    assert "drawn as empty boxes: 日. " in result.transcript[1]


def test_a_font_that_cant_be_downloaded_is_said_and_asked_for_again_by_the_next_run(notebook, squares):
    notebook.host.fonts["温度"] = RuntimeError("The page's font for them can't be downloaded: offline?")
    code = PLOT + "figure.text(0.1, 0.5, '温');"
    assert notebook.run(code).output.endswith("The page's font for them can't be downloaded: offline?\n")
    notebook.host.fonts["温度"] = squares
    assert notebook.run(code).output == ""


def test_no_font_is_asked_for_where_python_cannot_wait(notebook, tmp_path):
    notebook.host.fonts["温"] = write_font(tmp_path / "squares.ttf", "Squares", "温")
    assert "drawn as empty boxes: 温. " in notebook.run(PLOT + "figure.text(0.1, 0.5, '温');").output
    assert notebook.host.asked == []
