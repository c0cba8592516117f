"""What rules read in one passage: evidence, talk, a denial, or something done elsewhere."""

from collections.abc import Sequence

from assistant.assessment.signals import ARGUED, CONCRETE, Signals, parroting, read_signals, situated
from assistant.domain.base import Frozen, Span
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


def state_in(text: str, indicateur: Indicateur, candidate: ScoredPassage, situation: Situation) -> Etat:
    """Return what the rules read in a passage, if it speaks of the indicateur."""

    def words(span: Span) -> str:
        return as_meant(text[span.start : span.end])

    before = [words(s) for s in candidate.passage.sentences if s.start < candidate.focus.start]
    focus = [words(s) for s in candidate.passage.sentences if candidate.focus.start <= s.start < candidate.focus.end]
    if any(read_signals(sentence).elsewhere for sentence in (*before, *focus)):
        return Etat.ABSENT
    if not indicateur.essential and any(read_signals(sentence).spared for sentence in focus):
        return Etat.SANS_OBJET
    if any(read_signals(words(s)).retracted for s in candidate.passage.sentences):
        return Etat.CONTREDIT
    counted = [read_signals(sentence) for sentence in focus if _tells_something(sentence, situation)]
    strength = _strength(counted, indicateur)
    if read_signals(words(candidate.best)).denied and strength < _STORY:
        return Etat.CONTREDIT
    if strength < _WEAK or not any(s.hard for s in counted):
        return Etat.EVOQUE
    if not candidate.passage.tabular and not situated(words(candidate.passage.span)):
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
