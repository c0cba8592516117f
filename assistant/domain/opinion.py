"""What people say of a reading, in a layer of its own that never changes it."""

from assistant.domain.base import CritereCode, Frozen
from assistant.domain.feedback import Niveau


class Comment(Frozen):
    """A remark of a tutor on a reading, or on one of its critères."""

    id: int
    number: int
    """Of the version."""
    author: str
    author_name: str
    critere: CritereCode | None = None
    words: str
    at: str
    """UTC, ISO 8601."""


class Override(Frozen):
    """The niveau that a tutor gives a critère, beside the one of the reading, and why."""

    id: int
    number: int
    """Of the version."""
    author: str
    author_name: str
    critere: CritereCode
    niveau: Niveau
    reason: str
    at: str


class DisputeAnswer(Frozen):
    """What a tutor answers to a candidate who disputes a reading."""

    author: str
    author_name: str
    words: str
    at: str


class Dispute(Frozen):
    """« Je conteste ce constat » : what a candidate holds against the reading of a critère; open until it is answered."""

    id: str
    draft: str
    number: int
    """Of the version."""
    critere: CritereCode
    reason: str
    at: str
    answer: DisputeAnswer | None = None


class QueuedDispute(Frozen):
    """A dispute as a tutor finds it in the queue."""

    dispute: Dispute
    candidate: str
    """Name of the candidate."""
    title: str
    """Of the draft."""
    read: Niveau | None
    """Niveau of the reading that is disputed."""


class Opinions(Frozen):
    """Everything that was said of the versions of a draft, the oldest first."""

    comments: tuple[Comment, ...] = ()
    overrides: tuple[Override, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    def of_version(self, number: int) -> "Opinions":
        """Return what was said of one version."""
        return Opinions(
            comments=tuple(c for c in self.comments if c.number == number),
            overrides=tuple(o for o in self.overrides if o.number == number),
            disputes=tuple(d for d in self.disputes if d.number == number),
        )

    @property
    def standing(self) -> tuple[Override, ...]:
        """Return the overrides that stand: of each version, critère and author, the last."""
        last = {(o.number, o.critere, o.author): o for o in self.overrides}
        return tuple(last.values())


class LabelledCase(Frozen):
    """A critère that a tutor judged: beside the reading, or when a candidate disputed it."""

    draft: str
    number: int
    critere: CritereCode
    reader: str
    """Name of the tutor."""
    niveau: Niveau
    read: Niveau | None
    """Niveau of the reading."""
    note: str
