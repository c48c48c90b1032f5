# Displays with forms of the names of an object's own properties.
# tries: change the page's prototypes by MIME types such as __proto__, from a value and straight to the page
# must: change none, and be left out
import js
from pyodide.ffi import to_js

FORGE = """{
    const genuine = MessagePort.prototype.postMessage;
    const data = '{"__proto__": {"pwned": "1"}, "constructor/prototype": "pwned", "text/plain": "shown"}';
    MessagePort.prototype.postMessage = function (message, ...rest) {
        // A value comes as a message of its own, or at the end of the answer.
        for (const event of [message, ...(message?.value?.last ?? [])]) {
            if (Object.hasOwn(Object(event), "display")) event.display.data = JSON.parse(data);
        }
        return genuine.call(this, message, ...rest);
    };
}"""

class Shown:
    def _repr_mimebundle_(self, **rest):
        return {"__proto__": {"pwned": 1}, "constructor": "pwned", "text/__proto__": "pwned", "text/plain": "shown"}

script = js.Blob.new(to_js([FORGE]), to_js({"type": "text/javascript"}, dict_converter=js.Object.fromEntries))
js.importScripts(js.URL.createObjectURL(script))
print("blocked: a form is a form")
Shown()
