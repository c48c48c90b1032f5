"""Timeouts and stops end code, and nothing else."""

import signal
import site
import sys
import threading
from pathlib import Path

import pytest

from conftest import INTERRUPT

ALARM = "import signal\ndef alarm(): signal.raise_signal(50)\n"


def test_a_timeout_ends_code_and_keeps_the_variables(notebook):
    result = notebook.run(f"{ALARM}kept = 1\nprint('before')\nalarm()\nprint('after')", timeout=300)
    assert (result.status, result.error, result.output) == ("timeout", None, "before\n")
    assert notebook.run("print(kept)").output == "1\n"
    assert notebook.host.armed[0] == 300


def test_a_timeout_gets_through_code_that_catches_every_exception(notebook):
    result = notebook.run(f"{ALARM}try:\n    alarm()\nexcept Exception:\n    print('caught')")
    assert (result.status, result.output) == ("timeout", "")


def test_a_timeout_that_code_swallowed_was_exceeded_all_the_same(notebook):
    for more in ("pass", "1 / 0"):
        result = notebook.run(f"{ALARM}try:\n    alarm()\nexcept BaseException:\n    {more}")
        assert (result.status, result.error) == ("timeout", None)


def test_a_timeout_comes_again_to_code_that_swallowed_it(notebook):
    code = (
        f"{ALARM}n = 0\nwhile True:\n    try:\n        alarm()\n    except BaseException:\n        n += 1\n"
        "        if n == 3: break\nalarm()\nprint('never')"
    )
    result = notebook.run(code)
    assert (result.status, result.output, notebook.namespace["n"]) == ("timeout", "", 3)


def test_a_timeout_waits_for_the_end_of_an_import_of_a_package(notebook):
    module = f"{site.getsitepackages()[0]}/slow/__init__.py"
    imports = f"exec(compile('signal.raise_signal(50); imported = True', {module!r}, 'exec'), globals())"
    result = notebook.run(f"{ALARM}{imports}\nprint('imported')\nalarm()\nprint('never')")
    assert (result.status, result.output) == ("timeout", "imported\n")
    assert notebook.run("print(imported)").output == "True\n"


def test_a_timeout_waits_until_code_that_begins_a_wait_is_done(notebook):
    # As run_sync() does: it asks a class of collections.abc whether it can wait for an object.
    asked = "exec(compile('signal.raise_signal(50); asked = True', '<frozen abc>', 'exec'), globals())"
    result = notebook.run(f"{ALARM}{asked}\nprint('asked')\nalarm()\nprint('never')")
    assert (result.status, result.output) == ("timeout", "asked\n")


def test_a_timeout_ends_the_users_code_that_such_code_calls(notebook):
    result = notebook.run(f"{ALARM}exec(compile('alarm(); print(1)', '<frozen abc>', 'exec'), globals())")
    assert (result.status, result.output) == ("timeout", "")


def test_a_timeout_ends_code_that_only_waits(notebook):
    notebook.loop.call_soon(lambda: notebook.loop.call_soon(notebook.session.expire))
    result = notebook.run("import asyncio\nprint('waiting')\nawait asyncio.Event().wait()")
    assert (result.status, result.output) == ("timeout", "waiting\n")
    assert notebook.run("print(1)").output == "1\n"


def test_a_timeout_ends_code_that_waits_although_it_swallows_its_cancellation(notebook):
    notebook.loop.call_soon(lambda: notebook.loop.call_soon(notebook.session.expire))
    code = (
        "import asyncio\nfor n in range(3):\n    try:\n        await asyncio.Event().wait()\n"
        "    except asyncio.CancelledError:\n        print(n)"
    )
    result = notebook.run(code)
    assert (result.status, result.output) == ("timeout", "0\n1\n2\n")


def test_a_timeout_before_the_code_began_ends_it(notebook):
    notebook.loop.call_soon(notebook.session.expire)
    # The callback comes before the first step of the run.
    result = notebook.run("print('ran')")
    assert result.status in ("timeout", "ok")
    reply = notebook.start("print('ran')", 2, 1000)
    notebook.session.expire()
    assert "timeout" in notebook.loop.run_until_complete(reply)


def test_a_run_that_timed_out_takes_its_tasks_with_it_and_leaves_earlier_ones(notebook):
    tasks = "import asyncio\nasync def wait(): await asyncio.Event().wait()\n"
    notebook.run(f"{tasks}earlier = asyncio.create_task(wait())")
    notebook.run(f"{ALARM}late = asyncio.create_task(wait())\nawait asyncio.sleep(0)\nalarm()")
    assert notebook.run("await asyncio.sleep(0)\nprint(earlier.done(), late.cancelled())").output == "False True\n"


def test_figures_and_files_of_a_run_that_timed_out_are_shown(notebook):
    result = notebook.run(
        f"{ALARM}import matplotlib.pyplot as plt\nplt.plot([1])\nopen('a.svg', 'w').write('<svg/>')\nalarm()"
    )
    assert (result.status, result.transcript) == ("timeout", ["<figure>", "<file>"])


def test_a_timeout_that_comes_while_figures_are_drawn_is_one_of_the_run(notebook):
    result = notebook.run(
        f"{ALARM}import matplotlib.pyplot as plt\nplt.plot([1])[0].draw = lambda renderer: alarm()\n"
        "plt.figure(); plt.plot([1]);\nopen('a.txt', 'w').close()"
    )
    assert (result.status, result.paths) == ("timeout", ["a.txt"])
    assert notebook.run("print(plt.get_fignums())").output == "[]\n"


def test_a_timeout_that_comes_while_an_exception_is_printed_leaves_its_type(notebook):
    code = f"{ALARM}class Slow(Exception):\n    def __str__(self):\n        alarm()\nraise Slow"
    result = notebook.run(code)
    assert result.status == "timeout" or result.error.type == "Slow"
    assert notebook.run("print(1)").output == "1\n"


def test_an_alarm_between_runs_is_nobodys(notebook):
    notebook.run("1")
    signal.raise_signal(INTERRUPT)
    assert notebook.run("print(1)").output == "1\n"


def test_code_that_takes_the_signal_for_itself_has_it_for_one_run(notebook):
    notebook.run("import signal\nsignal.signal(50, signal.SIG_IGN)")
    assert notebook.run(f"{ALARM}alarm()").status == "timeout"


def test_stop_raises_what_control_c_raises(notebook, jspi):
    notebook.host.alarm_is = "tick"
    notebook.run("kept = 1")
    notebook.host.on_next_task = notebook.session.stop
    result = notebook.run(f"{ALARM}print('before')\nalarm()\nprint('after')")
    assert (result.status, result.error.type, result.error.message) == (
        "error",
        "KeyboardInterrupt",
        "The run was stopped.",
    )
    assert 'File "<run 2>", line 4, in <module>' in result.error.traceback
    assert "harness" not in result.error.traceback
    assert result.output == f"before\n{result.error.traceback}"
    notebook.host.on_next_task = lambda: None
    assert notebook.run("print(kept)").output == "1\n"


def test_a_tick_without_a_message_interrupts_nothing(notebook, jspi):
    notebook.host.alarm_is = "tick"
    assert notebook.run(f"{ALARM}alarm()\nprint('on')").output == "on\n"


def test_a_tick_where_python_cannot_be_suspended_interrupts_nothing(notebook):
    notebook.host.alarm_is = "tick"
    notebook.host.on_next_task = notebook.session.stop
    assert notebook.run(f"{ALARM}alarm()\nprint('on')").output == "on\n"


def test_a_timeout_that_a_tick_brings_is_a_timeout(notebook, jspi):
    notebook.host.alarm_is = "tick"
    notebook.host.on_next_task = notebook.session.expire
    assert notebook.run(f"{ALARM}alarm()").status == "timeout"


def test_code_may_handle_a_stop(notebook, jspi):
    notebook.host.alarm_is = "tick"
    notebook.host.on_next_task = notebook.session.stop
    result = notebook.run(f"{ALARM}try:\n    alarm()\nexcept KeyboardInterrupt:\n    print('cleaned up')")
    assert (result.status, result.output) == ("ok", "cleaned up\n")


def test_stop_ends_code_that_only_waits(notebook):
    notebook.loop.call_soon(lambda: notebook.loop.call_soon(notebook.session.stop))
    result = notebook.run("import asyncio\nawait asyncio.Event().wait()")
    assert (result.error.type, result.error.message) == ("KeyboardInterrupt", "The run was stopped.")
    assert "await asyncio.Event().wait()" in result.error.traceback


def test_a_task_in_the_background_is_interrupted_and_the_run_that_waits_for_it_too(notebook):
    result = notebook.run(
        f"{ALARM}import asyncio\nasync def spin():\n    alarm()\n    print('never')\nawait asyncio.create_task(spin())"
    )
    assert (result.status, result.output) == ("timeout", "")


def test_a_run_that_only_waits_while_a_task_of_it_computes_ends_at_its_timeout(notebook):
    notebook.namespace["expire"] = notebook.session.expire
    result = notebook.run(
        f"{ALARM}import asyncio\nasync def spin():\n    asyncio.get_running_loop().call_soon(expire)\n    alarm()\n"
        "task = asyncio.create_task(spin())\nawait asyncio.Event().wait()"
    )
    assert result.status == "timeout"


def test_stopping_when_nothing_runs_does_nothing(notebook):
    notebook.session.stop()
    notebook.session.expire()
    assert notebook.run("print(1)").output == "1\n"


HARNESS = str(Path(__file__).parents[2] / "worker" / "harness")

PROGRAMS = {
    "a value": "print('out')\nopen('a.svg', 'w').write('<svg/>')\n{'a': 1}",
    "an error": "def f():\n    raise ValueError('x')\nf()",
    "a display": "from IPython.display import HTML\ndisplay(HTML('<b>'))\nimport asyncio\nawait asyncio.sleep(0)",
}


class AlarmAt:
    """Raises the alarm once, at the given bytecode of the harness's own code."""

    def __init__(self, position: int) -> None:
        self.left = position

    def __call__(self, frame, event, _argument):
        if not frame.f_code.co_filename.startswith(HARNESS):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            self.left -= 1
            if self.left == 0:
                signal.raise_signal(INTERRUPT)
        return self


# A coroutine that was interrupted before its first step.
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
@pytest.mark.parametrize("program", PROGRAMS)
def test_an_alarm_at_any_bytecode_of_the_harness_never_loses_the_reply_nor_the_session(notebook, program):
    assert threading.current_thread() is threading.main_thread()
    expected = notebook.run(PROGRAMS[program]).status
    statuses = set()
    for position in range(1, 1_000_000):
        alarm = AlarmAt(position)
        sys.settrace(alarm)
        try:
            result = notebook.run(PROGRAMS[program])
        finally:
            sys.settrace(None)
        statuses.add(result.status)
        assert result.error is None or result.error.type == "ValueError"
        if position % 10 == 0:
            # The session goes on.
            assert notebook.run("print('next')").output == "next\n"
        if alarm.left > 0:
            break
    assert statuses == {expected, "timeout"}
