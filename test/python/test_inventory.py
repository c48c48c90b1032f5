"""What of a session stays behind in a snapshot, and what one that goes on elsewhere puts right."""

import json
import random
import sys

import pytest

START_TASK = """
import asyncio
async def worker():
    await asyncio.sleep(60)
task = asyncio.ensure_future(worker())
await asyncio.sleep(0)
"""


class FromJavaScript:
    """Stands for an object of JavaScript."""


@pytest.fixture
def session(notebook):
    return notebook.session


def test_tasks_that_wait_are_named(notebook, session):
    notebook.run(START_TASK)
    assert json.loads(session.waiting_tasks()) == ["The background task worker."]


def test_tasks_that_are_done_are_not(notebook, session):
    notebook.run("import asyncio\nasync def quick(): pass\nawait asyncio.ensure_future(quick())")
    assert json.loads(session.waiting_tasks()) == []


def test_tasks_of_a_session_that_goes_on_elsewhere_are_cancelled_and_say_why(notebook, session):
    notebook.run(START_TASK)
    session.settle_in(False)
    reply = notebook.run("await task")
    assert reply.error.type == "asyncio.exceptions.CancelledError"
    assert "stayed behind" in reply.error.message


@pytest.mark.parametrize(
    "holder",
    [lambda it: it, lambda it: [it], lambda it: {"key": it}, lambda it: (1, it), lambda it: type("Holder", (), {})],
    ids=["itself", "a list", "a dict", "a tuple", "an attribute"],
)
def test_variables_that_hold_an_object_of_javascript_are_named(session, holder):
    thing = FromJavaScript()
    held = holder(thing)
    if isinstance(held, type):
        held = held()
        held.attribute = thing
    session.namespace["thing"] = held
    session.namespace["other"] = FromJavaScript()
    assert json.loads(session.holders_of([thing])) == ["The object of JavaScript in the variable thing."]


def test_variables_that_refuse_to_be_looked_at_are_in_nobodys_way(session):
    class Refusing:
        def __getattribute__(self, name):
            raise ReferenceError("It stayed behind.")

    thing = FromJavaScript()
    session.namespace.update(refusing=Refusing(), thing=thing)
    assert json.loads(session.holders_of([thing])) == ["The object of JavaScript in the variable thing."]


def test_an_object_that_no_variable_holds_is_mentioned_all_the_same(session):
    assert json.loads(session.holders_of([FromJavaScript()])) == ["An object of JavaScript that no variable names."]


def test_the_path_of_modules_has_every_entry_once_however_often_the_session_moves(session, monkeypatch):
    monkeypatch.setattr(sys, "path", ["", "", "/lib"])
    session.settle_in(False)
    assert sys.path == ["", "/lib"]


def test_random_numbers_go_on_where_they_were_in_a_session_that_moves(session):
    random.seed(7)
    expected = random.Random(7).random()
    session.settle_in(False)
    assert random.random() == expected


def test_random_numbers_are_its_own_in_a_session_that_begins(session):
    state = random.getstate()
    session.settle_in(True)
    assert random.getstate() != state


def test_modules_are_imported_wherever_code_imports_them_and_nothing_of_it_runs(session, monkeypatch):
    for name in ("colorsys", "sndhdr", "wave"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    session.import_modules("import colorsys\nimport no_such_module\ndef f():\n    from wave import open\nran = True")
    assert {"colorsys", "wave"} <= sys.modules.keys()
    assert "ran" not in session.namespace
