"""Gaming: padding, repetition, keywords, the référentiel's own words, word salad and orders to the evaluator."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from math import ceil

from evaluations.french_data import FrenchData
from evaluations.transforms.base import Edit, Transform, Variant, edited
from evaluations.transforms.insertion import added, is_insertion, scattered, units_of
from evaluations.transforms.units import Unit, gaps, is_flowing, units

_FRAMES = (
    "La mise en œuvre s’appuie sur {0}.",
    "Une attention particulière est portée à ces points : {0}.",
    "Notre démarche articule {0}.",
)
_SUBJUNCTIVES = {
    "sont": "soient", "est": "soit", "ont": "aient", "a": "ait", "permet": "permette", "tient": "tienne", "prend": "prenne",
    "répond": "réponde", "fait": "fasse", "font": "fassent", "prennent": "prennent", "permettent": "permettent",
    "tiennent": "tiennent", "répondent": "répondent", "couvre": "couvre", "garantit": "garantisse", "décrit": "décrive",
}  # fmt: skip


def padding(data: FrenchData) -> tuple[Transform, ...]:
    """Return the additions of neutral and of off-topic paragraphs, and the repetitions."""
    return (
        *(Pad("pad", percent, data.filler) for percent in (25, 100, 300)),
        *(Pad("off-topic", percent, data.off_topic) for percent in (25, 50)),
        *(Duplicate(times) for times in (2, 5)),
        ShuffleWords(),
    )


@dataclass(frozen=True)
class Pad:
    """Adds paragraphs, drawn in turn and set at drawn places, until they make so many percent more words."""

    kind: str
    percent: int
    filler: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return f"{self.kind}-{self.percent}"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the longer text, None where it has no place for a paragraph."""
        pieces: list[str] = []
        deck: list[str] = []
        missing = self._target(text)
        while missing > 0 and self.filler:
            deck = deck or rng.sample(self.filler, len(self.filler))
            pieces.append(deck.pop())
            missing -= len(pieces[-1].split())
        return scattered(text, pieces, rng, f"{len(pieces)} paragraphes ajoutés (+{self.percent} % de mots)")

    def verify(self, before: str, after: str) -> bool:
        """Tell whether the text only has paragraphs of the list more, and as many words as announced."""
        more = added(before, after)
        allowed = {unit for piece in self.filler for unit in units_of(piece, before)}
        words = sum(len(unit.split()) * count for unit, count in (more or {}).items())
        longest = max((len(piece.split()) for piece in self.filler), default=0)
        return bool(more) and set(more or ()) <= allowed and 0 <= words - self._target(before) < longest

    def _target(self, text: str) -> int:
        return ceil(len(text.split()) * self.percent / 100)


@dataclass(frozen=True)
class Duplicate:
    """Repeats a paragraph until it stands so many times: the one that holds the quote given, or the longest."""

    times: int
    quote: str = ""

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return f"duplicate-{self.times}"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with the copies at drawn places, None where there is no such paragraph."""
        best = self._best(text)
        return scattered(text, [best] * (self.times - 1), rng, f"un paragraphe répété ×{self.times}") if best else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether the copies, and nothing else, are there more."""
        best = self._best(before)
        return bool(best) and is_insertion(before, after, [best] * (self.times - 1))

    def _best(self, text: str) -> str:
        mergeable = ("heading",) if is_flowing(text) else ("heading", "list", "table")
        found = [text[u.start : u.end] for u in units(text) if u.kind not in mergeable]
        return max((words for words in found if self.quote in words), key=len, default="")


@dataclass(frozen=True)
class Stuff:
    """Adds one paragraph made of the given terms in a drawn order, bare or in sentences without facts."""

    terms: tuple[str, ...]
    in_sentences: bool = False

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return "keyword-sentences" if self.in_sentences else "keyword-stuffing"

    def paragraph(self, rng: random.Random) -> str:
        """Return the paragraph alone, for a draft that has nothing else."""
        terms = rng.sample(self._terms(), len(self.terms))
        if not self.in_sentences:
            return ", ".join(terms) + "."
        groups = [", ".join(terms[n : n + 3]) for n in range(0, len(terms), 3)]
        return " ".join(rng.choice(_FRAMES).format(group) for group in groups)

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with the paragraph at a drawn place."""
        return scattered(text, [self.paragraph(rng)], rng, f"{len(self.terms)} mots-clés ajoutés") if self.terms else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether one paragraph is there more, with each term once and the empty frames only."""
        more = list((added(before, after) or Counter()).elements())
        return len(more) == 1 and sorted(self._read(more[0])) == sorted(self._terms())

    def _terms(self) -> list[str]:
        return [re.sub(r"[\s,.]+", " ", term).strip() for term in self.terms]

    def _read(self, paragraph: str) -> list[str]:
        if not self.in_sentences:
            return paragraph.removesuffix(".").split(", ")
        frames = "|".join(re.escape(frame).replace(re.escape("{0}"), r"([^.]*)") for frame in _FRAMES)
        found = [next(filter(None, groups)) for groups in re.findall(frames, paragraph)]
        rest = re.sub(frames, "", paragraph).strip()
        return [term for group in found for term in group.split(", ")] + ([rest] if rest else [])


@dataclass(frozen=True)
class Parrot:
    """Adds one paragraph that repeats the given wordings, as they are or after « J’ai veillé à ce que »."""

    wordings: tuple[str, ...]
    framed: bool = False

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return "parrot-framed" if self.framed else "parrot"

    @property
    def paragraph(self) -> str:
        """Return the paragraph alone, for a draft that has nothing else."""
        return " ".join(_framed(w) if self.framed else f"{w.strip().rstrip('.')}." for w in self.wordings)

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with the paragraph at a drawn place."""
        return scattered(text, [self.paragraph], rng, "libellés recopiés") if self.wordings else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether the paragraph, and nothing else, is there more."""
        return is_insertion(before, after, [self.paragraph])


def _framed(wording: str) -> str:
    words = wording.strip().rstrip(".")
    present = r"(?<![\w’'])(?:" + "|".join(_SUBJUNCTIVES) + r")(?![\w’'])"
    clause = re.sub(present, lambda m: _SUBJUNCTIVES[m.group()], words[:1].lower() + words[1:], count=1)
    que = "qu’" if clause[:1] in "aeiouyéèêàâîôûh" else "que "
    return f"J’ai veillé à ce {que}{clause}."


@dataclass(frozen=True)
class ShuffleWords:
    """Puts the words of every paragraph in a drawn order; headings, lists and tables stay."""

    name: str = field(default="word-shuffle", init=False)

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the word salad, None where no paragraph has two words."""
        edits = []
        for unit in self._paragraphs(text):
            tokens = text[unit.start : unit.end].split()
            edits.append(Edit(unit.start, unit.end, " ".join(rng.sample(tokens, len(tokens)))))
        variant = edited(text, edits, "mots mélangés")
        return None if variant.text == text else variant

    def verify(self, before: str, after: str) -> bool:
        """Tell whether each paragraph has the same words and all else stands still."""
        flowing = is_flowing(before)
        old, new = units(before, flowing=flowing), units(after, flowing=flowing)
        if before == after or gaps(before, old) != gaps(after, new):
            return False
        same = [
            sorted(before[o.start : o.end].split()) == sorted(after[n.start : n.end].split())
            for o, n in zip(old, new, strict=True)
        ]
        still = [
            before[o.start : o.end] == after[n.start : n.end] for o, n in zip(old, new, strict=True) if o.kind != "paragraph"
        ]
        return all(same) and all(still)

    def _paragraphs(self, text: str) -> list[Unit]:
        return [u for u in units(text) if u.kind == "paragraph"]
