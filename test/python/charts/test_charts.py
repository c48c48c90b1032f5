"""The data behind figures of matplotlib, kind by kind."""

import json
from importlib import metadata

import pytest

PYPLOT = "import matplotlib.pyplot as plt\nimport numpy as np\n"
CHART = "application/vnd.glovebox.chart+json"
MATPLOTLIB = tuple(int(part) for part in metadata.version("matplotlib").split(".")[:2])
# What older versions call this, newer ones warn of or refuse.
LABELS = "tick_labels" if MATPLOTLIB >= (3, 9) else "labels"
HORIZONTAL = "orientation='horizontal'" if MATPLOTLIB >= (3, 10) else "vert=False"


@pytest.fixture
def chart_of(notebook):
    """Run a program that draws one figure: the data of it, or ``None``."""

    def run(program):
        result = notebook.run(PYPLOT + program)
        assert (result.status, result.output) == ("ok", "")
        (shown,) = result.shown
        assert "image/png" in shown.data
        return json.loads(shown.data[CHART]) if CHART in shown.data else None

    return run


def test_a_line_chart_has_its_texts_units_scales_ticks_and_points(chart_of):
    chart = chart_of(
        "plt.plot([1, 2, 3], [4, 5.5, np.nan], label='north')\nplt.plot([3, 2], [1, 0])\nplt.axhline(3)\n"
        "plt.title('Speed')\nplt.xlabel('Time (s)')\nplt.ylabel('Speed [m/s]')\nplt.xticks([1, 2, 3]); plt.grid()\n"
        "plt.yticks([0, 5], ['none', 'some']);"
    )
    assert chart == {
        "type": "line",
        "title": "Speed",
        "x_label": "Time (s)",
        "y_label": "Speed [m/s]",
        "x_unit": "s",
        "y_unit": "m/s",
        "elements": [
            {"label": "north", "points": [[1, 4], [2, 5.5]]},
            {"label": "Line 2", "points": [[3, 1], [2, 0]]},
        ],
        "x_scale": "linear",
        "x_ticks": [1, 2, 3],
        "x_tick_labels": ["1", "2", "3"],
        "y_scale": "categorical",
        "y_ticks": [0, 5],
        "y_tick_labels": ["none", "some"],
    }


@pytest.mark.parametrize(
    "draw",
    [
        "plt.plot(dates, [1, 2, 3])",
        "plt.plot([date(2024, 1, day) for day in (1, 2, 3)], [1, 2, 3])",
        "plt.scatter(dates, [1, 2, 3])",
        "pd.Series([1, 2, 3], index=dates).plot()",
        "pd.DataFrame({'when': dates, 'sold': [1, 2, 3]}).plot(x='when', y='sold')",
    ],
)
def test_dates_are_iso_8601(chart_of, draw):
    program = f"import pandas as pd\nfrom datetime import date\ndates = pd.date_range('2024-01-01', periods=3)\n{draw};"
    chart = chart_of(program)
    assert chart["x_scale"] == "datetime"
    assert [x[:10] for x, _ in chart["elements"][0]["points"]] == ["2024-01-01", "2024-01-02", "2024-01-03"]
    assert all(tick.startswith("2024-01-0") for tick in chart["x_ticks"])


def test_a_logarithmic_scale_is_named_and_its_ticks_are_read_as_numbers(chart_of):
    chart = chart_of("plt.loglog([1, 10, 100], [1, 100, 10000]);")
    assert (chart["x_scale"], chart["y_scale"], chart["x_ticks"]) == ("log", "log", [1, 10, 100])
    assert chart["x_tick_labels"] == ["10^{0}", "10^{1}", "10^{2}"]


def bars(chart):
    assert chart["type"] == "bar"
    return [(bar["group"], bar["label"], bar["value"]) for bar in chart["elements"]]


BY_HAND = (
    "x = np.arange(2)\nplt.bar(x - 0.2, [1, 2], 0.4, label='old', yerr=[0.1, 0.2])\n"
    "plt.bar(x + 0.2, [3, 4], 0.4, label='new')\nplt.xticks(x, ['tea', 'milk']);"
)
FRAME = "import pandas as pd\nframe = pd.DataFrame({'old': [1, 2], 'new': [3, 4]}, index=['tea', 'milk'])\n"
STACKED = (
    "plt.bar(['tea', 'milk'], [1, 2], label='old')\nplt.bar(['tea', 'milk'], [3, 4], bottom=[1, 2], label='new')\n"
    "plt.axhline(2);"
)


@pytest.mark.parametrize(
    "program", [BY_HAND, STACKED, FRAME + "frame.plot.bar();", FRAME + "frame.plot.barh(stacked=True);"]
)
def test_grouped_and_stacked_bars_have_a_group_each_and_their_own_lengths(chart_of, program):
    chart = chart_of(program)
    assert bars(chart) == [("old", "tea", 1), ("old", "milk", 2), ("new", "tea", 3), ("new", "milk", 4)]


def test_bars_that_lie_have_their_categories_on_x_all_the_same(chart_of):
    chart = chart_of("plt.barh(['tea', 'milk'], [2, 2])\nplt.xlabel('Sold (kg)')\nplt.ylabel('Ware');")
    assert bars(chart) == [("Group 1", "tea", 2), ("Group 1", "milk", 2)]
    assert (chart["x_label"], chart["y_label"], chart["y_unit"]) == ("Ware", "Sold (kg)", "kg")


def test_a_histogram_has_its_bins_as_categories(chart_of):
    chart = chart_of("plt.hist([1, 1, 2, 5], bins=[0, 2, 4, 6]);")
    assert bars(chart) == [("Group 1", "0 to 2", 2), ("Group 1", "2 to 4", 1), ("Group 1", "4 to 6", 1)]


def test_a_scatter_plot_has_its_points_whatever_their_sizes_are(chart_of):
    chart = chart_of("plt.scatter([1, 2], [3, 4], s=[10, 200], c=[0, 1], label='towns')\nplt.colorbar();")
    assert chart["type"] == "scatter"
    assert chart["elements"] == [{"label": "towns", "points": [[1, 3], [2, 4]]}]


def test_points_that_nothing_connects_are_a_scatter_plot_and_categories_keep_their_names(chart_of):
    chart = chart_of("plt.plot(['a', 'b'], [3, 4], 'o');")
    assert (chart["type"], chart["x_scale"]) == ("scatter", "categorical")
    assert chart["elements"][0]["points"] == [["a", 3], ["b", 4]]


def test_a_pie_has_a_label_and_an_angle_for_each_slice(chart_of):
    chart = chart_of("plt.pie([1, 2, 3], labels=['tea', 'milk', 'ink'], autopct='%.0f');\nplt.title('Shares');")
    assert (chart["type"], chart["title"]) == ("pie", "Shares")
    assert [(part["label"], part["angle"]) for part in chart["elements"]] == [("tea", 60), ("milk", 120), ("ink", 180)]


@pytest.mark.parametrize(
    "options", ["", "notch=True", "patch_artist=True", HORIZONTAL, "showcaps=False", "showmeans=True, meanline=True"]
)
def test_a_box_plot_has_the_quartiles_the_whiskers_and_what_is_beyond(chart_of, options):
    chart = chart_of(f"plt.boxplot([[1, 2, 3, 4, 5, 50], [2, 3, 4, 4, 4]], {LABELS}=['a', 'b'], {options});")
    assert chart["type"] == "box_and_whisker"
    names = ("label", "min", "first_quartile", "median", "third_quartile", "max", "outliers")
    assert [tuple(box[name] for name in names) for box in chart["elements"]] == [
        ("a", 1, 2.25, 3.5, 4.75, 5, [50]),
        ("b", 2, 3, 4, 4, 4, []),
    ]


def test_two_axes_on_one_another_are_a_superchart_of_both(chart_of):
    chart = chart_of(
        "fig, ax = plt.subplots()\nax.bar(['a', 'b'], [1, 2])\n"
        "ax.twinx().plot(['a', 'b'], [33, 100], label='sum', marker='o');"
    )
    assert (chart["type"], [part["type"] for part in chart["elements"]]) == ("superchart", ["bar", "line"])
    assert chart["elements"][1]["elements"] == [{"label": "sum", "points": [["a", 33], ["b", 100]]}]


def test_subplots_are_a_superchart_with_a_place_for_what_is_no_chart(chart_of):
    chart = chart_of(
        "fig, (left, right) = plt.subplots(1, 2)\nleft.plot([1, 2])\nleft.set_title('Left', loc='left')\n"
        "right.imshow([[1]])\nfig.suptitle('Both');"
    )
    assert (chart["type"], chart["title"]) == ("superchart", "Both")
    assert [(part["type"], part.get("title")) for part in chart["elements"]] == [("line", "Left"), ("unknown", None)]


def test_axes_that_share_their_ticks_have_them_each(chart_of):
    chart = chart_of(
        "fig, both = plt.subplots(2, 1, sharex=True)\nfor ax in both:\n    ax.bar(['tea', 'milk'], [1, 2]);"
    )
    for part in chart["elements"]:
        assert [bar["label"] for bar in part["elements"]] == ["tea", "milk"]


def test_lines_and_points_in_one_place_are_two_charts(chart_of):
    chart = chart_of("plt.scatter([1, 2], [1, 2])\nplt.plot([1, 2], [1, 2]);")
    assert [part["type"] for part in chart["elements"]] == ["line", "scatter"]


@pytest.mark.parametrize(
    ("draw", "kind", "label"),
    [
        ("plt.errorbar([1, 2], [3, 4], yerr=0.1, capsize=3, label='mean')", "line", "mean"),
        ("plt.errorbar([1, 2], [3, 4], yerr=0.1, fmt='o')", "scatter", "Points 1"),
        ("plt.plot([1, 2], [3, 4])\nplt.fill_between([1, 2], [2, 3], [4, 5], alpha=0.2)", "line", "Line 1"),
        ("plt.stem([1, 2], [3, 4])", "scatter", "Points 1"),
        ("plt.step([1, 2], [3, 4])\nplt.axvspan(1, 2)", "line", "Line 1"),
    ],
)
def test_bands_caps_and_stems_are_no_series_of_their_own(chart_of, draw, kind, label):
    chart = chart_of(f"{draw};")
    assert (chart["type"], chart["elements"]) == (kind, [{"label": label, "points": [[1, 3], [2, 4]]}])


@pytest.mark.parametrize(
    "draw",
    [
        "plt.imshow([[1, 2]])\nplt.colorbar()",
        "plt.contourf(np.arange(9).reshape(3, 3))",
        "plt.subplot(projection='3d').plot([1], [2], [3])",
        "plt.subplot(projection='polar').plot([1, 2], [2, 3])",
    ],
)
def test_a_figure_of_another_kind_is_an_unknown_chart_with_its_texts(chart_of, draw):
    assert chart_of(f"{draw}\nplt.title('Other');") == {"type": "unknown", "title": "Other", "elements": []}


def test_a_figure_with_nothing_but_texts_has_no_chart_data(chart_of):
    assert chart_of("plt.text(0, 0, 'only text');") is None


def test_a_figure_as_a_value_has_its_data_too(chart_of):
    assert chart_of("fig, ax = plt.subplots()\nax.plot([1, 2])\nfig")["type"] == "line"


def test_of_very_many_points_every_nth_is_given_and_the_rest_is_counted(chart_of):
    chart = chart_of("plt.plot(np.arange(1_000_000))\nplt.bar(np.arange(6000), 1);")
    parts = {part["type"]: part for part in chart["elements"]}
    assert (len(parts["line"]["elements"][0]["points"]), parts["line"]["elements"][0]["omitted"]) == (2500, 997_500)
    assert (len(parts["bar"]["elements"]), parts["bar"]["omitted"]) == (2500, 3500)


def test_of_very_many_axes_and_lines_the_first_are_given_and_the_rest_is_counted(chart_of):
    chart = chart_of("fig, grid = plt.subplots(5, 5)\nfor ax in grid.flat:\n    ax.plot(np.ones((2, 60)));")
    assert (len(chart["elements"]), chart["omitted"]) == (16, 9)
    assert (len(chart["elements"][0]["elements"]), chart["elements"][0]["omitted"]) == (50, 10)


@pytest.mark.parametrize("flaw", ["lambda self: 1 / 0", "None"])
def test_a_figure_whose_data_cannot_be_read_is_shown_without_it(chart_of, flaw):
    program = f"from matplotlib.axis import XAxis\nclass Broken(XAxis):\n    get_view_interval = {flaw}\n"
    # After it was drawn: it is the reading alone that fails.
    draw = (
        "fig, ax = plt.subplots()\nax.plot([1, 2])\nsave = fig.savefig\n"
        "def savefig(*args, **options):\n    save(*args, **options)\n    ax.xaxis.__class__ = Broken\n"
        "fig.savefig = savefig"
    )
    assert chart_of(program + draw) is None
