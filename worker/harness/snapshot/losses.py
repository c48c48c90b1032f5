"""What of a session stays behind when it goes on in another interpreter.

A snapshot carries the memory and the files. Objects of JavaScript, and what waits for the event loop of JavaScript,
live outside of both.
"""

import sys
from asyncio import AbstractEventLoop, Task, all_tasks
from asyncio.tasks import _unregister_task
from collections.abc import Iterable, Mapping

LEFT_BEHIND = "It stayed behind when the session was restored in another interpreter."


def describe_tasks(loop: AbstractEventLoop) -> list[str]:
    """Name the tasks that are still to be done."""
    return [f"The background task {_name_of(task)}." for task in _waiting_tasks(loop)]


def describe_objects(objects: Iterable[object], namespace: Mapping[str, object]) -> list[str]:
    """Name the variables that hold one of these objects of JavaScript, themselves or in a container."""
    wanted = list(objects)
    names = [name for name, value in namespace.items() if not name.startswith("__") and _holds(value, wanted)]
    if not names:
        return ["An object of JavaScript that no variable names."]
    return [f"The object of JavaScript in the variable {name}." for name in names]


def after_restore(loop: AbstractEventLoop) -> None:
    """Put right what another interpreter finds: tasks that nothing would ever wake, an entry of the path too many."""
    for task in _waiting_tasks(loop):
        if getattr(task.get_coro(), "cr_running", False):
            # It waits in the middle of a call, as of time.sleep(), whose stack was JavaScript's and has stayed behind:
            # it will never end, nor take notice of anything.
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
        # What stands for an object of JavaScript that stayed behind refuses to be looked at, and other classes may.
        return False
    return any(_is_one_of(element, wanted) for element in elements)


def _elements_of(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    return list(getattr(value, "__dict__", {}).values())


def _is_one_of(value: object, wanted: list[object]) -> bool:
    # By type first: other classes may have an idea of equality that fails, or takes its time.
    return any(type(value) is type(each) and value == each for each in wanted)
