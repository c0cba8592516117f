"""What a transform is: a seeded change of a text, and the mechanical check that nothing else changed."""

import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from assistant.domain.base import Span


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch `start:end` of the original that stands, word for word, from `at` in the variant."""

    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Variant:
    """A changed text, what was done to it (in French), and where the original's words went."""

    text: str
    note: str
    kept: tuple[Kept, ...]
    """In the order of the variant."""

    @property
    def inserted(self) -> tuple[Span, ...]:
        """Return the stretches of the variant that are not the original's."""
        bounds = [(0, 0), *((k.at, k.at + k.end - k.start) for k in self.kept), (len(self.text), len(self.text))]
        return tuple(Span(start=a[1], end=b[0]) for a, b in pairwise(bounds) if a[1] < b[0])

    def origin(self, position: int) -> int:
        """Return the place in the original of a place in the variant; new words stand where they were put in."""
        index = bisect_right(self.kept, position, key=lambda k: k.at) - 1
        if index < 0:
            return self.kept[0].start if self.kept else 0
        kept = self.kept[index]
        return min(kept.start + position - kept.at, kept.end)


class Transform(Protocol):
    """A change of one kind, with its check; `name` is stable, in kebab case."""

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""

    def apply(self, text: str, rng: random.Random, /) -> Variant | None:
        """Return a variant that depends on the text and the generator alone, None where the change does not apply."""

    def verify(self, before: str, after: str, /) -> bool:
        """Tell whether the second text is the first with this change and no other."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Words to put in place of `start:end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cases:
    """Verified variants of one text, and how many tries gave none."""

    variants: tuple[Variant, ...]
    not_applicable: int = 0
    unverified: int = 0
    """Variants that the check of their own transform refused: never to be judged upon."""
    repeated: int = 0
    """Variants equal to an earlier one."""

    @property
    def skipped(self) -> int:
        """Return how many tries gave no case."""
        return self.not_applicable + self.unverified + self.repeated

    def __iter__(self) -> Iterator[Variant]:
        return iter(self.variants)

    def __len__(self) -> int:
        return len(self.variants)


def cases(transform: Transform, text: str, seed: int, n: int) -> Cases:
    """Return up to n different verified variants; the same for the same text, seed and transform everywhere."""
    found: dict[str, Variant] = {}
    not_applicable = unverified = repeated = 0
    for number in range(n):
        rng = random.Random(f"{transform.name}/{seed}/{number}")  # noqa: S311 - reproducible, not secret
        variant = transform.apply(text, rng)
        if variant is None:
            not_applicable += 1
        elif variant.text in found:
            repeated += 1
        elif not transform.verify(text, variant.text):
            unverified += 1
        else:
            found[variant.text] = variant
    return Cases(tuple(found.values()), not_applicable, unverified, repeated)


def composed(before: str, parts: Iterable[Span | str], note: str) -> Variant:
    """Return the variant made of stretches of the original and of new words, in that order."""
    pieces: list[str] = []
    kept: list[Kept] = []
    at = 0
    for part in parts:
        piece = part if isinstance(part, str) else before[part.start : part.end]
        if isinstance(part, Span) and piece:
            last = kept[-1] if kept else None
            if last and last.end == part.start and last.at + last.end - last.start == at:
                kept[-1] = Kept(last.start, part.end, last.at)
            else:
                kept.append(Kept(part.start, part.end, at))
        pieces.append(piece)
        at += len(piece)
    return Variant("".join(pieces), note, tuple(kept))


def edited(before: str, edits: Sequence[Edit], note: str) -> Variant:
    """Return the variant that these edits make; they must not overlap."""
    parts: list[Span | str] = []
    position = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        parts += [Span(start=position, end=edit.start), edit.text]
        position = edit.end
    return composed(before, [*parts, Span(start=position, end=len(before))], note)


def standing_in(before: str, after: str, spans: Sequence[Span], options: Sequence[Sequence[str]]) -> list[str] | None:
    """Return which of its options stands in the second text in place of each span of the first.

    None if anything outside the spans differs, or if something else stands there.
    """
    found: list[str] = []
    bounds = [Span(start=0, end=0), *spans, Span(start=len(before), end=len(before))]
    gaps = [before[a.end : b.start] for a, b in pairwise(bounds)]
    position = len(gaps[0])
    if not after.startswith(gaps[0]):
        return None
    for gap, choice in zip(gaps[1:], options, strict=True):
        fitting = (o for o in choice if after.startswith(o, position) and after.startswith(gap, position + len(o)))
        words = max(fitting, key=len, default=None)
        if words is None:
            return None
        found.append(words)
        position += len(words) + len(gap)
    return found if position == len(after) else None
