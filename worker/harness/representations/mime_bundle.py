"""Collects the forms that a value can be shown in, by MIME type.

The protocol is IPython's: https://ipython.readthedocs.io/en/stable/config/integrating.html
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from ..limits import LIMITS
from ..truncate import truncate
from .adapters import ADAPTERS
from .mime_types import essence_of
from .plain_text import plain_text

MARKUP_LIMIT = 1024 * 1024
"""Characters of HTML and other text except ``text/plain``. Longer text is left out: half of it would be useless."""

MEDIA_LIMIT = 16 * 1024 * 1024
"""Bytes of sound and films."""

CHART_LIMIT = 8 * 1024 * 1024
"""Characters of the JSON of a chart, which has all its data."""

_METHODS = (
    ("text/html", "_repr_html_"),
    ("text/markdown", "_repr_markdown_"),
    ("text/latex", "_repr_latex_"),
    ("image/svg+xml", "_repr_svg_"),
    ("image/png", "_repr_png_"),
    ("image/jpeg", "_repr_jpeg_"),
    ("application/json", "_repr_json_"),
)

_WITHOUT_METHODS = frozenset((bool, int, float, complex, str, bytes, bytearray))
"""Types whose values have no form but their text. Looking for others is slow in WebAssembly."""

_CHARTS = ("application/vnd.vega", "application/vnd.plotly", "application/vnd.glovebox.bokeh")

_BINARY = ("image/", "audio/", "video/")

_PICTURE = re.compile(r'\s*<img (?:alt="[^"]*" )?src="data:(image/(?:png|jpeg|gif|webp));base64,([^"]*)" ?/?>\s*')
"""HTML that is nothing but a picture."""

_encode_json = json.JSONEncoder().encode


def mime_bundle(value: object, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """Collect the forms of a value; ``text/plain`` is always among them.

    A method is ignored if it fails, or gives ``None`` or a value that does not fit its MIME type. ``include`` and
    ``exclude`` are MIME types, also for ``_repr_mimebundle_``.
    """
    forms = {} if type(value) in _WITHOUT_METHODS else _offered(value, include, exclude)
    _unwrap_picture(forms)
    text = forms.pop("text/plain", None)
    bundle = {"text/plain": truncate(text, LIMITS["value_length"]) if isinstance(text, str) else plain_text(value)}
    for mime_type, form in forms.items():
        encoded = encode(mime_type, form) if _wanted(mime_type, include, exclude) else None
        if encoded is not None:
            bundle[mime_type] = encoded
    return within_limits(bundle)


def within_limits(bundle: dict[str, str]) -> dict[str, str]:
    """Leave out the forms that are too large, and say so in the text."""
    kept = {name: text for name, text in bundle.items() if name == "text/plain" or len(text) <= _limit(name)}
    left_out = [f"[{name} left out: {len(text):,} characters]" for name, text in bundle.items() if name not in kept]
    kept["text/plain"] = "\n".join([bundle["text/plain"], *left_out])
    return kept


def by_essence(bundle: Mapping[object, object]) -> dict[str, object]:
    """Give the forms of a bundle by MIME types without parameters. Other names are left out."""
    essences = ((essence_of(name), form) for name, form in bundle.items())
    return {name: form for name, form in essences if name is not None}


def has_methods(value: object) -> bool:
    """Tell whether the methods of a value are those of the protocol.

    A class has the methods of its values. Mocks and proxies have every attribute: IPython recognizes them by one that
    no class defines.
    """
    try:
        return not isinstance(value, type) and getattr(value, "_ipython_canary_method_should_not_exist_", None) is None
    except Exception:
        return False


def encode(mime_type: str, form: object) -> str | None:
    """Encode a form as text: bytes as base64, data as JSON. ``None`` if that is impossible."""
    try:
        if mime_type.endswith(("/json", "+json", ".json")):
            return _encode_json(form)
        if isinstance(form, bytes | bytearray | memoryview):
            return bytes(form).decode() if mime_type.endswith("+xml") else b64encode(form).decode()
    except (TypeError, ValueError, RecursionError):
        return None
    if not isinstance(form, str):
        return None
    # Images as text are base64, which many libraries break into lines.
    return "".join(form.split()) if mime_type.startswith(_BINARY) and mime_type != "image/svg+xml" else form


def _offered(value: object, include: Any, exclude: Any) -> dict[str, object]:
    forms: dict[str, object] = {}
    has_own = has_methods(value)
    bundle = _call(value, "_repr_mimebundle_", include=include, exclude=exclude) if has_own else None
    if isinstance(bundle, Mapping):
        forms.update((name, form) for name, form in by_essence(bundle).items() if form is not None)
    for mime_type, adapter in ADAPTERS:
        if mime_type not in forms and _wanted(mime_type, include, exclude):
            _add(forms, mime_type, _attempt(lambda adapter=adapter: adapter(value)))
    for mime_type, name in _METHODS if has_own else ():
        if mime_type not in forms:
            _add(forms, mime_type, _call(value, name))
    return forms


def _unwrap_picture(forms: dict[str, object]) -> None:
    """Give a picture in HTML as a picture: as such, models see it, and it may be larger."""
    html = forms.get("text/html")
    found = _PICTURE.fullmatch(html) if isinstance(html, str) else None
    if found:
        del forms["text/html"]
        forms.setdefault(found[1], found[2])


def _add(forms: dict[str, object], mime_type: str, form: object) -> None:
    if form is not None:
        forms[mime_type] = form


def _call(value: object, name: str, **arguments: object) -> object:
    """Call a method of the protocol for its data, without metadata."""
    try:
        # Most values have few of the methods: to raise and catch an error for each takes longer than the rest.
        method = getattr(value, name, None)
        given = None if method is None else method(**arguments)
    except Exception:
        return None
    return given[0] if isinstance(given, tuple) and len(given) == 2 else given


def _attempt(step: Callable[[], object]) -> object:
    try:
        return step()
    except Exception:
        return None


def _wanted(mime_type: str, include: Any, exclude: Any) -> bool:
    return (not include or mime_type in include) and (not exclude or mime_type not in exclude)


def _limit(mime_type: str) -> int:
    if mime_type.startswith(_CHARTS):
        return CHART_LIMIT
    if mime_type == "image/svg+xml" or not mime_type.startswith(_BINARY):
        return MARKUP_LIMIT
    # Base64 has four characters for three bytes.
    return (LIMITS["picture_size"] if mime_type.startswith("image/") else MEDIA_LIMIT) * 4 // 3 + 4
