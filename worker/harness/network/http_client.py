"""``http.client`` and ``urllib.request`` without sockets."""

from http.client import HTTPConnection, parse_headers, responses
from io import BytesIO
from typing import Any

from .page import Answer, Page


class PageSocket:
    """Takes the bytes of requests as a socket does, and gives those of the responses."""

    def __init__(self, page: Page, origin: str, timeout: object) -> None:
        self._page = page
        self._origin = origin
        self._timeout = timeout
        self._sent = b""
        self._answer = b""

    def sendall(self, data: bytes) -> None:
        """Take a part of a request. The last one sends it. Raises as :meth:`Page.send` does."""
        self._sent += data
        head, ends, body = self._sent.partition(b"\r\n\r\n")
        if not ends:
            return
        line, _, fields = head.partition(b"\r\n")
        headers = parse_headers(BytesIO(fields + b"\r\n\r\n"))
        if headers.get("Transfer-Encoding") == "chunked":
            if not body.endswith(b"0\r\n\r\n"):
                return
            body = _join_chunks(body)
        elif len(body) < int(headers.get("Content-Length") or 0):
            return
        self._sent = b""
        method, target, _ = line.decode("latin-1").split(" ", 2)
        url = self._origin + target if target.startswith("/") else target
        self._answer = _to_wire(self._page.send(method, url, dict(headers.items()), body, self._timeout))

    def makefile(self, *_mode: object) -> BytesIO:
        """Give the response."""
        return BytesIO(self._answer)

    def settimeout(self, timeout: object) -> None:
        """Change the timeout of the next request."""
        self._timeout = timeout

    def setsockopt(self, *_option: object) -> None:
        """Ignore what concerns real sockets."""

    def close(self) -> None:
        """Do nothing: there is no connection."""


def connect_http_client(client: Any, page: Page) -> None:
    """Let connections of ``http.client`` go through the page."""

    def connect(connection: Any) -> None:
        scheme = "https" if connection.default_port == client.HTTPS_PORT else "http"
        host = f"[{connection.host}]" if ":" in connection.host else connection.host
        connection.sock = PageSocket(page, f"{scheme}://{host}:{connection.port}", connection.timeout)

    class HTTPSConnection(HTTPConnection):
        """A connection that the browser encrypts."""

        default_port = client.HTTPS_PORT

        def __init__(self, host: str, port: int | None = None, *, context: object = None, **options: Any) -> None:
            super().__init__(host, port, **options)

    client.HTTPConnection.connect = connect
    client.HTTPSConnection = HTTPSConnection


def connect_urllib(request: Any) -> None:
    """Let ``urllib.request`` open https addresses."""

    class HTTPSHandler(request.AbstractHTTPHandler):
        """Opens https addresses. The browser checks certificates."""

        def __init__(self, debuglevel: object = None, context: object = None, check_hostname: object = None) -> None:
            super().__init__()

        def https_open(self, req: Any) -> Any:
            return self.do_open(request.http.client.HTTPSConnection, req)

        https_request = request.AbstractHTTPHandler.do_request_

    request.HTTPSHandler = HTTPSHandler
    # Made before, it would know only the earlier handlers.
    request._opener = None


def _to_wire(answer: Answer) -> bytes:
    headers = {"Content-Length": str(len(answer.body)), **answer.headers, "Connection": "close"}
    lines = [f"HTTP/1.1 {answer.status} {answer.reason or responses.get(answer.status, '')}"]
    lines += (f"{name}: {value}" for name, value in headers.items())
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + answer.body


def _join_chunks(body: bytes) -> bytes:
    """Read the chunked form.

    https://www.rfc-editor.org/rfc/rfc9112#section-7.1
    """
    joined = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        joined += rest[:length]
        body = rest[length + 2 :] if length else b""
    return joined
