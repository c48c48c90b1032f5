"""Libraries that notebooks use, and that look for what only a Jupyter server has."""

from typing import Any

from ..import_hooks import after_import, provide_module


def adapt_libraries() -> None:
    """Let ``nest_asyncio.apply()`` do nothing, and ``tqdm.notebook`` write text."""
    provide_module("nest_asyncio", _fill_nest_asyncio)
    after_import("nest_asyncio", _fill_nest_asyncio)
    after_import("tqdm.notebook", _write_text)


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
