"""Whether words follow each other as they do in French, whatever they say.

Each pair of neighbours tells how much oftener it occurs than its words would meet by chance, on
a logarithmic scale; the pairs of shuffled words are rarer than chance. Learned by
`evaluations.training.word_order`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import pairwise

from assistant.text.french import word_list

RESOURCE = "word_order.bin"
SCALE = 50
"""What a pair tells is kept in such parts of a natural logarithm, above `MIDDLE`."""
MIDDLE = 128
_CLAUSE = re.compile(r"[.;:!?|\n,()«»\"“”…•\[\]/–—]+")
FEWEST = 16
"""Pairs under which nothing is said of their order."""
_LEAST = 0.07
"""What a pair must tell on average: of 5 242 passages of dossiers one tells less, a telegraphic one; shuffled, 98 in 100 do."""
NUMBER, OTHER = "0", "*"
"""The classes of what begins with a digit, and of what is neither frequent nor ends as many words do."""


@dataclass(frozen=True)
class WordOrder:
    """What pairs of classes tell; a class is a frequent word, an ending, a number, or anything else."""

    classes: tuple[str, ...]
    pairs: bytes
    """One byte a pair, row by row: `MIDDLE` when it occurs as often as by chance."""

    def told(self, text: str) -> list[float]:
        """Return what each pair of neighbours of the text tells."""
        places, size = self._places, len(self.classes)
        found = [[places[class_of(word, places)] for word in clause] for clause in clauses(text)]
        return [(self.pairs[a * size + b] - MIDDLE) / SCALE for clause in found for a, b in pairwise(clause)]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.classes)}


def clauses(text: str) -> Iterator[list[str]]:
    """Yield the words between two punctuation marks."""
    return (word_list(clause) for clause in _CLAUSE.split(text))


def class_of(word: str, known: dict[str, int]) -> str:
    """Return the class of a word among those that are known."""
    if word in known:
        return word
    if word[0].isdigit():
        return NUMBER
    return ending(word) if ending(word) in known else OTHER


def ending(word: str) -> str:
    """Return the class of the words that end as this one."""
    return f"-{word[-2:]}"


@lru_cache(maxsize=4096)
def in_order(text: str) -> bool:
    """Tell whether the words of a text follow each other; few words have the benefit of the doubt."""
    told = _learned().told(text)
    return len(told) < FEWEST or sum(told) >= _LEAST * len(told)


@lru_cache(maxsize=1)
def _learned() -> WordOrder:
    head, _, pairs = (resources.files("assistant.text") / "resources" / RESOURCE).read_bytes().partition(b"\n")
    return WordOrder(tuple(json.loads(head)), pairs)
