"""Puts states together into an assessment, as an honest assessor would say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.assessment.rules import niveau_of
from assistant.assessment.wording import explain, next_step
from assistant.domain.base import Span
from assistant.domain.feedback import Assessment, CritereEvidence, Etat, Evidence, IndicateurReading, Niveau
from assistant.protocols import AssessmentRequest
from assistant.text.french import sentences

_FAR = 600
_COMPLETE = (Etat.ATTESTE, Etat.SANS_OBJET)


@dataclass(frozen=True)
class Seen:
    """State of an indicateur and where the draft shows it."""

    etat: Etat
    spans: tuple[Span, ...] = ()


def judgement(request: AssessmentRequest, seen: Mapping[str, Seen], niveau: Niveau | None = None) -> Assessment:
    """Return the assessment that these states make; the niveau follows from them unless it is given."""
    critere, text = request.critere, request.text
    readings = tuple(_reading(text, i.code, seen.get(i.code, Seen(Etat.ABSENT))) for i in critere.indicateurs)
    niveau = niveau or niveau_of(critere, readings)
    step = next_step(text, critere, readings)
    return Assessment(
        critere=critere.code,
        niveau=niveau if request.scope == "draft" else None,
        confidence=1.0,
        indicateurs=readings,
        evidence=_evidence(readings),
        missing=_missing([i.code for i in critere.blocking()], readings, niveau),
        explanation=explain(niveau, critere, readings),
        advice=step.advice,
        question=step.question,
    )


def uniform(request: AssessmentRequest, etat: Etat) -> Assessment:
    """Return the assessment that gives every indicateur one state, with the first sentence of the draft as evidence."""
    seen = Seen(etat, first_sentence(request.text))
    return judgement(request, {i.code: seen for i in request.critere.indicateurs})


def first_sentence(text: str) -> tuple[Span, ...]:
    """Return the place of the first sentence, cut where it is very long; nothing in an empty text."""
    return tuple(sentences(text, 0, min(len(text), _FAR))[:1])


def _reading(text: str, code: str, seen: Seen) -> IndicateurReading:
    if not seen.etat.needs_evidence or not seen.spans:
        etat = Etat.ABSENT if seen.etat.needs_evidence else seen.etat
        return IndicateurReading(code=code, etat=etat)
    return IndicateurReading(code=code, etat=seen.etat, evidence=tuple(Evidence.of(text, s) for s in seen.spans))


def _evidence(readings: Sequence[IndicateurReading]) -> tuple[CritereEvidence, ...]:
    """Gather what counts for the critère, each place once, in reading order."""
    found = {(e.start, e.end): (e, r.code) for r in reversed(readings) for e in r.evidence}
    quotes = (found[place] for place in sorted(found))
    return tuple(CritereEvidence(quote=e.quote, start=e.start, end=e.end, indicateur=code) for e, code in quotes)


def _missing(blocking: Sequence[str], readings: Sequence[IndicateurReading], niveau: Niveau) -> tuple[str, ...]:
    """Return what is not fully shown, the blocking ones first; what is shown in part is excused once all is `demontre`."""
    excused = (Etat.PARTIEL,) if niveau is Niveau.DEMONTRE else ()
    wanting = [r.code for r in readings if r.etat not in (*_COMPLETE, *excused)]
    return tuple(sorted(wanting, key=lambda code: code not in blocking))
