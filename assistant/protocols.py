"""The sockets: what can be swapped, and what each side may expect of the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from assistant.domain.base import CritereCode, Frozen, IndicateurCode, Span
from assistant.domain.draft import Draft, Passage
from assistant.domain.feedback import Assessment, ExemplarQuote, Finding
from assistant.domain.grille import CritereGrille, Indicateur
from assistant.errors import ModelFailure
from prompts.prompt import Prompt

Form = TypeVar("Form", bound=BaseModel)
"""What a language model fills in."""

Vectors = NDArray[np.float32]
"""One row a text."""


Manners = tuple[float, float, float, float]
"""How words are said, whatever they are about: as evidence, as talk, as a denial, of others or of nothing."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a passage is about an indicateur by one measure; it ranks, it never decides."""

    score: float
    """Heading included."""
    alone: float
    """Without the heading above."""
    sentence: float
    """Of the best sentence, read alone."""
    rank: int
    """How many other indicateurs of its bloc the passage resembles more."""


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage found for an indicateur."""

    passage: Passage
    focus: Span
    """The one to three sentences of the passage that speak of the indicateur most."""
    best: Span
    """The sentence of the focus that speaks of it most."""
    shared: Likeness
    """By the words and parts of words that it shares with the expert knowledge."""
    topic: Likeness
    """By trained vectors: the words with which people speak of it."""
    manners: Manners
    best_manners: Manners
    """How its best sentence speaks."""


ReadAgain = Callable[[str, Sequence[Passage], Sequence[Indicateur]], Mapping[IndicateurCode, Sequence[ScoredPassage]]]
"""Reads passages of other words as those of a draft were read: all of them, in their order, for each indicateur."""


class AssessmentRequest(Frozen):
    """All that an assessor needs to judge one critère of one draft."""

    text: str
    """The whole draft, to which every position refers."""
    critere: CritereGrille
    wordings: tuple[str, ...]
    """The référentiel's own words, which prove nothing when repeated."""
    simulated: bool
    """Whether a dated, assigned plan counts as evidence."""
    scope: Literal["draft", "passage"] = "draft"
    """A passage gets indicateur states and advice, no niveau."""
    candidates: Mapping[IndicateurCode, tuple[ScoredPassage, ...]]
    """Passages worth reading for each indicateur, best first."""
    again: ReadAgain | None = None
    """Reads them in other words; without it no second look is taken."""


class Assessor(Protocol):
    """Judges critères; what it cannot judge it returns as an abstention, it does not raise."""

    @property
    def id(self) -> str:
        """Name and version, which change whenever a judgement could."""

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one assessment a request, in the same order."""


class Beside(Frozen):
    """What exemplars show beside the reading of a draft."""

    quotes: Mapping[CritereCode, tuple[ExemplarQuote, ...]]
    copied: tuple[Finding, ...]
    """Places of the draft that are nearly an exemplar's."""
    library: str
    """Identity of what could be shown, and the index that proposed it: « 1f0c…/chroma » or « …/exact »."""


class Exemplars(Protocol):
    """Shows how others showed the same thing; it never changes a reading."""

    def beside(self, draft: Draft, bloc: str, assessments: Sequence[Assessment]) -> Beside:
        """Return what to show beside the assessments of a draft; only what is published at this moment."""


@runtime_checkable
class TakesExamples(Protocol):
    """An assessor that may be given examples of what shows a critère."""

    def take(self, examples: Callable[[AssessmentRequest], Sequence[str]]) -> None:
        """Ask for examples with every request from now on."""


@runtime_checkable
class UsesModel(Protocol):
    """Something that a language model has a part in."""

    @property
    def model(self) -> str:
        """Name of the model, as candidates and administrators read it."""

    @property
    def prompt(self) -> str:
        """Identity of the prompt."""


class ChatModel(Protocol):
    """A language model that fills in forms and writes texts, within a time that is known beforehand."""

    @property
    def id(self) -> str:
        """Name and settings, which change whenever an answer could."""

    @property
    def room(self) -> int:
        """Characters of a prompt that are certain to be read whole."""

    def ask(self, prompts: Sequence[Prompt], form: type[Form]) -> list[Form | ModelFailure]:
        """Return one filled form a prompt, or why there is none, in the same order; raise nothing."""

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Yield an answer as it comes; raise `ModelFailure` when what was yielded is not a whole answer."""


class Replaced(Frozen):
    """A stretch of a text and the placeholder that stands for it."""

    start: int
    end: int
    placeholder: str


class Masker(Protocol):
    """Finds what must not leave the machine."""

    def mask(self, text: str) -> Sequence[Replaced]:
        """Return what to replace, in order and without overlap; the same words get the same placeholder."""


class PassageMatcher(Protocol):
    """Ranks the passages of a draft for each indicateur."""

    def candidates(
        self, text: str, passages: Sequence[Passage], indicateurs: Sequence[Indicateur]
    ) -> dict[IndicateurCode, tuple[ScoredPassage, ...]]:
        """Return the best passages of each indicateur, best first, ties in reading order."""

    def scored(
        self, text: str, passages: Sequence[Passage], indicateurs: Sequence[Indicateur]
    ) -> dict[IndicateurCode, tuple[ScoredPassage, ...]]:
        """Return all passages for each indicateur, in their order."""


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def id(self) -> str:
        """Identity that changes whenever a vector would."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, of length at most 1; zeros when nothing in it is known."""


class PassageVectors(Protocol):
    """Vectors of passages, one row a passage."""

    @property
    def passages(self) -> tuple[tuple[str, int], ...]:
        """Return the id of the exemplar and the number of each passage."""

    @property
    def vectors(self) -> Vectors:
        """Return the rows."""


class VectorIndex(Protocol):
    """Finds the nearest of the vectors it was built from."""

    def nearest(self, vector: Vectors, k: int) -> list[str]:
        """Return the ids of up to `k` candidates; the caller scores them exactly."""

    def nearest_each(self, vectors: Vectors, k: int) -> list[list[str]]:
        """Return the same for every row; raise `IndexUnusable` when the index no longer answers."""


class IndexStore(Protocol):
    """Several vector indexes kept together."""

    def collection(self, name: str) -> VectorIndex:
        """Return the index of that name."""

    def close(self) -> None:
        """Let go of the files; what is still asked of its indexes is refused."""
