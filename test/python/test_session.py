"""What a run is and what it leaves behind."""

import json


def test_variables_stay_from_run_to_run(notebook):
    notebook.run("radius = 2\ndef area():\n    return 3 * radius ** 2")
    assert notebook.run("print(area())").output == "12\n"


def test_code_awaits_at_top_level(notebook):
    result = notebook.run("import asyncio\nawait asyncio.sleep(0)\nprint('slept')")
    assert (result.status, result.output) == ("ok", "slept\n")


def test_code_runs_as_a_script(notebook):
    assert notebook.run("if __name__ == '__main__':\n    print('main')").output == "main\n"


def test_sys_exit_ends_a_script_and_a_code_that_is_not_zero_is_a_failure(notebook):
    assert notebook.run("import sys\nprint('bye')\nsys.exit()").status == "ok"
    failed = notebook.run("sys.exit(2)")
    assert (failed.status, failed.error.type, failed.error.message) == ("error", "SystemExit", "2")


def test_an_import_from_the_future_counts_for_later_runs_too(notebook):
    notebook.run("from __future__ import annotations")
    assert notebook.run("def f(x: not_defined): pass\nf.__annotations__['x']").shown[0].data["text/plain"] == (
        "'not_defined'"
    )


def test_tasks_that_a_run_leaves_behind_go_on(notebook):
    notebook.run(
        "import asyncio\nheard = []\n"
        "async def later():\n    await asyncio.sleep(0)\n    heard.append('later')\n"
        "task = asyncio.create_task(later())"
    )
    assert notebook.run("await task\nprint(heard)").output == "['later']\n"


def test_code_that_waits_for_all_tasks_but_its_own_is_not_kept_waiting(notebook):
    code = (
        "import asyncio\nothers = asyncio.all_tasks() - {asyncio.current_task()}\nawait asyncio.gather(*others)\nothers"
    )
    assert notebook.run(code).shown[0].data["text/plain"] == "set()"


def test_code_that_cancels_itself_failed_and_the_next_run_works(notebook):
    for code in ("asyncio.current_task().cancel()", "asyncio.current_task().cancel()\nawait asyncio.sleep(0)"):
        result = notebook.run(f"import asyncio\nprint('before')\n{code}")
        assert (result.output.splitlines()[0], result.error and result.error.type) in (
            ("before", None),
            ("before", "asyncio.exceptions.CancelledError"),
        )
        assert notebook.run("print(1)").output == "1\n"


def test_the_python_version_is_known(notebook):
    assert notebook.session.python_version.startswith("3.")


def test_the_reply_is_json_with_status_files_and_value_alone_if_all_went_well(notebook):
    reply = notebook.start("1", 1, float("inf"))
    assert json.loads(notebook.loop.run_until_complete(reply)) == {
        "status": "ok",
        "files": [],
        "value": "1",
    }
