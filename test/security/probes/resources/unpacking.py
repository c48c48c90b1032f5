# Bombs for each kind of compression.
# tries: unpack gigabytes from a few kilobytes
# must: get a MemoryError at the limit of the sandbox
# timeout: 60000
import bz2
import zlib

said = []
for module in (zlib, bz2):
    packed = module.compress(module.compress(bytes(8 * 1024**2)) * 1)
    once = module.decompress(packed)
    try:
        held = [module.decompress(once) for _ in range(64)]
        print("escaped: all of it was unpacked")
    except MemoryError:
        held = None
        said.append(module.__name__)
print("blocked: a MemoryError of", ", ".join(said))
