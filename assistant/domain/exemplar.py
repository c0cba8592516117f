"""An exemplar: a dossier without its identities, labelled and reviewed, from which candidates may draw."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from assistant.domain.base import BlocCode, CritereCode, Frozen, IndicateurCode, Span
from assistant.domain.feedback import Etat, Niveau


class ReviewState(StrEnum):
    """How far an exemplar has come; only `PUBLIE` is ever shown to a candidate."""

    BROUILLON = "brouillon"
    RELU = "relu"
    PUBLIE = "publie"
    RETIRE = "retire"

    @property
    def shown(self) -> str:
        """Return the words a person reads."""
        return {"brouillon": "à relire", "relu": "relu", "publie": "publié", "retire": "retiré"}[self.value]


class ExemplarPassage(Frozen):
    """A stretch of an exemplar that reads on its own."""

    number: int
    start: int
    end: int
    heading: str = ""
    """Words of the nearest heading above."""
    tabular: bool = False

    @property
    def span(self) -> Span:
        """Return the interval of the passage in the text."""
        return Span(start=self.start, end=self.end)


class ExemplarIndicateur(Frozen):
    """State of one indicateur in an exemplar, and where the text shows it."""

    code: IndicateurCode
    etat: Etat
    spans: tuple[Span, ...] = ()


class ExemplarRisk(Frozen):
    """A stretch of the masked text that may still identify someone."""

    start: int
    end: int
    why: str
    """In French, what it may give away."""

    @property
    def span(self) -> Span:
        """Return the interval of the risk in the text."""
        return Span(start=self.start, end=self.end)


class ExemplarSource(Frozen):
    """Where an exemplar comes from; nothing of it leads to a person."""

    name: str
    """Name of the file, without folders and with the names of people masked."""
    sha256: str
    """Of the text before masking: the same text is taken once."""
    fictional: bool
    consent: str = ""
    """Reference of the author's consent, in the words of the person who recorded it."""
    origin: str = ""
    """Id of the labelled dossier that it was made from; empty for an institute's own."""
    author: str = ""
    """Code of the writer of a fictional dossier."""


class Exemplar(Frozen):
    """A dossier of the library; every position refers to its masked text."""

    id: str
    text: str = Field(min_length=1)
    bloc: BlocCode | None = None
    """None until a person has said which bloc it answers."""
    context: str = ""
    """Sector and situation, in a few words."""
    passages: tuple[ExemplarPassage, ...] = ()
    niveaux: dict[CritereCode, Niveau] = Field(default_factory=dict)
    indicateurs: tuple[ExemplarIndicateur, ...] = ()
    risks: tuple[ExemplarRisk, ...] = ()
    source: ExemplarSource
    state: ReviewState = ReviewState.BROUILLON
    revision: int = 1
    """Grows whenever text or labels change."""

    @model_validator(mode="after")
    def _inside_the_text(self) -> Self:
        spans = [p.span for p in self.passages] + [r.span for r in self.risks] + [s for i in self.indicateurs for s in i.spans]
        if any(span.end > len(self.text) for span in spans):
            raise ValueError(f"{self.id}: a span stands outside the text")
        return self

    def words(self, span: Span) -> str:
        """Return the words of the exemplar at that place."""
        return self.text[span.start : span.end]


class ExemplarSummary(Frozen):
    """What a list shows of an exemplar."""

    id: str
    state: ReviewState
    bloc: BlocCode | None
    name: str
    fictional: bool
    consent: bool
    """Whether a consent is recorded."""
    characters: int
    risks: int
    changed_at: str
    """UTC, ISO 8601."""


class AuditEntry(Frozen):
    """Who did what to which exemplar, and when; never a word of it."""

    at: str
    actor: str
    action: str
    exemplar: str
    detail: str = ""
