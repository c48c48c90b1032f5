"""Values as text, as a notebook prints them."""

import pprint
from typing import Any, ClassVar

from ..errors.failure import format_traceback
from ..limits import LIMITS
from ..truncate import truncate

LINE_WIDTH = 79
"""Characters. A container with a longer text is spread over several lines, as in notebooks."""

_CONTAINERS = (dict, list, tuple, set, frozenset)
_MAX_SPREAD_ELEMENTS = 1000
"""Elements. The text of a bigger container stays in one line, since finding the line breaks takes long."""


class _Printer(pprint.PrettyPrinter):
    # Leaves long strings whole. The attribute is private, but has been the same since Python 3.5.
    _dispatch: ClassVar[dict[object, object]] = {
        key: value for key, value in vars(pprint.PrettyPrinter)["_dispatch"].items() if key is not str.__repr__
    }


def plain_text(value: object) -> str:
    """Give the text of a value, shortened; or the traceback if its ``__repr__`` fails."""
    try:
        return truncate(_representation(value), LIMITS["value_length"])
    except (Exception, SystemExit) as error:
        return format_traceback(error)


def _representation(value: Any) -> str:
    text = repr(value)
    has_fitting_length = LINE_WIDTH < len(text) <= LIMITS["value_length"]
    if not (has_fitting_length and type(value) in _CONTAINERS and len(value) <= _MAX_SPREAD_ELEMENTS):
        return text
    return _Printer(width=LINE_WIDTH, compact=True, sort_dicts=False).pformat(value)
