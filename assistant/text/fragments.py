"""Pieces of a text that say, together, what it is about and what is wanted: parts of words, and stems that follow each other."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.text.french import fold, terms

PARTS, RUNS = "c:", "t:"
"""How the names of the two kinds begin."""
_TOKEN = re.compile(r"[a-z]+|[0-9]+(?:[ .,][0-9]+)*|[.,;:?!()%€\"]")
"""Words, numbers and the marks of sentences; those of lists, tables and elisions depend on where a text was written."""
_MARKS = str.maketrans({**dict.fromkeys("«»“”„", '"'), "…": "."})
_LENGTHS = (3, 4)
_STEMS = (1, 2)


def fragments(text: str) -> dict[str, float]:
    """Return the pieces of a text by name, with how much of it each is: a long text has more of them, each says less."""
    return _shared(Counter(_parts(text))) | _shared(Counter(_runs(terms(text))))


def _parts(text: str) -> Iterator[str]:
    for word in fold(text).split():
        padded = f" {word} "
        for length in _LENGTHS:
            yield from (PARTS + padded[n : n + length] for n in range(len(padded) - length + 1))


def _runs(stems: Sequence[str]) -> Iterator[str]:
    for length in _STEMS:
        yield from (RUNS + " ".join(stems[n : n + length]) for n in range(len(stems) - length + 1))


def _shared(counted: Counter[str]) -> dict[str, float]:
    weights = {name: 1 + math.log(times) for name, times in counted.items()}
    share = math.sqrt(sum(weights.values()))
    return {name: weight / share for name, weight in weights.items()}


def word_runs(text: str) -> dict[str, float]:
    """Return the words, numbers and marks of a text and each two that follow each other, as `fragments` does."""
    tokens = ["0" if token[0].isdecimal() else token for token in _TOKEN.findall(fold(text).translate(_MARKS))]
    return _shared(Counter([*tokens, *(f"{a} {b}" for a, b in pairwise(tokens))]))
