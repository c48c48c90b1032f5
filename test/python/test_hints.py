"""Hints say what to do about what a browser cannot do."""

import errno
import socket
import subprocess
import sys
import urllib.error

import pytest

from harness.errors import hints

NO_MODULE = {
    "import tensorflow as tf": "scikit-learn",
    "from torch import nn": "scikit-learn",
    "import distutils.core": "setuptools",
    "import psycopg2": "sqlite3",
    "def late():\n    import numba\nlate()": "NumPy",
}


@pytest.mark.parametrize("code", NO_MODULE)
def test_a_module_that_browsers_cannot_have_comes_with_what_can_take_its_place(notebook, monkeypatch, code):
    for name in ("tensorflow", "torch", "distutils", "psycopg2", "numba"):
        monkeypatch.setitem(sys.modules, name, None)
    error = notebook.run(code).error
    assert error.type == "ModuleNotFoundError"
    assert NO_MODULE[code] in error.hint
    assert error.traceback.endswith(f"Hint: {error.hint}\n")


def test_a_module_that_nobody_knows_has_no_hint(notebook):
    error = notebook.run("import no_such_module_anywhere").error
    assert (error.type, error.hint) == ("ModuleNotFoundError", None)


def test_the_hint_is_written_where_python_writes_the_traceback(notebook):
    assert "Hint: " in notebook.run("def f(): f()\nf()").output


def refused_connection():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]


@pytest.mark.parametrize(
    "code",
    [
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:{port}')",
        "import socket\nsocket.create_connection(('127.0.0.1', {port}))",
        "import http.client\nhttp.client.HTTPConnection('127.0.0.1', {port}).request('GET', '/')",
        "import pandas as pd\npd.read_csv('http://127.0.0.1:{port}/data.csv')",
        "import asyncio\nawait asyncio.open_connection('127.0.0.1', {port})",
        (
            "try:\n    import urllib.request\n    urllib.request.urlopen('http://127.0.0.1:{port}')\n"
            "except OSError as error:\n    raise RuntimeError('no data') from error"
        ),
    ],
)
def test_code_that_wants_the_network_is_told_to_send_a_file(notebook, code):
    assert notebook.run(code.format(port=refused_connection())).error.hint == hints.NO_NETWORK


def raised(error, code="raise error") -> BaseException:
    """Raise an exception in a frame whose line is ``code``."""
    try:
        exec(compile(code, "<test>", "exec"), {"error": error})
    except BaseException as caught:
        return caught
    raise AssertionError("The code raised nothing.")


class JsException(Exception):  # noqa: N818
    """What Pyodide makes of an error of JavaScript."""


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOTCONN, "Socket not connected"),
        RuntimeError("TLS not supported in this environment"),
        JsException("TypeError: Failed to fetch"),
        JsException(
            "NetworkError: Failed to execute 'send' on 'XMLHttpRequest': Failed to load 'https://example.com/'."
        ),
        urllib.error.URLError("no host given"),
        NotImplementedError(
            "sock_connect() is not available in browser environments due to restricted raw socket access."
        ),
    ],
    ids=str,
)
def test_what_pyodide_raises_for_the_network_has_the_same_hint(error):
    assert hints.hint_for(raised(error)) == hints.NO_NETWORK


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (OSError(errno.EIO, "I/O error"), hints.NO_DESCRIPTOR),
        (EOFError("sys.stdin was read, but nobody is there to answer"), hints.NO_ANSWER),
        (
            RuntimeError("WebAssembly stack switching not supported in this JavaScript runtime"),
            hints.CANNOT_WAIT,
        ),
        (OSError(138, "emscripten does not support processes."), hints.NO_PROCESSES),
        (
            NotImplementedError(
                "subprocess_exec() is not available in browser environments due to absence of OS process APIs."
            ),
            hints.NO_PROCESSES,
        ),
        (RuntimeError("can't start new thread"), hints.NO_THREADS),
        (
            NotImplementedError("This Python build lacks multiprocessing.synchronize, usually due to ..."),
            hints.NO_THREADS,
        ),
        (ModuleNotFoundError("No module named '_multiprocessing'", name="_multiprocessing"), hints.NO_THREADS),
        (ModuleNotFoundError("No module named 'tkinter'", name="tkinter"), hints.NO_WINDOWS),
        (MemoryError(), hints.OUT_OF_MEMORY),
        (OverflowError("cannot fit 'int' into an index-sized integer"), hints.OUT_OF_MEMORY),
        (RecursionError("maximum recursion depth exceeded"), hints.TOO_DEEP),
    ],
    ids=str,
)
def test_what_pyodide_raises_for_the_rest(error, hint):
    assert hints.hint_for(raised(error)) == hint


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EAGAIN])
def test_a_fork_that_fails_is_a_process_that_cannot_start(notebook, number):
    notebook.namespace["fork"] = lambda: (_ for _ in ()).throw(OSError(number, "not here"))
    assert hints.hint_for(raised(OSError(number, "not here"))) is None
    code = f"import os\ndef fork(): raise OSError({number}, 'not here')  # as os.fork() does\nfork()"
    assert notebook.run(code).error.hint == hints.NO_PROCESSES


def test_another_program_cannot_be_started(notebook):
    assert notebook.run("import subprocess\nsubprocess.run(['no-such-program'])").error.hint == hints.NO_PROCESSES


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("x = 1\n!ls -l", hints.NO_SHELL),
        ("files = !ls", hints.NO_SHELL),
        ("%%bash\nls", hints.NO_MAGIC),
        ("%who", hints.NO_MAGIC),
        ("x = %sql SELECT 1", hints.NO_MAGIC),
    ],
)
def test_syntax_of_notebooks_that_does_not_work_is_said_to_be_none(notebook, code, hint):
    error = notebook.run(code).error
    assert (error.type, error.hint) == ("SyntaxError", hint)


@pytest.mark.parametrize("name", ["alarm", "setitimer"])
def test_timers_that_raise_signals_get_a_hint(notebook, monkeypatch, name):
    import signal

    monkeypatch.delattr(signal, name)
    error = notebook.run(f"import signal\nsignal.{name}(5)").error
    assert (error.type, error.hint) == ("AttributeError", hints.NO_ALARM)


@pytest.mark.parametrize(
    "code",
    [
        "open('not-there.csv')",
        "{}['key']",
        "x = = 2",
        "import urllib.parse\nurllib.parse.urlparse('http://[')",
        "import subprocess\nsubprocess.no_such_name",
        "print(100 % 0)",
        "raise EOFError",
        "raise EOFError('end of file')",
        "import math\nmath.exp(1000)",
    ],
)
def test_errors_that_have_nothing_to_do_with_browsers_have_no_hint(notebook, code):
    error = notebook.run(code).error
    assert (error.hint, "Hint:" in error.traceback) == (None, False)


def test_the_modules_of_the_table_cannot_be_had_in_pyodide():
    assert {"numpy", "pandas", "cv2", "sklearn", "sqlite3", "polars", "xgboost"}.isdisjoint(hints.MODULES)


def test_a_called_process_error_alone_has_no_hint():
    assert hints.hint_for(raised(subprocess.CalledProcessError(1, "ls"))) is None
