"""Animations of matplotlib as moving pictures.

They are GIFs: there is no ffmpeg for films, and the page runs no scripts, which matplotlib's own player is made of.
"""

import io
import sys
from base64 import b64encode
from functools import wraps
from importlib import import_module
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary, WeakSet, ref

from ..errors.failure import format_traceback
from ..import_hooks import after_import
from ..limits import LIMITS
from .figure_drawing import MAX_SIDE_LENGTH

MAX_DRAWING_TIME = 10_000
"""Milliseconds in which the frames of an animation are drawn; it has those that are ready then."""

_SHORTEST_FRAME = 20
"""Milliseconds. Browsers show shorter frames for longer, as if their duration were missing."""

_CUT_OFF = (
    "The moving picture has the first {} frames of the animation: drawing more would take longer than {} s. "
    "Draw fewer of them, or simpler ones."
)
_TOO_LARGE = "Video too large to embed."
"""What matplotlib gives in this case."""

_drawn: WeakKeyDictionary[Any, dict[tuple[float, bool, int], bytes]] = WeakKeyDictionary()
"""Moving pictures by animation, and by how they are played. A generator gives its frames only once."""
_waiting: WeakKeyDictionary[Any, ref[Any]] = WeakKeyDictionary()
"""Animations of which code has made nothing yet, by figure."""
_shown_moving: WeakSet[Any] = WeakSet()
"""Figures of which code has got a moving picture."""


class _EnoughFramesError(Exception):
    """Ends the drawing of frames."""


def connect_animations() -> None:
    """Let animations give moving pictures in place of films and scripts."""

    def connect(module: Any) -> None:
        animation_class = module.Animation
        initialize, save = animation_class.__init__, animation_class.save

        @wraps(initialize)
        def remember(self: Any, fig: Any, *arguments: Any, **options: Any) -> None:
            initialize(self, fig, *arguments, **options)
            _waiting[fig] = ref(self)

        @wraps(save)
        def save_it(self: Any, *arguments: Any, **options: Any) -> None:
            _waiting.pop(self._fig, None)
            save(self, *arguments, **options)

        def to_jshtml(self: Any, fps: Any = None, embed_frames: object = True, default_mode: Any = None) -> str:
            """Give the animation as HTML with a moving picture."""
            return _html(moving_picture(self, fps, None if default_mode is None else default_mode != "once"))

        def to_html5_video(self: Any, embed_limit: Any = None) -> str:
            """Give the animation as HTML with a moving picture of at most ``embed_limit`` MB."""
            return _html(moving_picture(self, embed_limit=embed_limit))

        animation_class.__init__, animation_class.save = remember, save_it
        animation_class.to_jshtml = to_jshtml
        animation_class.to_html5_video = to_html5_video

    after_import("matplotlib.animation", connect)


def animation_gif(value: object) -> bytes | None:
    """Give an animation of matplotlib as a GIF. An error of the code that draws its frames is written to stderr."""
    animation_class = getattr(sys.modules.get("matplotlib.animation"), "Animation", None)
    if animation_class is None or not isinstance(value, animation_class):
        return None
    try:
        return moving_picture(value)
    except Exception as error:
        print(format_traceback(error), end="", file=sys.stderr)
        return None


def figure_gif(figure: object) -> bytes | None:
    """Give the animation of a figure as a GIF, if it has one that nothing has been made of yet."""
    waiting = _waiting.get(figure)
    animation = None if waiting is None else waiting()
    return None if animation is None else moving_picture(animation)


def is_shown_moving(figure: object) -> bool:
    """Tell whether code has got a moving picture of a figure. Nobody expects its first frame beside that."""
    return figure in _shown_moving


def moving_picture(
    animation: Any, fps: float | None = None, repeats: bool | None = None, embed_limit: float | None = None
) -> bytes | None:
    """Draw an animation as GIF, with fewer pixels if it would be too large. ``None`` if it has no frames.

    ``fps``: frames per second; by default, those of the animation. ``repeats``: whether it begins again; by default,
    if the animation does. ``embed_limit``: MB; by default, matplotlib's. Pictures have a limit of their own, too.
    """
    interval = 1000 / fps if fps else getattr(animation, "_interval", 200)
    if repeats is None:
        repeats = bool(getattr(animation, "_repeat", getattr(animation, "repeat", True)))
    if embed_limit is None:
        embed_limit = float(sys.modules["matplotlib"].rcParams["animation.embed_limit"])
    largest = min(LIMITS["picture_size"], int(embed_limit * 1024 * 1024))
    drawn = _drawn.setdefault(animation, {})
    manner = (interval, repeats, largest)
    if manner not in drawn:
        encoded = _encode(_draw_frames(animation), interval, repeats, largest)
        if encoded is None:
            return None
        drawn[manner] = encoded
    _shown_moving.add(animation._fig)
    return drawn[manner]


def _draw_frames(animation: Any) -> list[Any]:
    """Draw the frames as images of Pillow, each with a palette of its own."""
    image_module: Any = import_module("PIL.Image")
    frames: list[Any] = []
    end = monotonic() + MAX_DRAWING_TIME / 1000

    class Frames(sys.modules["matplotlib.animation"].AbstractMovieWriter):
        def setup(self, fig: Any, outfile: object, dpi: float | None = None) -> None:
            self.fig, self.dpi = fig, dpi
            # Each frame would be drawn twice.
            fig.canvas.draw_idle = lambda: None

        def grab_frame(self, **options: Any) -> None:
            if monotonic() > end:
                raise _EnoughFramesError
            drawn = io.BytesIO()
            self.fig.savefig(drawn, **{**options, "format": "rgba", "dpi": self.dpi})
            image = image_module.new("RGBA", self.frame_size, "white")
            image.alpha_composite(image_module.frombytes("RGBA", self.frame_size, drawn.getvalue()))
            frames.append(_with_palette(image))

        def finish(self) -> None:
            del self.fig.canvas.draw_idle

    figure = animation._fig
    resolution = min(figure.dpi, MAX_SIDE_LENGTH / max(figure.get_size_inches()))
    try:
        animation.save("animation.gif", writer=Frames(), dpi=resolution)
    except _EnoughFramesError:
        print(_CUT_OFF.format(len(frames), MAX_DRAWING_TIME // 1000), file=sys.stderr)
    return frames


def _encode(frames: list[Any], interval: float, repeats: bool, largest: int) -> bytes | None:
    options: dict[str, object] = {"loop": 0} if repeats else {}
    while frames:
        saved = io.BytesIO()
        duration = max(_SHORTEST_FRAME, int(interval))
        frames[0].save(saved, "GIF", save_all=True, append_images=frames[1:], duration=duration, **options)
        if saved.tell() <= largest:
            return saved.getvalue()
        if min(frames[0].size) < 2:
            return None
        frames = [_with_palette(frame.convert("RGB").reduce(2)) for frame in frames]
    return None


def _with_palette(image: Any) -> Any:
    # Pillow's default takes seven times as long, for a difference that nobody sees.
    return image.convert("RGB").quantize(method=sys.modules["PIL.Image"].Quantize.FASTOCTREE)


def _html(gif: bytes | None) -> str:
    if gif is None:
        return _TOO_LARGE
    return f'<img alt="Animation" src="data:image/gif;base64,{b64encode(gif).decode()}">'
