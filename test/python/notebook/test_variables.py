"""The variables of a session, as a person sees them."""

import math
from collections import Counter, deque
from dataclasses import dataclass
from typing import NamedTuple

import pytest

from harness.notebook.variables import list_packages, list_variables

numpy = pytest.importorskip("numpy")
pandas = pytest.importorskip("pandas")


class Point(NamedTuple):
    x: int
    y: int


@dataclass
class Order:
    customer: str
    total: float


class Hostile:
    """A class of which every method runs code."""

    __slots__ = ("name",)

    def __repr__(self):
        raise AssertionError("repr ran.")

    __len__ = __iter__ = __eq__ = __hash__ = __lt__ = __repr__  # type: ignore[assignment]


def of(value):
    (variable,) = list_variables({"value": value})["variables"]
    return variable["type"], variable.get("shape"), variable["preview"]


@pytest.mark.parametrize(
    "value,expected",
    [
        (3, ("int", None, "3")),
        (1 << 5000, ("int", None, "an integer of 5001 bits")),
        (None, ("NoneType", None, "None")),
        ("Zoë", ("str", [3], "'Zoë'")),
        ([1, [2, [3, [4]]]], ("list", [2], "[1, [2, [3, …]]]")),
        (list(range(1000)), ("list", [1000], "[0, 1, 2, 3, 4, 5, …]")),
        ({"a": 1, "b": [None]}, ("dict", [2], "{'a': 1, 'b': [None]}")),
        (Counter("aab"), ("Counter", [2], "{'a': 2, 'b': 1}")),
        (deque([1]), ("deque", [1], "deque([1])")),
        (Point(1, 2), ("Point", [2], "(1, 2)")),
        (Order("Ann", 2.5), ("Order", None, "Order(customer='Ann', total=2.5)")),
        (Hostile(), ("Hostile", None, "Hostile(…)")),
        ([Hostile()], ("list", [1], "[Hostile(…)]")),
        (lambda row, *, key=1: row, ("function", None, "(row, *, key=1)")),
        (numpy.eye(2), ("ndarray", [2, 2], "float64: 1.0, 0.0, 0.0, 1.0")),
        (numpy.float64(2.5), ("float64", None, "2.5")),
        (pandas.DataFrame({"a": [1, 2], "b": [3, 4]}), ("DataFrame", [2, 2], "a, b")),
        (pandas.Series([1, 2]), ("Series", [2], "int64: 1, 2")),
        (pandas.Timestamp("2026-01-02"), ("Timestamp", None, "2026-01-02 00:00:00")),
    ],
)
def test_a_variable_has_a_type_a_shape_and_a_preview(value, expected):
    assert of(value) == expected


def test_a_preview_is_short_whatever_the_value():
    assert len(of("x" * 10**7)[2]) <= 200
    assert len(of([["x" * 1000] * 1000] * 1000)[2]) <= 200


def test_a_list_that_contains_itself_has_a_preview():
    endless: list[object] = []
    endless.append(endless)
    assert of(endless) == ("list", [1], "[[[…]]]")


def test_modules_and_hidden_names_are_no_variables():
    assert list_variables({"math": math, "_": 1, "__name__": "__main__", "Out": {}, 3: 4}) == {
        "variables": [],
        "omitted": 0,
    }


def test_of_many_the_last_are_listed_and_the_others_counted():
    listed = list_variables({f"v{index}": index for index in range(600)})
    assert [listed["omitted"], listed["variables"][0]["name"], len(listed["variables"])] == [100, "v100", 500]


def test_packages_are_listed_by_name_with_their_versions():
    packages = list_packages()
    assert {"name": "numpy", "version": numpy.__version__} in packages
    assert [package["name"].lower() for package in packages] == sorted(package["name"].lower() for package in packages)
