"""The scale and the ticks of an x-axis or a y-axis, and the values of places on it."""

import re
import sys
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import isfinite
from typing import Any

_MAX_LABEL = 80
"""Characters of a label, a title or a value that is a text."""

_MAX_TICKS = 100

_MATH = re.compile(r"\$\\mathdefault\{(.*)\}\$")

Value = float | str
"""A number, or a text: a category, or a date in ISO 8601."""


def shortened(text: str) -> str:
    """Give a text in one line, cut to the length of a label."""
    text = " ".join(text.split())
    return text if len(text) <= _MAX_LABEL else text[: _MAX_LABEL - 1] + "…"


def given_label(label: Any) -> str:
    """Give the label of an artist; empty if it has none of its own: matplotlib makes up names with an underscore."""
    text = "" if label is None else shortened(str(label))
    return "" if text.startswith("_") else text


def value_of(value: Any) -> Value | None:
    """Give a value of a series as JSON can express it; ``None`` if it is missing or infinite."""
    numpy = sys.modules["numpy"]
    if isinstance(value, numpy.datetime64):
        return None if numpy.isnat(value) else str(value.astype("datetime64[s]"))
    if isinstance(value, numpy.generic):
        value = value.item()
    if value is None or value is numpy.ma.masked or value != value:
        return None
    # A period of pandas begins then.
    value = getattr(value, "start_time", value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return shortened(value)
    try:
        number = value if isinstance(value, int) else float(value)
    except (TypeError, ValueError):
        return shortened(str(value))
    return number if isfinite(number) else None


class Axis:
    """An axis of matplotlib, after it was drawn."""

    def __init__(self, axis: Any) -> None:
        self._axis = axis

    @cached_property
    def scale(self) -> str:
        """The name of matplotlib's scale, such as ``log``; or ``datetime`` or ``categorical``."""
        locator, formatter = self._axis.get_major_locator(), self._axis.get_major_formatter()
        modules = (type(locator).__module__, type(formatter).__module__)
        if any(module == "matplotlib.dates" or module.startswith("pandas.plotting") for module in modules):
            return "datetime"
        is_fixed = type(locator).__name__ in ("FixedLocator", "StrCategoryLocator")
        if is_fixed and self._axis.get_scale() == "linear" and not all(_is_number(label) for _, label in self._ticks):
            return "categorical"
        return self._axis.get_scale()

    def describe(self, name: str) -> dict[str, Any]:
        """Give its scale, and its ticks that are in sight, as fields for ``name``: ``x`` or ``y``."""
        low, high = sorted(self._axis.get_view_interval())
        margin = (high - low) * 1e-9
        shown = [(place, label) for place, label in self._ticks if low - margin <= place <= high + margin][:_MAX_TICKS]
        # Without the last digits, which are noise of a sum.
        values = [float(f"{place:.12g}") for place, _ in shown]
        return {
            f"{name}_scale": self.scale,
            f"{name}_ticks": self._dates(values) if self.scale == "datetime" else values,
            f"{name}_tick_labels": [label for _, label in shown],
        }

    def values(self, places: Iterable[Any]) -> list[Value | None]:
        """Give the values of places: dates, names of categories, or numbers."""
        numbers = [value_of(place) for place in places]
        if self.scale == "datetime":
            return self._dates(numbers)
        if type(self._axis.get_major_locator()).__name__ != "StrCategoryLocator":
            return numbers
        names: dict[Any, str] = dict(self._ticks)
        return [names.get(number, number) for number in numbers]

    def categories(self, spans: list[tuple[float, float]]) -> list[str]:
        """Name what stands in each span: the tick nearest to its middle, a date, a bin, or a number."""
        middles = [(low + high) / 2 for low, high in spans]
        if self.scale == "categorical":
            return [self._nearest(middle) for middle in middles]
        if self.scale == "datetime":
            return [str(value) for value in self.values(middles)]
        touching = sum(abs(one[1] - other[0]) <= (one[1] - one[0]) * 1e-6 for one, other in pairwise(spans))
        if 0 < touching == len(spans) - 1:
            return [f"{low:g} to {high:g}" for low, high in spans]
        return [f"{middle:g}" for middle in middles]

    @cached_property
    def _ticks(self) -> list[tuple[float, str]]:
        places = self._axis.get_majorticklocs()
        # Of the formatter: the ticks themselves have no labels where they are hidden, as those of shared axes are.
        labels = self._axis.get_major_formatter().format_ticks(places)
        return [(place, shortened(_MATH.sub(r"\1", label))) for place, label in zip(places, labels, strict=False)]

    def _nearest(self, middle: float) -> str:
        place, label = min(self._ticks, key=lambda tick: abs(tick[0] - middle))
        return label if label and abs(place - middle) <= 1 else f"{middle:g}"

    def _dates(self, numbers: Iterable[Any]) -> list[Value | None]:
        """Give dates: pandas counts periods, and matplotlib days."""
        frequency = getattr(self._axis, "freq", None)
        if frequency is not None:
            period = sys.modules["pandas"].Period
            return [None if each is None else value_of(period(ordinal=int(each), freq=frequency)) for each in numbers]
        to_date = sys.modules["matplotlib.dates"].num2date
        return [None if each is None else to_date(each).replace(tzinfo=None).isoformat() for each in numbers]


def _is_number(label: str) -> bool:
    try:
        float(label.replace("\N{MINUS SIGN}", "-") or "0")
    except ValueError:
        return False
    return True
