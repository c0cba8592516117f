"""Pieces of a question that say, together, what is wanted: parts of words, and words that follow each other."""

import math
from collections import Counter
from collections.abc import Iterator

PARTS, RUNS = "c:", "t:"
"""How the names of the two kinds begin."""
_LENGTHS = range(2, 6)
_WORDS = 3


def fragments(spelt: str) -> dict[str, float]:
    """Return the pieces of a question by name; a long question has more of them, and each says less."""
    words = spelt.lower().split()
    return _shared(Counter(_parts(words))) | _shared(Counter(_runs(words)))


def _parts(words: list[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for length in _LENGTHS:
            yield from (PARTS + padded[n : n + length] for n in range(len(padded) - length + 1))


def _runs(words: list[str]) -> Iterator[str]:
    for length in range(1, _WORDS + 1):
        yield from (RUNS + " ".join(words[n : n + length]) for n in range(len(words) - length + 1))


def _shared(counted: Counter[str]) -> dict[str, float]:
    weights = {name: 1 + math.log(times) for name, times in counted.items()}
    share = math.sqrt(sum(weights.values()))
    return {name: weight / share for name, weight in weights.items()}
