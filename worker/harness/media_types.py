"""MIME types of files, by the ends of their names."""

import mimetypes
import os

DEFAULT = "application/octet-stream"

# What sandboxed code is likely to write; mimetypes knows some of these only where the operating system has a table.
_BY_EXTENSION = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
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
    ".py": "text/x-python",
    ".zip": "application/zip",
}

IMAGES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml")
"""Images that every browser shows."""


def media_type_of(path: str) -> str:
    """Guess by the name alone; ``application/octet-stream`` where it tells nothing."""
    extension = os.path.splitext(path)[1].lower()
    return _BY_EXTENSION.get(extension) or mimetypes.guess_type(path)[0] or DEFAULT
