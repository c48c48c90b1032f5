"""A small site with cells. With MyST, pages are written in Markdown."""

import os
import sys

sys.path.insert(0, os.path.dirname(__file__))

project = "Means"
extensions = ["myst_parser", "glovebox_cells"]
html_static_path = ["_static"]
