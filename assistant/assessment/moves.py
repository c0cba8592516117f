"""Tells which passages of a version are found again in another, word for word or nearly."""

from collections import Counter
from collections.abc import Sequence

from assistant.domain.base import Span
from assistant.domain.comparison import MovedPassage
from assistant.domain.draft import Draft
from assistant.domain.feedback import Assessment, Etat
from assistant.text.french import word_list
from assistant.text.segment import passages

ALIKE = 0.6
"""Share of their words that two passages have in common from which they are the same one, reworked."""
CONTAINED = 0.8
"""Share of the words of a passage that another holds from which it is part of it."""
_FEWEST_WORDS = 4
_COUNTED = (Etat.ATTESTE, Etat.PARTIEL, Etat.EVOQUE)


class Wording:
    """The words of a version, ready to be looked through."""

    def __init__(self, draft: Draft) -> None:
        self._line = f" {' '.join(word_list(draft.text))} "
        self._passages = [frozenset(word_list(draft.slice(p.span))) for p in passages(draft)]

    def holds(self, quote: str) -> bool:
        """Tell whether these words stand in the version, as they are or nearly."""
        words = word_list(quote)
        if not words or f" {' '.join(words)} " in self._line:
            return True
        own = frozenset(words)
        return len(own) >= _FEWEST_WORDS and any(len(own & held) >= CONTAINED * len(own) for held in self._passages)


def counted_passages(assessment: Assessment, indicateur: str | None = None) -> tuple[Span, ...]:
    """Return the places that count for a critère, or for one of its indicateurs, in reading order, each once."""
    found = {
        (e.start, e.end)
        for reading in assessment.indicateurs
        if reading.etat in _COUNTED and indicateur in (None, reading.code)
        for e in reading.evidence
    }
    return tuple(Span(start=start, end=end) for start, end in sorted(found))


def without_match(text: str, spans: Sequence[Span], others: Sequence[str], other: Wording) -> tuple[MovedPassage, ...]:
    """Return the passages at these places of a text that are none of the others, and whether `other` has their words."""
    bags = [Counter(word_list(words)) for words in others]
    alone = ((span, text[span.start : span.end]) for span in spans)
    return tuple(
        MovedPassage(quote=quote, start=span.start, end=span.end, elsewhere=other.holds(quote))
        for span, quote in alone
        if not any(_alike(Counter(word_list(quote)), bag) for bag in bags)
    )


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    sizes = (one.total(), other.total())
    if min(sizes) == 0:
        return one == other
    common = (one & other).total()
    if 2 * common >= ALIKE * sum(sizes):
        return True
    return min(sizes) >= _FEWEST_WORDS and common >= CONTAINED * min(sizes)
