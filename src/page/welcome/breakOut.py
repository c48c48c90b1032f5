# Each line tries to get out of the sandbox. Change them, and add your own.
import subprocess
from urllib.request import urlopen

import js

ATTEMPTS = {
    "read the page around it": lambda: js.document.title,
    "read what the page stores": lambda: js.localStorage.length,
    "read cookies": lambda: js.cookieStore.getAll(),
    "send something to a server": lambda: js.fetch("https://example.com"),
    "open a web page": lambda: urlopen("https://example.com"),
    "load a script from elsewhere": lambda: js.importScripts("https://example.com"),
    "start a program": lambda: subprocess.run(["ls"]),
}

for what, attempt in ATTEMPTS.items():
    try:
        result = attempt()
        if hasattr(result, "then"):
            await result
        print(f"GOT OUT  {what}")
    except BaseException as error:
        print(f"refused  {what}: {type(error).__name__}")
