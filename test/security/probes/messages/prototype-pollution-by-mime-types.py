# Displays with forms of the names of an object's own properties.
# tries: change the page's prototypes by MIME types such as __proto__, from a value and straight to the page
# must: change none, and be left out
import js
from pyodide.ffi import create_proxy, to_js

class Shown:
    def _repr_mimebundle_(self, **rest):
        return {"__proto__": {"pwned": 1}, "constructor": "pwned", "text/__proto__": "pwned", "text/plain": "shown"}

genuine = js.MessagePort.prototype.postMessage

def forge(port, message, *rest):
    if js.Object.hasOwn(message, "display"):
        message.display.data = js.JSON.parse('{"__proto__": {"pwned": "1"}, "constructor/prototype": "pwned", "text/plain": "shown"}')
    genuine.call(port, message, *rest)

js.MessagePort.prototype.postMessage = create_proxy(forge).captureThis()
print("blocked: a form is a form")
Shown()
