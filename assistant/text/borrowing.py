"""Finds where a text has the words of others, nearly one for one: its places, and whose words they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.domain.base import Span
from assistant.text.french import WORD, fold, spelt_out

_RUN = 5
"""Words in a row that two texts rarely share by chance."""
_GAP = 7
"""Changed words within which a copy goes on: a name, a date, a sum."""
_FEWEST = 20
"""Shared words under which two texts may have met by chance."""
_DENSE = 0.6
"""Part of the words of a place that must be shared."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_UNKNOWN = 0


class WordedText:
    """A text and its words, folded, each with its place."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        for line in text.split("\n"):  # no word goes over the end of a line
            words, starts, ends = _worded(line)
            self.words += words
            self.starts += [at + start for start in starts]
            self.ends += [at + end for end in ends]
            at += len(line) + 1


@lru_cache(maxsize=4096)
def _worded(line: str) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the words of a line, where they start and where they end; one that did not change is not read again."""
    found: list[re.Match[str]] = list(WORD.finditer(fold(line)))
    return tuple(spelt_out(m.group()) for m in found), tuple(m.start() for m in found), tuple(m.end() for m in found)


@dataclass(frozen=True)
class Borrowing:
    """A place of a text that has the words of another."""

    span: Span
    source: int
    """Number of the text that it has most words of."""


class Lenders:
    """Texts whose words may be found in others; what `anyone` may say belongs to none of them."""

    def __init__(self, texts: Sequence[WordedText], anyone: Sequence[WordedText] = ()) -> None:
        self._texts = texts
        self._anyone = anyone

    def borrowings(self, text: WordedText) -> list[Borrowing]:
        """Return the places of a text that are nearly one of these texts', in reading order."""
        owners = self._owners(text)
        return [
            Borrowing(Span(start=text.starts[first], end=text.ends[last]), _most(owners[first : last + 1]))
            for first, last in _dense(owners)
        ]

    def _owners(self, text: WordedText) -> NDArray[np.int64]:
        """Return, for each word of a text, which of these texts it is shared with, -1 for none."""
        keys, sources = self._runs
        owners = np.full(len(text.words), -1)
        asked, known = self._keys(text)
        if not len(keys) or not len(asked):
            return owners
        at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        for n in np.flatnonzero(known & (keys[at] == asked)):
            owners[n : n + _RUN] = sources[at[n]]
        return owners

    @cached_property
    def _numbers(self) -> dict[str, int]:
        words = dict.fromkeys(word for text in self._texts for word in text.words)
        return {word: n for n, word in enumerate(words, start=_UNKNOWN + 1)}

    @cached_property
    def _runs(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return every run of words that is not anyone's, in order, and the first text that has it."""
        kept = [self._keys(text) for text in self._texts]
        keys = np.concatenate([np.zeros(0, dtype=np.uint64), *(k for k, _ in kept)])
        sources = np.repeat(np.arange(len(kept)), [len(k) for k, _ in kept])
        common = np.concatenate([np.zeros(0, dtype=np.uint64), *(k[known] for k, known in map(self._keys, self._anyone))])
        unique, first = np.unique(keys, return_index=True)
        own = ~np.isin(unique, common)
        return unique[own], sources[first[own]]

    def _keys(self, text: WordedText) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
        """Return one number for each run of words of a text, and whether all its words are known."""
        numbers = np.array([self._numbers.get(word, _UNKNOWN) for word in text.words], dtype=np.uint64)
        size = max(0, len(numbers) - _RUN + 1)
        keys, known = np.zeros(size, dtype=np.uint64), np.ones(size, dtype=np.bool_)
        for n in range(_RUN):
            part = numbers[n : n + size]
            keys = (keys ^ part) * _FACTOR
            known &= part != _UNKNOWN
        return keys, known


def _dense(owners: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield the first and last words of the stretches that are mostly shared."""
    shared = np.flatnonzero(owners >= 0)
    if not len(shared):
        return
    cuts = [n for n, (a, b) in enumerate(pairwise(shared), start=1) if b - a - 1 > _GAP]
    for part in np.split(shared, cuts):
        first, last = int(part[0]), int(part[-1])
        if len(part) >= _FEWEST and len(part) >= _DENSE * (last - first + 1):
            yield first, last


def _most(owners: NDArray[np.int64]) -> int:
    return int(np.bincount(owners[owners >= 0]).argmax())
