"""An extension of Sphinx with the directive ``glove-cell``: code that readers run and change.

Copy this file beside ``conf.py``, which makes it findable: ``sys.path.insert(0, os.path.dirname(__file__))``. The
directives ``glove-setup``, ``glove-check``, ``glove-hint`` and ``glove-solution`` that follow a cell are parts of it.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.application import Sphinx

WIDGET = "glovebox/widget.js"
"""Below ``_static``: ``npx glovebox widget _static/glovebox`` puts it there."""

PARTS = ("setup", "check", "hint", "solution")
_WORDS = (
    "language",
    "src",
    "files",
    "session",
    "depends-on",
    "timeout",
    "packages",
    "origins",
    "theme",
    "solution-after",
)
_FLAGS = ("hidden", "autorun", "readonly", "run-all", "persist")


class CellNode(nodes.General, nodes.Element):
    """A cell, with its parts as children."""


class PartNode(nodes.General, nodes.Element):
    """The code of a cell, or a part of it."""


class CellDirective(Directive):
    """A cell. Its content is the code, its options are the attributes."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "id": directives.unchanged_required,
        **dict.fromkeys(_WORDS, directives.unchanged_required),
        **dict.fromkeys(_FLAGS, directives.flag),
    }

    def run(self) -> list[nodes.Node]:
        """Make the cell, still without parts."""
        cell = CellNode(attributes_of_cell=self.options)
        cell += PartNode(part="", text="\n".join(self.content))
        return [cell]


class PartDirective(Directive):
    """A part of the cell before it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make the part."""
        return [PartNode(part=self.name.removeprefix("glove-"), text="\n".join(self.content))]


def collect_parts(_app: Sphinx, document: nodes.document) -> None:
    """Put each part into the cell before it."""
    for part in list(document.findall(PartNode)):
        parent = part.parent
        if isinstance(parent, CellNode):
            continue
        before = parent[parent.index(part) - 1] if parent.index(part) > 0 else None
        if not isinstance(before, CellNode):
            raise ValueError(f'{document["source"]}: a "glove-{part["part"]}" needs a "glove-cell" before it.')
        parent.remove(part)
        before += part


def visit_cell(translator: Any, node: CellNode) -> None:
    """Begin the element."""
    attributes = {name: "" if value is None else str(value) for name, value in node["attributes_of_cell"].items()}
    listed = [f'{name}="{translator.attval(value)}"' if value else name for name, value in attributes.items()]
    translator.body.append(" ".join(["<glove-cell", *listed]) + ">")


def depart_cell(translator: Any, _node: CellNode) -> None:
    """End the element."""
    translator.body.append("</glove-cell>\n")


def visit_part(translator: Any, node: PartNode) -> None:
    """Write the code, or a part that the cell shows later."""
    tag = "p" if node["part"] == "hint" else "pre"
    slot = f' slot="{node["part"]}" hidden' if node["part"] else ""
    translator.body.append(f"<{tag}{slot}>{translator.encode(node['text'])}</{tag}>")
    raise nodes.SkipNode


def write_code(translator: Any, node: PartNode) -> None:
    """Write the code alone where nothing can run, such as in a PDF."""
    if not node["part"]:
        code = nodes.literal_block(node["text"], node["text"])
        code.walkabout(translator)
    raise nodes.SkipNode


def pass_by(_translator: Any, _node: CellNode) -> None:
    """Write nothing around the code."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directives, and the widget's script."""
    app.add_node(CellNode, html=(visit_cell, depart_cell), latex=(pass_by, pass_by), text=(pass_by, pass_by))
    app.add_node(PartNode, html=(visit_part, None), latex=(write_code, None), text=(write_code, None))
    app.add_directive("glove-cell", CellDirective)
    for part in PARTS:
        app.add_directive(f"glove-{part}", PartDirective)
    app.connect("doctree-read", collect_parts)
    app.add_js_file(WIDGET, type="module")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
