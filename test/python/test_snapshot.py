"""What of a session stays behind in a snapshot, and what one that goes on elsewhere puts right."""

import importlib
import json
import pickle
import random
import sys
from types import SimpleNamespace

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
    assert json.loads(session.describe_lost_tasks()) == ["The background task worker."]


def test_tasks_that_are_done_are_not(notebook, session):
    notebook.run("import asyncio\nasync def quick(): pass\nawait asyncio.ensure_future(quick())")
    assert json.loads(session.describe_lost_tasks()) == []


def test_tasks_of_a_session_that_goes_on_elsewhere_are_cancelled_and_say_why(notebook, session):
    notebook.run(START_TASK)
    session.after_restore()
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
    assert json.loads(session.describe_lost_objects([thing])) == ["The object of JavaScript in the variable thing."]


def test_variables_that_refuse_to_be_looked_at_are_in_nobodys_way(session):
    class Refusing:
        def __getattribute__(self, name):
            raise ReferenceError("It stayed behind.")

    thing = FromJavaScript()
    session.namespace.update(refusing=Refusing(), thing=thing)
    assert json.loads(session.describe_lost_objects([thing])) == ["The object of JavaScript in the variable thing."]


def test_a_task_in_the_middle_of_a_call_is_gone_since_nothing_could_end_it(notebook):
    notebook.namespace["after_restore"] = notebook.session.after_restore
    code = "import asyncio\nafter_restore()\nprint(asyncio.current_task() in asyncio.all_tasks())"
    assert notebook.run(code).output == "False\n"


def test_an_object_that_no_variable_holds_is_mentioned_all_the_same(session):
    assert json.loads(session.describe_lost_objects([FromJavaScript()])) == [
        "An object of JavaScript that no variable names."
    ]


def test_the_path_of_modules_has_every_entry_once_however_often_the_session_moves(session, monkeypatch):
    monkeypatch.setattr(sys, "path", ["", "", "/lib"])
    session.after_restore()
    assert sys.path == ["", "/lib"]


def test_random_numbers_that_code_has_seeded_go_on_where_they_were_in_a_session_that_moves(session):
    random.seed(7)
    expected = random.Random(7).random()
    session.after_restore()
    assert random.random() == expected


@pytest.mark.parametrize("module", ["random", "numpy.random"])
def test_random_numbers_that_nobody_has_seeded_are_others_in_each_interpreter(session, module):
    generator = importlib.import_module(module)
    generator.seed(7)
    generator.seed()
    state = pickle.dumps(generator.getstate() if module == "random" else generator.get_state())
    drawn = set()
    for _ in range(2):
        generator.setstate(pickle.loads(state)) if module == "random" else generator.set_state(pickle.loads(state))
        # As code that seeds nothing: the state came with the snapshot.
        generator.seed()
        session.after_restore()
        drawn.add(generator.random())
    assert len(drawn) == 2


def test_each_library_with_an_openssl_of_its_own_is_given_other_entropy(session, monkeypatch):
    given = []
    library = SimpleNamespace(RAND_add=lambda entropy, length, estimate: given.append((entropy, length, estimate)))
    bindings = SimpleNamespace(_openssl=SimpleNamespace(lib=library))
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.bindings._rust", bindings)
    monkeypatch.setitem(sys.modules, "ssl", SimpleNamespace(RAND_add=lambda *entropy: given.append(entropy)))
    session.after_restore()
    session.after_restore()
    assert [length for _, length, *_ in given] == [32] * 4
    assert len({entropy for entropy, *_ in given}) == 4


def test_a_library_that_cannot_be_given_entropy_is_in_nobodys_way(session, monkeypatch):
    monkeypatch.setitem(sys.modules, "ssl", SimpleNamespace())
    session.after_restore()


def test_modules_are_imported_and_those_that_cannot_be_are_left_out(session, monkeypatch):
    for name in ("colorsys", "wave"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    session.import_modules('["colorsys", "no_such_module", "wave"]')
    assert {"colorsys", "wave"} <= sys.modules.keys()
