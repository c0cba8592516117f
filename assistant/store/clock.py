"""The time, as the stores read and write it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Tells the time, in UTC; tests bring their own."""


def utc_now() -> datetime:
    """Return the time of this machine, in UTC."""
    return datetime.now(UTC)


def stored(moment: datetime, later: timedelta = timedelta()) -> str:
    """Return a moment, or one that much later, as it is stored: UTC, ISO 8601, in an order that texts keep."""
    return (moment + later).astimezone(UTC).isoformat(timespec="microseconds")
