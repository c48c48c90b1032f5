# Each attempt tries to get out of the sandbox. Change them, and add your own.
import subprocess
from urllib.request import urlopen

import js

# What is tried, how, and what stops it.
ATTEMPTS = [
    ("read the page around it", lambda: js.document.title, "This program runs in a worker, which has no page."),
    ("read what the page stores", lambda: js.localStorage.length, "A worker has no such storage."),
    ("read cookies", lambda: js.cookieStore.getAll(), "A worker has no cookies."),
    ("send something to a server", lambda: js.fetch("https://example.com"), "The sandbox allows no connections."),
    ("open a web page", lambda: urlopen("https://example.com"), "The sandbox allows no connections."),
    (
        "load a script from elsewhere",
        lambda: js.importScripts("https://example.com"),
        "The sandbox loads no scripts from elsewhere.",
    ),
    ("start another program", lambda: subprocess.run(["ls"]), "A browser has no programs to start."),
]

stopped = 0
for what, attempt, obstacle in ATTEMPTS:
    try:
        result = attempt()
        if hasattr(result, "then"):
            await result
        print(f"Tried to {what}. IT GOT OUT!")
    except Exception as error:
        stopped += 1
        print(f"Tried to {what}. Stopped: {obstacle} ({type(error).__name__})")
print(f"{stopped} of {len(ATTEMPTS)} attempts were stopped.")
