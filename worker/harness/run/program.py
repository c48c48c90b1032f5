"""Source code as a notebook runs it: the value of the last expression is shown, and ``await`` works at top level."""

import __future__

import ast
import inspect
import io
import tokenize
from builtins import eval
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import CodeType
from typing import Any

from ..notebook.ipython_shim import InteractiveShell
from ..notebook.syntax import NAME, translate

_FUTURE_FLAGS = reduce(or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))

_INSIGNIFICANT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@dataclass
class Program:
    """Compiled source: the statements, if there are any, and apart from them the last one if it is an expression."""

    body: CodeType | None
    expression: CodeType | None
    shown: bool
    """Whether the expression's value is shown: a trailing ``;`` hides it."""
    future_flags: int
    """Flags of ``compile`` for what the code imported from ``__future__``. They hold for later runs, too."""
    is_timed: bool = False
    """Whether its duration is printed: ``%%time``."""


def compile_program(source: str, filename: str, future_flags: int = 0) -> Program:
    """Compile all of the source before any of it runs. Raises the errors of ``compile``."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | future_flags
    try:
        return _compile(source, filename, flags)
    except SyntaxError as error:
        translation = translate(source)
        if translation is None:
            raise _with_line(error, source) from None
    try:
        program = _compile(translation.source, filename, flags, _ends(source, translation.lines))
    except SyntaxError as error:
        raise _with_line(error, source) from None
    program.is_timed = translation.is_timed
    return program


def _compile(source: str, filename: str, flags: int, translated: Mapping[int, int] | None = None) -> Program:
    """Compile Python. ``translated``: the last column of each line that stands for another, by its number."""
    tree = compile(source, filename, "exec", flags=flags | ast.PyCF_ONLY_AST, dont_inherit=True)
    if translated:
        _place(tree, translated)
    shown = InteractiveShell.ast_node_interactivity
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    if shown == "all":
        _show_all(tree.body)
    # Nothing but an expression is what is run most often.
    is_empty = last is not None and not tree.body
    body = None if is_empty else compile(tree, filename, "exec", flags=flags, dont_inherit=True)
    future_flags = (flags | (body.co_flags if body else 0)) & _FUTURE_FLAGS
    expression = None
    if last is not None:
        only_value = ast.Expression(last.value)
        expression = compile(only_value, filename, "eval", flags=flags | future_flags, dont_inherit=True)
    return Program(body, expression, shown != "none" and not ends_in_semicolon(source), future_flags)


def _show_all(statements: list[ast.stmt]) -> None:
    """Let each expression be shown, as IPython's ``ast_node_interactivity`` asks for."""
    for statement in statements:
        if isinstance(statement, ast.Expr):
            show = ast.Attribute(ast.Name(NAME, ast.Load()), "show_value", ast.Load())
            call = ast.copy_location(ast.Call(show, [statement.value], []), statement.value)
            statement.value = ast.fix_missing_locations(call)


def _with_line(error: SyntaxError, source: str) -> SyntaxError:
    """Add the text of the line: only errors of the parser have it."""
    lines = source.splitlines()
    if error.text is None and error.lineno is not None and 0 < error.lineno <= len(lines):
        error.text = lines[error.lineno - 1]
    return error


def _ends(source: str, numbers: Iterable[int]) -> dict[int, int]:
    lines = source.split("\n")
    return {number: len(lines[number - 1].encode()) for number in numbers}


def _place(tree: ast.AST, ends: Mapping[int, int]) -> None:
    """Make tracebacks mark translated lines as a whole."""
    for node in ast.walk(tree):
        line: Any = getattr(node, "lineno", None)
        if line in ends:
            vars(node).update(col_offset=0, end_lineno=line, end_col_offset=ends[line])


async def evaluate(code: CodeType, namespace: dict[str, Any]) -> object:
    """Run compiled code, and wait for it if it awaits at top level."""
    value = eval(code, namespace)
    # Not if the value of an expression happens to be a coroutine.
    if code.co_flags & inspect.CO_COROUTINE:
        return await value
    return value


def ends_in_semicolon(source: str) -> bool:
    """Whether ``source`` ends in a ``;``, apart from comments and blanks."""
    if ";" not in source:
        return False
    last = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in _INSIGNIFICANT:
                last = token.string
    except (tokenize.TokenError, SyntaxError):
        return False
    return last == ";"
