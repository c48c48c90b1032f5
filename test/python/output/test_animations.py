"""Animations of matplotlib move, whichever way code shows them."""

import io
from base64 import b64decode

import pytest
from PIL import Image

ANIMATION = (
    "import matplotlib.pyplot as plt\nfrom matplotlib.animation import ArtistAnimation, FuncAnimation\n"
    "from IPython.display import HTML\n"
    "fig, ax = plt.subplots(figsize=(2, 1), dpi=50)\nline, = ax.plot([0, 1], [0, 1])\n"
    "def step(n):\n    line.set_ydata([0, n / 3])\n    return line,\n"
)
MOVING = f"{ANIMATION}ani = FuncAnimation(fig, step, frames=3, interval=100, blit=True)\n"


def shown_by(result):
    return [(shown.source, sorted(shown.data)) for shown in result.shown]


def gif_of(shown):
    return Image.open(io.BytesIO(b64decode(shown.data["image/gif"], validate=True)))


def played(shown):
    """Frames and milliseconds of each."""
    gif = gif_of(shown)
    return gif.n_frames, gif.info["duration"]


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("ani", "result"),
        ("display(ani)", "display"),
        ("HTML(ani.to_jshtml())", "result"),
        ("HTML(ani.to_html5_video())", "result"),
        ("display(HTML(ani.to_jshtml()))", "display"),
        ("plt.rcParams['animation.html'] = 'jshtml'\nani", "result"),
        ("plt.show()", "figure"),
        ("None", "figure"),
        ("html = ani.to_jshtml()\nplt.close()\nHTML(html)", "result"),
    ],
)
def test_it_is_shown_once_and_moves(notebook, code, source):
    result = notebook.run(MOVING + code)
    assert shown_by(result) == [(source, ["image/gif", "text/plain"])]
    assert gif_of(result.shown[0]).size == (100, 50)
    assert played(result.shown[0]) == (3, 100)
    assert result.files == []


def test_pictures_that_are_played_one_after_the_other_move_too(notebook):
    pictures = "ArtistAnimation(fig, [[ax.text(0, 0, str(n))] for n in range(4)], interval=50)"
    (shown,) = notebook.run(f"{ANIMATION}ani = {pictures}\nani").shown
    assert played(shown) == (4, 50)


def test_a_later_cell_shows_it_again_also_if_its_frames_come_only_once(notebook):
    notebook.run(f"{ANIMATION}ani = FuncAnimation(fig, step, frames=iter([1, 2, 3]), save_count=3, repeat=False)")
    (shown,) = notebook.run("ani").shown
    assert gif_of(shown).n_frames == 2


@pytest.mark.parametrize(
    ("given", "loops"),
    [("", True), ("default_mode='once'", False), ("fps=20", True), ("fps=2000", True)],
)
def test_the_speed_and_the_repetition_are_those_that_code_asks_for(notebook, given, loops):
    (shown,) = notebook.run(f"{MOVING}HTML(ani.to_jshtml({given}))").shown
    assert gif_of(shown).info["duration"] == {"fps=20": 50, "fps=2000": 20}.get(given, 100)
    assert ("loop" in gif_of(shown).info) is loops


def test_an_animation_that_ends_is_played_once(notebook):
    (shown,) = notebook.run(f"{ANIMATION}ani = FuncAnimation(fig, step, frames=3, repeat=False)\nani").shown
    assert "loop" not in gif_of(shown).info


def test_one_that_would_be_too_large_has_fewer_pixels(notebook):
    (shown,) = notebook.run(f"{MOVING}HTML(ani.to_html5_video(embed_limit=0.0008))").shown
    assert max(gif_of(shown).size) < 100
    (shown,) = notebook.run("HTML(ani.to_html5_video(embed_limit=0))").shown
    assert shown.data["text/html"] == "Video too large to embed."


def test_one_that_takes_too_long_to_draw_is_cut_off_and_says_so(notebook, monkeypatch):
    from harness.representations import animations

    now = iter([0, 0, 0, 99])
    monkeypatch.setattr(animations, "monotonic", lambda: next(now))
    result = notebook.run(f"{MOVING}ani")
    assert gif_of(result.shown[0]).n_frames == 2
    assert "has the first 2 frames of the animation" in result.output


def test_of_a_run_that_timed_out_there_is_time_for_the_first_frame_alone(notebook):
    result = notebook.run(f"{MOVING}import signal\nsignal.raise_signal(50)")
    assert result.status == "timeout"
    assert [(shown.source, "image/png" in shown.data) for shown in result.shown] == [("figure", True)]


def test_an_error_in_the_code_that_draws_is_shown_and_the_figure_stays(notebook):
    result = notebook.run(f"{ANIMATION}ani = FuncAnimation(fig, lambda n: [1 / 0], frames=3)\nani")
    assert "ZeroDivisionError" in result.output
    assert "harness" not in result.output
    assert shown_by(result)[0] == ("result", ["text/plain"])
    error = notebook.run("ani.to_jshtml()").error
    assert error.type == "ZeroDivisionError"


def test_an_animation_that_code_saves_leaves_its_figure_as_it_is(notebook):
    result = notebook.run(f"{MOVING}ani.save('a.gif', writer='pillow')")
    assert [(shown.source, "image/gif" in shown.data) for shown in result.shown] == [("figure", False), ("file", True)]


def test_a_film_that_needs_ffmpeg_gets_a_hint(notebook):
    for given in ("'a.mp4'", "'a.mp4', writer=FFMpegWriter()"):
        error = notebook.run(f"{MOVING}from matplotlib.animation import FFMpegWriter\nani.save({given})").error
        assert "ani.save('animation.gif', writer='pillow')" in error.hint


def test_a_picture_in_html_is_a_picture_for_models_too(notebook):
    picture = '<img src="data:image/png;base64,iVBORw0KGgo=">'
    forms = notebook.run(f"from IPython.display import HTML\nHTML('{picture}')").shown[0].data
    assert forms == {"text/plain": "<IPython.display.HTML object>", "image/png": "iVBORw0KGgo="}
    wide = picture.replace("<img", "<img width=10")
    assert notebook.run(f"HTML('{wide}')").shown[0].data["text/html"] == wide
