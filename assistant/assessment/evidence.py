"""From candidate passages to the state of an indicateur, with the places that show it."""

import re
from collections.abc import Sequence

from assistant.assessment.signals import Signals, parroting, read_signals
from assistant.domain.base import Frozen
from assistant.domain.feedback import Etat, Evidence, IndicateurReading
from assistant.domain.grille import Indicateur
from assistant.protocols import ScoredPassage
from assistant.text.french import fold

ABOUT = 0.13
"""Score from which a passage is read for the indicateur; fitted on the develop dossiers."""
_PARROT = 0.6
_STRONG, _WEAK = 4, 2
"""Forms of evidence from which a passage attests, or shows in part."""
_STORY = 5
"""Forms of evidence from which a negation is one moment of a story, not a denial."""
_MOST_QUOTES = 2
_SANS_OBJET = re.compile(r"\bsans\s+objet\b|\bne\s+s'applique\s+pas\b|\bnon\s+applicable\b")
_RANK = {Etat.SANS_OBJET: 0.5, Etat.ABSENT: 0, Etat.EVOQUE: 1, Etat.CONTREDIT: 2, Etat.PARTIEL: 3, Etat.ATTESTE: 4}


class Situation(Frozen):
    """What the reading of a passage must know besides its words."""

    simulated: bool
    wordings: tuple[str, ...]
    """The référentiel's own words, which prove nothing when repeated."""


def read_indicateur(
    text: str, indicateur: Indicateur, candidates: Sequence[ScoredPassage], situation: Situation
) -> IndicateurReading:
    """Return the state of the indicateur, and up to two places that show it."""
    judged = [
        (state, candidate)
        for candidate in candidates
        if candidate.score >= ABOUT and (state := _state_in(text, indicateur, candidate, situation)) is not Etat.ABSENT
    ]
    if not judged:
        return IndicateurReading(code=indicateur.code, etat=Etat.ABSENT)
    etat = max((state for state, _ in judged), key=_RANK.__getitem__)
    kept = [candidate for state, candidate in judged if state is etat]
    if etat is Etat.PARTIEL and len(kept) >= 2:
        etat = Etat.ATTESTE
    shown = kept[:_MOST_QUOTES] if etat.needs_evidence else []
    return IndicateurReading(code=indicateur.code, etat=etat, evidence=tuple(Evidence.of(text, c.focus) for c in shown))


def _state_in(text: str, indicateur: Indicateur, candidate: ScoredPassage, situation: Situation) -> Etat:
    focus = text[candidate.focus.start : candidate.focus.end]
    signals = read_signals(focus)
    if signals.elsewhere:
        return Etat.ABSENT
    if not indicateur.essential and _SANS_OBJET.search(fold(focus)):
        return Etat.SANS_OBJET
    if signals.denied and signals.concrete < _STORY:
        return Etat.CONTREDIT
    if _says_nothing_of_a_situation(focus, signals, situation):
        return Etat.EVOQUE
    strength = signals.concrete + signals.argued + bool(signals.forms & set(indicateur.evidence))
    if strength >= _STRONG:
        return Etat.ATTESTE
    return Etat.PARTIEL if strength >= _WEAK else Etat.EVOQUE


def _says_nothing_of_a_situation(focus: str, signals: Signals, situation: Situation) -> bool:
    if signals.generic and not signals.own and signals.concrete < 3:
        return True
    if signals.vague >= 2 and signals.concrete <= 2:
        return True
    if signals.promised and signals.concrete <= (1 if situation.simulated else 2):
        return True
    return signals.concrete <= 2 and parroting(focus, situation.wordings) >= _PARROT
