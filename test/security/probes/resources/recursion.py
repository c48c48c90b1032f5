# Recursion without end, also where Python does not count it.
# tries: run over the stack of the engine
# must: get a RecursionError, or lose its own worker
# refusal: RecursionError|MemoryError|broke down|stack
import sys

sys.setrecursionlimit(10**6)

class Deep:
    def __repr__(self):
        return repr(self)

repr(Deep())
