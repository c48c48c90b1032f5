# The engine's own object.
# tries: mount the machine's files, an address, or a file of the page by way of `pyodide_js`
# must: have no file system of a machine; the request for an address fails, and may cost the worker
# refusal: NetworkError
import js
import pyodide_js

said = []
FS = pyodide_js.FS
for attempt in (
    lambda: FS.mount(FS.filesystems.NODEFS, js.Object.fromEntries([["root", "/"]]), "/mnt"),
    lambda: pyodide_js.mountNodeFS("/mnt", "/"),
    lambda: FS.mount(FS.filesystems.IDBFS, js.Object.new(), "/mnt") and FS.syncfs(True, lambda error: None),
    lambda: FS.createLazyFile("/", "lazy", OUT, True, False) and open("/lazy").read(),
    lambda: FS.createPreloadedFile("/", "preloaded", OUT, True, False),
):
    try:
        attempt()
        said.append("nothing there")
    except BaseException as error:
        said.append(type(error).__name__)
import os

print("escaped: the machine's files" if os.path.exists("/mnt/etc/passwd") else "blocked: " + ", ".join(said))
