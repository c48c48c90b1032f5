"""``IPython.display`` for code that imports it, without IPython."""

import os
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..import_hooks import provide_module
from ..output.display import DisplayHandle, DisplayPublisher
from ..representations.figure_drawing import choose_formats
from ..representations.mime_types import mime_type_of
from ..working_directory import WorkingDirectory


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
        self.data: Any = data
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


class InteractiveShell:
    """The settings of IPython that have an effect here."""

    ast_node_interactivity = "last_expr"
    """Which expressions of a program are shown: ``last_expr``, ``all`` or ``none``."""


def get_ipython() -> None:
    """Give ``None``, as IPython itself does outside a notebook."""


_CLASSES = (HTML, Markdown, Latex, Math, SVG, JSON, Pretty, Code, Javascript, Image, DisplayHandle, DisplayObject)


_FORMS = {
    "pretty": "text/plain",
    "html": "text/html",
    "markdown": "text/markdown",
    "latex": "text/latex",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "json": "application/json",
}


def _functions(publisher: DisplayPublisher) -> dict[str, object]:
    def update_display(value: object, *, display_id: object, **options: Any) -> None:
        """Show a value in the place of another. Parameters as of ``IPython.display.update_display``."""
        DisplayHandle(publisher, display_id).update(value, **options)

    def publish_display_data(data: object, *_metadata: object, transient: Any = None, **_ignored: object) -> None:
        """Show forms by MIME type."""
        publisher.display(data, raw=True, display_id=(transient or {}).get("display_id"))

    def show_as(mime_type: str) -> Callable[..., None]:
        def show(*values: object, raw: bool = False, **options: Any) -> None:
            """Show values in one form. ``raw``: they are that form."""
            for value in values:
                if raw:
                    publisher.display({mime_type: value}, raw=True, **options)
                else:
                    publisher.display(value, include=("text/plain", mime_type), **options)

        return show

    functions: tuple[Any, ...] = (publisher.display, publisher.clear_output, update_display, publish_display_data)
    names: dict[str, object] = {function.__name__: function for function in functions}
    names["set_matplotlib_formats"] = choose_formats
    return names | {f"display_{name}": show_as(mime_type) for name, mime_type in _FORMS.items()}


def provide_ipython(publisher: DisplayPublisher, directory: WorkingDirectory) -> None:
    """Make ``IPython.display`` importable, unless the real IPython is installed."""

    def fill_display(module: ModuleType) -> None:
        # Loaded when code imports it: few runs do.
        from . import media

        media.FileLink.publisher = media.ProgressBar.publisher = publisher
        media.FileLink.directory = directory
        kinds = (*_CLASSES, media.Audio, media.Video, media.IFrame, media.YouTubeVideo, media.VimeoVideo)
        kinds += (media.ScribdDocument, media.FileLink, media.FileLinks, media.ProgressBar)
        module.__dict__.update({kind.__name__: kind for kind in kinds} | _functions(publisher))

    def fill(contents: dict[str, object]) -> Callable[[ModuleType], None]:
        return lambda module: module.__dict__.update(contents)

    # Packages read IPython's version here.
    about = {"version_info": (9, 0, 0, ""), "__version__": "9.0.0", "get_ipython": get_ipython}
    provide_module("IPython", fill({**about, "display": publisher.display}), package=True)
    for name in ("IPython.core", "IPython.lib"):
        provide_module(name, fill({}), package=True)
    for name in ("IPython.display", "IPython.core.display", "IPython.core.display_functions", "IPython.lib.display"):
        provide_module(name, fill_display)
    provide_module("IPython.core.interactiveshell", fill({"InteractiveShell": InteractiveShell}))
    provide_module("IPython.core.getipython", fill({"get_ipython": get_ipython}))
    provide_module("matplotlib_inline", fill({}), package=True)
    provide_module("matplotlib_inline.backend_inline", fill({"set_matplotlib_formats": choose_formats}))
