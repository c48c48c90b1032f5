"""input() asks the user of the page."""


def test_input_gives_what_was_typed_and_shows_the_prompt(notebook, jspi):
    notebook.host.answers = ["Ada", "42"]
    result = notebook.run("name = input('Name? ')\nprint(name, int(input()))")
    assert result.output == "Ada 42\n"
    assert notebook.host.asked == ["Name? ", ""]


def test_what_was_printed_before_comes_before_the_question(notebook, jspi):
    notebook.host.answers = ["x"]
    seen = []
    ask = notebook.host.read_input

    async def read_input(prompt):
        seen.extend(notebook.host.transcript)
        return await ask(prompt)

    notebook.host.read_input = read_input
    notebook.run("print('no line end', end='')\ninput();")
    assert seen == ["no line end"]


def test_input_without_anyone_is_the_end_of_the_file(notebook, jspi):
    error = notebook.run("input('Name? ')").error
    assert (error.type, error.message) == (
        "EOFError",
        "input() was called, but nobody is there to answer: pass the value in the code instead.",
    )
    assert "harness" not in error.traceback


def test_input_where_python_cannot_wait_says_so(notebook):
    error = notebook.run("input('Name? ')").error
    assert error.type == "EOFError"
    assert "cannot wait for an answer in this browser" in error.message


def test_input_that_the_host_could_not_answer_says_why(notebook, jspi):
    async def read_input(_prompt):
        raise RuntimeError("the page is gone")

    notebook.host.read_input = read_input
    error = notebook.run("input()").error
    assert (error.type, error.message) == ("EOFError", "input() was not answered: the page is gone")


def test_getpass_asks_too(notebook, jspi):
    notebook.host.answers = ["secret", "other"]
    assert notebook.run("import getpass\nprint(getpass.getpass())").output == "secret\n"
    assert notebook.run("from getpass import getpass\nprint(getpass('PIN: '))").output == "other\n"
    assert notebook.host.asked == ["Password: ", "PIN: "]


def test_input_that_the_code_replaced_is_back_for_the_next_run(notebook, jspi):
    notebook.host.answers = ["typed"]
    notebook.run("import builtins\nbuiltins.input = lambda prompt: 'fake'")
    assert notebook.run("print(input())").output == "typed\n"
