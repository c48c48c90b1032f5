"""Charts as a model writes them, by the real libraries: see ``test/support/charts/README.md``."""

import json
import os
import re
import struct
import sys
from base64 import b64decode
from collections.abc import Iterator
from gzip import decompress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

import pytest

FOLDER = Path(__file__).parents[2] / "support/charts"
RECORDS = os.environ.get("RECORD_CHARTS") == "yes"

Json = Any


class Library(NamedTuple):
    """How programs show their chart, and as what it is handed over."""

    variable: str
    show: str
    mime_type: str


LIBRARIES = {
    "plotly": Library("fig", "fig.show()", r"application/vnd\.plotly\.v1\+json"),
    "altair": Library("chart", "chart.show()", r"application/vnd\.vegalite\.v\d\+json"),
    "bokeh": Library("p", "show(p)", r"application/vnd\.glovebox\.bokeh\+json"),
}


class Program(NamedTuple):
    """A section of a file of programs."""

    library: str
    title: str
    packages: list[str]
    code: str
    chart: dict[str, str]
    """The title, the axes and the values of its chart, as they are listed."""


def _read(library: str) -> Iterator[Program]:
    _, *sections = re.split(r"^## ", (FOLDER / f"programs/{library}.md").read_text(), flags=re.MULTILINE)
    for section in sections:
        (packages,) = re.findall(r"^With (.*)\.$", section, re.MULTILINE)
        (code,) = re.findall(r"^```python\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
        chart = dict(re.findall(r"^- (\w+): (.*)$", section, re.MULTILINE))
        yield Program(library, section.splitlines()[0], packages.split(", "), code, chart)


PROGRAMS = [program for library in LIBRARIES for program in _read(library)]
each_program = pytest.mark.parametrize("program", PROGRAMS, ids=[f"{each.library}: {each.title}" for each in PROGRAMS])


@pytest.fixture
def shown_by(notebook):
    """Run a program in a session that imports its library anew: the MIME type and the JSON of its chart."""

    def run(program: Program, end: str) -> tuple[str, str]:
        for package in program.packages:
            try:
                version(package)
            except PackageNotFoundError:
                pytest.skip(f"{package} is not there")
        _forget_libraries()
        result = notebook.run(program.code + end)
        assert (result.status, result.output) == ("ok", ""), result.error
        (shown,) = result.shown
        (mime_type,) = [name for name in shown.data if re.fullmatch(LIBRARIES[program.library].mime_type, name)]
        return mime_type, shown.data[mime_type]

    yield run
    _forget_libraries()


def _forget_libraries() -> None:
    """Names that the libraries give are numbered since they were imported."""
    for name in [name for name in sys.modules if name.partition(".")[0] in LIBRARIES]:
        del sys.modules[name]


@each_program
@pytest.mark.parametrize("way", ["as the last expression", "by show()", "by display()"])
def test_a_chart_is_handed_over_with_its_title_axes_and_values(shown_by, program: Program, way: str):
    variable, show, _ = LIBRARIES[program.library]
    ends = {"as the last expression": variable, "by show()": show, "by display()": f"display({variable})"}
    _, text = shown_by(program, ends[way])
    assert _listed(program.library, json.loads(text)) == program.chart


@each_program
def test_the_recorded_chart_has_the_same(request, program: Program):
    if RECORDS:
        _record(program, *request.getfixturevalue("shown_by")(program, LIBRARIES[program.library].variable))
    recorded = json.loads(_recorded_path(program).read_text())["charts"][program.title]
    assert re.fullmatch(LIBRARIES[program.library].mime_type, recorded["mimeType"])
    assert _listed(program.library, recorded["chart"]) == program.chart


def _recorded_path(program: Program) -> Path:
    return FOLDER / f"recorded/{program.library}.json"


def _record(program: Program, mime_type: str, text: str) -> None:
    path = _recorded_path(program)
    charts = json.loads(path.read_text())["charts"] if path.exists() else {}
    charts[program.title] = {"mimeType": mime_type, "chart": json.loads(text)}
    recorded = {"version": version(program.library), "charts": charts}
    path.write_text(json.dumps(recorded, ensure_ascii=False, separators=(",", ":")) + "\n")


def _listed(library: str, chart: Json) -> dict[str, str]:
    title, axes, values = READERS[library](chart)
    return {"title": title, "axes": ", ".join(axes), "values": " ".join(f"{value:g}" for value in values)}


Read = tuple[str, list[str], list[float]]


def _read_plotly(figure: Json) -> Read:
    layout = figure["layout"]
    axes = [layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
    return layout["title"]["text"], axes, [value for trace in figure["data"] for value in _plotly_array(trace["y"])]


def _plotly_array(values: Json) -> list[float]:
    if isinstance(values, list):
        return values
    kinds = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d"}
    return [value for (value,) in struct.iter_unpack("<" + kinds[values["dtype"]], b64decode(values["bdata"]))]


def _read_altair(chart: Json) -> Read:
    (rows,) = chart["datasets"].values()
    encoding = (chart["layer"][0] if "layer" in chart else chart)["encoding"]
    axes = [encoding[channel]["title"] for channel in ("x", "y")]
    return chart["title"], axes, [row[encoding["y"]["field"]] for row in rows]


def _read_bokeh(item: Json) -> Read:
    (plot,) = item["doc"]["roots"]
    attributes = plot["attributes"]
    axes = [attributes[side][0]["attributes"]["axis_label"] for side in ("below", "left")]
    (renderer,) = attributes["renderers"]
    columns = dict(renderer["attributes"]["data_source"]["attributes"]["data"]["entries"])
    glyph = renderer["attributes"]["glyph"]["attributes"]
    field = glyph["top" if "top" in glyph else "y"]["field"]
    return attributes["title"]["attributes"]["text"], axes, _bokeh_array(columns[field])


def _bokeh_array(values: Json) -> list[float]:
    if isinstance(values, list):
        return values
    data = values["array"]["data"]
    kinds = {"int32": "i", "int64": "q", "float64": "d"}
    numbers = struct.iter_unpack("<" + kinds[values["dtype"]], decompress(b64decode(data)))
    return [value for (value,) in numbers]


READERS = {"plotly": _read_plotly, "altair": _read_altair, "bokeh": _read_bokeh}
