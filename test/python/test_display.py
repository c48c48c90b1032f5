"""Values come in every form that they have."""

import io
import json
from base64 import b64decode

import pytest
from PIL import Image


def form_of(result, mime_type):
    (shown,) = result.shown
    return shown.data[mime_type]


def picture(data):
    image = Image.open(io.BytesIO(b64decode(data, validate=True)))
    image.load()
    return image


@pytest.mark.parametrize(
    ("method", "mime_type", "value", "expected"),
    [
        ("_repr_html_", "text/html", "'<b>x</b>'", "<b>x</b>"),
        ("_repr_markdown_", "text/markdown", "'**x**'", "**x**"),
        ("_repr_latex_", "text/latex", "'$x$'", "$x$"),
        ("_repr_svg_", "image/svg+xml", "'<svg/>'", "<svg/>"),
        ("_repr_png_", "image/png", "b'\\x89PNG'", "iVBORw=="),
        ("_repr_png_", "image/png", "'iVBO\\nRw=='", "iVBORw=="),
        ("_repr_jpeg_", "image/jpeg", "b'\\xff\\xd8'", "/9g="),
        ("_repr_jpeg_", "image/jpeg", "(b'\\xff\\xd8', {'width': 1})", "/9g="),
        ("_repr_json_", "application/json", "{'a': [1]}", '{"a": [1]}'),
        ("_repr_html_", "text/html", "('<b>x</b>', {'isolated': True})", "<b>x</b>"),
    ],
)
def test_each_method_of_the_notebook_protocol_gives_its_form(notebook, method, mime_type, value, expected):
    result = notebook.run(f"class Rich:\n    def {method}(self):\n        return {value}\nRich()")
    assert form_of(result, mime_type) == expected
    assert form_of(result, "text/plain").startswith("<__main__.Rich object at ")


@pytest.mark.parametrize("body", ["return None", "raise ValueError", "return 5", "return b'\\xff', 1, 2"])
def test_a_method_that_gives_nothing_of_use_is_passed_over(notebook, body):
    result = notebook.run(
        f"class Odd:\n    def _repr_html_(self):\n        {body}\n    def __repr__(self):\n        return 'Odd'\nOdd()"
    )
    assert (result.status, result.shown[0].data) == ("ok", {"text/plain": "Odd"})


def test_a_mimebundle_and_single_methods_add_up(notebook):
    code = """
class Rich:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": "text", "text/html": "<b>", "application/vnd.thing+json": {"a": 1}, "text/odd": None}, {}
    def _repr_html_(self):
        return "not this"
    def _repr_latex_(self):
        return "$x$"
Rich()"""
    assert notebook.run(code).shown[0].data == {
        "text/plain": "text",
        "text/html": "<b>",
        "application/vnd.thing+json": '{"a": 1}',
        "text/latex": "$x$",
    }


def test_a_class_and_a_mock_have_no_forms_but_text(notebook):
    assert list(notebook.run("import pandas\npandas.DataFrame").shown[0].data) == ["text/plain"]
    assert list(notebook.run("from unittest.mock import Mock\nMock()").shown[0].data) == ["text/plain"]


def test_display_shows_values_in_order_with_what_is_printed(notebook):
    result = notebook.run("print('a', end='')\ndisplay(1, 'two')\nprint('b', end='')\ndisplay(None)\nprint('c')")
    assert result.transcript == ["a", "<display>", "<display>", "b", "<display>", "c\n"]
    assert [shown.data["text/plain"] for shown in result.shown] == ["1", "'two'", "None"]


def test_display_can_be_told_which_forms(notebook):
    notebook.run("class Rich:\n    def _repr_html_(self): return '<b>'\n    def _repr_latex_(self): return '$x$'")
    assert list(notebook.run("display(Rich(), include=['text/latex'])").shown[0].data) == ["text/plain", "text/latex"]
    assert list(notebook.run("display(Rich(), exclude=['text/latex'])").shown[0].data) == ["text/plain", "text/html"]


def test_display_takes_raw_bundles_and_gives_handles(notebook):
    result = notebook.run("display({'text/html': '<b>'}, raw=True)\nh = display(1, display_id=True)\nh.update(2)")
    assert [shown.data.get("text/html") or shown.data["text/plain"] for shown in result.shown] == ["<b>", "1", "2"]


def test_an_update_of_a_display_is_shown_in_its_place_and_has_no_value_of_its_own(notebook):
    result = notebook.run(
        "from IPython.display import display, update_display\n"
        "display('one', display_id='bar');\nupdate_display('two', display_id='bar')"
    )
    assert [(shown.source, shown.data["text/plain"], shown.displayId) for shown in result.shown] == [
        ("display", "'one'", "bar"),
        ("display", "'two'", "bar"),
    ]
    first, second, third = notebook.run("h = display(1, display_id=True)\nh.update(2)\nh.display(3)").shown
    assert first.displayId == second.displayId == third.displayId
    assert notebook.run("display(1)").shown[0].displayId is None


def test_an_object_that_displays_itself_does(notebook):
    code = "class Own:\n    def _ipython_display_(self):\n        print('own')\nOwn()"
    assert notebook.run(code).transcript == ["own\n"]


def test_what_notebooks_import_from_ipython_is_there_without_it(notebook):
    result = notebook.run(
        "from IPython.display import display, HTML, Markdown, Latex, Image, SVG, JSON, Math, Javascript, clear_output\n"
        "import IPython.display as d\nfrom IPython import get_ipython\nfrom IPython.core.display import HTML as H\n"
        "for value in (HTML('<b>'), Markdown('*m*'), Latex('$l$'), SVG('<svg/>'), JSON({'a': 1}), Math('x^2')):\n"
        "    display(value)\n"
        "print(get_ipython(), H is HTML, d.HTML is HTML)"
    )
    forms = [{name: text for name, text in shown.data.items() if name != "text/plain"} for shown in result.shown]
    assert forms == [
        {"text/html": "<b>"},
        {"text/markdown": "*m*"},
        {"text/latex": "$l$"},
        {"image/svg+xml": "<svg/>"},
        {"application/json": '{"a": 1}'},
        {"text/latex": "$\\displaystyle x^2$"},
    ]
    assert result.shown[0].data["text/plain"] == "<IPython.display.HTML object>"
    assert result.output == "None True True\n"


def test_ipython_is_there_before_the_first_run_so_that_the_page_loads_no_package_for_it(notebook):
    from importlib.util import find_spec

    assert find_spec("IPython") is not None


def test_output_is_cleared_after_what_was_printed_before(notebook):
    notebook.run("from IPython.display import clear_output")
    code = "print('a', end='')\nclear_output()\nprint('b')\nclear_output(wait=True)"
    assert notebook.run(code).transcript == ["a", "<clear>", "b\n", "<clear, when more comes>"]


def test_javascript_is_shown_by_name_only(notebook):
    result = notebook.run("from IPython.display import Javascript\nJavascript('alert(1)')")
    assert result.shown[0].data == {"text/plain": "<IPython.display.Javascript object>"}


def test_a_real_ipython_goes_before_ours(notebook, tmp_path, monkeypatch):
    import sys

    for name in ("IPython", "IPython.display"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    (tmp_path / "IPython").mkdir()
    (tmp_path / "IPython" / "__init__.py").write_text("real = True")
    monkeypatch.syspath_prepend(tmp_path)
    assert notebook.run("import IPython\nprint(IPython.real)").output == "True\n"
    monkeypatch.delitem(sys.modules, "IPython")


def test_an_image_of_ipython_takes_bytes_and_file_names(notebook):
    code = """
from PIL import Image as P
P.new("RGB", (3, 2)).save("small.png"); P.new("RGB", (3, 2)).save("small.jpg")
from IPython.display import Image
display(Image("small.png"), Image(filename="small.jpg"), Image(open("small.jpg", "rb").read()), Image(url="data:,"))"""
    shown = [shown.data for shown in notebook.run(code).shown if shown.source == "display"]
    assert [list(data)[1] for data in shown] == ["image/png", "image/jpeg", "image/jpeg", "text/html"]
    assert picture(shown[0]["image/png"]).size == (3, 2)


def test_a_data_frame_is_html_and_text(notebook):
    result = notebook.run("import pandas as pd\npd.DataFrame({'a': [1, 2]})")
    assert "<table" in form_of(result, "text/html")
    assert form_of(result, "text/plain") == "   a\n0  1\n1  2"


def test_an_array_is_text(notebook):
    assert notebook.run("import numpy as np\nnp.eye(2)").shown[0].data == {
        "text/plain": "array([[1., 0.],\n       [0., 1.]])"
    }


def test_a_picture_is_png(notebook):
    result = notebook.run("from PIL import Image\nImage.new('RGB', (40, 30), 'red')")
    assert picture(form_of(result, "image/png")).size == (40, 30)
    assert form_of(result, "text/plain").startswith("<PIL.Image.Image")


@pytest.mark.parametrize("mode", ["CMYK", "F", "HSV", "LAB", "YCbCr", "1", "P", "I;16"])
def test_a_picture_in_any_mode_is_png(notebook, mode):
    result = notebook.run(f"from PIL import Image\nImage.new({mode!r}, (4, 3))")
    assert picture(form_of(result, "image/png")).size == (4, 3)


def test_a_large_picture_is_scaled_down_and_stays_as_it_is_in_python(notebook):
    result = notebook.run("from PIL import Image\nlarge = Image.new('RGB', (4000, 1000))\nlarge")
    assert picture(form_of(result, "image/png")).size == (2000, 500)
    assert notebook.run("print(large.size)").output == "(4000, 1000)\n"


def test_a_picture_of_noise_is_scaled_until_it_is_small_enough(notebook):
    result = notebook.run(
        "import numpy as np\nfrom PIL import Image\n"
        "Image.fromarray(np.random.default_rng(1).integers(0, 256, (2000, 2000, 3), dtype='uint8'))"
    )
    assert picture(form_of(result, "image/png")).size == (1000, 1000)


def test_show_of_a_picture_shows_it_here(notebook):
    result = notebook.run("from PIL import Image\nImage.new('RGB', (4, 3)).show()\nprint('after')")
    assert result.transcript == ["<display>", "after\n"]
    assert picture(result.shown[0].data["image/png"]).size == (4, 3)


def test_an_expression_of_sympy_is_latex(notebook):
    notebook.run("import sympy as sp\nx = sp.symbols('x')")
    assert form_of(notebook.run("sp.sqrt(x) / 2"), "text/latex") == "$\\displaystyle \\frac{\\sqrt{x}}{2}$"
    assert "matrix" in form_of(notebook.run("sp.Matrix([[1, x]])"), "text/latex")
    solutions = notebook.run("sp.solve(x**2 - 2)")
    assert "\\sqrt{2}" in form_of(solutions, "text/latex")
    assert form_of(solutions, "text/plain") == "[-sqrt(2), sqrt(2)]"
    assert list(notebook.run("[1, 2]").shown[0].data) == ["text/plain"]


def test_html_beyond_a_mebibyte_is_left_out_and_the_text_says_so(notebook):
    result = notebook.run("from IPython.display import HTML\nHTML('x' * 1_100_000)")
    assert result.shown[0].data == {
        "text/plain": "<IPython.display.HTML object>\n[text/html left out: 1,100,000 characters]"
    }


def test_json_that_cannot_be_is_left_out(notebook):
    result = notebook.run("from IPython.display import JSON\nJSON({'a': object()})")
    assert list(result.shown[0].data) == ["text/plain"]


def test_every_form_is_text_that_json_can_carry(notebook):
    data = notebook.run("class Odd:\n    def _repr_html_(self): return '\\ud800 \\x00 é'\nOdd()").shown[0].data
    assert json.loads(json.dumps(data))["text/html"] == "\ud800 \x00 é"


RAW = "{'text/plain': 'hello', 'text/html; charset=utf-8': '<b>x', 'note': 'x', 5: 'x'}"


@pytest.mark.parametrize(
    "code",
    [
        f"display({RAW}, raw=True)",
        f"class Shown:\n    def _repr_mimebundle_(self, **_): return {RAW}\ndisplay(Shown())",
    ],
)
def test_forms_are_shown_by_mime_types_without_parameters_and_others_are_left_out(notebook, code):
    assert notebook.run(code).shown[0].data == {"text/plain": "hello", "text/html": "<b>x"}
