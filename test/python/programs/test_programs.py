"""Programs as a model writes them give what they give without the harness: see ``test/programs/README.md``."""

import io
import json
import re
import sys
from base64 import b64decode
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

CHART = "application/vnd.glovebox.chart+json"


class Program(NamedTuple):
    """A section of a file in ``test/programs``."""

    title: str
    packages: list[str]
    prepare: str
    code: str
    output: str
    shown: list[str]


def _block(text, kind):
    found = re.search(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def _read(path):
    head, *sections = re.split(r"^## ", path.read_text(), flags=re.MULTILINE)
    for section in sections:
        (packages,) = re.findall(r"^With (.*)\.$", section, re.MULTILINE)
        yield Program(
            f"{path.stem}: {section.splitlines()[0]}",
            packages.split(", "),
            _block(head, "python input"),
            _block(section, "python"),
            _block(section, "text"),
            re.findall(r"^- (.*)$", section.rpartition("```")[2], re.MULTILINE),
        )


FOLDER = Path(__file__).parents[2] / "programs"
PROGRAMS = [program for path in sorted(FOLDER.glob("[!A-Z]*.md")) for program in _read(path)]


def _describe(shown):
    """Name a display by what it came from, and by the form that a page shows."""
    forms = [name for name in shown.data if name != "text/plain" and not name.startswith("application/vnd.glovebox.")]
    if "image/png" not in forms:
        return f"{shown.source}: {', '.join(forms) or shown.data['text/plain']}"
    width, height = Image.open(io.BytesIO(b64decode(shown.data["image/png"]))).size
    chart = f", {json.loads(shown.data[CHART])['type']}" if CHART in shown.data else ""
    return f"{shown.source}: {width}x{height}{chart}"


@pytest.mark.parametrize("program", PROGRAMS, ids=[program.title for program in PROGRAMS])
def test_a_program_gives_what_it_gives_without_the_harness(notebook, program):
    for package in program.packages:
        if package in sys.stdlib_module_names:
            continue
        try:
            version(package)
        except PackageNotFoundError:
            pytest.skip(f"{package} is not there")
    assert notebook.run(program.prepare).output == ""
    result = notebook.run(program.code)
    assert result.output == program.output
    # A picture that was saved is shown and a file: it is named once.
    shown = [_describe(shown) for shown in result.shown if shown.source != "file"]
    assert [*shown, *(f"file: {path}" for path in result.paths)] == program.shown


def test_there_are_fifty_programs():
    assert len(PROGRAMS) == 50
