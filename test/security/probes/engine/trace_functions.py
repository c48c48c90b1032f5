# Functions that trace.
# tries: have a function called for each line of the harness, which changes its variables, prints and raises
# must: harm this session alone: after reset() all is as it was
import sys
import threading

def trace(frame, event, argument):
    for name in frame.f_locals:
        frame.f_locals[name] = "pwned"
    raise RuntimeError("pwned")

print("blocked: it is in an interpreter of its own")
for install in (sys.settrace, sys.setprofile, threading.settrace, threading.setprofile):
    install(trace)
