"""Candidates made by hand."""

from assistant.domain.base import Span
from assistant.domain.draft import Passage
from assistant.protocols import Likeness, ScoredPassage


def scored(passage: Passage, focus: Span | None = None, score: float = 0.5) -> ScoredPassage:
    """Return a passage as a matcher would give it, its first sentence being the best."""
    alike = Likeness(score=score, alone=score, sentence=score, rank=0)
    best = passage.sentences[0]
    silent = (0.0, 0.0, 0.0, 0.0)
    return ScoredPassage(
        passage=passage, focus=focus or best, best=best, shared=alike, topic=alike, manners=silent, best_manners=silent
    )
