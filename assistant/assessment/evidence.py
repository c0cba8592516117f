"""From candidate passages to the state of an indicateur, with the places that show it."""

import re
import os
from collections.abc import Sequence

from assistant.assessment.signals import ARGUED, CONCRETE, _HARD, Signals, parroting, read_signals
from assistant.domain.base import Frozen
from assistant.domain.feedback import Etat, Evidence, IndicateurReading
from assistant.domain.grille import Indicateur
from assistant.protocols import ScoredPassage
from assistant.text.french import fold
from assistant.text.polarity import retracts

ABOUT = 0.13
"""Score from which a passage is read for the indicateur; fitted on the develop dossiers."""
_PARROT = 0.6
_STRONG, _WEAK = 4, 2
"""Forms of evidence from which a passage attests, or shows in part."""
_STORY = 5
"""Forms of evidence from which a negation is one moment of a story, not a denial."""
_MOST_QUOTES = 2
_SANS_OBJET = re.compile(r"\bsans\s+objet\b|\bne\s+s'applique\s+pas\b|\bnon\s+applicable\b")
_SIT=re.compile(r"\b(?:je|j'|nous|on\s+a|mon|ma|mes|notre|nos|moi|mme|m\.)(?:\b|(?<=\.|'))|\b(?:ont|ete|avait|avaient|etait|etaient|eu|fait)\b|\b(?:cette|ce)\s+(?:annee|session|action|groupe|promotion|formation|dispositif)")
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
    inside = [s for s in candidate.passage.sentences if s.start < candidate.focus.end]
    told = [text[s.start : s.end] for s in inside]
    focus = [read_signals(t) for s, t in zip(inside, told, strict=True) if s.start >= candidate.focus.start]
    quoted = told[-len(focus):]
    if any(read_signals(t).elsewhere for t in told):
        return Etat.ABSENT
    if not indicateur.essential and any(_SANS_OBJET.search(fold(t)) for t in quoted):
        return Etat.SANS_OBJET
    if any(retracts(fold(text[s.start : s.end])) for s in candidate.passage.sentences):
        return Etat.CONTREDIT
    forms: set[str] = set()
    for words, signals in zip(quoted, focus, strict=True):
        if not signals.denied and _tells_of_a_situation(words, signals, situation):
            forms |= signals.forms
    strength = len(forms & CONCRETE) + bool(forms & ARGUED) + bool(forms & set(indicateur.evidence))
    best = read_signals(text[candidate.best.start : candidate.best.end])
    VAR = os.environ.get("VAR", "")
    denied = best.denied if "b" in VAR else any(s.denied for s in focus)
    if denied and strength < _STORY:
        return Etat.CONTREDIT
    if "h" in VAR and not forms & _HARD:
        return Etat.EVOQUE
    if "S" in VAR and not (candidate.passage.tabular or forms & {"role","montant","date","verbatim", "titre", "pourcentage","resultat"} or any(_SIT.search(fold(q)) for q in quoted)):
        return Etat.EVOQUE
    if "s" in VAR and not (candidate.passage.tabular or forms & {"role","montant","date","verbatim", "titre"}):
        return Etat.EVOQUE
    if strength >= _STRONG:
        return Etat.ATTESTE
    return Etat.PARTIEL if strength >= _WEAK else Etat.EVOQUE


def _tells_of_a_situation(words: str, signals: Signals, situation: Situation) -> bool:
    if signals.generic and "role" not in signals.forms and signals.concrete < 3:
        return False
    if signals.vague >= 2 and signals.concrete <= 2:
        return False
    if signals.promised and (not signals.hard or signals.concrete <= (1 if situation.simulated else 2)):
        return False
    return signals.hard >= 2 or parroting(words, situation.wordings) < _PARROT
