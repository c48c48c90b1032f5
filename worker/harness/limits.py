"""The limits that TypeScript hands over when the session is opened."""

from .contract import Limits

LIMITS: Limits = {
    "value_length": 0,
    "json_length": 0,
    "picture_size": 0,
    "saved_pictures": 0,
    "cleanup_ms": 0,
    "interrupt_signal": 0,
}


def set_limits(limits: Limits) -> None:
    """Take the limits, before anything else is done with this package."""
    LIMITS.update(limits)
