# Files with names of an object's own properties.
# tries: change the page's prototypes by files named __proto__, constructor and toString
# must: change none: names are texts
import os

for name in ("__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "__defineGetter__"):
    with open(name, "w") as file:
        file.write("pwned")
os.makedirs("__proto__.d/constructor/prototype")
with open("__proto__.d/constructor/prototype/pwned.txt", "w") as file:
    file.write("pwned")
print("blocked: they are files like others")
