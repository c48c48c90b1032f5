"""The files below the session's working directory."""

import os
import shutil
from base64 import b64encode
from dataclasses import dataclass

from .display import Screen
from .formats import scaled_down
from .media_types import IMAGES, media_type_of

MAX_ENTRIES = 10_000
"""Files and folders that are looked at, so that a run in a large tree stays quick."""

MAX_IMAGES = 20
"""Images that are shown of one run."""

MAX_IMAGE_SIZE = 5 * 1024 * 1024
"""Bytes of an image file that is shown."""

_OF_NO_INTEREST = ("__pycache__", "site-packages")


@dataclass(frozen=True)
class Stamp:
    """By which a change of a file is noticed."""

    size: int
    """Bytes."""
    modified: int
    """Nanoseconds since 1970."""
    number: int
    """The file's number in the file system. In Pyodide's it counts up, and so tells which of two files is newer."""


Snapshot = dict[str, Stamp]


class WorkingDirectory:
    """The directory in which the session began, wherever user code has gone since."""

    def __init__(self, root: str) -> None:
        self.root = os.path.realpath(root)
        self.is_cut_off = False
        """Whether the latest snapshot lacks files, because there are more than :data:`MAX_ENTRIES`."""

    def snapshot(self) -> Snapshot:
        """Look at every file, but not into hidden folders, where libraries keep caches, nor through links."""
        found: Snapshot = {}
        waiting = [""]
        entries = 0
        while waiting and entries < MAX_ENTRIES:
            folder = waiting.pop()
            for entry in _entries(os.path.join(self.root, folder)):
                entries += 1
                if entries > MAX_ENTRIES:
                    break
                _take(entry, os.path.join(folder, entry.name), found, waiting)
        self.is_cut_off = entries >= MAX_ENTRIES
        return found

    def changed_since(self, before: Snapshot) -> list[dict]:
        """List the files that were created or changed since then, in the order in which they were written last."""
        now = self.snapshot()
        changed = [path for path, stamp in now.items() if before.get(path) != stamp]
        changed.sort(key=lambda path: (now[path].modified, now[path].number, path))
        return [_describe(path, now[path]) for path in changed]

    def all_files(self) -> list[dict]:
        """List all files, by path."""
        now = self.snapshot()
        return [_describe(path, now[path]) for path in sorted(now)]

    def resolve(self, path: str) -> str:
        """Give the absolute path of a file of the session.

        Raises ``ValueError`` where it would not be below the directory.
        """
        # realpath: a link that user code made may lead elsewhere.
        place = "" if "\0" in path else os.path.realpath(os.path.join(self.root, path))
        if not place.startswith(os.path.join(self.root, "")):
            raise ValueError(f"{path!r} is not a path below the working directory.")
        return place

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

    def ensure(self) -> None:
        """Make the directory again, where user code removed it."""
        # It is there nearly always, and a look is quicker than an exception.
        if not os.path.isdir(self.root):
            os.makedirs(self.root, exist_ok=True)


def show_images(directory: WorkingDirectory, files: list[dict], screen: Screen) -> None:
    """Show the images among ``files``, up to :data:`MAX_IMAGES` of up to :data:`MAX_IMAGE_SIZE`.

    One with very many pixels is shown with fewer where that can be done; the file itself stays as it is.
    """
    images = [file for file in files if file["mimeType"] in IMAGES and 0 < file["size"] <= MAX_IMAGE_SIZE]
    for image in images[:MAX_IMAGES]:
        try:
            media_type, data = _picture(directory.resolve(image["path"]), image["mimeType"])
        except (OSError, ValueError):
            continue
        screen.show("file", {"text/plain": image["path"], media_type: data}, image["path"])


def _picture(place: str, media_type: str) -> tuple[str, str]:
    """Read an image as it is shown: its MIME type, and base64 or, for SVG, text."""
    is_text = media_type == "image/svg+xml"
    smaller = None if is_text else scaled_down(place)
    if smaller is not None:
        return "image/png", b64encode(smaller).decode()
    with open(place, "rb") as file:
        contents = file.read()
    return media_type, contents.decode(errors="replace") if is_text else b64encode(contents).decode()


def _entries(folder: str) -> list[os.DirEntry]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _take(entry: os.DirEntry, path: str, found: Snapshot, waiting: list[str]) -> None:
    try:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _OF_NO_INTEREST and not entry.name.startswith("."):
                waiting.append(path)
        elif entry.is_file(follow_symlinks=False):
            status = entry.stat(follow_symlinks=False)
            found[path] = Stamp(status.st_size, status.st_mtime_ns, status.st_ino)
    except OSError:
        # Gone since the folder was read.
        pass


def _describe(path: str, stamp: Stamp) -> dict:
    return {"path": path, "size": stamp.size, "mimeType": media_type_of(path)}
