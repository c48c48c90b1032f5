# A socket of its own.
# tries: connect by TCP, and send a packet by UDP, which asks for no answer
# must: send nothing (Emscripten's sockets are web sockets, which the policy refuses)
import socket
from urllib.parse import urlsplit

address = ("127.0.0.1", urlsplit(OUT).port)
said = []
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    try:
        with socket.socket(socket.AF_INET, kind) as each:
            each.settimeout(1)
            if kind == socket.SOCK_DGRAM:
                each.sendto(b"secret", address)
            else:
                each.connect(address)
                each.sendall(b"GET /secret HTTP/1.0\r\n\r\n")
            # It may have gone into a queue: whether it arrives, the listener knows.
            said.append("queued")
    except OSError as error:
        said.append(type(error).__name__)
print("blocked:", ", ".join(said))
