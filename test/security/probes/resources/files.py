# Twenty thousand files.
# tries: leave more files than a list can hold, deep and long-named
# must: be listed up to a limit; the worker goes on
# timeout: 60000
import os

for n in range(100):
    os.makedirs(f"folder{n}")
    for m in range(200):
        open(f"folder{n}/{m}", "w").close()
try:
    open("x" * 10_000, "w")
except OSError:
    pass
print("blocked: the list has a limit")
