"""The Python side of the sandbox: runs what a model wrote and tells how it ended.

Nothing in here is a security boundary. User code shares the interpreter with this package and may change any of it; the browser's
sealed frame is what keeps it in.
"""

from .session import Session


def open_session(interrupts) -> Session:
    """Make the interpreter's ``__main__`` a session that keeps its variables from run to run."""
    import __main__

    return Session(__main__.__dict__, interrupts)


__all__ = ["Session", "open_session"]
