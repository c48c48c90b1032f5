"""MIME types of files, by extension."""

import mimetypes
import os
import re

DEFAULT = "application/octet-stream"

# Files that code is likely to write. mimetypes knows some of them only from a table of the operating system.
_BY_EXTENSION = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".db": "application/vnd.sqlite3",
    ".sqlite": "application/vnd.sqlite3",
    ".py": "text/x-python",
    ".zip": "application/zip",
}

IMAGES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml")
"""Images that every browser shows."""


_ESSENCE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def mime_type_of(path: str) -> str:
    """Guess from the name alone; ``application/octet-stream`` if that tells nothing."""
    extension = os.path.splitext(path)[1].lower()
    # User code may have added anything to mimetypes.
    return _BY_EXTENSION.get(extension) or essence_of(mimetypes.guess_type(path)[0]) or DEFAULT


def essence_of(mime_type: object) -> str | None:
    """Give a MIME type without its parameters; ``None`` if it is not one.

    https://mimesniff.spec.whatwg.org/#mime-type-essence
    """
    if not isinstance(mime_type, str):
        return None
    essence = mime_type.partition(";")[0].strip()
    return essence.lower() if _ESSENCE.fullmatch(essence) else None
