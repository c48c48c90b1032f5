"""Packages that code installs itself: ``micropip.install()``, and pip in another process.

The page finds such calls in the code, and loads what they name before the run begins
(``src/sandbox/packages/knowledge/pipInstalls.ts``). What is called here tells what came of it.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import pairwise
from types import ModuleType
from typing import Any

from ..errors.hints import MODULES
from ..import_hooks import after_import, provide_module

NOT_LOADED = (
    "This page has no such package for the browser, or the code did not name it as text: "
    "packages are loaded before a run, when the code that names them is read."
)

_REQUIREMENT = re.compile(r"([A-Za-z\d][\w.-]*)(?=[\[<>=!~;,]|$)")


def requirement_names(requirements: str) -> list[str]:
    """Give the names of the packages in arguments of ``pip install``, without versions, options and comments."""
    words = requirements.partition("#")[0].replace('"', "").replace("'", "").split()
    return [match[0] for word in words if (match := _REQUIREMENT.match(word)) is not None]


def install(requirements: str) -> list[str]:
    """Print which packages are installed, to stderr those that are not. Give the names of the latter."""
    missing: list[str] = []
    for name, version in _versions(requirements):
        if version is not None:
            print(f"{name} {version} is installed.")
        else:
            missing.append(name)
            print(f"{name} could not be installed. {_why_missing(name)}", file=sys.stderr)
    return missing


async def micropip_install(requirements: str | Iterable[str], keep_going: bool = False, **_ignored: object) -> None:
    """Check that packages are installed.

    Raises ``ValueError`` for one that is not, as ``micropip.install`` does.
    https://micropip.pyodide.org/en/stable/project/api.html
    """
    texts = [requirements] if isinstance(requirements, str) else list(requirements)
    for name, version in _versions(" ".join(texts)):
        if version is None:
            raise ValueError(f"Can't install {name!r}. {_why_missing(name)}")


def provide_pip() -> None:
    """Answer ``micropip``, and pip in another process, as if the page's packages came from there."""
    provide_module("micropip", _fill_micropip, first=True)
    after_import("subprocess", _answer_pip)


def _versions(requirements: str) -> Iterator[tuple[str, str | None]]:
    """Give the name of each package with its version; ``None`` if it is not installed."""
    # Imported here because that is slow.
    from importlib import metadata

    for name in requirement_names(requirements):
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name, None


def _why_missing(name: str) -> str:
    return MODULES.get(name, NOT_LOADED)


def _fill_micropip(module: ModuleType) -> None:
    module.__dict__["install"] = micropip_install


def _answer_pip(subprocess: Any) -> None:
    if hasattr(subprocess.run, "__wrapped__"):
        return

    def answering(call: Callable[..., Any], answer: Callable[[object, int], Any]) -> Callable[..., Any]:
        @wraps(call)
        def run(arguments: object, *rest: Any, **options: Any) -> Any:
            requirements = _pip_requirements(arguments)
            if requirements is None:
                return call(arguments, *rest, **options)
            return answer(arguments, 1 if install(requirements) else 0)

        return run

    def check(arguments: object, status: int) -> int:
        if status:
            raise subprocess.CalledProcessError(status, arguments)
        return status

    def completed(arguments: object, status: int) -> Any:
        return subprocess.CompletedProcess(arguments, status, "", "")

    subprocess.run = answering(subprocess.run, completed)
    subprocess.call = answering(subprocess.call, lambda _, status: status)
    subprocess.check_call = answering(subprocess.check_call, check)


def _pip_requirements(arguments: object) -> str | None:
    """Give what follows ``pip install`` in the arguments of a process; ``None`` if they are another program's."""
    words = arguments.split() if isinstance(arguments, str) else arguments
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        return None
    for place, pair in enumerate(pairwise(words)):
        if pair in (("pip", "install"), ("pip3", "install")):
            return " ".join(words[place + 2 :])
    return None
