"""Connects the standard library and packages with the page when they are imported."""

from http.client import responses
from io import StringIO
from typing import Any

from ..import_hooks import after_import
from .http_client import connect_http_client, connect_urllib
from .page import Page


def connect_libraries(page: Page) -> None:
    """Let libraries send their requests through the page. No object of JavaScript stays in their responses."""
    after_import("http.client", lambda module: connect_http_client(module, page))
    after_import("urllib.request", connect_urllib)
    # urllib3 has this part for Pyodide, and requests sends through it.
    after_import("urllib3.contrib.emscripten.connection", lambda module: _connect_urllib3(module, page))
    after_import("httpx", lambda module: _connect_httpx(module, page))
    after_import("pyodide.http", lambda module: _connect_pyodide(module, page))


def _connect_urllib3(connection: Any, page: Page) -> None:
    def send_request(request: Any) -> Any:
        try:
            answer = page.send(request.method, request.url, request.headers, request.body, request.timeout)
        except TimeoutError as error:
            from urllib3.exceptions import ReadTimeoutError  # pyright: ignore[reportMissingImports]

            # It is named by its pool of connections, of which there is none.
            raise ReadTimeoutError(request.url, request.url, str(error)) from error
        response = connection.EmscriptenResponse(answer.status, answer.headers, answer.body, request)
        response.reason = answer.reason or responses.get(answer.status, "")
        return response

    def getresponse(self: Any) -> Any:
        response = get_without_reason(self)
        response.reason = self._response.reason
        return response

    connection_class = connection.EmscriptenHTTPConnection
    get_without_reason = connection_class.getresponse
    connection_class.getresponse = getresponse
    connection.send_request = connection.send_streaming_request = send_request


def _connect_httpx(httpx: Any, page: Page) -> None:
    def parts(request: Any) -> tuple[Any, ...]:
        timeouts = request.extensions.get("timeout") or {}
        return request.method, str(request.url), request.headers, request.content, timeouts.get("read")

    def respond(request: Any, answer: Any) -> Any:
        return httpx.Response(answer.status, headers=answer.headers, content=answer.body, request=request)

    def translate(error: OSError, request: Any) -> Exception:
        kind = httpx.ReadTimeout if isinstance(error, TimeoutError) else httpx.ConnectError
        return kind(str(error), request=request)

    class HTTPTransport(httpx.BaseTransport):
        """Sends through the page."""

        def __init__(self, *_arguments: object, **_options: object) -> None: ...

        def handle_request(self, request: Any) -> Any:
            request.read()
            try:
                return respond(request, page.send(*parts(request)))
            except OSError as error:
                raise translate(error, request) from error

    class AsyncHTTPTransport(httpx.AsyncBaseTransport):
        """Sends through the page."""

        def __init__(self, *_arguments: object, **_options: object) -> None: ...

        async def handle_async_request(self, request: Any) -> Any:
            await request.aread()
            try:
                return respond(request, await page.send_later(*parts(request)))
            except OSError as error:
                raise translate(error, request) from error

    for transport in (HTTPTransport, AsyncHTTPTransport):
        for module in (httpx, httpx._client):
            setattr(module, transport.__name__, transport)


def _connect_pyodide(http: Any, page: Page) -> None:
    def fetch(*arguments: object) -> object:
        # The worker's own, which the page answers: the module took the browser's when it was imported.
        import js  # pyright: ignore[reportMissingImports]

        return js.fetch(*arguments)

    def open_url(url: str) -> StringIO:
        """Fetch the text at an address."""
        return StringIO(page.send("GET", url).body.decode())

    getattr(http, "_pyfetch", http)._jsfetch = fetch
    http.open_url = open_url
