"""Requests go through the page, if it allows them."""

import base64
import http.client
import json
import sys
import urllib.request
from importlib.util import find_spec

import pytest

from harness.errors import hints

HINT = "Code can send requests only to https://api.example.org."
FETCH = {"network.fetch": {"documentation": HINT, "signature": "", "parameters": [], "takesMore": False}}

needs_httpx = pytest.mark.skipif(find_spec("httpx") is None, reason="httpx is not installed")


class RefusedError(Exception):
    """An error of the page, as Pyodide gives it."""

    def __init__(self, message, name):
        super().__init__(message)
        self.name = name


@pytest.fixture
def network(notebook, jspi, monkeypatch):
    for owner, name in (
        (http.client.HTTPConnection, "connect"),
        (http.client, "HTTPSConnection"),
        (urllib.request, "HTTPSHandler"),
        (urllib.request, "_opener"),
        (hints, "network_hint"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    for name in [name for name in sys.modules if name.partition(".")[0] == "httpx"]:
        monkeypatch.delitem(sys.modules, name)
    notebook.respond = lambda **request: (200, b"")

    def fetch(**request):
        request["body"] = base64.b64decode(request["body"])
        status, body = notebook.respond(**request)
        headers = {"content-type": "text/plain; charset=utf-8", "x-more": "1"}
        return {"status": status, "statusText": "", "headers": headers, "body": base64.b64encode(body).decode()}

    notebook.host.tools = {"network.fetch": fetch}
    notebook.session.set_tools(json.dumps(FETCH))
    return notebook


def test_urlopen_reads_an_allowed_address(network):
    network.respond = lambda **request: (200, "é\n".encode() * 3)
    result = network.run(
        "import urllib.request\n"
        "with urllib.request.urlopen('https://api.example.org/data.csv?a=1', timeout=5) as response:\n"
        "    print(response.status, response.reason, response.headers['X-More'], response.read().decode().split())\n"
    )
    assert result.output == "200 OK 1 ['é', 'é', 'é']\n"
    [(name, request)] = network.host.calls
    assert (name, request["url"], request["method"]) == (
        "network.fetch",
        "https://api.example.org:443/data.csv?a=1",
        "GET",
    )
    assert request["timeout"] == 5000


@pytest.mark.parametrize("data", ["b'x' * 100_000", "iter([b'x' * 60_000, b'x' * 40_000])"])
def test_urlopen_sends_a_body_of_any_kind(network, data):
    network.respond = lambda **request: (201, str(len(request["body"])).encode() + request["method"].encode())
    result = network.run(
        "from urllib.request import Request, urlopen\n"
        f"request = Request('http://localhost:8000/new', data={data}, headers={{'X-Key': 'k'}})\n"
        "print(urlopen(request).read())"
    )
    assert result.output == "b'100000POST'\n"
    [(_, request)] = network.host.calls
    assert (request["url"], request["headers"]["X-Key"]) == ("http://localhost:8000/new", "k")


def test_a_connection_of_http_client_sends_one_request_after_the_other(network):
    network.respond = lambda **request: (200, request["url"].encode())
    result = network.run(
        "from http.client import HTTPSConnection\n"
        "connection = HTTPSConnection('api.example.org')\n"
        "for path in ('/a', '/b'):\n"
        "    connection.request('GET', path)\n"
        "    print(connection.getresponse().read().decode())"
    )
    assert result.output == "https://api.example.org:443/a\nhttps://api.example.org:443/b\n"


def test_a_status_of_an_error_is_an_http_error_without_a_hint(network):
    network.respond = lambda **request: (404, b"no such thing")
    result = network.run("import urllib.request\nurllib.request.urlopen('https://api.example.org/')")
    assert (result.error.type, result.error.message) == ("urllib.error.HTTPError", "HTTP Error 404: Not Found")
    assert result.error.hint is None


def test_a_request_that_the_page_refuses_is_an_url_error_that_says_why(network):
    def refuse(**request):
        raise RefusedError("https://example.com is not allowed.", "NetworkError")

    network.respond = refuse
    result = network.run("import urllib.request\nurllib.request.urlopen('https://example.com/')")
    assert result.error.type == "urllib.error.URLError"
    assert "https://example.com is not allowed." in result.error.message
    assert result.error.hint == HINT


def test_a_request_that_takes_too_long_is_a_timeout(network):
    def refuse(**request):
        raise RefusedError("It took longer.", "TimeoutError")

    network.respond = refuse
    result = network.run(
        "import urllib.request\n"
        "try:\n    urllib.request.urlopen('https://api.example.org/', timeout=1)\n"
        "except OSError as error:\n    print(type(getattr(error, 'reason', error)).__name__)"
    )
    assert result.output == "TimeoutError\n"


def test_a_browser_that_cannot_suspend_python_says_what_to_write_instead(network, monkeypatch):
    monkeypatch.setattr("harness.network.page.can_suspend", lambda: False)
    result = network.run("import urllib.request\nurllib.request.urlopen('https://api.example.org/')")
    assert "await pyodide.http.pyfetch(url)" in result.error.message


@needs_httpx
def test_httpx_sends_and_awaits_requests(network):
    network.respond = lambda **request: (200, json.dumps([request["method"], request["url"]]).encode())
    result = network.run(
        "import httpx\n"
        "print(httpx.post('https://api.example.org/a', json={'b': 1}).json())\n"
        "async with httpx.AsyncClient() as client:\n"
        "    print((await client.get('https://api.example.org/b')).json())"
    )
    assert result.output == "['POST', 'https://api.example.org/a']\n['GET', 'https://api.example.org/b']\n"


@needs_httpx
def test_what_httpx_cannot_reach_is_its_connect_error(network):

    def refuse(**request):
        raise RefusedError("https://example.com is not allowed.", "NetworkError")

    network.respond = refuse
    result = network.run("import httpx\nhttpx.get('https://example.com/')")
    assert (result.error.type, result.error.message) == ("httpx.ConnectError", "https://example.com is not allowed.")
