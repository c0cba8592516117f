"""Assessors that answer at once, to be named as `quick_assessors:Quiet` where a run takes a factory."""

from collections.abc import Sequence

from assistant.domain.base import Span
from assistant.domain.feedback import Assessment, CritereEvidence, Etat, Evidence, IndicateurReading, Niveau
from assistant.protocols import AssessmentRequest


class Quiet:
    """Finds nothing, ever."""

    id = "quiet/1"

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one empty judgement a request."""
        return [_judged(r, Niveau.ABSENT) for r in requests]


class Fickle:
    """Finds everything the first time it reads anything, and nothing afterwards."""

    id = "fickle/1"

    def __init__(self) -> None:
        self._asked = 0

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return praise or nothing, whatever the text."""
        self._asked += 1
        return [_judged(r, Niveau.DEMONTRE if self._asked % 2 else Niveau.ABSENT) for r in requests]


def _judged(request: AssessmentRequest, niveau: Niveau) -> Assessment:
    found: tuple[IndicateurReading, ...] = ()
    evidence: tuple[CritereEvidence, ...] = ()
    if niveau is Niveau.DEMONTRE:
        code = request.critere.indicateurs[0].code
        quote = Evidence.of(request.text, Span(start=0, end=20))
        found = (IndicateurReading(code=code, etat=Etat.ATTESTE, evidence=(quote,)),)
        evidence = (CritereEvidence(**quote.model_dump(), indicateur=code),)
    return Assessment(
        critere=request.critere.code,
        niveau=niveau,
        confidence=0.5,
        indicateurs=found,
        evidence=evidence,
        explanation="Une phrase.",
        advice="Un pas.",
        question="Comment ?",
    )
