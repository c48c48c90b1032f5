"""Shows the images and documents that a run saved as files."""

from base64 import b64encode

from ..contract import FileInfo
from ..limits import LIMITS
from ..representations.adapters import scaled_down
from ..representations.mime_types import IMAGES
from ..working_directory import WorkingDirectory
from .display import DisplayPublisher

PDF = "application/pdf"


def show_images(directory: WorkingDirectory, files: list[FileInfo], publisher: DisplayPublisher) -> None:
    """Show the images among ``files``: as many and as large ones as the limits allow. Documents are shown by name.

    An image with very many pixels is shown with fewer if that can be done; the file itself stays as it is.
    """
    images = [file for file in files if _is_shown(file)]
    for image in images[: LIMITS["saved_pictures"]]:
        bundle = {"text/plain": image["path"]}
        if image["mimeType"] != PDF:
            try:
                mime_type, data = _read(directory.resolve(image["path"]), image["mimeType"])
            except (OSError, ValueError):
                continue
            bundle[mime_type] = data
        publisher.show("file", bundle, image["path"])


def _is_shown(file: FileInfo) -> bool:
    is_image = file["mimeType"] in IMAGES and file["size"] <= LIMITS["picture_size"]
    return file["size"] > 0 and (is_image or file["mimeType"] == PDF)


def _read(path: str, mime_type: str) -> tuple[str, str]:
    """Read an image as it is shown: its MIME type, and base64 or, for SVG, text."""
    is_text = mime_type == "image/svg+xml"
    smaller = None if is_text else scaled_down(path)
    if smaller is not None:
        return "image/png", b64encode(smaller).decode()
    with open(path, "rb") as file:
        contents = file.read()
    return mime_type, contents.decode(errors="replace") if is_text else b64encode(contents).decode()
