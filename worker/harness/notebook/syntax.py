"""Translates IPython's additions to Python: ``%time``, ``!pip install``, ``name?``.

https://ipython.readthedocs.io/en/stable/interactive/magics.html
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass

NAME = "__notebook__"
"""The builtin that translated lines call: a :class:`magics.Magics`."""


@dataclass
class Translation:
    """Python, with the lines of the source that it was made from."""

    source: str
    lines: frozenset[int]
    """The translated ones, counted from 1."""
    is_timed: bool
    """Whether it begins with ``%%time``."""


_INSTALL = r"(?:python3? -m )?(?:uv )?(?:pip3?|conda|mamba|micromamba) install\s+(?P<requirements>.+)"
_FORMATS = r"%config\s+InlineBackend\.figure_formats?\s*=\s*(?P<formats>.+)"
_SHOWN = r"%config\s+InteractiveShell\.ast_node_interactivity\s*=\s*['\"]?(?P<which>\w+)['\"]?"
_WORD = re.compile(r"\w+")
_NOTHING_TO_DO = r"%(?:matplotlib|config|load_ext|reload_ext|autoreload|autosave)\b.*"
_OBJECT = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"

_LINES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), translate)
    for pattern, translate in (
        (_FORMATS, lambda match: f"{NAME}.choose_formats({', '.join(map(repr, _WORD.findall(match['formats'])))})"),
        (_SHOWN, lambda match: f"{NAME}.choose_shown({match['which']!r})"),
        (_NOTHING_TO_DO, lambda _match: "pass"),
        (rf"[!%]?\s*{_INSTALL}", lambda match: f"{NAME}.install({match['requirements']!r})"),
        (r"%time\s+(?P<code>.+)", lambda match: _timed(match["code"])),
        (r"%timeit\s+(?P<code>.+)", lambda match: f"{NAME}.timeit({match['code']!r}, globals())"),
        (rf"\?{{1,2}}\s*(?P<name>{_OBJECT})", lambda match: _described(match["name"], "??" in match[0])),
        (rf"(?P<name>{_OBJECT})\s*\?{{1,2}}", lambda match: _described(match["name"], "??" in match[0])),
    )
)

# Beginnings of lines that may not be Python. Most source has none, and is not parsed once more.
_SIGN = re.compile(r"^[ \t]*(?:[!%?]|(?:python3?|uv|pip3?|conda|mamba|micromamba)[ \t]|[\w.]+[ \t]*\?)", re.MULTILINE)
_CELL = re.compile(r"%%(?P<magic>\w+)[ \t]*(?P<rest>[^\n]*)\n?")


def translate(source: str) -> Translation | None:
    """Translate source to Python; ``None`` if it is Python already, or not IPython's either.

    The parser finds the lines that are not Python, so no part of a string or an expression is taken for a magic.
    """
    cell = _translate_cell(source) if _SIGN.search(source) else None
    if cell is None:
        return None
    lines = cell.source.split("\n")
    translated = set(cell.lines)
    while True:
        number = _faulty_line(lines)
        if number is None:
            return Translation("\n".join(lines), frozenset(translated), cell.is_timed) if translated else None
        line = None if number in translated or not 0 < number <= len(lines) else _translate_line(lines[number - 1])
        if line is None:
            return None
        lines[number - 1] = line
        translated.add(number)


def _translate_cell(source: str) -> Translation | None:
    start = len(source) - len(source.lstrip())
    match = _CELL.match(source, start)
    if match is None:
        return Translation(source, frozenset(), False)
    number = source.count("\n", 0, start) + 1
    before, body = source[:start], source[match.end() :]
    one_line = frozenset([number])
    match match["magic"]:
        case "time" | "capture" as magic:
            # ``%%capture`` hides nothing here: there is no notebook to clutter.
            return Translation(f"{before}pass\n{body}", one_line, magic == "time")
        case "timeit":
            timed = f"{match['rest'].strip()}\n{body}"
            return Translation(f"{before}{NAME}.timeit({timed!r}, globals())", one_line, False)
        case "writefile" | "file":
            return Translation(f"{before}{NAME}.write_file({match['rest'].strip()!r}, {body!r})", one_line, False)
        case "html" | "HTML" | "markdown" | "latex" | "svg" | "SVG" as magic:
            return Translation(f"{before}{NAME}.show({magic.lower()!r}, {body!r})", one_line, False)
        case _:
            return None


def _faulty_line(lines: list[str]) -> int | None:
    """Give the number of the first line that is not Python, if there is one."""
    try:
        compile("\n".join(lines), "<notebook>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return error.lineno or 0
    except ValueError:
        return 0
    return None


def _translate_line(line: str) -> str | None:
    code = line.strip().removesuffix(";")
    indentation = line[: len(line) - len(line.lstrip())]
    for pattern, make in _LINES:
        match = pattern.fullmatch(code)
        if match is not None:
            return indentation + make(match)
    return None


def _timed(code: str) -> str:
    try:
        value = ast.unparse(ast.parse(code, mode="eval"))
        compile(f"lambda: {value}", "<notebook>", "eval")
        return f"{NAME}.time_value(lambda: {value})"
    except SyntaxError:
        # A statement, or it awaits.
        return f"with {NAME}.time(): {code}"


def _described(name: str, with_source: bool) -> str:
    return f"{NAME}.describe({name!r}, globals(), with_source={with_source})"
