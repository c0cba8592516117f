"""Questions, answers with their sources, and results of a search."""

from typing import Literal, Self

from pydantic import Field

from assistant.domain.base import Frozen

SourceKind = Literal["critere", "competence", "modalite", "exemplar", "fait"]
MOST_QUESTIONS = 20
"""Questions of a conversation that are remembered."""


class SearchResult(Frozen):
    """One thing found, best first in a list."""

    code: str
    kind: SourceKind
    score: float
    text: str


class SearchResults(Frozen):
    """What a search found."""

    query: str
    results: tuple[SearchResult, ...]


class Citation(Frozen):
    """What an answer rests on; offsets only for the candidate's own draft."""

    kind: Literal["critere", "competence", "modalite", "draft", "fait", "exemplar"]
    code: str | None
    quote: str
    start: int | None = None
    end: int | None = None


class Answer(Frozen):
    """An answer in French that cites what it rests on, or says that it found nothing."""

    answer: str
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    """Nothing relevant was found."""
    declined: bool = False
    """The request is one the product does not serve (writing the dossier, predicting the result)."""
    mode: Literal["embedded", "model"] = "embedded"
    notice: str


class Conversation(Frozen):
    """What a person asked so far, oldest first.

    Answers are not part of it: they are worked out again from the questions, so that nobody
    can send back a source that was never ours.
    """

    questions: tuple[str, ...] = ()
    chosen: tuple[tuple[str, ...], ...] = Field(default=(), exclude_if=lambda codes: not codes)
    """For each question, codes that a language model chose among what was found, none without one; checked when read again."""

    def asking(self, question: str, chosen: tuple[str, ...] = ()) -> Self:
        """Return the conversation with one more question; the oldest are forgotten beyond `MOST_QUESTIONS`."""
        before = [*self.turns(), (question, chosen)][-MOST_QUESTIONS:]
        codes = tuple(codes for _, codes in before)
        return type(self)(questions=tuple(asked for asked, _ in before), chosen=codes if any(codes) else ())

    def turns(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return each question with what was chosen for it."""
        codes = [*self.chosen[: len(self.questions)], *[()] * len(self.questions)]
        return list(zip(self.questions, codes, strict=False))


class Exchange(Frozen):
    """A question of a conversation, and its answer."""

    question: str
    answer: Answer
    chosen: tuple[str, ...] = ()
    """Codes that a language model chose for it."""
