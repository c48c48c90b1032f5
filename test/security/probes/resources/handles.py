# Ten thousand open files.
# tries: use up the handles of the page
# must: use up its own
# refusal: MemoryError
held = []
try:
    for n in range(10_000):
        held.append(open("/dev/null"))
except OSError as error:
    print("blocked:", error.strerror)
else:
    print("blocked: its own table takes them all")
held.clear()
