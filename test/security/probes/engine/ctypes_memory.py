# Memory by its address.
# tries: read and write wherever it likes with ctypes, and jump into nothing
# must: stay in the memory of this WebAssembly, whose end traps; the worker may be lost
# refusal: .
# status: error
import ctypes

ctypes.memset(0, 0, 1024)
ctypes.string_at(2**32 - 8, 4)
ctypes.CFUNCTYPE(None)(0xFFFFFF)()
print("blocked: nothing happened")
