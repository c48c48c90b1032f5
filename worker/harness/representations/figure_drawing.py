"""Figures of matplotlib as PNG, with more pixels than they take on the page if its screen shows them."""

import io
from dataclasses import dataclass
from typing import Any

from ..limits import LIMITS

MAX_SIDE_LENGTH = 2000
"""Pixels of an image or a figure that is shown; a larger one is scaled down."""

_RETINA = 2.0
_RETINA_FORMATS = ("retina", "png2x")
"""The names of IPython for figures with twice as many pixels in each direction."""

_PIXEL_RATIO = "Pixel-Ratio"
"""The keyword of the text in a PNG that tells it. ``src/pictures/displaySize.ts`` reads it."""


@dataclass
class _Resolution:
    """Pixels for each one that a figure takes on the page, in each direction."""

    of_page: float = 1.0
    of_code: float = 1.0


_resolution = _Resolution()


def set_pixel_ratio(ratio: float) -> None:
    """Set how many pixels the page wants."""
    _resolution.of_page = ratio


def choose_formats(*formats: object, **_options: object) -> None:
    """Do what ``set_matplotlib_formats`` of IPython does for PNG: ``'retina'`` draws with twice as many pixels."""
    _resolution.of_code = _RETINA if any(name in _RETINA_FORMATS for name in formats) else 1.0


def draw_figure(figure: Any) -> bytes:
    """Draw a figure as PNG, with fewer pixels if there would be too many.

    It takes as much of the page as with its own resolution.
    """
    own = min(figure.dpi, MAX_SIDE_LENGTH / max(figure.get_size_inches()))
    ratio = max(_resolution.of_page, _resolution.of_code)
    resolution = min(own * ratio, MAX_SIDE_LENGTH / max(figure.get_size_inches()))
    while True:
        drawn = io.BytesIO()
        metadata = {_PIXEL_RATIO: f"{resolution / own:.6g}"} if resolution > own else None
        figure.savefig(drawn, format="png", dpi=resolution, metadata=metadata)
        if drawn.tell() <= LIMITS["picture_size"]:
            return drawn.getvalue()
        resolution /= 2
