"""Reads the XML of untrusted files piece by piece: without entities, and never as a whole tree."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

_MAX_ELEMENT = 16 * 1024 * 1024
"""Bytes of one element that is given, such as a row."""


class UnreadableXmlError(Exception):
    """The document is XML that nobody would write for this purpose."""


def children(document: Iterable[bytes], parent: str | None = None) -> Iterator[Element]:
    """Give the elements in the root, or in the first ``parent`` in it, as they end. Names keep their prefixes.

    Raises ``expat.ExpatError`` if it is not XML, and ``UnreadableXmlError``.
    """
    tree = _GrowingTree(parent)
    waiting = 0
    for piece in document:
        tree.parser.Parse(piece, False)
        finished = tree.take_finished()
        yield from finished
        if tree.is_complete:
            return
        waiting = 0 if finished else waiting + len(piece)
        if waiting > _MAX_ELEMENT:
            raise UnreadableXmlError(f"its XML has an element of more than {_MAX_ELEMENT // 1024**2} MiB")
    tree.parser.Parse(b"", True)
    yield from tree.take_finished(at_end=True)


def local_name(tag: str) -> str:
    """Give a name without its prefix."""
    return tag.rpartition(":")[2]


class _GrowingTree:
    """The tree of what was parsed so far. For each element, C calls C: calls of Python would take most of the time."""

    def __init__(self, parent: str | None) -> None:
        self._parent = parent
        self._root: Element | None = None
        self._builder = TreeBuilder()
        self.is_complete = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler = self._start_root
        self.parser.EndElementHandler = self._builder.end
        self.parser.CharacterDataHandler = self._builder.data

    def take_finished(self, at_end: bool = False) -> list[Element]:
        """Take the elements out of the tree that have ended. The last one may not have."""
        root = self._root
        if root is None:
            return []
        found = root if self._parent is None else next(filter(self._is_parent, root), None)
        if found is None:
            return []
        self.is_complete = found is not root and root[-1] is not found
        end = len(found) if at_end or self.is_complete else max(0, len(found) - 1)
        finished = found[:end]
        del found[:end]
        return finished

    def _start_root(self, name: str, attributes: dict[str, str]) -> None:
        self._root = self._builder.start(name, attributes)
        self.parser.StartElementHandler = self._builder.start

    def _is_parent(self, element: Element) -> bool:
        return local_name(element.tag) == self._parent


def _refuse(*_doctype: object) -> None:
    # Entities that stand for others multiply without end. Programs that write workbooks declare none.
    raise UnreadableXmlError("its XML declares a document type")
