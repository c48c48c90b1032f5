"""Draws a figure when it is imported, in an interpreter that leaves a snapshot for others.

Matplotlib loads its renderer, its fonts and the grammar of its formulas when it first draws. Interpreters that start
from the snapshot have all that. Raises ``KeyError`` if ``matplotlib.pyplot`` is not imported.
"""

import sys
from typing import Any

from ..representations.adapters import figure_chart
from ..representations.figure_drawing import draw_figure


def _draw(pyplot: Any) -> None:
    figure, axes = pyplot.subplots()
    try:
        axes.plot([1, 2], label="$x^2$")
        axes.set_title("title")
        axes.legend()
        draw_figure(figure)
        figure_chart(figure)
    finally:
        pyplot.close(figure)


_draw(sys.modules["matplotlib.pyplot"])
