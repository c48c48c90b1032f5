"""Figures of matplotlib, shown without a change to the code that draws them.

The backend is Agg. Whatever backend user code asks for, ``plt.show()`` shows the open figures and closes them, and so
does the end of a run. Seaborn and the plots of pandas are figures of matplotlib, too.
"""

import os
import sys
import tempfile
from base64 import b64encode
from typing import Any

from ..errors.failure import format_traceback
from ..import_hooks import after_import
from ..representations.adapters import CHART_MIME_TYPE, figure_chart
from ..representations.animations import connect_animations, figure_gif, is_shown_moving
from ..representations.figure_drawing import draw_figure
from ..representations.mime_bundle import encode
from ..representations.plain_text import plain_text
from .display import DisplayPublisher


class Figures:
    """The open figures of ``pyplot``."""

    def __init__(self, publisher: DisplayPublisher) -> None:
        self._publisher = publisher
        os.environ["MPLBACKEND"] = "agg"
        # Away from the working directory, where the list of fonts would look like a file that the run wrote.
        os.environ.setdefault("MPLCONFIGDIR", os.path.join(tempfile.gettempdir(), "matplotlib"))
        after_import("matplotlib.pyplot", self._connect)
        connect_animations()

    def show_open(self, moving: bool = True) -> None:
        """Show the open figures in the order in which they were made, and close them all.

        ``moving``: draw all frames of those that are animated, which may take seconds.
        """
        open_figures = _open_figures()
        try:
            for figure in open_figures:
                self._show(figure, moving)
        finally:
            for figure in open_figures:
                close_figure(figure)

    def _show(self, figure: Any, moving: bool = True) -> None:
        if _is_empty(figure) or is_shown_moving(figure):
            return
        try:
            forms = _forms(figure, moving)
        except Exception as error:
            # A figure that can't be drawn fails neither the others nor the run.
            print(format_traceback(error), end="", file=sys.stderr)
            return
        self._publisher.show("figure", {"text/plain": plain_text(figure), **forms})

    def _connect(self, pyplot: Any) -> None:
        figure_class = pyplot.Figure
        switch_backend = pyplot.switch_backend

        def show(*_arguments: object, **_options: object) -> None:
            """Show all open figures and close them."""
            self.show_open()

        def show_figure(figure: Any, warn: bool = True) -> None:
            """Show this figure and close it."""
            try:
                self._show(figure)
            finally:
                close_figure(figure)

        def switch(newbackend: str) -> None:
            """Switch to a backend, or to Agg if that needs a window."""
            try:
                switch_backend(newbackend)
            except ImportError:
                switch_backend("agg")

        pyplot.show = show
        pyplot.switch_backend = switch
        figure_class.show = show_figure


def close_figure(figure: object) -> None:
    """Close a figure, if pyplot has it open."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and any(figure is shown for shown in _open_figures()):
        pyplot.close(figure)


def _forms(figure: Any, moving: bool) -> dict[str, str]:
    gif = figure_gif(figure) if moving else None
    if gif is not None:
        return {"image/gif": b64encode(gif).decode()}
    return {"image/png": b64encode(draw_figure(figure)).decode(), **_chart(figure)}


def _chart(figure: Any) -> dict[str, str]:
    """Give the data of a figure as one more form of it. What can't be read has none, and fails nothing."""
    try:
        encoded = encode(CHART_MIME_TYPE, figure_chart(figure))
    except Exception:
        return {}
    return {} if encoded in (None, "null") else {CHART_MIME_TYPE: encoded}


def _open_figures() -> list[Any]:
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    if helpers is None:
        return []
    managers = sorted(helpers.Gcf.get_all_fig_managers(), key=lambda manager: manager.num)
    return [manager.canvas.figure for manager in managers]


def _is_empty(figure: Any) -> bool:
    """Whether nothing was drawn, as after a ``plt.savefig()`` that follows ``plt.show()``."""
    return len(figure.get_children()) <= 1
