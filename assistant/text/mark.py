"""A stretch of text that identifies someone, before it has a placeholder."""

from typing import NamedTuple

from assistant.domain.pseudonym import IdentityType


class Mark(NamedTuple):
    """What was recognised, where, and why."""

    start: int
    end: int
    type: IdentityType
    reason: str
    """In French, as it is shown."""
    identity: str = ""
    """What two marks share when they speak of the same thing; the words themselves when empty."""
