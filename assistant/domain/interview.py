"""A plan for a mock interview."""

from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen
from assistant.domain.feedback import Evidence

InterviewKind = Literal["B3", "B4", "final"]
JuryStyle = Literal["referentiel", "terrain", "qualite-risques"]


class FollowUp(Frozen):
    """What to ask next when one part of the answer is missing."""

    when: Literal["contexte", "action", "resultat", "analyse"]
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
