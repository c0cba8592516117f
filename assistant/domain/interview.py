"""A plan for a mock interview."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.base import CritereCode, Frozen, IndicateurCode, PointCode
from assistant.domain.feedback import Evidence

InterviewKind = Literal["B3", "B4", "final"]
JuryStyle = Literal["referentiel", "terrain", "qualite-risques"]
Part = Literal["contexte", "action", "resultat", "analyse"]
PARTS: tuple[Part, ...] = ("contexte", "action", "resultat", "analyse")
"""The parts of a whole answer, in the order in which a jury looks for them."""
SHORTEST, LONGEST = 8, 120
"""Minutes that an interview may last."""


class InterviewWish(Frozen):
    """Which interview is wanted."""

    kind: InterviewKind
    style: JuryStyle = "referentiel"
    seed: int = 0
    minutes: int | None = None
    """None for the official length, or the one proposed."""


class SpokenElement(Frozen):
    """How a jury speaks of one indicateur, by manner of questioning."""

    sujet: str
    """Noun phrase with its article, which follows « sur »."""
    referentiel: str | None = None
    """In place of the question of the grille, where that one leans on a sentence before it."""
    terrain: str
    risques: str


class Relances(Frozen):
    """What to ask when one part of an answer is missing."""

    contexte: str
    action: str
    resultat: str
    analyse: str

    def of(self, part: Part) -> str:
        """Return the question for that part."""
        return {"contexte": self.contexte, "action": self.action, "resultat": self.resultat, "analyse": self.analyse}[part]


class SpokenCritere(Frozen):
    """How a jury speaks of a critère or of a point of the final interview."""

    code: CritereCode | PointCode
    relances: Relances
    elements: Mapping[IndicateurCode, SpokenElement]


class FollowUp(Frozen):
    """What to ask next when one part of the answer is missing."""

    when: Part
    text: str


class Question(Frozen):
    """One question, why it is asked and what a good answer contains."""

    text: str
    probes: tuple[str, ...]
    """Codes of the critères or interview points it probes."""
    why: str
    source: Evidence | None = None
    """The passage of the draft that the question starts from."""
    expected: tuple[str, ...]
    follow_ups: tuple[FollowUp, ...]


class Phase(Frozen):
    """A timed part of the interview."""

    title: str
    minutes: int = Field(ge=1)
    questions: tuple[Question, ...]


class InterviewPlan(Frozen):
    """Phases whose minutes add up to the whole."""

    schema_: Literal["jury-blanc/interview/1"] = Field("jury-blanc/interview/1", alias="schema")
    kind: InterviewKind
    style: JuryStyle
    seed: int
    minutes: int
    phases: tuple[Phase, ...]
    notice: str

    model_config = Frozen.model_config | {"serialize_by_alias": True, "validate_by_name": True, "validate_by_alias": True}

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of every phase, in the order in which they are asked."""
        return tuple(question for phase in self.phases for question in phase.questions)
