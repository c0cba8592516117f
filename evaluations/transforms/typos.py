"""Typing: slips of the finger on an AZERTY keyboard, at a rate, never in figures."""

import random
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, get_args

from assistant.text.french import fold
from evaluations.transforms.base import Edit, Variant, edited

Slip = Literal["insert", "delete", "replace", "transpose"]
SLIPS: tuple[Slip, ...] = get_args(Slip)

_WORD = re.compile(r"(?<!\d)[^\W\d_]+(?!\d)")
_LEAST = 4
"""Letters of the shortest word in which a slip leaves something to recognise."""


@dataclass(frozen=True)
class Typos:
    """Makes slips in so many of a hundred letters, one a word at most, sparing the words given."""

    percent: int
    neighbours: Mapping[str, str]
    """For each letter, the letters of the keys around."""
    spared: frozenset[str] = frozenset()
    """Words that no slip may touch, such as the key terms of a critère; compared folded."""
    slips: tuple[Slip, ...] = field(default=SLIPS)

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        kinds = "" if self.slips == SLIPS else "-" + "-".join(self.slips)
        return f"typos-{self.percent}{kinds}{'-sparing' if self.spared else ''}"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with slips, None where its words are too few for one."""
        eligible = self._eligible(text)
        count = self._count(text, len(eligible))
        if not count:
            return None
        edits = [self._slip(text, word, rng) for word in rng.sample(eligible, count)]
        return edited(text, edits, f"{count} fautes de frappe ({self.percent} % des lettres)")

    def verify(self, before: str, after: str) -> bool:
        """Tell whether exactly that many words have one slip each, and nothing else changed."""
        old, new = list(_WORD.finditer(before)), list(_WORD.finditer(after))
        if len(old) != len(new) or _between(before, old) != _between(after, new):
            return False
        eligible = {m.start() for m in self._eligible(before)}
        changed = [(o, n.group()) for o, n in zip(old, new, strict=True) if o.group() != n.group()]
        return len(changed) == self._count(before, len(eligible)) > 0 and all(
            o.start() in eligible and self._is_slip(o.group(), n) for o, n in changed
        )

    def _eligible(self, text: str) -> list[re.Match[str]]:
        spared = {fold(word) for word in self.spared}
        return [
            m
            for m in _WORD.finditer(text)
            if len(m.group()) >= _LEAST and fold(m.group()) not in spared and self._possible(m.group())
        ]

    def _possible(self, word: str) -> bool:
        """Tell whether each kind of slip has a place in the word."""
        return all(map(self._around, word)) and any(a.lower() != b.lower() for a, b in pairwise(word))

    def _count(self, text: str, eligible: int) -> int:
        letters = sum(map(str.isalpha, text))
        return min(max(1, round(letters * self.percent / 100)), eligible)

    def _around(self, letter: str) -> list[str]:
        """Return the other letters that a finger may hit for this one; an accented one has those of its base too."""
        small = letter.lower()
        base = unicodedata.normalize("NFD", small)[0]
        return [k for k in self.neighbours.get(small) or self.neighbours.get(base, "") if k.isalpha() and k != small]

    def _slip(self, text: str, word: re.Match[str], rng: random.Random) -> Edit:
        kind = rng.choice(self.slips)
        if kind == "transpose":
            swaps = [n for n in range(word.start(), word.end() - 1) if text[n].lower() != text[n + 1].lower()]
            at = rng.choice(swaps)
            return Edit(at, at + 2, text[at + 1] + text[at])
        at = rng.randrange(word.start(), word.end())
        if kind == "delete":
            return Edit(at, at + 1, "")
        key = rng.choice(self._around(text[at]))
        typed = key.upper() if text[at].isupper() else key
        return Edit(at, at + 1, typed if kind == "replace" else text[at] + typed)

    def _is_slip(self, old: str, new: str) -> bool:
        """Tell whether one slip of a kind that may be made leads from a word to the other."""
        start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        if len(new) == len(old) + 1:
            return "insert" in self.slips and new[:start] + new[start + 1 :] == old
        if len(new) == len(old) - 1:
            return "delete" in self.slips and old[:start] + old[start + 1 :] == new
        swapped = old[:start] + old[start : start + 2][::-1] + old[start + 2 :]
        one = old[:start] + new[start : start + 1] + old[start + 1 :]
        return ("transpose" in self.slips and swapped == new) or ("replace" in self.slips and one == new)


def typos(neighbours: Mapping[str, str], spared: frozenset[str] = frozenset()) -> tuple[Typos, ...]:
    """Return the rates of slips, everywhere but in the words given."""
    return tuple(Typos(percent, neighbours, spared) for percent in (1, 3, 5))


def _between(text: str, words: list[re.Match[str]]) -> list[str]:
    bounds = [(0, 0), *(m.span() for m in words), (len(text), len(text))]
    return [text[a[1] : b[0]] for a, b in pairwise(bounds)]
