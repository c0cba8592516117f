"""What comes out: niveaux, evidence that is a place in the draft, findings and the report."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from assistant.domain.base import BlocCode, CritereCode, Frozen, IndicateurCode, Span


class Niveau(StrEnum):
    """Ordered scale of a critère. `NON_EVALUABLE` is an abstention, never a low mark."""

    ABSENT = "absent"
    EVOQUE = "evoque"
    PARTIEL = "partiel"
    DEMONTRE = "demontre"
    NON_EVALUABLE = "non_evaluable"

    @property
    def shown(self) -> str:
        """Return the words a candidate reads."""
        shown = {"absent": "non abordé", "evoque": "évoqué", "partiel": "partiel", "demontre": "démontré"}
        return shown.get(self.value, "non évaluable")


class Etat(StrEnum):
    """State of an indicateur in the draft."""

    ATTESTE = "atteste"
    PARTIEL = "partiel"
    EVOQUE = "evoque"
    ABSENT = "absent"
    CONTREDIT = "contredit"
    SANS_OBJET = "sans_objet"

    @property
    def needs_evidence(self) -> bool:
        """Tell whether a reading in this state must point at the draft."""
        return self not in (Etat.ABSENT, Etat.SANS_OBJET)


class CellAddress(Frozen):
    """A table cell, counted from 1 as a person would."""

    table: int = Field(ge=1)
    row: int = Field(ge=1)
    column: int = Field(ge=1)


class Finding(Frozen):
    """Something noticed about the draft that is not the judgement of a critère."""

    code: str
    severity: Literal["info", "attention", "erreur"]
    message: str
    """A French sentence for the candidate."""
    start: int | None = None
    end: int | None = None
    cell: CellAddress | None = None
    expected: str | None = None
    found: str | None = None
    source: str | None = None


class Evidence(Frozen):
    """A place in the draft and the words that stand there; built only by `of`."""

    quote: str = Field(min_length=1)
    start: int
    end: int

    @classmethod
    def of(cls, text: str, span: Span) -> Self:
        """Return the evidence at that place of the text of a draft."""
        return cls(quote=text[span.start : span.end], start=span.start, end=span.end)

    def grounded_in(self, text: str) -> bool:
        """Tell whether the words really stand at that place."""
        return text[self.start : self.end] == self.quote


class CritereEvidence(Evidence):
    """Evidence of a critère, with the indicateur it speaks for."""

    indicateur: IndicateurCode


class IndicateurReading(Frozen):
    """State of one indicateur, and where the draft shows it."""

    code: IndicateurCode
    etat: Etat
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _evidence_where_due(self) -> Self:
        if self.etat.needs_evidence != bool(self.evidence):
            raise ValueError(f"{self.code}: evidence does not fit the state {self.etat!r}")
        return self


class ExemplarQuote(Frozen):
    """How a reviewed, anonymised exemplar showed the same thing."""

    id: str
    excerpt: str
    fictional: bool
    indicateur: IndicateurCode | None = None
    """What the excerpt shows."""


class Assessment(Frozen):
    """The judgement of one critère."""

    critere: CritereCode
    niveau: Niveau | None
    """None only in a reading of a single passage, which has states but no niveau."""
    confidence: float = Field(ge=0, le=1)
    indicateurs: tuple[IndicateurReading, ...] = ()
    evidence: tuple[CritereEvidence, ...] = ()
    missing: tuple[IndicateurCode, ...] = ()
    """Indicateurs a jury member would miss, the blocking ones first."""
    explanation: str
    advice: str
    """One next step, addressed to the candidate."""
    question: str
    """A question the jury may ask."""
    exemplars: tuple[ExemplarQuote, ...] = ()
    unassessed_because: str | None = None

    @model_validator(mode="after")
    def _abstention_has_a_reason(self) -> Self:
        if (self.niveau is Niveau.NON_EVALUABLE) != (self.unassessed_because is not None):
            raise ValueError(f"{self.critere}: an abstention, and only an abstention, has a reason")
        return self

    @classmethod
    def unassessed(cls, critere: str, reason: str, *, advice: str = "", question: str = "") -> Self:
        """Return an abstention with its reason, a French sentence."""
        return cls(
            critere=critere,
            niveau=Niveau.NON_EVALUABLE,
            confidence=0.0,
            explanation=reason,
            advice=advice,
            question=question,
            unassessed_because=reason,
        )


class Priority(Frozen):
    """One of the three things to work on first."""

    critere: CritereCode
    why: str


class BlocProbable(Frozen):
    """The bloc that the draft seems to answer."""

    bloc: BlocCode | None
    confidence: float = Field(ge=0, le=1)


class DraftFacts(Frozen):
    """What the report says of the draft itself."""

    name: str
    characters: int
    words: int
    pages: int | None
    pages_are: Literal["counted", "stored", "estimated"] | None
    sha256: str


class Provenance(Frozen):
    """What produced a reading; equal provenance and equal text give an equal report."""

    version: str
    assessor: str
    referentiel: str
    grille: str
    index: str
    knowledge_date: str
    model: str | None = None
    prompt: str | None = None


class FeedbackReport(Frozen):
    """The reading of one draft against one bloc."""

    schema_: Literal["jury-blanc/review/1"] = Field("jury-blanc/review/1", alias="schema")
    scope: Literal["draft", "passage"]
    bloc: BlocCode
    bloc_probable: BlocProbable
    draft: DraftFacts
    assessments: tuple[Assessment, ...]
    priorities: tuple[Priority, ...]
    formal: tuple[Finding, ...]
    genre: tuple[Finding, ...]
    arithmetic: tuple[Finding, ...]
    outdated: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    notice: str
    provenance: Provenance

    model_config = Frozen.model_config | {"serialize_by_alias": True, "validate_by_name": True, "validate_by_alias": True}
