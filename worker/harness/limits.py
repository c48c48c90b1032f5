"""The limits that TypeScript hands over when the session is opened."""

from typing import cast

from .contract import Limits

LIMITS = cast("Limits", {})


def set_limits(limits: Limits) -> None:
    """Set the limits before anything else in this package is used."""
    LIMITS.update(limits)
