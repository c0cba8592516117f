"""What rules read in one passage: evidence, talk, a denial, or something done elsewhere."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from assistant.assessment.signals import ARGUED, CONCRETE, Signals, parroting, read_signals, situated
from assistant.domain.base import Frozen
from assistant.domain.draft import Passage
from assistant.domain.feedback import Etat
from assistant.domain.grille import Indicateur
from assistant.protocols import ScoredPassage
from assistant.text.respelling import as_meant
from assistant.text.scoring import scored

_PARROT, _COPY = 0.6, 0.9
"""Part of the content words from which a sentence repeats, unless it brings facts, or copies, whatever it brings."""
_STRONG, _WEAK = 4, 2
"""Forms of evidence from which a passage attests, or shows in part."""
_STORY = 5
"""Forms of evidence from which a negation is one moment of a story, not a denial."""


class Situation(Frozen):
    """What the reading of a passage must know besides its words."""

    simulated: bool
    wordings: tuple[str, ...]
    """The référentiel's words and ours, which prove nothing when repeated."""


class PassageRules:
    """What the rules read in one passage, for any indicateur: each of its sentences is looked at once."""

    def __init__(self, text: str, passage: Passage, situation: Situation) -> None:
        self._situation = situation
        self._starts = [s.start for s in passage.sentences]
        self._sentences = [as_meant(text[s.start : s.end]) for s in passage.sentences]
        self._signals = [read_signals(sentence) for sentence in self._sentences]
        self._elsewhere = next((start for start, s in zip(self._starts, self._signals, strict=True) if s.elsewhere), None)
        self._retracted = any(s.retracted for s in self._signals)
        self._situated = passage.tabular or situated(as_meant(text[passage.start : passage.end]))

    @cached_property
    def _tells(self) -> list[bool]:
        return [_tells_something(sentence, self._situation) for sentence in self._sentences]

    def state(self, indicateur: Indicateur, candidate: ScoredPassage) -> Etat:
        """Return what the rules read, if the passage speaks of the indicateur where the candidate says."""
        first, last = (bisect_left(self._starts, place) for place in (candidate.focus.start, candidate.focus.end))
        if self._elsewhere is not None and self._elsewhere < candidate.focus.end:
            return Etat.ABSENT
        if not indicateur.essential and any(s.spared for s in self._signals[first:last]):
            return Etat.SANS_OBJET
        if self._retracted:
            return Etat.CONTREDIT
        counted = [self._signals[n] for n in range(first, last) if self._tells[n]]
        strength = _strength(counted, indicateur)
        if self._signals[bisect_left(self._starts, candidate.best.start)].denied and strength < _STORY:
            return Etat.CONTREDIT
        if strength < _WEAK or not self._situated or not any(s.hard for s in counted):
            return Etat.EVOQUE
        return Etat.ATTESTE if strength >= _STRONG else Etat.PARTIEL


def _strength(counted: Sequence[Signals], indicateur: Indicateur) -> int:
    forms = frozenset().union(*(s.forms for s in counted))
    return len(forms & CONCRETE) + bool(forms & ARGUED) + bool(forms & set(indicateur.evidence))


def _tells_something(sentence: str, situation: Situation) -> bool:
    """Tell whether the sentence may count: not a denial, a promise, a manual's or the référentiel's words."""
    signals = read_signals(sentence)
    if signals.denied or (signals.vague >= 2 and signals.concrete <= 2):
        return False
    if signals.generic and "role" not in signals.forms and signals.concrete < 3:
        return False
    if signals.promised and (not signals.hard or signals.concrete <= (1 if situation.simulated else 2)):
        return False
    return parroting(scored(sentence), situation.wordings) < (_COPY if signals.hard >= 2 else _PARROT)
