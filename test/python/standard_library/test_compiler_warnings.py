"""What Python's compiler warns of."""

WARNS = "answer = 42 is 42\n"


def test_nobody_sees_warnings_about_the_source_of_packages(recwarn, notebook, tmp_path):
    packages = tmp_path / "lib" / "site-packages"
    (packages / "old").mkdir(parents=True)
    (packages / "old" / "__init__.py").write_text(WARNS)
    result = notebook.run(f"import sys\nsys.path.append({str(packages)!r})\nimport old\nprint(old.answer)")
    assert (result.status, result.output) == ("ok", "True\n")
    assert recwarn.list == []


def test_users_see_warnings_about_their_own_code(recwarn, notebook, tmp_path):
    (tmp_path / "own.py").write_text(WARNS)
    notebook.run(f"import sys\nsys.path.append({str(tmp_path)!r})\nimport own")
    notebook.run(WARNS)
    assert [warning.category for warning in recwarn.list] == [SyntaxWarning, SyntaxWarning]
