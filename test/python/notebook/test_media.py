"""What ``IPython.display`` shows besides text, tables and pictures."""

import io
import struct
import wave
from base64 import b64decode

import pytest
from PIL import Image


def forms_of(result):
    assert result.status == "ok", result.output
    return [{name: text for name, text in shown.data.items() if name != "text/plain"} for shown in result.shown]


def read_wav(result):
    with wave.open(io.BytesIO(b64decode(forms_of(result)[0]["audio/wav"]))) as file:
        frames = file.readframes(file.getnframes())
        return file.getframerate(), file.getnchannels(), struct.unpack(f"<{len(frames) // 2}h", frames)


IMPORT = "from IPython.display import *\nimport IPython.display as d\n"


@pytest.mark.parametrize("convert", ["", "import numpy\nsamples = numpy.array(samples)\n"])
def test_samples_are_sound(notebook, convert):
    code = f"samples = [[0, 0.5, -0.5], [0, 0.25, 0.25]]\n{convert}"
    assert read_wav(notebook.run(f"{IMPORT}{code}d.Audio(samples[0], rate=8000)")) == (8000, 1, (0, 32767, -32767))
    stereo = read_wav(notebook.run("d.Audio(samples, rate=44100, normalize=False, autoplay=True)"))
    assert stereo == (44100, 2, (0, 0, 16383, 8191, -16383, 8191))
    assert "rate must be specified" in notebook.run("d.Audio(samples)").error.message
    assert "between -1 and 1" in notebook.run("d.Audio([2], rate=1, normalize=False)").error.message


def test_sound_and_films_are_bytes_or_files(notebook):
    notebook.run(f"{IMPORT}for name in ('a.mp3', 'b.webm', 'c.dat'): open(name, 'wb').write(b'x')")
    code = "display(d.Audio(b'x'), d.Audio('a.mp3'), d.Video('b.webm', width=100), d.Video(b'x', embed=True))\n"
    assert forms_of(notebook.run(f"{code}display(d.Audio(filename='c.dat'))")) == [
        {"audio/wav": "eA=="},
        {"audio/mpeg": "eA=="},
        {"video/webm": "eA=="},
        {"video/mp4": "eA=="},
        {"audio/wav": "eA=="},
    ]
    too_large = notebook.run("d.Video(bytes(17_000_000))").shown[0].data
    assert list(too_large) == ["text/plain"]
    assert "[video/mp4 left out: 22,666,668 characters]" in too_large["text/plain"]


def test_what_is_elsewhere_is_linked(notebook):
    code = (
        "display(d.Audio('https://a.example/b.mp3'), d.YouTubeVideo('abc', 400, 300))\n"
        "display(d.IFrame('https://b.example', 1, 2, q='x y'))"
    )
    addresses = ["https://a.example/b.mp3", "https://www.youtube.com/watch?v=abc", "https://b.example?q=x+y"]
    assert [shown.data for shown in notebook.run(IMPORT + code).shown] == [
        {
            "text/plain": f"Not loaded, since code has no network: {address}",
            "text/markdown": f"Not loaded, since code has no network: <{address}>",
        }
        for address in addresses
    ]


def test_a_page_that_code_wrote_is_shown(notebook):
    result = notebook.run(f"{IMPORT}open('map.html', 'w').write('<b>map</b>')\nd.IFrame('map.html', 700, 500)")
    assert result.shown[0].data == {"text/plain": "map.html", "text/html": "<b>map</b>"}


def test_links_to_files_name_them(notebook):
    notebook.run(f"{IMPORT}import os\nos.makedirs('out/deep')\nfor n in ('a', 'deep/b'): open('out/' + n, 'w').close()")
    result = notebook.run("d.FileLink('./out/a')")
    assert [(shown.source, shown.path, shown.data) for shown in result.shown] == [
        ("display", "out/a", {"text/plain": "out/a"})
    ]
    assert [shown.path for shown in notebook.run("d.FileLinks('out')").shown] == ["out/a", "out/deep/b"]
    assert [shown.path for shown in notebook.run("d.FileLinks('out', recursive=False)").shown] == ["out/a"]
    assert notebook.run("d.FileLink('gone.txt')").output == "Path (gone.txt) doesn't exist.\n"


def test_a_bar_shows_progress_in_one_place(notebook):
    result = notebook.run(f"{IMPORT}for step in d.ProgressBar(2): print(step)")
    assert result.output == "0\n1\n"
    assert [shown.data["text/plain"].split("] ")[1] for shown in result.shown] == ["0/2", "1/2", "2/2"]
    assert len({shown.displayId for shown in result.shown}) == 1
    assert 'max="2" value="2"' in result.shown[-1].data["text/html"]


def test_one_form_can_be_shown(notebook):
    code = (
        "d.display_html('<b>', raw=True)\nd.display_markdown(d.Markdown('*m*'), d.HTML('<i>'))\n"
        "d.publish_display_data({'text/latex': '$x$'}, transient={'display_id': 'one'})"
    )
    result = notebook.run(IMPORT + code)
    assert forms_of(result) == [{"text/html": "<b>"}, {"text/markdown": "*m*"}, {}, {"text/latex": "$x$"}]
    assert result.shown[-1].displayId == "one"


def test_cells_of_markup_are_shown(notebook):
    assert forms_of(notebook.run("%%html\n<b>bold</b>\n")) == [{"text/html": "<b>bold</b>\n"}]
    assert forms_of(notebook.run("%%latex\n$x$")) == [{"text/latex": "$x$"}]
    assert forms_of(notebook.run("%%SVG\n<svg/>")) == [{"image/svg+xml": "<svg/>"}]
    assert "runs no scripts" in notebook.run("%%javascript\nalert(1)").error.hint


def test_pictures_that_move_do(notebook):
    code = (
        "from PIL import Image\na, b = (Image.new('L', (4, 4), c) for c in (0, 255))\n"
        "a.save('a.gif', save_all=True, append_images=[b])\nmoving = Image.open('a.gif')\nmoving"
    )
    shown, saved = forms_of(notebook.run(code))
    pictures = (Image.open(io.BytesIO(b64decode(form["image/gif"]))) for form in (shown, saved))
    assert [getattr(picture, "n_frames", 1) for picture in pictures] == [2, 2]


def test_an_animation_is_saved_and_a_document_is_named(notebook):
    code = (
        "import matplotlib.pyplot as plt\nfrom matplotlib.animation import FuncAnimation\n"
        "fig, ax = plt.subplots(figsize=(1, 1))\n"
        "line, = ax.plot([0, 1], [0, 1])\ndef step(n):\n    line.set_ydata([0, n])\n    return line,\n"
        "FuncAnimation(fig, step, frames=3).save('a.gif', writer='pillow')\nfig.savefig('a.pdf')\nplt.close(fig)"
    )
    gif, document = notebook.run(code).shown
    assert (gif.path, list(gif.data)) == ("a.gif", ["text/plain", "image/gif"])
    assert (document.source, document.path, document.data) == ("file", "a.pdf", {"text/plain": "a.pdf"})


def test_figures_that_are_shown_in_a_loop_come_once_and_in_order(notebook):
    code = "import matplotlib.pyplot as plt\nfor n in range(3):\n    plt.plot([n])\n    plt.show()\n    print(n)"
    assert notebook.run(code).transcript == ["<figure>", "0\n", "<figure>", "1\n", "<figure>", "2\n"]
