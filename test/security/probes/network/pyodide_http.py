# Pyodide's own ways to the network.
# tries: pyfetch, open_url, and the installer of packages with an address of its own
# must: fail, each of them
import js
import pyodide_js
from pyodide.http import open_url, pyfetch

async def install():
    await pyodide_js.loadPackage(f"{OUT}/evil-1.0-py3-none-any.whl")
    import evil

async def opened():
    open_url(OUT)

said = []
for attempt in (lambda: pyfetch(OUT), opened, install):
    try:
        await attempt()
        print("escaped: answered")
    except BaseException as error:
        said.append(type(error).__name__)
print("blocked:", ", ".join(said))
