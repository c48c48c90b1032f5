"""Losses of a session that is restored in another interpreter.

A snapshot carries memory and files. JavaScript objects, and tasks that wait for JavaScript's event loop, are in
neither.
"""

import sys
from asyncio import AbstractEventLoop, Task, all_tasks
from asyncio.tasks import _unregister_task
from collections.abc import Iterable, Mapping

LEFT_BEHIND = "It stayed behind when the session was restored in another interpreter."


def describe_tasks(loop: AbstractEventLoop) -> list[str]:
    """Name the unfinished tasks."""
    return [f"The background task {_name_of(task)}." for task in _waiting_tasks(loop)]


def describe_objects(objects: Iterable[object], namespace: Mapping[str, object]) -> list[str]:
    """Name the variables that hold one of these objects of JavaScript, themselves or in a container."""
    wanted = list(objects)
    names = [name for name, value in namespace.items() if not name.startswith("__") and _holds(value, wanted)]
    if not names:
        return ["An object of JavaScript that no variable names."]
    return [f"The object of JavaScript in the variable {name}." for name in names]


def after_restore(loop: AbstractEventLoop) -> None:
    """Cancel tasks that nothing would ever wake, and remove duplicates from ``sys.path``."""
    for task in _waiting_tasks(loop):
        if getattr(task.get_coro(), "cr_running", False):
            # It waits in a call such as time.sleep(), on a JavaScript stack that is lost: it can neither end nor be
            # cancelled.
            _unregister_task(task)
        else:
            task.cancel(LEFT_BEHIND)
    sys.path[:] = list(dict.fromkeys(sys.path))


def _waiting_tasks(loop: AbstractEventLoop) -> list[Task[object]]:
    return [task for task in all_tasks(loop) if not task.done()]


def _name_of(task: Task[object]) -> str:
    return getattr(task.get_coro(), "__qualname__", None) or task.get_name()


def _holds(value: object, wanted: list[object]) -> bool:
    if _is_one_of(value, wanted):
        return True
    try:
        elements = _elements_of(value)
    except Exception:
        # The stand-in of a lost JavaScript object refuses every access, and so may other classes.
        return False
    return any(_is_one_of(element, wanted) for element in elements)


def _elements_of(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    return list(getattr(value, "__dict__", {}).values())


def _is_one_of(value: object, wanted: list[object]) -> bool:
    # By type first: another class's __eq__ may fail or take long.
    return any(type(value) is type(each) and value == each for each in wanted)
