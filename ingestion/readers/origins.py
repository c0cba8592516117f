"""From a place in the text of a draft back to what a file holds there.

A reader that wants it says, for each paragraph, from which element of the file each piece
of its words came. Cleaning takes characters out and composes others, tidying takes white
space out; both are undone here by counting, never by looking for words.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from ingestion.readers.characters import Cleaner

_TOKEN = re.compile("[\x20-\x7e][^\x20-\x7e]*|[^\x20-\x7e]+")
"""A printable ASCII character begins something new whatever stands before it: cleaning never joins it to the past."""


class Piece(NamedTuple):
    """Words of a paragraph and the element of the file that holds them."""

    text: str
    element: object


class Stretch(NamedTuple):
    """A part of a piece: what an element holds between two of the characters that it gave."""

    element: object
    start: int
    end: int


class Origins:
    """The places of one paragraph: from its characters in the draft to its pieces in the file."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = [piece for piece in pieces if piece.text]
        self._raw = "".join(piece.text for piece in self._pieces)
        self._cleaned = Cleaner().clean(self._raw)
        self._lines = kept_lines(self._cleaned)
        self._line_starts = [0, *accumulate(end - start + 1 for start, end in self._lines)][:-1]

    def between(self, start: int, end: int) -> list[Stretch]:
        """Return what the file holds between two characters of the paragraph as the draft shows it."""
        first, last = self._raw_start(self._in_cleaned(start)), self._raw_end(self._in_cleaned(end - 1) + 1)
        stretches: list[Stretch] = []
        position = 0
        for piece in self._pieces:
            begin, stop = max(first - position, 0), min(last - position, len(piece.text))
            if begin < stop:
                stretches.append(Stretch(piece.element, begin, stop))
            position += len(piece.text)
        return stretches

    def _in_cleaned(self, index: int) -> int:
        line = bisect_right(self._line_starts, index) - 1
        return self._lines[line][0] + index - self._line_starts[line]

    def _raw_start(self, index: int) -> int:
        """Return the last place before which no more than `index` characters are kept."""
        place, counts, left = self._around(index)
        return place + max(i for i, count in enumerate(counts) if count <= left)

    def _raw_end(self, index: int) -> int:
        """Return the last place before which `index` characters are kept, or just past it where they come by two."""
        place, counts, left = self._around(index)
        last = max(i for i, count in enumerate(counts) if count <= left)
        return place + last + (counts[last] < left)

    def _around(self, index: int) -> tuple[int, list[int], int]:
        """Return where a token of the raw text begins, how much is kept of its beginnings, and how much to keep."""
        if self._cleaned == self._raw:
            return index, [0], 0
        places, kept = self._tokens
        token = bisect_right(kept, index) - 1
        words = self._raw[places[token] : places[token + 1]] if token + 1 < len(places) else ""
        return places[token], [len(Cleaner().clean(words[:i])) for i in range(len(words) + 1)], index - kept[token]

    @cached_property
    def _tokens(self) -> tuple[list[int], list[int]]:
        """Where tokens begin in the raw text and in what is kept of it; the end of both comes last."""
        cleaner = Cleaner()
        tokens = _TOKEN.findall(self._raw)
        places = [0, *accumulate(map(len, tokens))]
        return places, [0, *accumulate(len(cleaner.clean(token)) for token in tokens)]


def kept_lines(text: str) -> list[tuple[int, int]]:
    """Return where the lines of a text stand without outer white space, empty ones left out."""
    lines: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        if kept := line.strip():
            start = position + len(line) - len(line.lstrip())
            lines.append((start, start + len(kept)))
        position += len(line) + 1
    return lines
