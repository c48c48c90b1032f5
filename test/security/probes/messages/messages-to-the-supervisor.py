# Messages to the supervisor.
# tries: send the trusted half of the frame what workers send it before code runs: a snapshot, a refusal with a port, the frame's end
# must: be heard by nobody: the supervisor listens to the first message only
import js
from pyodide.ffi import to_js

def to_object(value):
    return to_js(value, dict_converter=js.Object.fromEntries)

for message in (
    {"type": "captured", "captured": {"refused": "pwned"}},
    {"type": "captured", "captured": {"snapshot": {"tree": [], "memorySize": 0}}},
    {"type": "restore-refused", "message": "pwned"},
    {"type": "restored"},
    {"type": "connect"},
    {"type": "frame-removed"},
):
    channel = js.MessageChannel.new()
    js.postMessage(to_object(message), to_js([channel.port1]))
print("blocked: nobody hears them")
