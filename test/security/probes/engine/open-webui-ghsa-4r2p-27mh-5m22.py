# Open WebUI, GHSA-4r2p-27mh-5m22: a worker in the page's own origin.
# tries: read the user's token from storage, and ask the page's own server with the user's cookies
# must: find no storage, and be refused by the policy
import js

said = []
for attempt in (
    lambda: js.localStorage.getItem("token"),
    lambda: js.fetch("/", credentials="include"),
    lambda: js.fetch(OUT.split("/attack/")[0], credentials="include"),
    lambda: js.indexedDB.databases(),
):
    try:
        answer = await attempt()
        print("escaped:", answer)
    except BaseException as error:
        said.append(type(error).__name__)
print("blocked:", ", ".join(said))
