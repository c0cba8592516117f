"""Passages of a draft in other words, so that a second look bounds what the first one found.

What is denied, or planned where only deeds count, is also read as if it had been done: « je n’ai pas
comparé » never counts more than « j’ai comparé ». And what is left of a passage without the words
that would be quoted from it may be the clearer for it: then a sentence of it is to be quoted as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from assistant.assessment.features import PAIR_FEATURES, PairReader, Row
from assistant.domain.base import IndicateurCode, Span
from assistant.domain.draft import Passage
from assistant.domain.grille import CritereGrille, Indicateur
from assistant.protocols import AssessmentRequest, ScoredPassage
from assistant.text.deeds import as_done

_MOST_TOGETHER = 3
"""Sentences said as done in every combination; of more, each by itself and all of them."""
_APART = "\n\n"


class SecondLook:
    """The other versions of the passages of one draft, and how they read."""

    def __init__(self, request: AssessmentRequest) -> None:
        self._text = request.text
        self._wordings, self._simulated = request.wordings, request.simulated
        self._again = request.again
        self._words: list[str] = []
        self._length = 0
        self._passages: list[Passage] = []
        self._as_done: dict[tuple[int, int], tuple[int, ...]] = {}
        self._left: dict[tuple[int, int, tuple[Span, ...]], int | None] = {}
        self._sentences: list[tuple[Span, ...]] = []
        """Of each version, where its sentences are in the draft."""
        self._reader = PairReader("", self._wordings, simulated=self._simulated)
        self._read: Mapping[IndicateurCode, Sequence[ScoredPassage]] = {}

    def as_done(self, passage: Passage) -> tuple[int, ...]:
        """Return the numbers of the versions where sentences that deny or plan a deed say it as done."""
        key = (passage.start, passage.end)
        if key not in self._as_done:
            said = [self._text[s.start : s.end] for s in passage.sentences]
            done = [as_done(sentence, planned=not self._simulated) for sentence in said]
            changed = [n for n, (old, new) in enumerate(zip(said, done, strict=True)) if old != new]
            self._as_done[key] = tuple(
                self._version(passage, {n: done[n] if n in together else words for n, words in enumerate(said)})
                for together in _combined(changed)
            )
        return self._as_done[key]

    def left(self, passage: Passage, quoted: Iterable[Span]) -> int | None:
        """Return the number of the version without what would be quoted, None where nothing would be left."""
        spans = tuple(sorted(set(quoted), key=lambda span: (span.start, span.end)))
        key = (passage.start, passage.end, spans)
        if key not in self._left:
            kept = {n: self._text[s.start : s.end] for n, s in enumerate(passage.sentences) if not any(map(s.overlaps, spans))}
            self._left[key] = self._version(passage, kept) if kept else None
        return self._left[key]

    def best(self, indicateur: Indicateur, number: int) -> Span:
        """Return the place in the draft of the sentence of a version that speaks of an indicateur most."""
        found, sentences = self._read[indicateur.code][number], self._passages[number].sentences
        return self._sentences[number][sentences.index(found.best)]

    def read(self, indicateurs: Sequence[Indicateur]) -> None:
        """Read every version asked for so far."""
        if self._again and self._passages:
            words = "".join(self._words)
            self._read = self._again(words, self._passages, indicateurs)
            self._reader = PairReader(words, self._wordings, simulated=self._simulated)

    def rows(self, critere: CritereGrille, indicateur: Indicateur, numbers: Sequence[int]) -> Row:
        """Return the figures of some versions for an indicateur, one row each."""
        if not numbers:
            return np.zeros((0, len(PAIR_FEATURES)))
        read = self._read[indicateur.code]
        return self._reader.rows(critere, indicateur, [read[n] for n in numbers])

    def _version(self, passage: Passage, kept: Mapping[int, str]) -> int:
        """Add the passage with these words for its sentences, those not named left out; return its number."""
        self._add(_APART)
        start, spans = self._length, []
        for place, (number, words) in enumerate(kept.items()):
            if place:
                self._add(self._text[passage.sentences[number - 1].end : passage.sentences[number].start] or " ")
            spans.append(Span(start=self._length, end=self._length + len(words)))
            self._add(words)
        self._passages.append(passage.model_copy(update={"start": start, "end": self._length, "sentences": tuple(spans)}))
        self._sentences.append(tuple(passage.sentences[n] for n in kept))
        return len(self._passages) - 1

    def _add(self, words: str) -> None:
        self._words.append(words)
        self._length += len(words)


def _combined(changed: Sequence[int]) -> list[tuple[int, ...]]:
    """Return which sentences are said as done together."""
    if len(changed) > _MOST_TOGETHER:
        return [*((n,) for n in changed), tuple(changed)]
    return [together for size in range(1, len(changed) + 1) for together in combinations(changed, size)]
