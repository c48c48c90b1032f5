"""Libraries that notebooks use, and that look for what a browser has not: widgets of Jupyter, or processes."""

from typing import Any

from ..import_hooks import after_import, provide_module


def adapt_libraries() -> None:
    """Let these libraries work here.

    ``nest_asyncio.apply()`` does nothing, ``tqdm.notebook`` writes text, ``joblib`` runs jobs one by one, and
    ``threadpoolctl``, which scikit-learn asks, finds no threads.
    """
    provide_module("nest_asyncio", _fill_nest_asyncio)
    after_import("nest_asyncio", _fill_nest_asyncio)
    after_import("tqdm.notebook", _write_text)
    after_import("joblib.parallel", _run_in_order)
    after_import("threadpoolctl", _find_no_threads)


def _fill_nest_asyncio(module: Any) -> None:
    def apply(loop: object = None) -> None:
        """Do nothing: an event loop that runs can run coroutines here, if the browser can suspend Python."""

    module.apply = apply


def _write_text(module: Any) -> None:
    if getattr(module, "IProgress", None) is not None:
        return
    # There are no widgets of Jupyter.
    from importlib import import_module

    text = import_module("tqdm.std")
    module.tqdm = module.tqdm_notebook = text.tqdm
    module.trange = module.tnrange = text.trange


def _run_in_order(module: Any) -> None:
    # It warns of these where there are no processes, and then runs the jobs in this way.
    for name in module.MAYBE_AVAILABLE_BACKENDS:
        module.BACKENDS.setdefault(name, module.BACKENDS["sequential"])


def _find_no_threads(module: Any) -> None:
    # It looks for libraries with threads, which there are none of, and leaves objects of JavaScript behind that no
    # snapshot can carry. Versions before 3.4 do not know Pyodide.
    if hasattr(module.ThreadpoolController, "_find_libraries_pyodide"):
        module.ThreadpoolController._find_libraries_pyodide = lambda controller: None
