# An answer with an status that there is not.
# tries: change the answer to its own run on its way to the page
# must: be refused as malformed; the worker is replaced
# refusal: malformed answer to a run
import js
from pyodide.ffi import create_proxy

genuine = js.MessagePort.prototype.postMessage

def forge(port, message, *rest):
    if js.Object.hasOwn(message, "value"):
        message.value.status = "great"
    genuine.call(port, message, *rest)

js.MessagePort.prototype.postMessage = create_proxy(forge).captureThis()
