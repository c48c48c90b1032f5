# A request by http.client.
# tries: write the request by hand
# must: fail: there are no sockets behind it
# refusal: OSError|Error
import http.client
from urllib.parse import urlsplit

connection = http.client.HTTPConnection(urlsplit(OUT).netloc, timeout=2)
connection.request("GET", urlsplit(OUT).path)
print("escaped: answered with", connection.getresponse().status)
