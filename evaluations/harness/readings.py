"""What the harness asks of an assessor, and what it keeps of the answer."""

import hashlib
import json
from typing import Literal

from pydantic import Field

from assistant.assessment.composing import WITHOUT_MODEL
from assistant.domain.base import BlocCode, CritereCode, Frozen, IndicateurCode
from assistant.domain.feedback import Assessment, Etat, Evidence, Finding, Niveau

Scope = Literal["draft", "passage"]


class Asked(Frozen):
    """One reading to make: a text or a file, against a bloc or one of its critères."""

    bloc: BlocCode
    text: str = ""
    """The draft as pasted; left empty when a file is given."""
    file: bytes = b""
    name: str = "texte collé"
    """The file's name, or what the draft is called."""
    scope: Scope = "draft"
    critere: CritereCode | None = None
    whole: bool = False
    """Also make the checks of the whole draft (formal, arithmetic, outdated, warnings): several times slower."""
    reordered: int = 0
    """Another number gives the assessor its critères and indicateurs in another order; 0 is the order of the grille."""
    repeat: int = 0
    """Another number makes another reading of the same thing, never taken from what is stored."""
    temperature: float | None = None
    """How freely a model draws its answer; as it is set when None, and nothing to an assessor that takes none."""

    @property
    def key(self) -> str:
        """Return the identity of what is asked."""
        stated = self.model_dump(mode="json", exclude={"file"}) | {"file": hashlib.sha256(self.file).hexdigest()}
        return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()


class CritereReading(Frozen):
    """What the assessor said of one critère, before anything unverifiable was taken out."""

    critere: CritereCode
    niveau: Niveau | None
    """As shown to the candidate: an abstention when a quote could not be verified."""
    confidence: float
    states: dict[IndicateurCode, Etat]
    evidence: tuple[tuple[IndicateurCode, Evidence], ...]
    """Every quote of the assessor itself, verified or not, with the indicateur it speaks for."""
    missing: tuple[IndicateurCode, ...]
    explanation: str
    advice: str
    question: str

    def verified(self, text: str) -> tuple[tuple[IndicateurCode, Evidence], ...]:
        """Return the quotes that stand in the text where they are said to."""
        return tuple((code, e) for code, e in self.evidence if e.grounded_in(text))


class Reading(Frozen):
    """What came of one reading."""

    text: str
    """The extracted text, to which every position refers."""
    criteres: tuple[CritereReading, ...] = ()
    findings: tuple[Finding, ...] = Field(default=())
    """Findings of the whole draft, when they were asked for."""
    notice: str = ""
    refused: str = ""
    """The French sentence with which the draft was refused."""
    document: str = ""
    """SHA-256 of the answer as JSON: equal digests are equal bytes."""

    @property
    def lasting(self) -> bool:
        """Tell whether the reading is worth keeping: one for which a model did not answer is not."""
        return not any(WITHOUT_MODEL in c.explanation for c in self.criteres)

    def critere(self, code: str) -> CritereReading | None:
        """Return what was said of a critère, None when it was not judged."""
        return next((c for c in self.criteres if c.critere == code), None)

    def etat(self, indicateur: str) -> Etat | None:
        """Return the state read for an indicateur, None when its critère was not judged or abstained."""
        found = self.critere(indicateur.rpartition("-")[0])
        return found.states.get(indicateur) if found else None


def critere_reading(raw: Assessment, shown: Assessment) -> CritereReading:
    """Return what is kept of a judgement: the assessor's own quotes, and the niveau that was shown."""
    quotes = [(r.code, e) for r in raw.indicateurs for e in r.evidence]
    quotes += [(e.indicateur, Evidence(quote=e.quote, start=e.start, end=e.end)) for e in raw.evidence]
    return CritereReading(
        critere=raw.critere,
        niveau=shown.niveau,
        confidence=shown.confidence,
        states={r.code: r.etat for r in shown.indicateurs},
        evidence=tuple(dict.fromkeys(quotes)),
        missing=shown.missing,
        explanation=shown.explanation,
        advice=shown.advice,
        question=shown.question,
    )
