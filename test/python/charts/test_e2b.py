"""What the tests of E2B's extractor expect of it holds here, too: the same kinds of figures, and the same fields.

https://github.com/e2b-dev/code-interpreter/tree/main/chart_data_extractor/tests
"""

import json
from datetime import date, datetime

import pytest

PREPARE = "import matplotlib.pyplot as plt\nimport numpy as np\nimport datetime\n"
CHART = "application/vnd.glovebox.chart+json"


@pytest.fixture
def chart_of(notebook):
    def run(program):
        (shown,) = notebook.run(f"{PREPARE}{program};").shown
        return json.loads(shown.data[CHART]) if CHART in shown.data else None

    return run


def texts(chart):
    """Give the texts as E2B's fields have them: ``None`` where there is none."""
    names = ("type", "title", "x_label", "y_label", "x_unit", "y_unit")
    return tuple(chart.get(name) for name in names)


def test_bars(chart_of):
    chart = chart_of(
        "plt.bar(['Ash', 'Birch', 'Cedar'], [10, 20, 30], label='Trees', color='green')\n"
        "plt.xlabel('Kind'); plt.ylabel('Number'); plt.title('Trees by kind'); plt.tight_layout()"
    )
    assert texts(chart) == ("bar", "Trees by kind", "Kind", "Number", None, None)
    assert chart["elements"] == [
        {"label": label, "group": "Trees", "value": value}
        for label, value in (("Ash", 10), ("Birch", 20), ("Cedar", 30))
    ]


def test_lines_over_dates_with_units(chart_of):
    chart = chart_of(
        "dates = [datetime.date(2023, 9, 1) + datetime.timedelta(days=n) for n in range(100)]\n"
        "for wave in (np.sin, np.cos):\n"
        "    plt.plot(dates, wave(np.linspace(0, 2 * np.pi, 100)), label=wave.__name__)\n"
        "plt.xlabel('Time (s)'); plt.ylabel('Amplitude (Hz)'); plt.title('Two waves')"
    )
    assert texts(chart) == ("line", "Two waves", "Time (s)", "Amplitude (Hz)", "s", "Hz")
    assert (chart["x_scale"], chart["y_scale"]) == ("datetime", "linear")
    assert [datetime.fromisoformat(tick) for tick in chart["x_ticks"]]
    assert all(type(tick) is float for tick in chart["y_ticks"])
    assert all(type(label) is str for label in chart["x_tick_labels"] + chart["y_tick_labels"])
    assert [(line["label"], len(line["points"])) for line in chart["elements"]] == [("sin", 100), ("cos", 100)]
    x, y = chart["elements"][1]["points"][0]
    assert (date.fromisoformat(x[:10]), y) == (date(2023, 9, 1), 1)


def test_a_logarithmic_axis(chart_of):
    chart = chart_of(
        "x = np.linspace(0, 100, 100)\nplt.plot(x, np.exp(x), label='y = e^x')\nplt.yscale('log')\n"
        "plt.xlabel('x'); plt.ylabel('y (log scale)'); plt.title('Growth'); plt.legend(); plt.grid(True)"
    )
    assert texts(chart) == ("line", "Growth", "x", "y (log scale)", None, "log scale")
    assert (chart["x_scale"], chart["y_scale"]) == ("linear", "log")
    ((label, points),) = [(line["label"], line["points"]) for line in chart["elements"]]
    assert (label, len(points), points[0]) == ("y = e^x", 100, [0, 1])


def test_categories_on_one_axis(chart_of):
    chart = chart_of("plt.plot([1, 2, 3, 4, 5], list('ABCDE'))")
    assert (chart["type"], chart["x_scale"], chart["y_scale"]) == ("line", "linear", "categorical")


def test_ticks_with_names_make_numbers_categories(chart_of):
    chart = chart_of("plt.plot([0, 1, 2], [5, 3, 4]); plt.xticks([0, 1, 2], ['First', 'Second', 'Third'])")
    assert (chart["x_scale"], chart["x_tick_labels"]) == ("categorical", ["First", "Second", "Third"])


def test_dates_that_are_all_the_same_are_dates(chart_of):
    chart = chart_of("plt.plot([datetime.date(2023, 9, 1)] * 3, [1, 2, 3])")
    assert (chart["x_scale"], chart["y_scale"]) == ("datetime", "linear")
    assert [x[:10] for x, _ in chart["elements"][0]["points"]] == ["2023-09-01"] * 3


@pytest.mark.parametrize("straight", ["[1, 2], [2, 2]", "[1, 1], [2, 3]", "[1] * 4, [2, 3, 4, 5]"])
def test_a_straight_line_that_was_plotted_is_data_and_a_limit_is_none(chart_of, straight):
    # E2B takes one of two points for a line of the grid.
    chart = chart_of(f"plt.plot([1, 2], [2, 3]); plt.plot({straight}, label='straight'); plt.axhline(2.5); plt.grid()")
    assert [line["label"] for line in chart["elements"]] == ["Line 1", "straight"]


def test_two_sets_of_points(chart_of):
    chart = chart_of(
        "for name, count in (('one', 5), ('two', 10)):\n"
        "    plt.scatter(np.random.rand(count), np.random.rand(count), label=name)\n"
        "plt.xlabel('A'); plt.ylabel('B')"
    )
    assert texts(chart) == ("scatter", None, "A", "B", None, None)
    assert (chart["x_scale"], chart["y_scale"]) == ("linear", "linear")
    assert [(each["label"], len(each["points"])) for each in chart["elements"]] == [("one", 5), ("two", 10)]


def test_a_pie(chart_of):
    chart = chart_of(
        "fig, ax = plt.subplots()\nax.pie([90, 10], labels=['No', 'No, in blue'], autopct='%1.1f%%', startangle=90)\n"
        "ax.axis('equal'); plt.xlabel('x'); plt.title('Early?')"
    )
    assert (chart["type"], chart["title"]) == ("pie", "Early?")
    assert chart["elements"] == [
        {"label": "No", "angle": 324, "radius": 1},
        {"label": "No, in blue", "angle": 36, "radius": 1},
    ]


def test_boxes_that_are_drawn_twice_over_are_three_all_the_same(chart_of):
    chart = chart_of(
        "fig, ax = plt.subplots()\nclasses = [[85, 90, 78, 92, 88], [95, 89, 76, 91, 84, 87], [75, 82, 88, 79, 86]]\n"
        "ax.boxplot(classes)\nax.boxplot(classes, patch_artist=True)\nax.set_xticks([1, 2, 3], list('ABC'))\n"
        "ax.set_title('Scores'); ax.set_xlabel('Class'); ax.set_ylabel('Score')"
    )
    assert texts(chart) == ("box_and_whisker", "Scores", "Class", "Score", None, None)
    assert chart["elements"][0] == {
        "label": "A",
        "min": 78,
        "first_quartile": 85,
        "median": 88,
        "third_quartile": 90,
        "max": 92,
        "outliers": [],
    }
    assert [box["label"] for box in chart["elements"]] == ["A", "B", "C"]


def test_subplots(chart_of):
    chart = chart_of(
        "fig, (left, right) = plt.subplots(1, 2)\nfig.suptitle('Both')\n"
        "left.plot(np.linspace(0, 10, 100), 'r'); left.set_title('Wave'); left.grid(True)\n"
        "right.scatter(np.random.rand(5), np.random.rand(5)); right.set_title('Dots'); right.set_xlabel('X')"
    )
    assert (chart["type"], chart["title"]) == ("superchart", "Both")
    line, scatter = chart["elements"]
    assert (texts(line), len(line["elements"][0]["points"])) == (("line", "Wave", None, None, None, None), 100)
    assert (texts(scatter), len(scatter["elements"][0]["points"])) == (("scatter", "Dots", "X", None, None, None), 5)


def test_shapes_are_a_chart_of_no_known_kind_with_a_title(chart_of):
    chart = chart_of(
        "fig, ax = plt.subplots()\nax.add_artist(plt.Circle((0, 0), 1, fill=False))\nax.grid(True)\nplt.title('Circle')"
    )
    assert chart == {"type": "unknown", "title": "Circle", "elements": []}


def test_axes_without_anything_are_no_chart(chart_of):
    assert chart_of("plt.subplots()") is None
