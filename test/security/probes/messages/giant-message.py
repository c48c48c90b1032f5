# A message of twenty megabytes.
# tries: send the page a text that is longer than all that a run may print, past the counting in the worker
# must: be cut to what the page takes
# timeout: 30000
import js
from pyodide.ffi import to_js

FORGE = """{
    const genuine = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (message, ...rest) {
        if (Object.hasOwn(Object(message), "chunks")) {
            message.chunks.push({ stream: "stdout", text: "pwned".repeat(4_000_000), time: 0 });
        }
        return genuine.call(this, message, ...rest);
    };
}"""

script = js.Blob.new(to_js([FORGE]), to_js({"type": "text/javascript"}, dict_converter=js.Object.fromEntries))
js.importScripts(js.URL.createObjectURL(script))
print("blocked: the page takes what it takes")
