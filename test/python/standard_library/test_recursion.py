"""Recursion, and functions that remember their results."""

import pytest

COUNTS = """
from functools import lru_cache
calls = []
@lru_cache(maxsize={maxsize})
def f(n):
    calls.append(n)
    return 0 if n == 0 else 1 + f(n - 1)
"""


def test_the_recursion_limit_is_pythons_own(notebook):
    assert notebook.run("import sys\nprint(sys.getrecursionlimit())").output == "1000\n"
    assert notebook.run("def f(n): return 0 if n == 0 else 1 + f(n - 1)\nprint(f(990))").output == "990\n"
    assert notebook.run("f(1100)").error.type == "RecursionError"


def test_the_recursion_limit_can_be_set_up_to_what_a_browser_can_bear(notebook):
    code = "import sys\nsys.setrecursionlimit(2000)\nprint(sys.getrecursionlimit(), f(1900))"
    assert notebook.run("def f(n): return 0 if n == 0 else 1 + f(n - 1)\n" + code).output == "2000 1900\n"
    assert notebook.run("sys.setrecursionlimit(10**6)\nprint(sys.getrecursionlimit())").output == "3000\n"
    assert notebook.run("sys.setrecursionlimit(0)").error.type == "ValueError"


def test_a_limit_that_a_run_made_too_low_is_gone_in_the_next(notebook):
    notebook.run("import sys\nsys.setrecursionlimit(100)")
    assert notebook.run("print(sys.getrecursionlimit())").output == "1000\n"


@pytest.mark.parametrize("maxsize", [None, 5000, 128])
def test_a_function_that_remembers_its_results_calls_itself_as_deep_as_another(notebook, maxsize):
    notebook.run(COUNTS.format(maxsize=maxsize))
    assert notebook.run("print(f(990), len(calls))").output == "990 991\n"
    assert notebook.run("print(f(990), len(calls))").output == "990 991\n"


def test_what_is_remembered_is_counted_and_cleared_as_in_cpython(notebook):
    notebook.run(COUNTS.format(maxsize=None) + "f(3), f(3), f(4)")
    assert notebook.run("print(f.cache_info(), f.cache_parameters())").output == (
        "CacheInfo(hits=2, misses=5, maxsize=None, currsize=5) {'maxsize': None, 'typed': False}\n"
    )
    code = "f.cache_clear()\nprint(f.cache_info(), f.__name__, f.__wrapped__(0))"
    assert notebook.run(code).output == "CacheInfo(hits=0, misses=0, maxsize=None, currsize=0) f 0\n"


def test_the_oldest_results_are_forgotten_first(notebook):
    notebook.run(COUNTS.format(maxsize=2) + "f(3); f(2); calls.clear()")
    assert notebook.run("f(3); f(2)\nprint(calls)").output == "[]\n"
    assert notebook.run("f(0)\nprint(calls, f.cache_info().currsize)").output == "[0] 2\n"


def test_nothing_is_remembered_of_a_call_that_fails(notebook):
    code = (
        "from functools import cache\n@cache\ndef f(n):\n    if n > 3: raise KeyError(n)\n    return f(n + 1)\n"
        "for _ in range(2):\n    try: f(2)\n    except KeyError as error: print(error, f.cache_info().misses, "
        "error.__context__)"
    )
    assert notebook.run(code).output == "4 3 None\n4 6 None\n"


def test_arguments_that_cannot_be_remembered_are_a_type_error(notebook):
    code = "from functools import cache\n@cache\ndef f(n): return f(n)\nf([])"
    assert notebook.run(code).error.type == "TypeError"


def test_methods_remember_their_results_too(notebook):
    code = (
        "from functools import cache\nclass A:\n"
        "    @cache\n    def f(self, n): return 0 if n == 0 else 1 + self.f(n - 1)\nprint(A().f(900))"
    )
    assert notebook.run(code).output == "900\n"


def test_a_function_that_does_not_call_itself_is_remembered_by_cpythons_own_code(notebook):
    code = "from functools import cache\n@cache\ndef f(n): return n\nprint(type(f).__name__, f(2))"
    assert notebook.run(code).output == "_lru_cache_wrapper 2\n"
