"""Completions, descriptions and completeness, as editors ask for them."""

import pytest

from harness.notebook.introspection import complete, completeness, describe


class Account:
    """Money."""

    balance = 3

    @property
    def closing(self):
        """Closes it."""
        raise AssertionError("A property ran.")

    def pay(self, amount: int) -> None:
        """Pay an amount."""


NAMESPACE = {"account": Account(), "accounts": [1, 2], "total": 7, "_hidden": 1}


def matches(code, cursor=None):
    cursor = len(code) if cursor is None else cursor
    found = complete(NAMESPACE, code, cursor)
    return [code[: found["start"]] + name + code[found["end"] :] for name in found["matches"]]


def test_a_beginning_becomes_a_variable_a_builtin_or_a_keyword():
    assert matches("acc") == ["account", "accounts"]
    assert "print" in matches("prin")
    assert "while" in matches("whi")
    assert matches("x = tot * 2", 7) == ["x = total * 2"]


def test_hidden_names_are_found_by_their_underscore_alone():
    assert "_hidden" not in matches("")
    assert "_hidden" in matches("_hid")


def test_an_attribute_is_found_without_running_a_property():
    assert matches("account.") == ["account.balance", "account.closing", "account.pay"]
    assert matches("account.closing.real") == []
    assert matches("print(accounts.app") == ["print(accounts.append"]


def test_nothing_is_found_for_the_result_of_a_call():
    assert matches("print().") == []
    assert matches("account.pay(1).a") == []


def test_modules_are_found_and_their_names():
    assert "import math" in matches("import mat")
    assert "from math import sqrt" in matches("from math import sq") or "math" not in __import__("sys").modules
    assert "import os, json" in matches("import os, jso")


@pytest.mark.parametrize("code,cursor", [("account.pay(1)", 9), ("account.pay(1", 13), ("account.pay", 11)])
def test_a_description_has_the_signature_and_the_docstring(code, cursor):
    text = describe(NAMESPACE, code, cursor, detail=False)
    assert text is not None
    assert text.startswith("account.pay(amount: int) -> None")
    assert "Pay an amount." in text


def test_a_description_has_the_value_of_a_variable_and_the_source_of_a_function():
    assert "Value: 7" in str(describe(NAMESPACE, "total", 2, detail=False))
    assert "class Account" in str(describe({"Account": Account}, "Account", 7, detail=True))


@pytest.mark.parametrize("code", ["", "nothing", "account.nothing", "account.closing", "1 + 2"])
def test_there_may_be_nothing_to_describe(code):
    assert describe(NAMESPACE, code, len(code), detail=False) is None


@pytest.mark.parametrize(
    "code,status",
    [
        ("x = 1", "complete"),
        ("await f()", "complete"),
        ("%time x = 1", "complete"),
        ("for n in range(3):\n    print(n)\n", "complete"),
        ("for n in range(3):\n    print(n)", "incomplete"),
        ("for n in range(3):", "incomplete"),
        ("print(1,", "incomplete"),
        ("text = '''one", "incomplete"),
        ("x = = 1", "invalid"),
        ("\0", "invalid"),
    ],
)
def test_code_is_complete_or_goes_on(code, status):
    assert completeness(code)["status"] == status


def test_a_line_after_a_colon_is_indented():
    assert completeness("if True:\n    if True:")["indent"] == "        "
