# An answer with files that no folder has.
# tries: name files `../../x.html` and `/etc/passwd` in the answer to its run, for a page that saves them under their names
# must: be refused as malformed: a path leads nowhere but down
# refusal: malformed answer to a run
import js
from pyodide.ffi import create_proxy, to_js

FILES = [{"path": "../../x.html", "size": 1, "mimeType": "text/html"}, {"path": "/etc/passwd", "size": 1, "mimeType": "text/plain"}]
genuine = js.MessagePort.prototype.postMessage

def forge(port, message, *rest):
    if js.Object.hasOwn(message, "value"):
        message.value.files = to_js(FILES, dict_converter=js.Object.fromEntries)
    genuine.call(port, message, *rest)

js.MessagePort.prototype.postMessage = create_proxy(forge).captureThis()
