# Whose origin it is.
# tries: find itself in the page's origin, where everything of the page would be in reach
# must: have an opaque origin of its own
import js

print("blocked: an opaque origin" if js.origin == "null" else f"escaped: {js.origin}")
