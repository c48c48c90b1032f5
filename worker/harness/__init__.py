"""The Python side of the sandbox: runs the code that a model wrote, and tells how each run ended.

Nothing in here is a security boundary. User code shares the interpreter with this package and may change any of it; the
browser's sealed frame is what keeps it in. What this package does guard against are accidents: code that replaces
``print`` or closes ``sys.stdout`` must not spoil the runs after it.
"""

import json

from .contract import Host
from .limits import set_limits
from .session import Session

_session: Session | None = None


def open_session(host: Host, limits: str) -> Session:
    """Make the interpreter's ``__main__`` a session that keeps its variables from run to run.

    ``limits``: JSON of :class:`contract.Limits`.
    """
    global _session
    import __main__

    set_limits(json.loads(limits))
    _session = Session(__main__.__dict__, host)
    return _session


def resume_session() -> Session:
    """Find the session in an interpreter that was restored from a snapshot, and adapt it to its new interpreter.

    Raises ``RuntimeError`` if there is none.
    """
    if _session is None:
        raise RuntimeError("There is no session in this snapshot.")
    _session.after_restore()
    return _session


__all__ = ["Host", "Session", "open_session", "resume_session", "set_limits"]
