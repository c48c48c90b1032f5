"""Figures and layouts of Bokeh, handed over as their JSON documents: the page draws them.

By itself, Bokeh gives scripts: as HTML files for a browser, or for a notebook that has loaded its own.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from ..import_hooks import after_import
from ..representations.mime_bundle import encode, within_limits
from ..representations.plain_text import plain_text
from .display import DisplayPublisher

BOKEH_MIME_TYPE = "application/vnd.glovebox.bokeh+json"
"""As in ``src/viewer/chart.ts``."""


def connect_bokeh(publisher: DisplayPublisher) -> None:
    """Make figures, layouts and widgets show themselves, whichever output the code asks for."""

    def show(shown: Any, *_arguments: object, **_options: object) -> None:
        """Show a figure, a layout, or several. If there was a call of ``output_file``, save them, too."""
        models = shown if isinstance(shown, Sequence) else [shown]
        for model in models:
            encoded = encode(BOKEH_MIME_TYPE, _document_of(model))
            forms = {} if encoded is None else {BOKEH_MIME_TYPE: encoded}
            publisher.show("display", within_limits({"text/plain": plain_text(model), **forms}))
        if sys.modules["bokeh.io.state"].curstate().file:
            sys.modules["bokeh.io.saving"].save(shown)

    def output_notebook(*_arguments: object, **_options: object) -> None:
        """Do nothing: there are no scripts to load."""

    def connect_show(module: ModuleType) -> None:
        module.__dict__["show"] = show

    def connect_output(module: ModuleType) -> None:
        module.__dict__["output_notebook"] = output_notebook

    # Both are copied from these modules into `bokeh.io` and `bokeh.plotting`.
    after_import("bokeh.io.showing", connect_show)
    after_import("bokeh.io.output", connect_output)
    after_import("bokeh.models.ui.ui_element", _connect_elements)


def _connect_elements(module: ModuleType) -> None:
    def forms_of(element: object, **_options: object) -> dict[str, object]:
        return {BOKEH_MIME_TYPE: _document_of(element)}

    element_class = module.__dict__["UIElement"]
    element_class._repr_mimebundle_ = forms_of
    # A table of all properties, with a script.
    element_class._repr_html_ = None


def _document_of(model: object) -> object:
    """Give the document as ``json_item`` does. Its colours and fonts are those of ``curdoc().theme``."""
    if not isinstance(model, import_module("bokeh.model").Model):
        raise TypeError(
            f"show() takes a figure, a layout or a widget, not a value of the type {type(model).__name__}. "
            "Applications of Bokeh need a server, which is not available here."
        )
    theme = import_module("bokeh.embed.util").FromCurdoc
    return import_module("bokeh.embed").json_item(model, theme=theme)
