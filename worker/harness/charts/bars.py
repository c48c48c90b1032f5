"""Bars: each with its category, its group and its value. The bins of a histogram are categories, too."""

from typing import Any

from .axis import Axis, given_label, value_of


def bar_elements(containers: list[Any], x: Axis, y: Axis, most: int) -> tuple[list[dict[str, Any]], int, bool]:
    """Describe the bars of axes, at most ``most`` of each group; tell how many were left out, and whether they lie."""
    groups = [group for group in containers if type(group).__name__ == "BarContainer"]
    # Seaborn draws bars and removes them again.
    kept = [(group, [bar for bar in group.patches if bar.axes is not None]) for group in groups]
    drawn = [(group, bars) for group, bars in kept if bars]
    lie = any(group.orientation == "horizontal" for group, _ in drawn)
    axis = y if lie else x
    elements = [
        element
        for number, (group, bars) in enumerate(drawn, 1)
        for element in _group(given_label(group.get_label()) or f"Group {number}", bars[:most], axis, lie)
    ]
    return elements, sum(max(0, len(bars) - most) for _, bars in drawn), lie


def _group(name: str, bars: list[Any], axis: Axis, lie: bool) -> list[dict[str, Any]]:
    values = [value_of(bar.get_width() if lie else bar.get_height()) for bar in bars]
    return [
        {"label": category, "group": name, "value": value}
        for category, value in zip(axis.categories([_span(bar, lie) for bar in bars]), values, strict=True)
        if value is not None
    ]


def _span(bar: Any, lies: bool) -> tuple[float, float]:
    start, length = (bar.get_y(), bar.get_height()) if lies else (bar.get_x(), bar.get_width())
    return float(start), float(start + length)
