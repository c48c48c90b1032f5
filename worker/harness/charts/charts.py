"""Charts: what the axes of a figure show, as data. The types are those of ``src/sandbox/charts/chart.ts``.

Names and shapes are those of E2B's code interpreter, so that its users find what they know:
https://github.com/e2b-dev/code-interpreter/blob/main/js/src/charts.ts
"""

import re
from typing import Any

from .axis import Axis, given_label, shortened
from .bars import bar_elements
from .boxes import box_elements
from .series import line_series, point_elements, scatter_series

_MAX_AXES = 16
"""Axes of a figure. Further ones are left out."""

_MAX_SERIES = 50
"""Series of one axes: lines, groups of points or of bars. Further ones are left out."""

_MAX_POINTS = 5_000
"""Points of a figure, bars and boxes among them. Its series share them; of a longer one, every n-th point is given."""

_UNIT = re.compile(r"\s\((.+?)\)|\[(.+?)\]")

Chart = dict[str, Any]


def chart_of(figure: Any) -> Chart | None:
    """Give the data of a figure that was drawn; ``None`` if there is nothing in it but texts.

    Axes that show no known kind, such as an image, are ``unknown``. Axes that show two kinds, such as bars and a
    line, are two charts. Several charts are one ``superchart``.
    """
    # A scale of colours is no chart.
    all_axes = [axes for axes in figure.axes if axes.get_label() != "<colorbar>" and axes.get_visible()]
    shown = all_axes[:_MAX_AXES]
    most = max(1, _MAX_POINTS // max(1, sum(_count_series(axes) for axes in shown)))
    if not any(axes.has_data() for axes in shown):
        return None
    charts = [chart for axes in shown for chart in _charts_in(axes, most)]
    suptitle = getattr(figure, "_suptitle", None)
    title = "" if suptitle is None else shortened(suptitle.get_text())
    if len(charts) == 1:
        return {"title": title, **charts[0]} if title else charts[0]
    whole: Chart = {"type": "superchart", "elements": charts, **_filled({"title": title})}
    return {**whole, "omitted": len(all_axes) - len(shown)} if len(all_axes) > len(shown) else whole


def _count_series(axes: Any) -> int:
    return sum(min(len(artists), _MAX_SERIES) for artists in (axes.lines, axes.collections, axes.containers))


def _charts_in(axes: Any, most: int) -> list[Chart]:
    # Polar and three-dimensional axes have neither x and y as these have.
    if axes.name != "rectilinear":
        return [_chart("unknown", axes, [])]
    wedges = [patch for patch in axes.patches if type(patch).__name__ == "Wedge"]
    if wedges:
        return [_chart("pie", axes, [_slice(wedge) for wedge in wedges[:most]], len(wedges) - most)]
    x, y = Axis(axes.xaxis), Axis(axes.yaxis)
    charts: list[Chart] = []
    boxes, lie = box_elements(axes, x, y)
    if boxes:
        charts.append(_chart("box_and_whisker", axes, boxes[:most], len(boxes) - most, lie))
    bars, omitted, lie = bar_elements(axes.containers[:_MAX_SERIES], x, y, most)
    if bars:
        charts.append(_chart("bar", axes, bars, omitted, lie))
    # Lines that go straight up or across mark errors or limits there.
    lines = [] if boxes else line_series(axes, without_straight=bool(bars))
    scattered = scatter_series(axes, x, y)
    connected = [line for line in lines if line.is_connected]
    unconnected = [*scattered, *(line for line in lines if not line.is_connected)]
    for kind, series in (("line", connected), ("scatter", unconnected)):
        if series:
            elements = point_elements(series[:_MAX_SERIES], most, "Line" if kind == "line" else "Points")
            scales = x.describe("x") | y.describe("y")
            charts.append({**_chart(kind, axes, elements, len(series) - _MAX_SERIES), **scales})
    return charts or ([_chart("unknown", axes, [])] if axes.has_data() else [])


def _chart(kind: str, axes: Any, elements: list[Chart], omitted: int = 0, lie: bool = False) -> Chart:
    """Describe a chart, except its scales. ``lie``: its bars do, so that the labels of x and y change places."""
    titles = (axes.get_title(place) for place in ("center", "left", "right"))
    texts = {"title": shortened(next(filter(None, titles), ""))}
    if kind != "pie":
        x_label, y_label = shortened(axes.get_xlabel()), shortened(axes.get_ylabel())
        if lie:
            x_label, y_label = y_label, x_label
        texts |= {"x_label": x_label, "y_label": y_label, "x_unit": _unit(x_label), "y_unit": _unit(y_label)}
    chart = {"type": kind, **_filled(texts), "elements": elements}
    return {**chart, "omitted": omitted} if omitted > 0 else chart


def _filled(texts: Chart) -> Chart:
    return {name: text for name, text in texts.items() if text}


def _unit(label: str) -> str:
    """Find the unit in a label: ``(km/h)`` or ``[km/h]``."""
    found = _UNIT.search(label)
    return "" if found is None else found[1] or found[2]


def _slice(wedge: Any) -> Chart:
    return {
        "label": given_label(wedge.get_label()),
        "angle": round(abs(float(wedge.theta2) - float(wedge.theta1)), 4),
        "radius": float(wedge.r),
    }
