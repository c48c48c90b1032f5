"""Shows values beside the text output, as notebooks do."""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any, Literal

from ..contract import Host
from ..limits import LIMITS
from ..representations.cursors import read_cursor
from ..representations.mime_bundle import by_essence, encode, has_methods, mime_bundle, within_limits
from ..truncate import truncate
from .streams import flush

Source = Literal["result", "display", "figure", "file"]

_encode_json = json.JSONEncoder().encode
_MAX_ID_LENGTH = 1000


class DisplayPublisher:
    """Sends displays to the host, after the output that was printed before them."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def show(
        self, source: Source, bundle: Mapping[str, str], path: str | None = None, display_id: str | None = None
    ) -> None:
        """Show one value, given in its forms by MIME type.

        ``path``: the file that is shown. ``display_id``: it takes the place of what this run showed with it.
        """
        flush(sys.stdout)
        flush(sys.stderr)
        shown = {"source": source, "data": bundle}
        if path is not None:
            shown["path"] = path
        if display_id is not None:
            shown["displayId"] = truncate(display_id, _MAX_ID_LENGTH)
        self.host.display(_encode_json(shown))

    def clear_output(self, wait: bool = False) -> None:
        """Remove what this run has printed and shown. ``wait``: not before it prints or shows something else."""
        flush(sys.stdout)
        flush(sys.stderr)
        self.host.clear_output(bool(wait))

    def show_value(self, source: Source, value: object) -> None:
        """Show a value in every form that it has."""
        if not _shows_itself(value):
            self.show(source, mime_bundle(value))

    def display(
        self,
        *values: object,
        include: object = None,
        exclude: object = None,
        raw: bool = False,
        display_id: object = None,
        **_ignored: object,
    ) -> "DisplayHandle | None":
        """Show values in every form that they have, in order with the output.

        The parameters are those of ``IPython.display.display``. With a ``display_id`` this returns a handle, whose
        ``update`` shows another value in the place of this one. ``raw``: the values are dicts of forms by MIME type.
        """
        handle = None if display_id is None else DisplayHandle(self, display_id)
        shown_as = handle and handle.display_id
        for value in values:
            if raw and isinstance(value, Mapping):
                self.show("display", _raw_bundle(value), display_id=shown_as)
            elif not _shows_itself(value):
                self.show("display", mime_bundle(read_cursor(value), include, exclude), display_id=shown_as)
        return handle


class DisplayHandle:
    """The result of ``display(..., display_id=...)``. It shows later values of the same run in the same place."""

    def __init__(self, publisher: DisplayPublisher, display_id: object = None) -> None:
        self._publisher = publisher
        self.display_id = os.urandom(16).hex() if display_id is None or display_id is True else str(display_id)

    def display(self, value: object, **options: Any) -> None:
        """Show a value."""
        options["display_id"] = self.display_id
        self._publisher.display(value, **options)

    update = display


def _shows_itself(value: Any) -> bool:
    """Call the method by which a value shows itself, as IPython does first, and tell whether it has one."""
    if not has_methods(value):
        return False
    try:
        show = getattr(value, "_ipython_display_", None)
        if show is None:
            return False
        show()
    except Exception:
        return False
    return True


def _raw_bundle(value: Mapping[object, object]) -> dict[str, str]:
    encoded = {name: encode(name, form) for name, form in by_essence(value).items()}
    forms = {name: text for name, text in encoded.items() if text is not None}
    return within_limits({**forms, "text/plain": truncate(forms.get("text/plain", ""), LIMITS["value_length"])})
