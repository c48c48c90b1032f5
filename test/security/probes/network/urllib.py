# A request by urllib.
# tries: send a request with the standard library
# must: fail: there are no sockets behind it
# refusal: urlopen error
import urllib.request

urllib.request.urlopen(OUT, timeout=2)
print("escaped: the request was answered")
