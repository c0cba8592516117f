"""Puts the states of a critère's indicateurs together into its assessment, whoever read them."""

from collections.abc import Sequence
from itertools import groupby

from assistant.assessment.rules import niveau_of
from assistant.assessment.wording import explain, next_step
from assistant.domain.feedback import Assessment, CritereEvidence, Etat, IndicateurReading, Niveau
from assistant.domain.grille import CritereGrille
from assistant.protocols import AssessmentRequest

WITHOUT_MODEL = "Lecture sans modèle"
"""Begins the sentence that says that a model was asked and did not answer."""
_COUNTED = (Etat.ATTESTE, Etat.PARTIEL, Etat.EVOQUE, Etat.CONTREDIT)


def composed(
    request: AssessmentRequest, readings: Sequence[IndicateurReading], sure: dict[str, float], remark: str = ""
) -> Assessment:
    """Return the assessment that these states give; `sure` says how sure a niveau is, `remark` ends the explanation."""
    critere = request.critere
    niveau = niveau_of(critere, readings)
    step = next_step(request.text, critere, readings)
    return Assessment(
        critere=critere.code,
        niveau=niveau if request.scope == "draft" else None,
        confidence=sure[niveau.value],
        indicateurs=tuple(readings),
        evidence=_evidence(readings),
        missing=_missing(critere, readings),
        explanation=f"{explain(niveau, critere, readings)} {remark}".rstrip(),
        advice=step.advice,
        question=step.question,
    )


def shown(niveau: Niveau) -> str:
    """Return a niveau in quotation marks, as sentences name it."""
    return f"«\u00a0{niveau.shown}\u00a0»"


def _evidence(readings: Sequence[IndicateurReading]) -> tuple[CritereEvidence, ...]:
    """Gather what counts for the critère, each place once, in reading order."""
    found = [
        CritereEvidence(quote=e.quote, start=e.start, end=e.end, indicateur=reading.code)
        for etat in _COUNTED
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
