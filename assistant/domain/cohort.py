"""A cohort: the candidates whose kept readings a tutor sees, because each of them joined."""

from enum import StrEnum

from assistant.domain.base import Frozen
from assistant.domain.feedback import FeedbackReport


class ReleasePolicy(StrEnum):
    """When the candidates of a cohort see the readings of their drafts."""

    AT_ONCE = "at-once"
    AFTER_TUTOR = "after-tutor"

    @property
    def shown(self) -> str:
        """Return the words a person reads."""
        return {"at-once": "aussitôt", "after-tutor": "après le tuteur"}[self.value]


class Cohort(Frozen):
    """A group of candidates and their tutor."""

    id: str
    name: str
    tutor: str
    """Id of the account of the tutor."""
    tutor_name: str
    policy: ReleasePolicy
    created_at: str
    """UTC, ISO 8601."""
    link_until: str | None = None
    """UTC, ISO 8601: until when the link to join can be used; None when there is none."""
    members: int = 0


class Member(Frozen):
    """A candidate of a cohort."""

    account: str
    name: str
    joined_at: str


class Membership(Frozen):
    """A cohort that a person joined, and when: its tutor sees what this person keeps."""

    cohort: Cohort
    joined_at: str


class MemberReading(Frozen):
    """The latest reading that a candidate of a cohort has for a bloc."""

    account: str
    name: str
    draft: str
    title: str
    number: int
    created_at: str
    waiting: bool
    """Whether the candidate does not see it yet."""
    report: FeedbackReport
