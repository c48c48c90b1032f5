"""Warnings of Python's compiler."""

import warnings

_PACKAGES = ".*/site-packages/"


def hide_warnings_about_packages() -> None:
    """Hide what the compiler warns of in packages, such as ``return`` in ``finally``.

    Elsewhere packages are compiled when they are installed, so that nobody who imports them sees it.
    """
    warnings.filterwarnings("ignore", category=SyntaxWarning, module=_PACKAGES)
