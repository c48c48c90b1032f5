# Mail, files and other protocols.
# tries: send a secret by the standard library's clients of SMTP, FTP, IMAP, POP3, XML-RPC, asyncio and a browser
# must: fail, each of them: there are no sockets behind them
# timeout: 20000
import asyncio
import ftplib
import imaplib
import poplib
import smtplib
import webbrowser
import xmlrpc.client
from urllib.parse import urlsplit

port = urlsplit(OUT).port

async def connected():
    await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 1)

async def opened():
    if not webbrowser.open(OUT):
        raise OSError("no browser")

async def call(client):
    client()

said = []
for attempt in (
    lambda: call(lambda: smtplib.SMTP("127.0.0.1", port, timeout=1)),
    lambda: call(lambda: ftplib.FTP().connect("127.0.0.1", port, timeout=1)),
    lambda: call(lambda: imaplib.IMAP4("127.0.0.1", port, timeout=1)),
    lambda: call(lambda: poplib.POP3("127.0.0.1", port, timeout=1)),
    lambda: call(lambda: xmlrpc.client.ServerProxy(OUT).secret()),
    connected,
    opened,
):
    try:
        await attempt()
        print("escaped: connected")
    except Exception as error:
        said.append(type(error).__name__)
print("blocked:", ", ".join(said))
