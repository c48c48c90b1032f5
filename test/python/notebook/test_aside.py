"""Code beside the session sees it, and leaves no variables in it."""

import json


def test_it_reads_variables_as_they_become_and_keeps_its_own_for_itself(notebook):
    notebook.run("count = 0\ndef increase():\n    global count\n    count += 1")
    beside = "own = 1\ndef read(): return [count, own]\nincrease()\n[read(), [count for _ in given]]"
    assert notebook.run(beside, inputs={"given": [0]}, aside=True).value == "[[1, 1], [1]]"
    left = json.loads(notebook.run("[name for name in ('own', 'read', 'given') if name in globals()] + [count]").value)
    assert left == [1]


def test_it_does_not_replace_a_variable_of_the_session(notebook):
    notebook.run("x = 1\nitems = []")
    assert notebook.run("x = 2\nitems.append(x)\nx", aside=True).value == "2"
    assert notebook.run("[x, items]").value == "[1, [2]]"


def test_history_and_tracebacks_do_not_have_its_source(notebook):
    notebook.run("def half(n): return n / 0")
    failed = notebook.run("'secret'\nassert half(2) == 1, 'Halve it.'", aside=True)
    assert failed.error.type == "ZeroDivisionError"
    assert "return n / 0" in failed.error.traceback
    assert "Halve it" not in failed.error.traceback
    notebook.run("'secret value'", aside=True)
    assert notebook.run("any('secret' in str(each) for each in [*In[:-1], *Out.values(), _])").value == "false"


def test_a_future_statement_of_it_ends_with_it(notebook):
    notebook.run("from __future__ import annotations", aside=True)
    assert notebook.run("def f(a: 1): pass\nf.__annotations__['a']").value == "1"


def test_a_name_that_nobody_has_set_is_a_name_error(notebook):
    assert notebook.run("assert nobody", aside=True).error.message == "name 'nobody' is not defined"
    assert notebook.run("len([1])", aside=True).value == "1"
