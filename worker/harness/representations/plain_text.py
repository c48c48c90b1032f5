"""Values as text, as a notebook prints them."""

import pprint

from ..truncate import truncate
from ..errors.failure import format_traceback

TEXT_LIMIT = 64 * 1024
"""Characters of one value's text; of a longer one the head and the tail are kept: what a model is shown of a run."""

LINE_WIDTH = 79
"""Characters: a container whose text is longer is spread over several lines, as notebooks do."""

_CONTAINERS = (dict, list, tuple, set, frozenset)
_MAX_SPREAD_ELEMENTS = 1000
"""Elements: the text of a bigger container is left in one line, since finding the line breaks takes long."""


class _Printer(pprint.PrettyPrinter):
    # Leaves long strings whole. The attribute is private, but has been the same since Python 3.5.
    _dispatch = {key: value for key, value in pprint.PrettyPrinter._dispatch.items() if key is not str.__repr__}


def plain_text(value: object) -> str:
    """Give the text of a value, shortened; or the traceback, where its ``__repr__`` fails."""
    try:
        return truncate(_representation(value), TEXT_LIMIT)
    except (Exception, SystemExit) as error:
        return format_traceback(error)


def _representation(value: object) -> str:
    text = repr(value)
    spread = type(value) in _CONTAINERS and len(value) <= _MAX_SPREAD_ELEMENTS and LINE_WIDTH < len(text) <= TEXT_LIMIT
    if not spread:
        return text
    return _Printer(width=LINE_WIDTH, compact=True, sort_dicts=False).pformat(value)
