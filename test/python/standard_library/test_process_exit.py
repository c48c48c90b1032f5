"""Code that ends its process: here, the end of its run and of nothing else."""

import signal

import pytest


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos._exit(0)",
        "import sys\nsys.exit()",
        "import signal\nsignal.raise_signal(signal.SIGCHLD)",
        "import signal\nsignal.signal(signal.SIGUSR2, signal.SIG_IGN)\nsignal.raise_signal(signal.SIGUSR2)",
        "import os\nos.kill(os.getpid(), 0)",
    ],
)
def test_is_well_where_the_process_would_have_ended_well_or_gone_on(notebook, code):
    assert notebook.run(f'print("before")\n{code}').status == "ok"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os\nos._exit(3)", "3"),
        ("import os\nos.abort()", "The run was ended by os.abort(): SIGABRT, Aborted."),
        (
            "import signal\nsignal.raise_signal(signal.SIGTERM)",
            "The run was ended by signal.raise_signal(15): SIGTERM, Terminated.",
        ),
        ("import os\nos.kill(os.getpid(), 9)", "SIGKILL, Killed."),
    ],
)
def test_is_a_failure_that_says_what_ended_it(notebook, code, message):
    result = notebook.run(f'print("before")\n{code}\nprint("after")')
    assert (result.status, result.error.type) == ("error", "SystemExit")
    assert result.error.message.endswith(message)
    assert result.output.startswith("before\n")
    assert "after" not in result.output


def test_is_not_ended_by_a_signal_that_the_code_handles(notebook):
    code = (
        "import signal\nsignal.signal(signal.SIGUSR1, lambda number, frame: print(number, frame.f_code.co_name))\n"
        "signal.raise_signal(signal.SIGUSR1)"
    )
    assert notebook.run(code).output == f"{int(signal.SIGUSR1)} <module>\n"
    result = notebook.run("signal.raise_signal(signal.SIGINT)")
    assert result.error.type == "KeyboardInterrupt"


@pytest.mark.parametrize("number", [-1, 1000])
def test_a_signal_that_does_not_exist_is_an_error(notebook, number):
    assert notebook.run(f"import signal\nsignal.raise_signal({number})").error.type in ("ValueError", "OSError")
