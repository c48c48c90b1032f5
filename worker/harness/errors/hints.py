"""Hints about exceptions that code raises because it runs in a browser.

The rules match what Pyodide 314 raises in Chromium, and what CPython raises for the same code.
"""

import errno
import re
import traceback
from collections.abc import Callable, Iterator

NO_NETWORK = "There is no network in the sandbox: send the data along as a file, or put it in the code."
NO_PROCESSES = "The sandbox cannot start other programs or processes: do the work in Python, in this one process."
NO_THREADS = "All threads share one processor here, and there are no other processes: use fewer, or a plain loop."
NO_ANSWER = "Nobody can type an answer here: put the value in the code."
NO_DESCRIPTOR = "The file descriptor of the standard input has nothing to read: use sys.stdin, or call input()."
NO_WINDOWS = "The sandbox has no windows and no terminal: print, call display(), or draw with matplotlib."
OUT_OF_MEMORY = "The sandbox's memory is limited: work in chunks, use smaller types, or delete large variables."
TOO_DEEP = "Python's stack is small in a browser: use a loop or an explicit stack instead of recursion."
NO_SHELL = (
    "There is no shell in the sandbox: use os, shutil, pathlib and open() instead. "
    "Packages are loaded when they are imported."
)
NO_MAGIC = (
    "The only notebook magics here are %time, %timeit, %%writefile, %%html, %%markdown, %%latex, %%svg, %pip install "
    "and name?; %matplotlib and the like are ignored. The page runs no scripts of cells. Write plain Python instead of "
    "others."
)
NO_ALARM = (
    "A browser has no timers that interrupt Python: use asyncio.timeout() for code that awaits, or check "
    "time.monotonic() in a loop. The run's own timeout ends code that takes too long."
)
CANNOT_WAIT = "This browser cannot wait in the middle of Python: write `await main()` instead of `asyncio.run(main())`."
NO_FILMS = (
    "There is no ffmpeg in the sandbox: save a GIF with ani.save('animation.gif', writer='pillow'). "
    "An animation that is shown, or is the last expression, moves anyway."
)
NO_TIME_ZONES = "Time zone data is a separate package: load it with `import tzdata` first."
_REMOVED = "It was removed from the standard library: "
_NOT_IN_BROWSER = "It does not exist for the browser"

MODULES: dict[str, str] = {
    # Packages that have no build for the browser.
    **dict.fromkeys(
        ("tensorflow", "keras", "torch", "flax"),
        f"{_NOT_IN_BROWSER}: use scikit-learn instead, or NumPy for small networks.",
    ),
    "torchvision": f"{_NOT_IN_BROWSER}: use Pillow, scikit-image or opencv-python (cv2) instead.",
    "jax": f"{_NOT_IN_BROWSER}: use NumPy and SciPy instead.",
    "jaxlib": f"{_NOT_IN_BROWSER}: use NumPy and SciPy instead.",
    "transformers": f"{_NOT_IN_BROWSER}: no language model runs in the sandbox.",
    "spacy": f"{_NOT_IN_BROWSER}: use nltk or regular expressions instead.",
    "numba": f"{_NOT_IN_BROWSER}: use NumPy instead.",
    "cupy": f"{_NOT_IN_BROWSER}, and there is no GPU: use NumPy instead.",
    "dask": f"{_NOT_IN_BROWSER} in a useful form: use pandas or polars instead.",
    "pyspark": f"{_NOT_IN_BROWSER}: use pandas, polars or duckdb instead.",
    "ray": f"{_NOT_IN_BROWSER}: there is only one process.",
    "catboost": f"{_NOT_IN_BROWSER}: use xgboost, lightgbm or scikit-learn instead.",
    "onnxruntime": f"{_NOT_IN_BROWSER}: no such model runs in the sandbox.",
    **dict.fromkeys(("fitz", "pymupdf"), f"{_NOT_IN_BROWSER}: use pypdf instead."),
    "psycopg2": f"{_NOT_IN_BROWSER}, and there is no network: send the data along as a file, or use sqlite3.",
    **dict.fromkeys(("playwright", "selenium"), f"{_NOT_IN_BROWSER}: there is no network and no second browser."),
    "psutil": f"{_NOT_IN_BROWSER}: there is no machine to inspect.",
    **dict.fromkeys(("PyQt5", "PyQt6", "PySide6", "wx"), NO_WINDOWS),
    # Parts of the standard library that Pyodide leaves out.
    # https://pyodide.org/en/stable/usage/wasm-constraints.html
    **dict.fromkeys(("tkinter", "_tkinter", "turtle", "turtledemo", "idlelib"), NO_WINDOWS),
    **dict.fromkeys(("curses", "_curses", "readline"), NO_WINDOWS),
    "dbm": "It does not exist in the browser: use sqlite3, json or pickle instead.",
    "_multiprocessing": NO_THREADS,
    "resource": "It does not exist in the browser: use tracemalloc for memory and time.perf_counter for time.",
    "venv": "There are no environments in the sandbox: packages are loaded when they are imported.",
    **dict.fromkeys(
        ("ensurepip", "pip"), "There is no pip in the sandbox: packages are loaded when they are imported."
    ),
    # https://docs.python.org/3.14/library/removed.html
    "distutils": _REMOVED + "use setuptools, shutil and sysconfig instead.",
    "imp": _REMOVED + "use importlib instead.",
    **dict.fromkeys(("asynchat", "asyncore"), _REMOVED + "use asyncio instead."),
    **dict.fromkeys(("smtpd", "telnetlib", "nntplib"), _REMOVED + "there is no network in the sandbox."),
    "cgi": _REMOVED + "use urllib.parse and html instead.",
    "crypt": _REMOVED + "use hashlib instead.",
    "imghdr": _REMOVED + "use PIL.Image.open to find the type of an image.",
    **dict.fromkeys(("sndhdr", "aifc"), _REMOVED + "use wave for WAV files."),
    "audioop": _REMOVED + "use NumPy instead.",
    "pipes": _REMOVED + "the sandbox cannot start other programs.",
    "uu": _REMOVED + "use base64 and binascii instead.",
    "xdrlib": _REMOVED + "use struct instead.",
}
"""Hints by the top-level name of a module that can't be imported."""

network_hint = NO_NETWORK
"""What is said of the network: another sentence if the page allows requests to some origins."""

_NETWORK_MODULES = (
    "urllib",
    "urllib3",
    "requests",
    "httpx",
    "httpcore",
    "aiohttp",
    "socket",
    "http.client",
    "pyodide.http",
)
_NETWORK_FILES = (
    "/socket.py",
    "/ssl.py",
    "/http/client.py",
    "/urllib/request.py",
    "/urllib3/",
    "/requests/",
    "/httpx/",
    "/aiohttp/",
    "/pyodide/http/",
)
# At the beginning of a line, or of the value in an assignment.
_NOTEBOOK_SYNTAX = re.compile(r"\s*(?:[\w, ]+=\s*)?(!|%{1,2}[a-z])")
_ALARMS = ("alarm", "setitimer", "getitimer", "pause", "sigwait", "pthread_kill")
_NO_SOCKET = (errno.ENOTCONN, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ECONNREFUSED)
_NO_PROCESS = (errno.ENOSYS, errno.EAGAIN, errno.ENOEXEC)
_PROCESS_CALLS = ("fork", "exec", "spawn", "popen", "system")
_PROCESS_FILES = ("/subprocess.py", "/multiprocessing/", "/pty.py", "/concurrent/futures/process.py")


def hint_for(error: BaseException) -> str | None:
    """Give a hint of one or two sentences for the exception, or for one that caused it."""
    for part in _with_causes(error):
        for rule in _RULES:
            hint = rule(part)
            if hint is not None:
                return hint
    return None


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    part: BaseException | None = error
    while part is not None and id(part) not in seen:
        seen.add(id(part))
        yield part
        part = part.__cause__ or (None if part.__suppress_context__ else part.__context__)


def _missing_module(error: BaseException) -> str | None:
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    return MODULES.get(error.name.partition(".")[0])


def _no_input(error: BaseException) -> str | None:
    if isinstance(error, OSError) and error.errno == errno.EIO:
        return NO_DESCRIPTOR
    is_of_ours = isinstance(error, EOFError) and any(name in str(error) for name in ("input()", "sys.stdin"))
    return NO_ANSWER if is_of_ours else None


def _no_threads(error: BaseException) -> str | None:
    cannot_start = isinstance(error, RuntimeError) and "can't start new thread" in str(error)
    no_pool = isinstance(error, NotImplementedError) and "multiprocessing" in str(error)
    return NO_THREADS if cannot_start or no_pool else None


def _no_processes(error: BaseException) -> str | None:
    if not isinstance(error, OSError | NotImplementedError | AttributeError):
        return None
    message = str(error)
    if "emscripten does not support processes" in message or "absence of OS process APIs" in message:
        return NO_PROCESSES
    missing = isinstance(error, AttributeError) and error.name in ("fork", "forkpty", "posix_spawn", "posix_spawnp")
    failed = isinstance(error, OSError) and error.errno in _NO_PROCESS and _line_mentions(error, _PROCESS_CALLS)
    started_in_there = isinstance(error, OSError) and _raised_in(error, _PROCESS_FILES)
    return NO_PROCESSES if missing or failed or started_in_there else None


def _no_network(error: BaseException) -> str | None:
    if type(error).__name__ in ("HTTPError", "HTTPStatusError"):
        # A server answered.
        return None
    # These modules raise ValueError for a malformed URL.
    from_network = _belongs_to(type(error), _NETWORK_MODULES) and not isinstance(error, ValueError)
    without_socket = isinstance(error, OSError) and error.errno in _NO_SOCKET
    not_in_browsers = "not available in browser environments" in str(error) and "sock" in str(error)
    no_encryption = isinstance(error, RuntimeError) and "TLS not supported" in str(error)
    fetch_failed = type(error).__name__ == "JsException" and any(
        words in str(error) for words in ("Failed to fetch", "NetworkError", "Load failed", "XMLHttpRequest")
    )
    in_there = isinstance(error, OSError) and _raised_in(error, _NETWORK_FILES)
    reasons = (from_network, without_socket, not_in_browsers, no_encryption, fetch_failed, in_there)
    return network_hint if any(reasons) else None


def _too_big(error: BaseException) -> str | None:
    # A length that does not fit in 32 bits raises OverflowError.
    too_long = isinstance(error, OverflowError) and "index-sized integer" in str(error)
    return OUT_OF_MEMORY if isinstance(error, MemoryError) or too_long else None


def _too_deep(error: BaseException) -> str | None:
    # Raised for source code that is nested too deep.
    parser = isinstance(error, MemoryError) and "Parser stack overflowed" in str(error)
    return TOO_DEEP if isinstance(error, RecursionError) or parser else None


def _notebook_syntax(error: BaseException) -> str | None:
    if not isinstance(error, SyntaxError) or not isinstance(error.text, str):
        return None
    match = _NOTEBOOK_SYNTAX.match(error.text)
    return None if match is None else NO_SHELL if match[1] == "!" else NO_MAGIC


def _no_alarm(error: BaseException) -> str | None:
    if not isinstance(error, AttributeError) or getattr(error.obj, "__name__", None) != "signal":
        return None
    return NO_ALARM if error.name in _ALARMS else None


def _cannot_wait(error: BaseException) -> str | None:
    without_suspending = isinstance(error, RuntimeError) and "stack switching not supported" in str(error)
    return CANNOT_WAIT if without_suspending else None


def _no_films(error: BaseException) -> str | None:
    is_refused = _raised_in(error, ("/subprocess.py",)) or "unknown file extension" in str(error)
    frames = traceback.walk_tb(error.__traceback__) if is_refused else ()
    return NO_FILMS if any("/matplotlib/animation.py" in each.f_code.co_filename for each, _ in frames) else None


def _no_time_zones(error: BaseException) -> str | None:
    return NO_TIME_ZONES if type(error).__name__ == "ZoneInfoNotFoundError" else None


_RULES: tuple[Callable[[BaseException], str | None], ...] = (
    _missing_module,
    _no_input,
    _no_threads,
    _no_films,
    _no_processes,
    _no_network,
    _too_deep,
    _too_big,
    _notebook_syntax,
    _no_alarm,
    _cannot_wait,
    _no_time_zones,
)


def _belongs_to(kind: type, modules: tuple[str, ...]) -> bool:
    return any(kind.__module__ == module or kind.__module__.startswith(f"{module}.") for module in modules)


def _raised_in(error: BaseException, files: tuple[str, ...]) -> bool:
    """Whether the innermost frames are in one of these files, not only frames further out."""
    frames = traceback.extract_tb(error.__traceback__, limit=-2)
    return any(part in frame.filename for frame in frames for part in files)


def _line_mentions(error: BaseException, names: tuple[str, ...]) -> bool:
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    return any(name in (frame.line or "") for frame in frames for name in names)
