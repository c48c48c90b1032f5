"""Functions of the page that Python can call: the module ``tools``."""

import inspect
import json
import re
import sys
from asyncio import CancelledError
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, Literal

from .contract import Host, ToolDescription
from .import_hooks import provide_module, withdraw_module
from .suspension import can_suspend, run_cancellable

MODULE = "tools"
# Bound now: user code may replace what is in the module.
_decode_json = json.JSONDecoder().decode
_TYPES = {"__builtins__": {}, "Literal": Literal} | {
    type.__name__: type for type in (str, int, float, bool, list, dict)
}
"""The names in signatures."""

Tool = Callable[..., object]


class ToolError(RuntimeError):
    """A tool failed, or its arguments did not fit."""

    def __init__(self, message: str, type: str = "Error") -> None:
        super().__init__(message)
        self.type = type
        """The class of the error that the page threw."""


class ToolRefusedError(ToolError, PermissionError):
    """A call of a tool was refused, by the app or by its user."""


ToolError.__module__ = ToolRefusedError.__module__ = MODULE
_ERRORS: dict[str, type[ToolError]] = {error.__name__: error for error in (ToolError, ToolRefusedError)}


class HostTools:
    """Provides the module ``tools`` with the functions that the host exposes."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._network: object = None

    def expose(self, descriptions: str) -> None:
        """Offer these tools and no others: JSON of each name with a ``ToolDescription``."""
        tools: dict[str, ToolDescription] = _decode_json(descriptions)
        self._connect_network(tools.pop("network.fetch", None))
        withdraw_module(MODULE)
        if tools:
            # First: a file tools.py in the working directory must not hide the tools.
            provide_module(MODULE, lambda module: self._fill(module, tools), first=True)

    def _connect_network(self, about: ToolDescription | None) -> None:
        if about is None:
            return
        # Loaded when a page allows requests: most do not.
        from .errors import hints
        from .network.libraries import connect_libraries
        from .network.page import Page

        hints.network_hint = about["documentation"]
        if self._network is None:
            self._network = Page(self._wait, self._call)
            connect_libraries(self._network)

    def _fill(self, module: ModuleType, tools: dict[str, ToolDescription]) -> None:
        def get(name: str) -> Tool:
            # There may be hundreds, and a program needs few of them.
            if name not in tools:
                raise AttributeError(f"module {MODULE!r} has no attribute {name!r}")
            return module.__dict__.setdefault(name, self._make(name, tools[name]))

        def search(query: str, limit: int = 10) -> FoundTools:
            """Find tools by words of their names and descriptions, the best first. Show one with ``help()``."""
            return FoundTools(get(name) for name in _rank(tools, query)[:limit])

        own: dict[str, object] = {**_ERRORS, _free_name("search", tools): search}
        names = [*tools, *own]
        module.__doc__ = "Functions of the page that this Python runs in."
        module.__dict__.update(own, __getattr__=get, __dir__=lambda: names, __all__=names)

    def _make(self, name: str, about: ToolDescription) -> Tool:
        parameters = Parameters(name, about)

        def tool(*arguments: object, **named: object) -> object:
            request = parameters.to_json(parameters.bind(arguments, named))
            return self._wait(name, request) if can_suspend() else self._call(name, request)

        signature = _read_signature(about["signature"])
        tool.__name__ = tool.__qualname__ = name
        tool.__module__ = MODULE
        tool.__doc__ = about["documentation"]
        tool.__signature__ = signature
        tool.__annotations__ = _annotations_of(signature)
        return tool

    def _wait(self, name: str, request: str) -> object:
        # Not a task of the event loop, which would take longer than the call.
        try:
            answer = run_cancellable(self.host.wait_for_tool(name, request))
        except Exception as error:
            raise _error_of(error) from None
        return _read_answer(answer)

    async def _call(self, name: str, request: str) -> object:
        try:
            answer = await self.host.call_tool(name, request)
        except CancelledError:
            raise
        except Exception as error:
            raise _error_of(error) from None
        return _read_answer(answer)


class Parameters:
    """The parameters of a tool, in order."""

    def __init__(self, tool: str, about: ToolDescription) -> None:
        self._tool = tool
        self._names = [parameter["name"] for parameter in about["parameters"]]
        self._required = [parameter["name"] for parameter in about["parameters"] if parameter["required"]]
        # Its own name wins, so that every parameter can be reached.
        self._by_python_name = {parameter["pythonName"]: parameter["name"] for parameter in about["parameters"]} | {
            name: name for name in self._names
        }
        self._takes_more = about["takesMore"]

    def bind(self, arguments: tuple[object, ...], named: dict[str, object]) -> dict[str, object]:
        """Give every argument its name. Raises ``TypeError`` in Python's words if they do not fit."""
        names = self._names
        if len(arguments) > len(names):
            takes = f"{len(names)} positional argument{'' if len(names) == 1 else 's'}"
            given = f"{len(arguments)} {'was' if len(arguments) == 1 else 'were'} given"
            raise TypeError(f"{self._tool}() takes {takes} but {given}")
        bound = dict(zip(names, arguments, strict=False))
        for python_name, value in named.items():
            name = self._by_python_name.get(python_name)
            if name is None:
                if not self._takes_more:
                    raise TypeError(f"{self._tool}() got an unexpected keyword argument {python_name!r}")
                name = python_name
            if name in bound:
                raise TypeError(f"{self._tool}() got multiple values for argument {python_name!r}")
            bound[name] = value
        missing = [repr(name) for name in self._required if name not in bound]
        if missing:
            some = f"{len(missing)} required positional argument{'' if len(missing) == 1 else 's'}"
            raise TypeError(f"{self._tool}() missing {some}: {_enumerate(missing)}")
        return bound

    def to_json(self, bound: dict[str, object]) -> str:
        """Encode the arguments. Raises ``TypeError`` that names an argument that JSON can't express."""
        encoded = []
        for name, value in bound.items():
            try:
                encoded.append(f"{_encode_json(name)}: {_encode_json(value)}")
            except (TypeError, ValueError, RecursionError) as error:
                raise TypeError(f"{self._tool}() argument {name!r} cannot be sent as JSON: {error}") from None
        return "{" + ", ".join(encoded) + "}"


class FoundTools(list[Tool]):
    """Tools that were found. Shown with their signatures and the first lines of their descriptions."""

    def __init__(self, tools: Iterable[Tool]) -> None:
        super().__init__(tools)

    def __repr__(self) -> str:
        return "\n".join(map(_summarize, self)) or "No tool has these words. Try others, or '' for all."


def _read_answer(answer: object) -> object:
    return _decode_json(answer) if isinstance(answer, str) else None


def _error_of(error: Exception) -> ToolError:
    kind = getattr(error, "name", None) or type(error).__name__
    message = getattr(error, "message", None) or str(error)
    return _ERRORS.get(kind, ToolError)(message, kind)


def _summarize(tool: Tool) -> str:
    summary = (tool.__doc__ or "").strip().partition("\n")[0]
    return f"{tool.__name__}{inspect.signature(tool)}" + (f"\n    {summary}" if summary else "")


def _rank(tools: dict[str, ToolDescription], query: str) -> list[str]:
    """Sort the names of the tools that have a word of the query: most words first, those in names, and short names."""
    words = _words(query)
    scores = {name: _score(words, name, about["documentation"].lower()) for name, about in tools.items()}
    found = [name for name, score in scores.items() if score > 0 or not words]
    return sorted(found, key=lambda name: (-scores[name], len(name)))


def _score(words: list[str], name: str, documentation: str) -> float:
    parts = _words(name)
    in_name = sum(3 if word in parts else 2 if word in name.lower() else 0 for word in words)
    whole_name = 2 if words == parts else 0
    return in_name + whole_name + sum(word in documentation for word in words)


def _words(text: str) -> list[str]:
    apart = re.sub(r"([a-z\d])([A-Z])", r"\1 \2", text).replace("_", " ")
    return re.findall(r"\w+", apart.lower())


def _free_name(name: str, taken: Iterable[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _read_signature(text: str) -> inspect.Signature:
    namespace: dict[str, Any] = dict(_TYPES)
    try:
        exec(f"def tool{text}: ...", namespace)
    except SyntaxError:
        # The browser takes a character for a letter that Python does not know yet.
        return inspect.signature(lambda **more: None)
    return inspect.signature(namespace["tool"])


def _annotations_of(signature: inspect.Signature) -> dict[str, object]:
    annotations = {name: parameter.annotation for name, parameter in signature.parameters.items()}
    annotations["return"] = signature.return_annotation
    return {name: annotation for name, annotation in annotations.items() if annotation is not inspect.Signature.empty}


def _to_plain(value: Any) -> object:
    """Convert NumPy's numbers and arrays, tables, dates, sets and paths to types that JSON has."""
    if isinstance(value, set | frozenset):
        return list(value)
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(value, pandas.DataFrame):
        return value.to_dict("records")
    for method in ("tolist", "isoformat", "__fspath__"):
        if hasattr(type(value), method):
            return getattr(value, method)()
    raise TypeError(f"a {type(value).__name__} is not JSON")


_encode_json = json.JSONEncoder(default=_to_plain, allow_nan=False).encode


def _enumerate(names: list[str]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return ", ".join(names[:-1]) + f", and {names[-1]}"
