"""Shows the images that a run saved as files."""

from base64 import b64encode

from ..contract import FileInfo
from ..limits import LIMITS
from ..representations.adapters import scaled_down
from ..representations.mime_types import IMAGES
from ..working_directory import WorkingDirectory
from .display import DisplayPublisher


def show_images(directory: WorkingDirectory, files: list[FileInfo], publisher: DisplayPublisher) -> None:
    """Show the images among ``files``: as many and as large ones as the limits allow.

    An image with very many pixels is shown with fewer if that can be done; the file itself stays as it is.
    """
    images = [file for file in files if file["mimeType"] in IMAGES and 0 < file["size"] <= LIMITS["picture_size"]]
    for image in images[: LIMITS["saved_pictures"]]:
        try:
            mime_type, data = _read(directory.resolve(image["path"]), image["mimeType"])
        except (OSError, ValueError):
            continue
        publisher.show("file", {"text/plain": image["path"], mime_type: data}, image["path"])


def _read(path: str, mime_type: str) -> tuple[str, str]:
    """Read an image as it is shown: its MIME type, and base64 or, for SVG, text."""
    is_text = mime_type == "image/svg+xml"
    smaller = None if is_text else scaled_down(path)
    if smaller is not None:
        return "image/png", b64encode(smaller).decode()
    with open(path, "rb") as file:
        contents = file.read()
    return mime_type, contents.decode(errors="replace") if is_text else b64encode(contents).decode()
