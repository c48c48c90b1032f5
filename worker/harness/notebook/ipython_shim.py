"""``IPython.display`` for code that imports it, without IPython."""

import os
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..import_hooks import provide_module
from ..output.display import DisplayHandle, DisplayPublisher
from ..representations.mime_types import mime_type_of


class DisplayObject:
    """Data that is shown in the form of its class. Read from ``filename`` if no data are given."""

    _binary = False

    def __init__(
        self,
        data: object = None,
        url: str | None = None,
        filename: str | os.PathLike[str] | None = None,
        metadata: dict[str, object] | None = None,
        **_ignored: object,
    ) -> None:
        if filename is None and isinstance(data, os.PathLike):
            data, filename = None, data
        self.data = data
        self.url = url
        self.filename = filename
        self.metadata = metadata or {}
        if data is None and filename is not None:
            self.reload()

    def reload(self) -> None:
        """Read the file again."""
        if self.filename is not None:
            with open(self.filename, "rb") as file:
                data = file.read()
            self.data = data if self._binary else data.decode()

    def __repr__(self) -> str:
        return f"<IPython.display.{type(self).__name__} object>"


def _shown_by(name: str, documentation: str, *methods: str) -> type[DisplayObject]:
    """Make a class whose data is what these methods of the display protocol give."""

    def data(shown: DisplayObject) -> object:
        return shown.data

    return type(name, (DisplayObject,), {"__doc__": documentation, **dict.fromkeys(methods, data)})


HTML = _shown_by("HTML", "HTML.", "_repr_html_", "__html__")
Markdown = _shown_by("Markdown", "Markdown.", "_repr_markdown_")
Latex = _shown_by("Latex", "LaTeX, with its delimiters.", "_repr_latex_")
SVG = _shown_by("SVG", "An image in SVG.", "_repr_svg_")
JSON = _shown_by("JSON", "Data that JSON can express.", "_repr_json_")


class Math(DisplayObject):
    """One formula in LaTeX, without delimiters."""

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {str(self.data).strip('$')}$"


class Pretty(DisplayObject):
    """Text that is shown as it is."""

    def __repr__(self) -> str:
        return str(self.data)


class Code(Pretty):
    """Source code."""

    def __init__(
        self, data: object = None, url: str | None = None, filename: str | None = None, language: str = "python"
    ) -> None:
        super().__init__(data, url, filename)
        self.language = language

    def _repr_markdown_(self) -> str:
        return f"```{self.language}\n{self.data}\n```"


class Javascript(DisplayObject):
    """JavaScript. Only its name is shown: the page runs no scripts of the sandbox."""


class Image(DisplayObject):
    """An image: bytes of PNG, JPEG, GIF, WebP or SVG, or the name of a file."""

    _binary = True

    def __init__(
        self,
        data: object = None,
        url: str | None = None,
        filename: str | os.PathLike[str] | None = None,
        format: str | None = None,
        **options: Any,
    ) -> None:
        if isinstance(data, str) and url is None and filename is None:
            data, url, filename = (None, data, None) if "://" in data else (None, None, data)
        super().__init__(data, url, filename, **options)
        self.format = format

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        if self.data is None:
            return {"text/html": f'<img src="{self.url}">'} if self.url else {}
        return {self._mime_type(): self.data}

    def _mime_type(self) -> str:
        if self.format is not None:
            return mime_type_of(f".{self.format}" if self.format.startswith(".") else f"image.{self.format}")
        return _sniff(self.data) or mime_type_of(os.fspath(self.filename or "image.png"))


_SIGNATURES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"<svg", "image/svg+xml"),
)


def _sniff(data: object) -> str | None:
    start = bytes(data[:4]) if isinstance(data, bytes | bytearray | memoryview) else b""
    return next((mime_type for signature, mime_type in _SIGNATURES if start.startswith(signature)), None)


def clear_output(wait: bool = False) -> None:
    """Do nothing: output has gone to the page and the model already. Animations show their frames below each other."""


def get_ipython() -> None:
    """Give ``None``, as IPython itself does outside a notebook."""


_CLASSES = (HTML, Markdown, Latex, Math, SVG, JSON, Pretty, Code, Javascript, Image, DisplayHandle, DisplayObject)


def provide_ipython(publisher: DisplayPublisher) -> None:
    """Make ``IPython.display`` importable, unless the real IPython is installed."""
    names: dict[str, object] = {kind.__name__: kind for kind in _CLASSES}

    def update_display(value: object, *, display_id: object, **options: Any) -> None:
        """Show a value in the place of another. Parameters as of ``IPython.display.update_display``."""
        DisplayHandle(publisher, display_id).update(value, **options)

    names |= {"display": publisher.display, "update_display": update_display, "clear_output": clear_output}

    def fill(contents: dict[str, object]) -> Callable[[ModuleType], None]:
        return lambda module: module.__dict__.update(contents)

    # Packages read IPython's version here.
    about = {"version_info": (9, 0, 0, ""), "__version__": "9.0.0", "get_ipython": get_ipython}
    provide_module("IPython", fill({**about, "display": publisher.display}), package=True)
    provide_module("IPython.display", fill(names))
    provide_module("IPython.core", fill({}), package=True)
    provide_module("IPython.core.display", fill(names))
    provide_module("IPython.core.getipython", fill({"get_ipython": get_ipython}))
