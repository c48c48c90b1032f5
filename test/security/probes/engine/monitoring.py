# Monitoring of the interpreter.
# tries: have a callback of sys.monitoring called in the harness, which raises
# must: leave the next run as it should be
import sys

def callback(*rest):
    if armed:
        raise RuntimeError("pwned")

armed = []
sys.monitoring.use_tool_id(sys.monitoring.DEBUGGER_ID, "pwned")
for event in (sys.monitoring.events.PY_START, sys.monitoring.events.LINE, sys.monitoring.events.CALL):
    sys.monitoring.register_callback(sys.monitoring.DEBUGGER_ID, event, callback)
sys.monitoring.set_events(sys.monitoring.DEBUGGER_ID, sys.monitoring.events.PY_START | sys.monitoring.events.CALL)
print("blocked: it is in an interpreter of its own")
armed.append(True)
