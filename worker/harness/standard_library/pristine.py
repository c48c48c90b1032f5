"""Restores the builtins and the recursion limit that user code may have replaced."""

import builtins

from .recursion import RecursionLimit

_BUILTINS = builtins.__dict__


class PristineState:
    """The builtins and the recursion limit as they were when the session began.

    The builtins are restored rather than copied into the harness, because the standard library that the harness calls,
    and every package that user code calls, looks them up in the same place. Names that user code added to the builtins
    stay.
    """

    def __init__(self, recursion_limit: RecursionLimit) -> None:
        self._builtins = dict(_BUILTINS)
        # Bound now: once the builtins are broken, nothing here may look one up.
        self._update_builtins = _BUILTINS.update
        self._restore_recursion_limit = recursion_limit.restore

    def restore(self) -> None:
        """Undo replacements and removals, and a recursion limit below the default."""
        self._update_builtins(self._builtins)
        self._restore_recursion_limit()
