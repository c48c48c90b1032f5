"""Packages that code installs itself."""

import sys
from importlib.util import find_spec

from harness.notebook.pip import provide_pip


def test_micropip_says_nothing_of_what_is_installed_and_refuses_what_is_not(notebook):
    code = "import micropip\nawait micropip.install(['numpy>=1', 'pandas'])\nawait micropip.install('no-such-package')"
    result = notebook.run(code)
    assert result.status == "error"
    assert result.error.message.startswith("Can't install 'no-such-package'. This page has no such package")
    assert result.shown == []


def test_pip_in_another_process_succeeds_if_the_packages_are_there(notebook):
    call = "subprocess.check_call([sys.executable, '-m', 'pip', 'install', '-q', 'numpy'])"
    lines = notebook.run(f"import subprocess, sys\nprint({call})").output.splitlines()
    assert lines[0].startswith("numpy ") and lines[0].endswith(" is installed.")
    assert lines[1:] == ["0"]


def test_pip_in_another_process_fails_with_a_status_and_a_reason_if_they_are_not(notebook):
    result = notebook.run("import subprocess\nprint(subprocess.run('pip install torch', shell=True).returncode)")
    assert "torch could not be installed. It does not exist for the browser" in result.output
    assert result.output.endswith("1\n")
    failed = notebook.run("subprocess.check_call(['pip', 'install', 'torch'])")
    assert failed.error.type == "subprocess.CalledProcessError"


def test_other_programs_are_left_to_the_system(notebook):
    code = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'pass']).returncode"
    assert notebook.run(code).value == "0"


def test_micropip_is_no_package_that_the_page_has_to_look_for_also_before_the_first_run(monkeypatch):
    hooks = [finder for finder in sys.meta_path if type(finder).__module__ == "harness.import_hooks"]
    monkeypatch.setattr(sys, "meta_path", [finder for finder in sys.meta_path if finder not in hooks])
    monkeypatch.delitem(sys.modules, "micropip", raising=False)
    assert find_spec("micropip") is None
    provide_pip()
    assert find_spec("micropip") is not None
