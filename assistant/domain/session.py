"""A mock interview while it is held, and what comes out of it."""

from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen
from assistant.domain.feedback import Evidence
from assistant.domain.interview import InterviewPlan, Part

Mode = Literal["practice", "exam"]
"""Practice gives help after each answer; an exam gives none, and keeps to its times."""


class Turn(Frozen):
    """One thing asked, and what was answered."""

    question: int
    """Number of the question in the interview, from 1."""
    asked: str
    relance: Part | None = None
    """Part that the jury asked for again; None for the question itself."""
    answer: str
    """Empty when the person went on without answering."""
    seconds: int = Field(default=0, ge=0)


class Session(Frozen):
    """All that is needed to go on with an interview, here or elsewhere."""

    schema_: Literal["jury-blanc/session/1"] = Field("jury-blanc/session/1", alias="schema")
    plan: InterviewPlan
    mode: Mode = "practice"
    name: str = ""
    """Name of the draft that the plan starts from."""
    dossier: str = ""
    """Text of that draft, with which answers are compared."""
    turns: tuple[Turn, ...] = ()
    at: int = Field(default=1, ge=1)
    """Number of the question being asked; one more than there are when all is done."""
    pending: Part | None = None
    """Part to ask for again before the next question."""
    typed: str = ""
    """An answer begun and not given yet, when the interview was put aside in the middle of it."""

    model_config = Frozen.model_config | {"serialize_by_alias": True, "validate_by_name": True, "validate_by_alias": True}


class Prompt(Frozen):
    """What the jury says next."""

    question: int
    of: int
    phase: str
    text: str
    relance: Part | None
    seconds_left: int
    """Of this phase; below zero when it has run over."""
    why: str = ""
    """Why the question is asked; empty in an exam, and for a relance."""


class Said(Frozen):
    """A part of an answer that is there, and the words that show it."""

    part: Part
    question: int
    quote: str


class Help(Frozen):
    """What an answer shows and lacks, right after it, in practice."""

    shown: tuple[Said, ...]
    missing: tuple[Part, ...]
    expected: tuple[str, ...]


class Step(Frozen):
    """Where an interview stands: the state to send back, what the jury says, and in practice what the last answer shows."""

    session: Session
    prompt: Prompt | None
    """None when every question was asked."""
    help: Help | None


class PointDebrief(Frozen):
    """What was shown and what is missing for one critère or point."""

    code: str
    texte: str
    questions: tuple[int, ...]
    shown: tuple[Said, ...]
    missing: tuple[Part, ...]
    """Parts that no answer on this point shows."""
    unanswered: tuple[int, ...]


class Mismatch(Frozen):
    """A claim of an answer that the dossier does not bear out, both passages side by side."""

    kind: Literal["nombre", "date", "role", "fait"]
    message: str
    question: int
    answer: str
    dossier: Evidence


class Debrief(Frozen):
    """What to remember of an interview: no mark, no verdict."""

    schema_: Literal["jury-blanc/debrief/1"] = Field("jury-blanc/debrief/1", alias="schema")
    asked: int
    answered: int
    seconds: int
    points: tuple[PointDebrief, ...]
    mismatches: tuple[Mismatch, ...]
    rehearse: tuple[str, ...]
    """Up to three things to rehearse."""
    notice: str

    model_config = Frozen.model_config | {"serialize_by_alias": True, "validate_by_name": True, "validate_by_alias": True}
