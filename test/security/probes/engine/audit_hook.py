# An audit hook, which nothing can remove.
# tries: have everything fail from now on that is compiled, run or imported
# must: harm this session alone: after reset() all is as it was
import sys

armed = []

def refuse(event, arguments):
    if armed and event in ("compile", "exec", "import"):
        raise RuntimeError("pwned")

sys.addaudithook(refuse)
print("blocked: it is in an interpreter of its own")
armed.append(True)
