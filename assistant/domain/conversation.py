"""Questions, answers with their sources, and results of a search."""

from typing import Literal, Self

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

    def asking(self, question: str) -> Self:
        """Return the conversation with one more question; the oldest are forgotten beyond `MOST_QUESTIONS`."""
        return type(self)(questions=(*self.questions, question)[-MOST_QUESTIONS:])


class Exchange(Frozen):
    """A question of a conversation, and its answer."""

    question: str
    answer: Answer
