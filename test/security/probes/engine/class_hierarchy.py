# The class hierarchy.
# tries: find among all classes of the interpreter one whose globals lead to the operating system, and list a user's files
# must: reach the sandbox's own file system, and no other
import os

reached = set()
for each in ().__class__.__base__.__subclasses__():
    namespace = getattr(getattr(each, "__init__", None), "__globals__", {})
    if "listdir" in namespace or "system" in namespace:
        reached.add(each.__name__)
users = {name for name in os.listdir("/home")}
known = users <= {"pyodide", "web_user", "user"}
print("blocked:" if known else "escaped:", f"{len(reached)} classes lead to os, which has /home/{', '.join(sorted(users))}")
