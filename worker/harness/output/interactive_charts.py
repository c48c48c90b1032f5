"""Charts of Altair and Plotly, handed over as their specifications: the page draws them.

By themselves, both libraries give HTML whose scripts come from the network.
"""

import os
import sys
from types import ModuleType
from typing import Any

from ..import_hooks import after_import
from ..representations.mime_bundle import within_limits
from ..representations.plain_text import plain_text
from .display import DisplayPublisher

_DRAWN_BY_BROWSERS = (
    *("default", "html", "mimetype", "colab", "kaggle", "zeppelin", "jupyterlab", "notebook", "nteract"),
    *("jupyter", "olli", "browser", "png", "svg"),
)
"""Renderers of Altair that code may ask for, since its author expected a notebook, a window or what draws pictures."""


def connect_charts(publisher: DisplayPublisher) -> None:
    """Make charts show themselves, whichever renderer the code asks for."""
    # Without a renderer, Plotly's figures print themselves.
    os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")

    def show_figure(figure: Any, *_arguments: object, **_options: object) -> None:
        """Show a figure of Plotly, or a dict that describes one."""
        # Not by the forms of a figure: among them are its data once more, as HTML.
        specification = sys.modules["plotly.io"].to_json(figure, validate=False)
        forms = {"text/plain": plain_text(figure), "application/vnd.plotly.v1+json": specification}
        publisher.show("display", within_limits(forms))

    def connect_altair(altair: Any) -> None:
        major, _, _ = altair.SCHEMA_VERSION.partition(".")

        def render(specification: object, **_options: object) -> dict[str, object]:
            return {f"application/vnd.vegalite.{major}+json": specification}

        def keep_all_rows(data: object = None, **_options: object) -> object:
            """Put all data into the chart. Altair recommends VegaFusion for many, which is not available here."""
            return altair.default_data_transformer(data, max_rows=None)

        def show(chart: object, *_arguments: object, **_options: object) -> None:
            """Show this chart."""
            publisher.show_value("display", chart)

        for name in _DRAWN_BY_BROWSERS:
            altair.renderers.register(name, render)
        altair.renderers.enable("default")
        altair.data_transformers.register("vegafusion", keep_all_rows)
        sys.modules[altair.Chart.__module__].__dict__["TopLevelMixin"].show = show

    def connect_plotly(module: ModuleType) -> None:
        module.__dict__["show"] = show_figure

    after_import("altair", connect_altair)
    after_import("plotly.io", connect_plotly)
