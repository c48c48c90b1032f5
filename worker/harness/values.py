"""Values that cross between the page and Python, as JSON text."""

import json
from typing import Any

from .limits import LIMITS

_SCALARS = frozenset((type(None), bool, int, float))
# Bound now: user code may replace what is in the module.
_decode_json = json.JSONDecoder().decode
_encode_json = json.JSONEncoder(allow_nan=False).encode


def set_variables(namespace: dict[str, Any], inputs: str) -> None:
    """Set the variables that JSON text of an object names."""
    namespace.update(_decode_json(inputs))


def to_json(value: object) -> str | None:
    """Encode a value. ``None`` if JSON does not have such values, or the text would be too long."""
    try:
        text = _encode_json(value) if _may_fit(value) else ""
    except Exception:
        # A class of the user's may raise anything.
        return None
    return text if 0 < len(text) <= LIMITS["json_length"] else None


def _may_fit(value: object) -> bool:
    # Encoding can't be interrupted, and nested lists that share items would fill the memory.
    waiting = [value]
    length = 0
    while waiting and length <= LIMITS["json_length"]:
        each = waiting.pop()
        if isinstance(each, str):
            length += len(each)
        elif isinstance(each, dict):
            length += 4 * len(each)
            waiting += each.keys()
            waiting += each.values()
        elif isinstance(each, list | tuple):
            length += 2 * len(each)
            if length <= LIMITS["json_length"]:
                waiting += [item for item in each if type(item) not in _SCALARS]
    return length <= LIMITS["json_length"]
