"""Functions of the page that Python can call: the module ``tools``."""

import inspect
import json
import keyword
import sys
from asyncio import CancelledError
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from .contract import Host
from .import_hooks import provide_module, withdraw_module
from .suspension import can_suspend, run_blocking

MODULE = "tools"
# Bound now: user code may replace what is in the module.
_decode_json = json.JSONDecoder().decode
_TYPES = {"string": str, "integer": int, "number": float, "boolean": bool, "array": list, "object": dict, "null": None}


class ToolError(RuntimeError):
    """A tool failed, or its arguments did not fit."""

    def __init__(self, message: str, type: str = "Error") -> None:
        super().__init__(message)
        self.type = type
        """The class of the error that the page threw."""


ToolError.__module__ = MODULE


class HostTools:
    """Provides the module ``tools`` with the functions that the host exposes."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def expose(self, descriptions: str) -> None:
        """Offer these tools and no others: JSON of ``{name: {"description": ..., "parameters": <JSON schema>}}``."""
        functions = {name: self._make(name, about) for name, about in _decode_json(descriptions).items()}
        withdraw_module(MODULE)
        if functions:
            # First: a file tools.py in the working directory must not hide the tools.
            provide_module(MODULE, lambda module: _fill(module, functions), first=True)

    def _make(self, name: str, about: Mapping[str, Any]) -> Callable[..., object]:
        parameters = Parameters(name, about.get("parameters") or {})

        def tool(*arguments: object, **named: object) -> object:
            request = parameters.to_json(parameters.bind(arguments, named))
            answer = self._call(name, request)
            return run_blocking(answer) if can_suspend() else answer

        tool.__name__ = tool.__qualname__ = name
        tool.__module__ = MODULE
        tool.__doc__ = "\n\n".join(part for part in (about.get("description"), parameters.describe()) if part)
        tool.__signature__ = parameters.signature()
        return tool

    async def _call(self, name: str, request: str) -> object:
        try:
            answer = await self.host.call_tool(name, request)
        except CancelledError:
            raise
        except Exception as error:
            message = getattr(error, "message", None) or str(error)
            raise ToolError(message, getattr(error, "name", None) or type(error).__name__) from None
        return _decode_json(answer) if isinstance(answer, str) else None


class Parameters:
    """The parameters of a tool: the properties of its JSON schema, in order."""

    def __init__(self, tool: str, schema: Mapping[str, Any]) -> None:
        self._tool = tool
        self._properties: dict[str, Mapping[str, Any]] = {
            name: about if isinstance(about, Mapping) else {}
            for name, about in (schema.get("properties") or {}).items()
        }
        self._required = [name for name in self._properties if name in (schema.get("required") or ())]
        # A schema without properties takes any arguments.
        self._takes_more = bool(schema.get("additionalProperties", not self._properties))

    def bind(self, arguments: tuple[object, ...], named: dict[str, object]) -> dict[str, object]:
        """Give every argument its name. Raises ``TypeError`` in Python's words if they do not fit."""
        names = list(self._properties)
        if len(arguments) > len(names):
            takes = f"{len(names)} positional argument{'' if len(names) == 1 else 's'}"
            given = f"{len(arguments)} {'was' if len(arguments) == 1 else 'were'} given"
            raise TypeError(f"{self._tool}() takes {takes} but {given}")
        bound = dict(zip(names, arguments, strict=False))
        for name, value in named.items():
            if name in bound:
                raise TypeError(f"{self._tool}() got multiple values for argument {name!r}")
            if name not in self._properties and not self._takes_more:
                raise TypeError(f"{self._tool}() got an unexpected keyword argument {name!r}")
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

    def signature(self) -> inspect.Signature:
        """Build the signature that help() shows. Names that are no identifiers are left to ``**more``."""
        parameters = []
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        takes_more = self._takes_more
        for name, about in self._properties.items():
            if not name.isidentifier() or keyword.iskeyword(name):
                takes_more = True
                continue
            default = inspect.Parameter.empty if name in self._required else about.get("default", ...)
            if default is inspect.Parameter.empty and parameters and parameters[-1].default is not default:
                # Python has no required parameter after an optional one, except by name.
                kind = inspect.Parameter.KEYWORD_ONLY
            annotation = _annotation(about)
            parameters.append(inspect.Parameter(name, kind, default=default, annotation=annotation))
        if takes_more:
            parameters.append(inspect.Parameter("more", inspect.Parameter.VAR_KEYWORD))
        return inspect.Signature(parameters)

    def describe(self) -> str:
        """List the parameters that have a description."""
        described = [
            (name, about["description"]) for name, about in self._properties.items() if about.get("description")
        ]
        return "\n".join(["Parameters:", *(f"    {name}: {text}" for name, text in described)]) if described else ""


def _fill(module: ModuleType, functions: Mapping[str, Callable[..., object]]) -> None:
    module.__doc__ = "Functions of the page that this Python runs in."
    module.__dict__.update(functions, ToolError=ToolError, __all__=[*functions, "ToolError"])


def _annotation(about: Mapping[str, Any]) -> object:
    named = about.get("type")
    return _TYPES.get(named, inspect.Parameter.empty) if isinstance(named, str) else inspect.Parameter.empty


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
