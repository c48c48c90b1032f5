# More output than anybody reads.
# tries: print fifty megabytes to both streams
# must: be cut to ten megabytes for the page, and 64 KiB for the model
# timeout: 30000
import sys

print("blocked: the page takes what it takes")
for _ in range(500):
    print("x" * 50_000)
    print("y" * 50_000, file=sys.stderr)
