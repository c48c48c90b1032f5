# A small picture that is large.
# tries: show a PNG of a few bytes that says it has 50,000 by 50,000 pixels: decoded it takes ten gigabytes of the page
# must: be replaced by a sentence
import base64
import struct
import zlib

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")

class Giant:
    def _repr_png_(self):
        return png

print("blocked: the page shows a sentence")
display(Giant())
