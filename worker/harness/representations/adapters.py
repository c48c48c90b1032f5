"""Forms of values whose classes offer none themselves, or one that is too large.

Only packages that are imported already are looked at: there are no values of others, and importing one takes seconds.
"""

import io
import sys
import warnings
from collections.abc import Callable, Iterable
from typing import Any

from ..limits import LIMITS
from .animations import animation_gif
from .cursors import CursorRows
from .figure_drawing import MAX_SIDE_LENGTH, draw_figure

CHART_MIME_TYPE = "application/vnd.glovebox.chart+json"
"""As in ``src/protocol.ts``."""
TABLE_MIME_TYPE = "application/vnd.glovebox.table+json"
"""As in ``src/sandbox/tables/tableData.ts``."""

_FRAMES = (
    ("pandas", "DataFrame"),
    ("pandas", "Series"),
    ("polars", "DataFrame"),
    ("polars", "Series"),
    ("pyarrow", "Table"),
)
"""Classes whose values are tables, by library."""

_MAX_FORMULAS = 100
"""Elements of a container that is shown as one formula."""

_PNG_MODES = ("1", "L", "LA", "I", "I;16", "P", "RGB", "RGBA")


def figure_png(value: object) -> bytes | None:
    """Draw a figure of matplotlib."""
    return draw_figure(value) if _is_a(value, "matplotlib.figure", "Figure") else None


def figure_chart(value: object) -> object:
    """Give the data of a figure of matplotlib, after it was drawn."""
    if not _is_a(value, "matplotlib.figure", "Figure"):
        return None
    # Loaded when a figure is shown: few runs need it.
    from ..charts.charts import chart_of

    return chart_of(value)


def pillow_png(value: Any) -> bytes | None:
    """Save an image of Pillow as PNG, a large one scaled down."""
    if not _is_a(value, "PIL.Image", "Image") or getattr(value, "is_animated", False):
        return None
    image = value if value.mode in _PNG_MODES else value.convert("RGB")
    side = MAX_SIDE_LENGTH
    while True:
        if max(image.size) > side:
            image = image.copy()
            image.thumbnail((side, side))
        saved = io.BytesIO()
        image.save(saved, format="PNG")
        if saved.tell() <= LIMITS["picture_size"]:
            return saved.getvalue()
        side = max(image.size) // 2


def pillow_gif(value: Any) -> bytes | None:
    """Save a moving image of Pillow as GIF, all of it."""
    if not _is_a(value, "PIL.Image", "Image") or not getattr(value, "is_animated", False):
        return None
    saved = io.BytesIO()
    value.save(saved, format="GIF", save_all=True)
    return saved.getvalue()


def scaled_down(path: str) -> bytes | None:
    """Give a picture file with more than :data:`MAX_SIDE_LENGTH` pixels in one direction as a PNG with fewer.

    ``None`` if it is small enough, if Pillow can't read it, or if Pillow is not imported: that would take too long.
    """
    image_module = sys.modules.get("PIL.Image")
    if image_module is None:
        return None
    try:
        with warnings.catch_warnings():
            # Pillow warns of pictures that may be meant to fill the memory.
            warnings.simplefilter("error")
            with image_module.open(path) as image:
                return pillow_png(image) if max(image.size) > MAX_SIDE_LENGTH else None
    except Exception:
        # Pillow raises many kinds of exceptions for broken files.
        return None


def sympy_latex(value: object) -> str | None:
    """Typeset an expression of sympy, or a container of some, as ``sympy.init_printing()`` would."""
    sympy = sys.modules.get("sympy")
    if sympy is None or not _is_formula(value, sympy.core._print_helpers.Printable):
        return None
    return f"$\\displaystyle {sympy.latex(value)}$"


def table_description(value: Any) -> dict[str, Any] | None:
    """Describe a table for a page that asks for its rows: a frame of a library, or rows in a list or a dict."""
    if not _may_be_rows(value) and not any(_is_a(value, library, name) for library, name in _FRAMES):
        return None
    # Loaded with the first table: most runs show none.
    from ..tables import registry

    return registry.show(value)


def _may_be_rows(value: Any) -> bool:
    kind = type(value)
    if kind is dict:
        return len(value) > 1 and all(type(column) is list for column in value.values())
    return kind is CursorRows or (kind is list and len(value) > 1)


def _is_a(value: object, module: str, name: str) -> bool:
    found = getattr(sys.modules.get(module), name, None)
    return found is not None and isinstance(value, found)


def _is_formula(value: Any, printable: type) -> bool:
    if isinstance(value, printable):
        return True
    if type(value) is dict:
        return _all_formulas([*value.keys(), *value.values()], printable)
    return type(value) in (list, tuple, set, frozenset) and _all_formulas(value, printable)


def _all_formulas(values: Iterable[object], printable: type) -> bool:
    elements = list(values)
    return 0 < len(elements) <= _MAX_FORMULAS and all(_is_formula(element, printable) for element in elements)


ADAPTERS: tuple[tuple[str, Callable[[object], object]], ...] = (
    (TABLE_MIME_TYPE, table_description),
    ("image/png", figure_png),
    (CHART_MIME_TYPE, figure_chart),
    ("image/png", pillow_png),
    ("image/gif", pillow_gif),
    ("image/gif", animation_gif),
    ("text/latex", sympy_latex),
)
