"""The files below the session's working directory."""

import json
import os
import shutil
from typing import NamedTuple

from .contract import FileInfo, Host
from .representations.mime_types import mime_type_of

MAX_ENTRIES = 10_000
"""Files and folders that are looked at: more would delay each run."""

_IGNORED_FOLDERS = ("__pycache__", "site-packages")

# Bound now: user code may replace what is in the module.
_decode_json = json.JSONDecoder().decode


class FileStamp(NamedTuple):
    """Attributes that tell whether a file has changed."""

    size: int
    """Bytes."""
    modified: float
    """Milliseconds since 1970."""
    number: int
    """The file's number in the file system. In Pyodide, a newer file has a higher one."""


FileStamps = dict[str, FileStamp]


class WorkingDirectory:
    """The directory in which the session began, wherever user code has gone since."""

    def __init__(self, root: str, host: Host) -> None:
        self.root = os.path.realpath(root)
        self._host = host
        self._latest: FileStamps | None = None
        self.is_cut_off = False
        """Whether the latest :meth:`stamps` lacks files, because there are more than :data:`MAX_ENTRIES`."""

    def stamps(self) -> FileStamps:
        """Look at every file, but not into hidden folders, where libraries keep caches, nor through links.

        Make the directory again if user code has removed it. The result is not to be changed.
        """
        latest = self._latest
        if latest is None or self._host.files_changed():
            # It may be interrupted.
            self._latest = None
            os.makedirs(self.root, exist_ok=True)
            self._latest = latest = self._look()
        return latest

    def _look(self) -> FileStamps:
        found: FileStamps = {}
        waiting = [""]
        entries = 0
        while waiting and entries < MAX_ENTRIES:
            folder = waiting.pop()
            prefix = os.path.join(folder, "")
            # JavaScript holds the files: asking os for each of thousands takes far longer.
            read = _decode_json(self._host.read_folder(os.path.join(self.root, folder), MAX_ENTRIES - entries))
            entries += len(read)
            for name, size, modified, number in read:
                if size is not None:
                    found[prefix + name] = FileStamp(size, modified, number)
                elif name not in _IGNORED_FOLDERS and not name.startswith("."):
                    waiting.append(prefix + name)
        self.is_cut_off = entries >= MAX_ENTRIES
        return found

    def changed_since(self, before: FileStamps) -> list[FileInfo]:
        """List the files that were created or changed since then, in the order in which they were written last."""
        now = self.stamps()
        if now is before:
            return []
        changed = [path for path, stamp in now.items() if before.get(path) != stamp]
        changed.sort(key=lambda path: (now[path].modified, now[path].number, path))
        return [_describe(path, now[path]) for path in changed]

    def all_files(self) -> list[FileInfo]:
        """List all files, by path."""
        now = self.stamps()
        return [_describe(path, now[path]) for path in sorted(now)]

    def resolve(self, path: str) -> str:
        """Give the absolute path of a file of the session.

        Raises ``ValueError`` if that is not below the directory.
        """
        # realpath: a link that user code made may lead elsewhere.
        place = "" if "\0" in path else os.path.realpath(os.path.join(self.root, path))
        if not place.startswith(os.path.join(self.root, "")):
            raise ValueError(f"{path!r} is not a path below the working directory.")
        return place

    def locate(self, path: str) -> str | None:
        """Give a file's path below the directory, wherever code is now; ``None`` if it is not there."""
        place, start = os.path.realpath(path), os.path.join(self.root, "")
        return place.removeprefix(start) if place.startswith(start) else None

    def prepare(self, path: str) -> str:
        """Resolve a path, and make the folders on the way to it."""
        place = self.resolve(path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        return place

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        place = self.resolve(path)
        if os.path.isdir(place):
            shutil.rmtree(place)
        else:
            os.remove(place)


def _describe(path: str, stamp: FileStamp) -> FileInfo:
    return {"path": path, "size": stamp.size, "mimeType": mime_type_of(path)}
