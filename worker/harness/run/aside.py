"""Names of a run that goes on beside the session."""

from typing import Any


class Aside(dict[str, Any]):
    """Reads the variables of a session, and keeps for itself those that are set."""

    def __init__(self, session: dict[str, Any]) -> None:
        super().__init__()
        self._session = session

    def __missing__(self, name: str) -> Any:
        return self._session[name]
