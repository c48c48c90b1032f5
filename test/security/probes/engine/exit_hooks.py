# Code for the end.
# tries: run code when an interpreter ends, when an error is not caught, and when an object goes
# must: hold nothing up: the worker is simply ended
import atexit
import sys
import threading

def stay(*rest):
    while True:
        pass

atexit.register(stay)
threading._register_atexit(stay)
sys.excepthook = sys.unraisablehook = sys.displayhook = sys.breakpointhook = threading.excepthook = stay

class Guest:
    __del__ = stay

guest = Guest()
print("blocked: nobody waits for it")
