"""Series of points: lines, and points that nothing connects."""

import sys
from collections.abc import Iterable
from typing import Any, NamedTuple

from .axis import Axis, given_label, value_of


class Series(NamedTuple):
    """The places of a series, before they are made JSON."""

    label: Any
    xs: Any
    ys: Any
    is_connected: bool = False
    x_axis: Axis | None = None
    """Names the values of places that are numbers, and so does ``y_axis``."""
    y_axis: Axis | None = None


def line_series(axes: Any, without_straight: bool) -> list[Series]:
    """Collect the lines, except those that mark a limit, an error or the end of an error bar."""
    labels, marks = _containers(axes.containers)
    lines = [line for line in axes.lines if line not in marks and _is_data(line, axes)]
    found: list[Series] = []
    for line in lines:
        xs, ys = line.get_data(orig=True)
        is_connected = line.get_linestyle() not in ("None", "none", " ", "")
        if is_connected and without_straight and _is_straight(line):
            continue
        found.append(Series(labels.get(line, line.get_label()), xs, ys, is_connected))
    return found


def scatter_series(axes: Any, x: Axis, y: Axis) -> list[Series]:
    """Collect what ``scatter`` has drawn."""
    kind = sys.modules["matplotlib.collections"].PathCollection
    found: list[Series] = []
    for group in axes.collections:
        # The offsets of other collections, such as contours, are no places of data.
        if isinstance(group, kind) and group.get_visible() and group.get_offset_transform() == axes.transData:
            places = group.get_offsets()
            if len(places):
                found.append(Series(group.get_label(), places[:, 0], places[:, 1], False, x, y))
    return found


def point_elements(series: list[Series], most: int, name: str) -> list[dict[str, Any]]:
    """Describe series, at most ``most`` points of each. ``name``: what one without a label is called."""
    return [_element(each, most, f"{name} {number}") for number, each in enumerate(series, 1)]


def _element(series: Series, most: int, name: str) -> dict[str, Any]:
    count = min(len(series.xs), len(series.ys))
    step = -(-count // most)
    xs, ys = (_values(places, step, axis) for places, axis in ((series.xs, series.x_axis), (series.ys, series.y_axis)))
    element: dict[str, Any] = {
        "label": given_label(series.label) or name,
        # A gap in a line is no point.
        "points": [[x, y] for x, y in zip(xs, ys, strict=False) if x is not None and y is not None],
    }
    left_out = count - len(range(0, count, step))
    return {**element, "omitted": left_out} if left_out else element


def _values(places: Any, step: int, axis: Axis | None) -> Iterable[Any]:
    numpy = sys.modules["numpy"]
    # Before anything is converted: a line may have millions of points.
    thinned = (places if isinstance(places, numpy.ma.MaskedArray) else numpy.asarray(places))[::step]
    return map(value_of, thinned) if axis is None else axis.values(thinned)


def _containers(containers: Iterable[Any]) -> tuple[dict[Any, Any], set[Any]]:
    """Give the labels of the lines with error bars or stems, and the lines that belong to them."""
    labels: dict[Any, Any] = {}
    marks: set[Any] = set()
    for container in containers:
        if type(container).__name__ == "ErrorbarContainer":
            line, caps, _ = container
            labels[line] = container.get_label()
            marks.update(caps)
        if type(container).__name__ == "StemContainer":
            labels[container.markerline] = container.get_label()
            marks.add(container.baseline)
    return labels, marks


def _is_data(line: Any, axes: Any) -> bool:
    """Whether it stands where its values say: ``axhline`` and its like reach from edge to edge."""
    return line.get_visible() and line.get_transform() == axes.transData and min(map(len, line.get_data())) > 0


def _is_straight(line: Any) -> bool:
    return any(len(set(values)) == 1 for values in line.get_data(orig=False))
