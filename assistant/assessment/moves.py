"""Tells which passages of a version are found again in another, word for word or reworked."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from assistant.domain.base import Span
from assistant.domain.comparison import MovedPassage
from assistant.domain.draft import Draft
from assistant.domain.feedback import Assessment, Etat
from assistant.text.french import word_list
from assistant.text.segment import passages

ALIKE = 0.6
"""Share of their words that two passages have in common from which one may be the other, reworked."""
CONTAINED = 0.8
"""Share of the words of a passage that another holds from which it may be part of it."""
RETOLD = 0.7
"""Share of the pairs of neighbouring words of a passage that another holds from which it says it nearly word for word."""
_FEWEST_WORDS = 4
_COUNTED = (Etat.ATTESTE, Etat.PARTIEL, Etat.EVOQUE)


class Version:
    """The text of a version, with its words ready to be looked through."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._line = _line(draft.text)
        self._passages = [_pairs(draft.slice(p.span)) for p in passages(draft)]

    def has(self, words: str) -> bool:
        """Tell whether these words stand in the version one after the other."""
        return _line(words) in self._line

    def holds(self, words: str) -> bool:
        """Tell whether these words stand in the version, as they are or nearly."""
        own = _pairs(words)
        if self.has(words):
            return True
        return len(own) >= _FEWEST_WORDS and any(len(own & held) >= RETOLD * len(own) for held in self._passages)


def counted_passages(assessment: Assessment, indicateur: str | None = None) -> tuple[Span, ...]:
    """Return the places that count for a critère, or for one of its indicateurs, in reading order, each once."""
    found = {
        (e.start, e.end)
        for reading in assessment.indicateurs
        if reading.etat in _COUNTED and indicateur in (None, reading.code)
        for e in reading.evidence
    }
    return tuple(Span(start=start, end=end) for start, end in sorted(found))


def gained_and_lost(
    before: Version, after: Version, earlier: Sequence[Span], later: Sequence[Span]
) -> tuple[tuple[MovedPassage, ...], tuple[MovedPassage, ...]]:
    """Return the passages at the later places that are none of the earlier ones, and the other way round."""
    old = [(span, before.draft.slice(span)) for span in earlier]
    new = [(span, after.draft.slice(span)) for span in later]
    found_again = {(o, n) for o, _ in old for n, _ in new if _same(before.draft.slice(o), after.draft.slice(n), before, after)}
    stayed, known = {o for o, _ in found_again}, {n for _, n in found_again}
    return (
        tuple(_moved(span, quote, before) for span, quote in new if span not in known),
        tuple(_moved(span, quote, after) for span, quote in old if span not in stayed),
    )


def _moved(span: Span, quote: str, other: Version) -> MovedPassage:
    return MovedPassage(quote=quote, start=span.start, end=span.end, elsewhere=other.holds(quote))


def _same(old: str, new: str, before: Version, after: Version) -> bool:
    """Tell whether an earlier passage became a later one: quoted at greater or lesser length, or reworked.

    Nothing was reworked when the earlier words still stand in the later version, or the later
    ones stood in the earlier: then these are two passages.
    """
    ours, theirs = Counter(word_list(old)), Counter(word_list(new))
    shortest = min(ours.total(), theirs.total())
    if shortest >= _FEWEST_WORDS and (_line(old) in _line(new) or _line(new) in _line(old)):
        return True
    if ours == theirs:
        return True
    if after.has(old) or before.has(new):
        return False
    common = (ours & theirs).total()
    return 2 * common >= ALIKE * (ours.total() + theirs.total()) or (shortest >= _FEWEST_WORDS and common >= CONTAINED * shortest)


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(word_list(text)))


def _line(text: str) -> str:
    return f" {' '.join(word_list(text))} "
