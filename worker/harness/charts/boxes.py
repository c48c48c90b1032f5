"""Box plots: matplotlib keeps no numbers of them, so that they are read from what was drawn."""

from math import isclose
from typing import Any, NamedTuple

from .axis import Axis

_CORNERS = {5: 2, 6: 2, 11: 5, 12: 5}
"""The corners of a box, a plain one or one with notches: which one is the first at the other end."""

_MAX_OUTLIERS = 100
"""Outliers of one box."""


class _Line(NamedTuple):
    """What ``boxplot`` draws, with the places of the boxes as ``across`` and their values as ``along``."""

    across: list[float]
    along: list[float]
    is_marked: bool

    @property
    def middle(self) -> float:
        return (min(self.across) + max(self.across)) / 2

    @property
    def width(self) -> float:
        return max(self.across) - min(self.across)


def box_elements(axes: Any, x: Axis, y: Axis) -> tuple[list[dict[str, Any]], bool]:
    """Describe the boxes of axes, and tell whether they lie."""
    upright = _boxes(axes, lie=False)
    boxes = upright or _boxes(axes, lie=True)
    if not boxes:
        return [], False
    labels = (x if upright else y).categories([span for span, _ in boxes])
    return [{"label": label, **numbers} for label, (_, numbers) in zip(labels, boxes, strict=True)], not upright


def _boxes(axes: Any, lie: bool) -> list[tuple[tuple[float, float], dict[str, Any]]]:
    closed = [line for line in axes.lines if len(line.get_xdata()) in _CORNERS]
    paths = [patch.get_path().vertices for patch in axes.patches if type(patch).__name__ == "PathPatch"]
    outlines = [_line(line.get_data(orig=False), lie) for line in closed]
    outlines += [_line((path[:, 0], path[:, 1]), lie) for path in paths if len(path) in _CORNERS]
    if not outlines:
        return []
    others = [line for line in axes.lines if len(line.get_xdata()) == 2 or line.get_linestyle() == "None"]
    lines = [_line(line.get_data(orig=False), lie, line.get_linestyle() == "None") for line in others]
    found = ((_span(outline), _numbers(outline, lines)) for outline in outlines)
    # Code that draws boxes twice, to colour them, means them once.
    return list({span: (span, numbers) for span, numbers in found if numbers is not None}.values())


def _line(places: tuple[Any, Any], lies: bool, is_marked: bool = False) -> _Line:
    across, along = reversed(places) if lies else places
    return _Line([float(each) for each in across], [float(each) for each in along], is_marked)


def _span(outline: _Line) -> tuple[float, float]:
    return min(outline.across), max(outline.across)


def _numbers(outline: _Line, lines: list[_Line]) -> dict[str, Any] | None:
    """Read a box: two whiskers that touch it, a line through it, and points beyond. ``None`` if it is no box."""
    first, third = outline.along[0], outline.along[_CORNERS[len(outline.along)]]
    own = [line for line in lines if line.across and isclose(line.middle, outline.middle, abs_tol=outline.width / 1e6)]
    flat = [line for line in own if line.width > 0 and line.along[0] == line.along[-1]]
    upright = [line for line in own if line.width == 0 and not line.is_marked]
    lower = [min(line.along) for line in upright if max(line.along) == first]
    upper = [max(line.along) for line in upright if min(line.along) == third]
    if not (lower and upper and flat):
        return None
    # The ends of the whiskers are drawn before the median, and a line for the mean after it.
    has_ends = len(flat) > 2 and (flat[0].along[0], flat[1].along[0]) == (lower[0], upper[0])
    median = flat[2 if has_ends else 0]
    beyond = (value for line in own if line.is_marked for value in line.along)
    return {
        "min": lower[0],
        "first_quartile": first,
        "median": median.along[0],
        "third_quartile": third,
        "max": upper[0],
        "outliers": [value for value in beyond if value < lower[0] or value > upper[0]][:_MAX_OUTLIERS],
    }
