"""Sends requests through the page."""

import json
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..suspension import can_suspend

FETCH = "network.fetch"
"""The tool of the page that sends requests: ``FETCH_TOOL`` of ``src/protocol.ts``."""
CANNOT_WAIT = (
    "Python cannot wait for a response in this browser: write `response = await pyodide.http.pyfetch(url)`, "
    "or use httpx.AsyncClient."
)


@dataclass
class Answer:
    """A response, with its body decoded."""

    status: int
    reason: str
    headers: dict[str, str]
    body: bytes


class Page:
    """The page, as far as it sends requests.

    ``wait`` and ``call`` call a tool of the page with JSON, the one synchronously.
    """

    def __init__(self, wait: Callable[[str, str], Any], call: Callable[[str, str], Awaitable[Any]]) -> None:
        self._wait = wait
        self._call = call

    def send(
        self, method: str, url: str, headers: Mapping[Any, Any] | None = None, body: Any = None, timeout: object = None
    ) -> Answer:
        """Send a request, and wait for the response. ``timeout``: seconds, if it is a number.

        Raises ``TimeoutError``, or ``ConnectionError`` with the page's reason.
        """
        if not can_suspend():
            raise ConnectionError(CANNOT_WAIT)
        try:
            return _read(self._wait(FETCH, _write(method, url, headers, to_bytes(body), timeout)))
        except RuntimeError as error:
            raise _error_of(error) from None

    async def send_later(
        self, method: str, url: str, headers: Mapping[Any, Any] | None = None, body: Any = None, timeout: object = None
    ) -> Answer:
        """Do the same where code awaits the response."""
        try:
            return _read(await self._call(FETCH, _write(method, url, headers, to_bytes(body), timeout)))
        except RuntimeError as error:
            raise _error_of(error) from None


def to_bytes(body: Any) -> bytes:
    """Read a body in any of the forms that libraries take."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    if hasattr(body, "read"):
        return to_bytes(body.read())
    parts: Iterable[Any] = body
    return b"".join(map(to_bytes, parts))


def _write(method: str, url: str, headers: Mapping[Any, Any] | None, body: bytes, timeout: object) -> str:
    request: dict[str, object] = {
        "url": url,
        "method": method,
        "headers": {_text(name): _text(value) for name, value in (headers or {}).items()},
        "body": b64encode(body).decode(),
    }
    if isinstance(timeout, int | float) and timeout > 0:
        request["timeout"] = timeout * 1000
    return json.dumps(request)


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _read(answer: Any) -> Answer:
    return Answer(answer["status"], answer["statusText"], answer["headers"], b64decode(answer["body"]))


def _error_of(error: RuntimeError) -> OSError:
    """Make an error of a tool one of those that libraries expect of a connection."""
    is_late = getattr(error, "type", None) == "TimeoutError"
    return (TimeoutError if is_late else ConnectionError)(str(error))
