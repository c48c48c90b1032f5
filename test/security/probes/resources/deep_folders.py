# Folders within folders.
# tries: nest hundreds of folders, deeper than the code that walks them expects
# must: be listed up to a limit; the session goes on, and can be captured
# timeout: 30000
import os

for _ in range(300):
    os.mkdir("x")
    os.chdir("x")
open("deepest", "w").close()
os.chdir("/")
print("blocked: the list has a limit")
