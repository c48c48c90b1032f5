"""Earlier runs, by IPython's names for them."""

import pytest


def test_values_and_sources_have_the_numbers_of_their_runs(notebook):
    notebook.run("6 * 7")
    notebook.run("None")
    notebook.run("'a'; ")
    notebook.run("'b'")
    notebook.run("print(Out, _1, _4, In[1:], len(In))")
    assert notebook.run("print(Out, _1, _4, In[1:5], len(In))").output == (
        "{1: 42, 4: 'b'} 42 b ['6 * 7', 'None', \"'a'; \", \"'b'\"] 7\n"
    )


def test_underscores_are_the_latest_three_values(notebook):
    assert notebook.run("print([_, __, ___])").output == "['', '', '']\n"
    for number in range(1, 5):
        notebook.run(str(number))
    assert notebook.run("print(_, __, ___)").output == "4 3 2\n"


def test_an_underscore_of_the_code_is_its_own_until_it_is_deleted(notebook):
    notebook.run("1")
    notebook.run("for _ in range(10): pass\n'shown'")
    assert notebook.run("print(_, Out[2])").output == "9 shown\n"
    notebook.run("del _\n'shown again'")
    assert notebook.run("print(_, __)").output == "shown again shown\n"


def test_the_latest_hundred_values_are_kept(notebook):
    for number in range(1, 103):
        notebook.run(str(number))
    assert notebook.run("print(len(Out), min(Out), '_2' in globals(), _3)").output == "100 3 False 3\n"


@pytest.mark.parametrize(
    "code",
    [
        "import numpy\nnumpy.zeros(3_000_000)",
        "import numpy, pandas\npandas.DataFrame({'a': numpy.zeros(3_000_000)})",
        "'x' * 20_000_000",
    ],
)
def test_a_large_value_is_kept_while_it_is_one_of_the_latest_three(notebook, code):
    for each in (code, "2", "3"):
        notebook.run(each)
    assert notebook.run("print(1 in Out, ___ is _1)").output == "True True\n"
    notebook.run("'the fourth value'")
    notebook.run("'the fifth'")
    assert notebook.run("print(list(Out), '_1' in globals())").output == "[2, 3, 5, 6] False\n"


def test_out_does_not_hold_itself_and_code_may_replace_it_all(notebook):
    notebook.run("1")
    assert notebook.run("Out").shown[0].data["text/plain"] == "{1: 1}"
    assert notebook.run("In.clear()\nOut.clear()\nIn = Out = None\n5").status == "ok"
    assert notebook.run("print(_, In, Out)").output == "5 None None\n"
