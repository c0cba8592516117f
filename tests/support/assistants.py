"""Gold drafts, hostile drafts and assessors that lie, for tests of whole readings."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from drafts import draft_from_markdown
from pydantic import BaseModel

from assistant.bootstrap import Assistant
from assistant.domain.draft import Draft
from assistant.domain.feedback import (
    Assessment,
    CritereEvidence,
    Etat,
    Evidence,
    FeedbackReport,
    IndicateurReading,
    Niveau,
)
from assistant.domain.grille import CritereGrille
from assistant.domain.referentiel import Bloc, Critere, Referentiel
from assistant.protocols import AssessmentRequest
from evaluations.dossiers import DOSSIERS

BLOCS = ("B1", "B2", "B3", "B4", "B5", "B6")
RANKS = {Niveau.ABSENT: 0, Niveau.EVOQUE: 1, Niveau.PARTIEL: 2, Niveau.DEMONTRE: 3}


@cache
def gold_text(dossier: str) -> str:
    """Return the text of a labelled fictional dossier, as `B1-04`."""
    return (DOSSIERS / dossier / "draft.md").read_text(encoding="utf-8")


def gold_draft(dossier: str) -> Draft:
    """Return a labelled fictional dossier as a draft."""
    return draft_from_markdown(gold_text(dossier))


def dossiers_of(folder: Path = DOSSIERS) -> list[str]:
    """Return the names of the labelled dossiers."""
    return sorted(path.parent.name for path in folder.glob("*/gold.yaml"))


def niveaux(report: FeedbackReport) -> dict[str, Niveau | None]:
    """Return the niveau of each critère of a report."""
    return {a.critere: a.niveau for a in report.assessments}


def states(report: FeedbackReport) -> dict[str, Etat]:
    """Return the state of each indicateur of a report."""
    return {r.code: r.etat for a in report.assessments for r in a.indicateurs}


def long_enough(text: str) -> str:
    """Return the text with enough of nothing after it to be read as a whole draft."""
    filler = "Ce document présente la démarche retenue, partie après partie, dans l’ordre du sommaire."
    return f"{text}\n\n{' '.join([filler] * 10)}"


def as_promises(critere: CritereGrille) -> str:
    """Return promises about everything that the critère asks, without a date, a number or a name of this situation."""
    return "\n\n".join(f"Je veillerai à {i.advice[:1].lower()}{i.advice[1:]}" for i in critere.indicateurs)


def invented_referentiel() -> Referentiel:
    """Return a small référentiel of another trade, without expert grille or final interview."""
    criteres = (
        "Les besoins en eau de chaque parcelle sont calculés et planifiés",
        "Les arrêts d'arrosage sont décidés et justifiés",
    )
    bloc = Bloc(
        code="B1",
        intitule="Irriguer un verger",
        criteres=tuple(Critere(code=f"B1-C{n}", texte=texte) for n, texte in enumerate(criteres, start=1)),
    )
    return Referentiel(intitule="Irrigant", blocs=(bloc,))


def fingerprints(assistant: Assistant, blocs: Sequence[str]) -> list[str]:
    """Return the digests of what the assistant says of a draft of each bloc."""
    said: list[BaseModel] = []
    for bloc in blocs:
        draft = gold_draft(f"{bloc}-03")
        said += [
            assistant.review(draft, bloc),
            assistant.plan_interview("B3", draft, seed=3),
            assistant.search("evaluasion a froid"),
            assistant.answer("qui paie la formation", draft, bloc),
        ]
    return [hashlib.sha256(value.model_dump_json().encode()).hexdigest() for value in said]


class LyingAssessor:
    """Quotes words that the candidate did not write, through every public field."""

    id = "lying/1"

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one invented judgement a request."""
        return [self._invent(request) for request in requests]

    def _invent(self, request: AssessmentRequest) -> Assessment:
        code = request.critere.indicateurs[0].code
        evidence = Evidence(quote="des mots jamais écrits", start=0, end=22)
        return Assessment(
            critere=request.critere.code,
            niveau=Niveau.DEMONTRE,
            confidence=1.0,
            indicateurs=(IndicateurReading(code=code, etat=Etat.ATTESTE, evidence=(evidence,)),),
            evidence=(CritereEvidence(quote=evidence.quote, start=0, end=22, indicateur=code),),
            explanation="Inventé.",
            advice="",
            question="Comment ?",
        )
