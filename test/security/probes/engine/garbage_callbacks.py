# Callbacks of the garbage collector.
# tries: run code of its own whenever the harness makes an object, and never let the collector collect
# must: leave the next run as it should be
import gc

def collect(phase, info):
    raise RuntimeError("pwned")

gc.callbacks.append(collect)
gc.set_threshold(1, 1, 1)
gc.freeze()

class Phoenix:
    def __del__(self):
        Phoenix.last = self

Phoenix()
print("blocked: the next run is as it should be")
