"""Makes cells of fenced blocks: a hook for MkDocs, and an extension for Python-Markdown.

Copy this file beside ``mkdocs.yml``, and name it there under ``hooks``. A block with ``run`` after its language becomes
a ``<glove-cell>``; blocks with ``setup``, ``check``, ``hint`` or ``solution`` that follow it are parts of it.
"""

import re
import shlex
from collections.abc import Iterator
from html import escape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

WIDGET = "glovebox/widget.js"
"""Below the site's address: ``npx glovebox widget docs/glovebox`` puts it there."""

LANGUAGES = {"python": "", "python3": "", "py": "", "javascript": "javascript", "js": "javascript"}
PARTS = ("setup", "check", "hint", "solution")
ATTRIBUTES = frozenset(
    "id src files session depends-on timeout packages origins theme solution-after "
    "hidden autorun readonly run-all persist".split()
)
_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
# After the preprocessor that normalizes whitespace, and before the one that takes all fences.
_PRIORITY = 27


def on_config(config: Any) -> Any:
    """Add the extension to a site of MkDocs."""
    config["markdown_extensions"].append(CellExtension())
    return config


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Load the widget in pages of MkDocs that have cells."""
    if "<glove-cell" not in output:
        return output
    up = "../" * page.url.count("/")
    return output.replace("</body>", f'<script type="module" src="{up}{WIDGET}"></script></body>')


class CellExtension(Extension):
    """The extension for Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register what makes the cells."""
        # Otherwise a cell would be put into a paragraph, which its ``<pre>`` would end.
        md.block_level_elements.append("glove-cell")
        md.preprocessors.register(_CellPreprocessor(md), "glovebox_cells", _PRIORITY)


class _CellPreprocessor(Preprocessor):
    """Replaces the blocks of each cell by its HTML."""

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        waiting = list(lines)
        while waiting:
            cell = _take_cell(waiting)
            if cell is None:
                kept += _take_other(waiting)
            else:
                indent, html = cell
                kept += ["", indent + self.md.htmlStash.store(html), ""]
        return kept


def makeExtension(**_options: Any) -> CellExtension:  # noqa: N802
    """Let Python-Markdown load the extension by the name of this file."""
    return CellExtension()


def _take_cell(lines: list[str]) -> tuple[str, str] | None:
    """Take a cell and its parts from the beginning of ``lines``, if one is there: its indentation and its HTML."""
    begin = _FENCE.match(lines[0])
    attributes = begin and _read_attributes(begin["info"])
    if begin is None or attributes is None:
        if begin and _part_of(begin["info"]):
            raise ValueError(f'A block "{begin["info"]}" needs a block with "run" before it.')
        return None
    html = f"<pre>{escape(_take_block(lines))}</pre>"
    for part in _take_parts(lines):
        html += part
    return begin["indent"], f"<glove-cell{attributes}>{html}</glove-cell>"


def _take_parts(lines: list[str]) -> Iterator[str]:
    while True:
        blank = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
        begin = _FENCE.match(lines[blank]) if blank < len(lines) else None
        part = begin and _part_of(begin["info"])
        if not part:
            return
        del lines[:blank]
        tag = "p" if part == "hint" else "pre"
        yield f'<{tag} slot="{part}" hidden>{escape(_take_block(lines))}</{tag}>'


def _take_other(lines: list[str]) -> list[str]:
    """Take a line, or a whole block, in which may be what looks like a cell."""
    begin = _FENCE.match(lines[0])
    return _lines_of_block(lines) if begin else [lines.pop(0)]


def _take_block(lines: list[str]) -> str:
    """Take a block, and give its text without the indentation of its fence."""
    first, *inside, _last = _lines_of_block(lines)
    indent = len(first) - len(first.lstrip())
    return "\n".join(line[indent:] if line[:indent].isspace() or not indent else line for line in inside)


def _lines_of_block(lines: list[str]) -> list[str]:
    """Take the lines of a block with both fences; all lines if nothing closes it."""
    fence = lines[0].lstrip()
    character = fence[0]
    width = len(fence) - len(fence.lstrip(character))
    closing = re.compile(rf"^[ \t]*{re.escape(character)}{{{width},}}[ \t]*$")
    end = next((index for index, line in enumerate(lines[1:], 1) if closing.match(line)), len(lines) - 1)
    block, lines[:] = lines[: end + 1], lines[end + 1 :]
    return block


def _part_of(info: str) -> str | None:
    words = info.split()
    if words[:1] == ["hint"]:
        return "hint"
    return words[1] if len(words) > 1 and words[0] in LANGUAGES and words[1] in PARTS else None


def _read_attributes(info: str) -> str | None:
    """Read the attributes of a cell, as HTML; ``None`` if the block is no cell."""
    language, word, *rest = [*info.split(maxsplit=2), "", ""][:3]
    if language not in LANGUAGES or word != "run":
        return None
    attributes = {"language": LANGUAGES[language]} if LANGUAGES[language] else {}
    for each in shlex.split("".join(rest)):
        name, _, value = each.partition("=")
        if name not in ATTRIBUTES:
            raise ValueError(f'A cell has no attribute "{name}". It has: {", ".join(sorted(ATTRIBUTES))}.')
        attributes[name] = value
    return "".join(f' {name}="{escape(value)}"' if value else f" {name}" for name, value in attributes.items())
