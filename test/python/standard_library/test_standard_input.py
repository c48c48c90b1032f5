"""What code reads from sys.stdin is typed by the user of the page, line by line."""

import sys

import pytest

TYPED = ["2", "Ada 36", "Grace 85"]


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("print([sys.stdin.readline() for _ in range(4)])", "['2\\n', 'Ada 36\\n', 'Grace 85\\n', '']\n"),
        ("for line in sys.stdin: print(line, end='')", "2\nAda 36\nGrace 85\n"),
        ("print(sys.stdin.read().split())", "['2', 'Ada', '36', 'Grace', '85']\n"),
        ("print(sys.stdin.readlines())", "['2\\n', 'Ada 36\\n', 'Grace 85\\n']\n"),
        ("print(next(sys.stdin).strip(), sys.stdin.read(3), sys.stdin.readline(), end='')", "2 Ada  36\n"),
        ("import fileinput\nfor line in fileinput.input(): print(fileinput.lineno(), line, end='')",
         "1 2\n2 Ada 36\n3 Grace 85\n"),
        ("input = sys.stdin.readline\nn = int(input())\nprint([input().split() for _ in range(n)])",
         "[['Ada', '36'], ['Grace', '85']]\n"),
        ("with sys.stdin as lines: n = int(next(lines))\nprint(n, [input() for _ in range(n)])",
         "2 ['Ada 36', 'Grace 85']\n"),
        ("print(int(sys.stdin.readline()), input(), sys.stdin.buffer.readline())", "2 Ada 36 b'Grace 85\\n'\n"),
        ("print(sys.stdin.buffer.read().split())", "[b'2', b'Ada', b'36', b'Grace', b'85']\n"),
        ("print(sys.stdin.read(1), repr(input()), input())", "2 '' Ada 36\n"),
    ],
)  # fmt: skip
def test_what_is_typed_can_be_read_in_all_ways(notebook, jspi, monkeypatch, code, output):
    monkeypatch.setattr(sys, "argv", [""])
    notebook.host.answers = [*TYPED]
    assert notebook.run(f"import sys\n{code}").output == output
    assert set(notebook.host.asked) == {""}


@pytest.mark.parametrize(
    "wrapped",
    [
        "io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8')",
        "codecs.getreader('utf-8')(sys.stdin.buffer)",
        "io.TextIOWrapper(sys.stdin.detach())",
    ],
)
def test_a_wrapper_in_its_place_reads_what_is_typed_and_the_next_run_has_its_own(notebook, jspi, wrapped):
    code = f"import codecs, io, sys\nsys.stdin = {wrapped}\nprint(sys.stdin.read())\nsys.stdin = None"
    notebook.host.answers = ["é", "2"]
    assert notebook.run(code).output == "é\n2\n\n"
    notebook.host.answers = ["3"]
    assert notebook.run("print(sys.stdin.readline(), sys.stdin is sys.__stdin__)").output == "3\n True\n"


def test_input_reads_the_file_that_code_puts_in_its_place(notebook, jspi):
    code = "import io, sys\nsys.stdin = io.StringIO('Ada\\n36\\n')\nprint(input('Name? '), input())\ninput()"
    result = notebook.run(code)
    assert result.output.startswith("Name? Ada 36\n")
    assert (result.error.type, result.error.message) == ("EOFError", "EOF when reading a line")
    assert notebook.host.asked == []
    notebook.host.answers = ["typed"]
    assert notebook.run("print(input('Again? '))").output == "typed\n"


def test_several_lines_that_are_answered_at_once_are_read_one_by_one(notebook, jspi):
    notebook.host.answers = ["1\r\n2\n3\n", "4"]
    assert notebook.run("import sys\nprint(sys.stdin.readline(), input(), sys.stdin.read())").output == "1\n 2 3\n4\n\n"


def test_what_was_not_read_is_gone_in_the_next_run(notebook, jspi):
    notebook.host.answers = ["1\n2", "3"]
    notebook.run("import sys\nsys.stdin.readline();")
    assert notebook.run("print(input())").output == "3\n"


def test_after_the_end_of_the_file_code_can_ask_again(notebook, jspi):
    notebook.host.answers = ["1", None, "2"]
    assert notebook.run("import sys\nprint(list(sys.stdin), input())").output == "['1\\n'] 2\n"


def test_what_was_printed_before_comes_before_the_question(notebook, jspi):
    seen = []
    ask = notebook.host.read_input

    async def read_input(prompt):
        seen.extend(notebook.host.transcript)
        return await ask(prompt)

    notebook.host.read_input = read_input
    notebook.run("import sys\nprint('Name: ', end='')\nsys.stdin.readline();")
    assert seen == ["Name: "]


@pytest.mark.parametrize("read", ["sys.stdin.read()", "list(sys.stdin)", "sys.stdin.buffer.readline()"])
def test_without_anyone_the_error_says_what_to_do(notebook, jspi, read):
    notebook.host.somebody_answers = False
    error = notebook.run(f"import sys\n{read}").error
    assert (error.type, error.message) == (
        "EOFError",
        "sys.stdin was read, but nobody is there to answer: pass the value in the code instead.",
    )
    assert error.hint == "Nobody can type an answer here: put the value in the code."


def test_where_python_cannot_wait_the_error_says_so(notebook):
    error = notebook.run("import sys\nsys.stdin.readline()").error
    assert error.type == "EOFError"
    assert "sys.stdin was read, but Python cannot wait for an answer in this browser" in error.message
