# All of the memory.
# tries: fill the memory until something gives
# must: get a MemoryError at the limit of the sandbox
# refusal: MemoryError
# timeout: 30000
hoard = []
while True:
    hoard.append(bytearray(16 * 1024**2))
