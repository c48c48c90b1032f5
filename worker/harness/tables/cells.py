"""Values of cells: as they are shown, compared and searched. Nothing raises, whatever classes the values have."""

import operator
from collections.abc import Callable, Sequence
from decimal import Decimal
from numbers import Real
from typing import Any

Cell = str | int | float | bool | None
"""A cell as the page gets it. ``None``: the value is missing."""

_LARGEST_INTEGER = 2**53
"""Larger ones would be rounded in JavaScript."""

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def comparison_of(name: str) -> Callable[[Any, Any], Any]:
    """Give the function of a filter's operator. One that compares no values, ``contains``, stands for equality."""
    return _COMPARISONS.get(name, operator.eq)


def text_of(value: object) -> str:
    """Give the text of a value, also if its class fails to."""
    try:
        return value if type(value) is str else str.__str__(str(value))
    except (Exception, SystemExit):
        return "(it can't be shown)"


def number_of(value: object) -> float | None:
    """Give a number as the nearest ``float``; ``None`` for all other values."""
    try:
        # What else is a number takes long to find out.
        if isinstance(value, int | float):
            return float(value)
        return float(value) if isinstance(value, Real | Decimal) else None
    except Exception:
        return None


def number_in(text: str) -> float | None:
    """Read a number that a user typed; ``None`` if the text is none."""
    try:
        return float(text)
    except ValueError:
        return None


def is_missing(value: object) -> bool:
    """Tell whether a value stands for none: ``None`` and ``nan``."""
    return value is None or (type(value) is float and value != value)


def cell_of(value: object, length: int | None) -> Cell:
    """Give a value that is not missing as JSON can carry it, a text with at most ``length`` characters."""
    if type(value) is bool or (type(value) is int and -_LARGEST_INTEGER <= value <= _LARGEST_INTEGER):
        return value
    if type(value) is float and value - value == 0:
        return value
    text = text_of(value)
    return text if length is None or len(text) <= length else f"{text[: length - 1]}…"


def in_order(values: Sequence[Any]) -> list[int]:
    """Give the places of values, sorted. None is missing. Of values that can't be compared, numbers come first."""
    places = range(len(values))
    try:
        return sorted(places, key=values.__getitem__)
    except Exception:
        keys = [_sort_key(value) for value in values]
        return sorted(places, key=keys.__getitem__)


def tester(name: str, wanted: str) -> Callable[[object], bool]:
    """Make the test of a filter for values that are not missing. Letters count the same in both cases."""
    folded = wanted.casefold()
    compare, number = comparison_of(name), number_in(wanted)

    def test(value: object) -> bool:
        # Most values are texts.
        if type(value) is str:
            return folded in value.casefold() if name == "contains" else compare(value.casefold(), folded)
        found = None if isinstance(value, bool) else number_of(value)
        if found is not None:
            return number is not None and compare(found, number)
        text = text_of(value).casefold()
        return folded in text if name == "contains" else compare(text, folded)

    return test


def _sort_key(value: object) -> tuple[bool, float, str]:
    number = number_of(value)
    return (True, 0, text_of(value)) if number is None else (False, number, "")
