"""Helps the page inside an IPython kernel: inputs, files, and facts about a run that the protocol does not tell.

The page puts this module into ``sys.modules`` and calls :func:`call` in expressions of silent requests. It runs on the kernel's Python,
3.8 or later.
"""

import base64
import json
import mimetypes
import os
import shutil

from IPython import get_ipython

MAX_ENTRIES = 10_000
"""Files and folders that are looked at: more would delay each run."""
IGNORED_FOLDERS = ("__pycache__", "site-packages")

shell = get_ipython()
root = os.path.realpath(os.getcwd())
state = {"value": None, "error": None, "files": {}}


class Answer:
    """A dict that reaches the page as JSON, whichever forms the user has made for dicts."""

    def __init__(self, content):
        self.content = content

    def __repr__(self):
        return "Answer()"

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"application/json": self.content}


def call(name, arguments):
    """Call one of :data:`CALLS` with arguments in JSON."""
    try:
        return Answer({"value": CALLS[name](**json.loads(arguments))})
    except Exception as error:
        return Answer({"error": clean(str(error) or type(error).__name__)})


def begin(inputs):
    """Set the variables that a run begins with, and remember the files."""
    shell.user_ns.update(inputs)
    state.update(value=None, error=None, files=stamps())


def end(limit):
    """Describe the run that ended. ``limit``: characters of the JSON of its value."""
    before = state["files"]
    now = stamps()
    changed = sorted((path for path in now if before.get(path) != now[path]), key=lambda path: (now[path][1], path))
    error = state["error"]
    facts = {
        "value": to_json(state["value"], limit),
        "type": None if error is None else class_name(type(error)),
        "isExit": isinstance(error, SystemExit) and error.code in (None, 0),
        "files": [describe(path, now[path]) for path in changed],
    }
    state.update(value=None, error=None, files={})
    return facts


def list_files():
    """List the files by path."""
    now = stamps()
    return [describe(path, now[path]) for path in sorted(now)]


def exists(path):
    """Tell whether there is a file or a folder."""
    return os.path.exists(resolve(path))


def read(path, offset, length):
    """Read a piece of a file, as base64. An empty one is the end."""
    with open(resolve(path), "rb") as file:
        file.seek(offset)
        return base64.b64encode(file.read(length)).decode()


def write(path, data, is_first):
    """Write a piece of a file, given as base64: the first one, or one more at its end."""
    place = resolve(path)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "wb" if is_first else "ab") as file:
        file.write(base64.b64decode(data))


def remove(path):
    """Remove a file, or a folder with all that is in it."""
    place = resolve(path)
    if os.path.isdir(place):
        shutil.rmtree(place)
    else:
        os.remove(place)


def resolve(path):
    """Give the absolute path of a file below the folder in which the kernel was when the page first met it."""
    place = "" if "\0" in path else os.path.realpath(os.path.join(root, path))
    if not place.startswith(os.path.join(root, "")):
        raise ValueError(f"{path!r} is not a path below the working directory.")
    return place


def stamps():
    """Look at the size and the time of every file, but not into hidden folders, nor through links."""
    found = {}
    waiting = [""]
    entries = 0
    while waiting and entries < MAX_ENTRIES:
        folder = waiting.pop()
        for entry in entries_of(os.path.join(root, folder)):
            entries += 1
            if entries > MAX_ENTRIES:
                break
            take(entry, os.path.join(folder, entry.name).replace(os.sep, "/"), found, waiting)
    return found


def entries_of(folder):
    """List a folder, or nothing if that is not allowed."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def take(entry, path, found, waiting):
    """Note a file, or a folder to look into."""
    try:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and entry.name not in IGNORED_FOLDERS:
                waiting.append(path)
        elif entry.is_file(follow_symlinks=False) and clean(path) == path:
            status = entry.stat(follow_symlinks=False)
            found[path] = (status.st_size, status.st_mtime_ns)
    except OSError:
        pass


def describe(path, stamp):
    """Describe a file for the page."""
    return {"path": path, "size": stamp[0], "mimeType": mimetypes.guess_type(path)[0] or "application/octet-stream"}


def to_json(value, limit):
    """Encode a value. ``None`` if JSON does not have such values, or the text would be too long."""
    if value is None or not may_fit(value, limit):
        return None
    try:
        text = json.dumps(value, allow_nan=False)
    except Exception:
        return None
    return text if len(text) <= limit else None


def may_fit(value, limit):
    """Tell whether a value has so few items that it may be encoded."""
    waiting = [value]
    length = 0
    while waiting and length <= limit:
        each = waiting.pop()
        if isinstance(each, str):
            length += len(each)
        elif isinstance(each, dict):
            length += 4 * len(each)
            waiting.extend([*each.keys(), *each.values()])
        elif isinstance(each, (list, tuple)):
            length += 2 * len(each)
            waiting.extend(each if length <= limit else ())
        else:
            length += 1
    return length <= limit


def class_name(kind):
    """Name a class, with its module unless it is a builtin."""
    return kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"


def clean(text):
    """Replace what UTF-8 does not have."""
    return text.encode("utf-8", "replace").decode()


def note_result(result):
    """Remember the value and the exception of a cell of the user."""
    state.update(value=result.result, error=result.error_in_exec or result.error_before_exec)


CALLS = {
    "begin": begin,
    "end": end,
    "list": list_files,
    "exists": exists,
    "read": read,
    "write": write,
    "remove": remove,
}
shell.events.register("post_run_cell", note_result)
