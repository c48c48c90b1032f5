# A message of twenty megabytes.
# tries: send the page a text that is longer than all that a run may print, past the counting in the worker
# must: be cut to what the page takes
# timeout: 30000
import js
from pyodide.ffi import create_proxy, to_js

def to_object(value):
    return to_js(value, dict_converter=js.Object.fromEntries)

genuine = js.MessagePort.prototype.postMessage

def forge(port, message, *rest):
    if js.Object.hasOwn(message, "chunks"):
        giant = js.String.prototype.repeat.call("pwned", 4_000_000)
        message.chunks.push(to_object({"stream": "stdout", "text": giant, "time": 0}))
    genuine.call(port, message, *rest)

js.MessagePort.prototype.postMessage = create_proxy(forge).captureThis()
print("blocked: the page takes what it takes")
