"""What is written down of each trial: one change of one text, and what it did to the reading."""

from collections.abc import Iterator
from typing import Literal

from assistant.domain.base import BlocCode, CritereCode, Frozen
from assistant.domain.feedback import Niveau
from evaluations.harness.readings import Reading

Outcome = Literal["held", "broken", "abstained", "error", "not_applicable", "unverified"]
"""`held` and `broken` are counted in the rate; the others are counted apart, never as a failure and never as a success."""
LEVELS = (Niveau.ABSENT, Niveau.EVOQUE, Niveau.PARTIEL, Niveau.DEMONTRE)


class Change(Frozen):
    """The niveau of one critère before and after."""

    critere: CritereCode
    before: Niveau
    after: Niveau

    @property
    def size(self) -> int:
        """Return by how many levels it moved, positive when it rose; 0 when either side abstained."""
        if Niveau.NON_EVALUABLE in (self.before, self.after):
            return 0
        return LEVELS.index(self.after) - LEVELS.index(self.before)


class Judged(Frozen):
    """A critère with the niveau a person gave and the niveau that was read."""

    critere: CritereCode
    label: Niveau
    read: Niveau
    confidence: float
    second: Niveau | None = None
    """What a second person gave, blind; None where there was none."""


class Case(Frozen):
    """One trial of a property."""

    property: str
    id: str
    """Stable: the property, the base, the change, and a number where there are several."""
    base: str
    cluster: str
    """Cases of one cluster share a draft and are not independent."""
    bloc: BlocCode
    change: str
    """Name of the transform."""
    outcome: Outcome
    size: int = 0
    """Largest movement in levels, with its sign."""
    note: str = ""
    """One French sentence: what was expected and what was seen."""
    changes: tuple[Change, ...] = ()
    judged: tuple[Judged, ...] = ()
    against: str = ""
    """The bloc or critère it was read against, where that is not the base's own."""
    value: float | None = None
    """A figure of this case, for properties that conclude from figures (0 to 1)."""
    before: str = ""
    """The words that were changed, kept for broken cases only."""
    after: str = ""


def changes(before: Reading, after: Reading) -> tuple[Change, ...]:
    """Return the critères whose niveau is not the same in both readings."""
    later = {c.critere: c.niveau for c in after.criteres}
    pairs = ((c.critere, c.niveau, later.get(c.critere)) for c in before.criteres)
    return tuple(Change(critere=code, before=old, after=new) for code, old, new in pairs if old and new and old is not new)


def moved(found: tuple[Change, ...]) -> Iterator[str]:
    """Yield each change as a reader would say it."""
    return (f"{c.critere}\u00a0: {c.before.shown} → {c.after.shown}" for c in found)


def extreme(found: tuple[Change, ...]) -> int:
    """Return the largest movement, with its sign; 0 when nothing moved."""
    return max((c.size for c in found), key=abs, default=0)
