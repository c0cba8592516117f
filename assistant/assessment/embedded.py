"""The embedded assessor: rules over forms of evidence, without a language model.

It reads, for each indicateur, the passages found for it; similarity only chose what to
read. The state comes from what the passage shows of a situation, the niveau from the
states by `rules.niveau_of`.
"""

from collections.abc import Sequence
from itertools import groupby

from assistant.assessment.evidence import Situation, read_indicateur
from assistant.assessment.rules import niveau_of
from assistant.assessment.wording import explain, next_step
from assistant.domain.feedback import Assessment, CritereEvidence, Etat, IndicateurReading, Niveau
from assistant.domain.grille import CritereGrille
from assistant.protocols import AssessmentRequest

_SURE = {Niveau.ABSENT: 0.35, Niveau.EVOQUE: 0.35, Niveau.PARTIEL: 0.35, Niveau.DEMONTRE: 0.8}
"""How often each niveau was exactly right on the develop dossiers, rounded to .05."""


class EmbeddedAssessor:
    """Judges without key, network or randomness."""

    id = "embedded/1"

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one assessment a request, in the same order."""
        return [_assess(request) for request in requests]


def _assess(request: AssessmentRequest) -> Assessment:
    critere = request.critere
    ours = tuple(wording for i in critere.indicateurs for wording in (i.description, i.advice, " ".join(i.cues)))
    situation = Situation(simulated=request.simulated, wordings=(*request.wordings, *ours))
    readings = tuple(read_indicateur(request.text, i, request.candidates.get(i.code, ()), situation) for i in critere.indicateurs)
    niveau = niveau_of(critere, readings)
    step = next_step(request.text, critere, readings)
    return Assessment(
        critere=critere.code,
        niveau=niveau if request.scope == "draft" else None,
        confidence=_SURE[niveau],
        indicateurs=readings,
        evidence=_evidence(readings),
        missing=_missing(critere, readings),
        explanation=explain(niveau, critere, readings),
        advice=step.advice,
        question=step.question,
    )


def _evidence(readings: Sequence[IndicateurReading]) -> tuple[CritereEvidence, ...]:
    """Gather what counts for the critère, each place once, in reading order."""
    counted = (Etat.ATTESTE, Etat.PARTIEL, Etat.EVOQUE, Etat.CONTREDIT)
    found = [
        CritereEvidence(quote=e.quote, start=e.start, end=e.end, indicateur=reading.code)
        for etat in counted
        for reading in readings
        if reading.etat is etat
        for e in reading.evidence
    ]
    found.sort(key=lambda e: (e.start, e.end))
    return tuple(next(group) for _, group in groupby(found, key=lambda e: (e.start, e.end)))


def _missing(critere: CritereGrille, readings: Sequence[IndicateurReading]) -> tuple[str, ...]:
    blocking = {i.code for i in critere.blocking()}
    unseen = [r.code for r in readings if r.etat not in (Etat.ATTESTE, Etat.PARTIEL, Etat.SANS_OBJET)]
    return tuple(sorted(unseen, key=lambda code: code not in blocking))
