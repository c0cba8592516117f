"""Surface: accents and capitals left out, as hurried candidates leave them out."""

import random
import unicodedata
from dataclasses import dataclass
from math import ceil

from evaluations.transforms.base import Edit, Variant, edited
from evaluations.transforms.surface import Rewriting


@dataclass(frozen=True)
class StripAccents:
    """Takes the accents off a share of the accented letters, those of capitals first."""

    percent: int

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return f"strip-accents-{self.percent}"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with fewer accents, None where it has none."""
        accented = _accented(text)
        rng.shuffle(accented)
        accented.sort(key=lambda at: not text[at].isupper())
        chosen = accented[: self._share(len(accented))]
        if not chosen:
            return None
        edits = [Edit(at, at + 1, _bare(text[at])) for at in chosen]
        return edited(text, edits, f"{len(chosen)} accents retirés sur {len(accented)}")

    def verify(self, before: str, after: str) -> bool:
        """Tell whether that share of the accents, and nothing else, is gone."""
        if len(before) != len(after):
            return False
        accented = _accented(before)
        changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        if len(changed) != self._share(len(accented)) or not changed:
            return False
        capitals = sum(before[at].isupper() for at in accented)
        gone = sum(before[at].isupper() for at in changed)
        return gone == min(capitals, len(changed)) and all(
            _bare(before[at]) == after[at] and _bare(before[at]) != before[at] for at in changed
        )

    def _share(self, total: int) -> int:
        return ceil(total * self.percent / 100)


def accents() -> tuple[StripAccents | Rewriting, ...]:
    """Return the rates at which accents go, and the text without capitals."""
    return (*(StripAccents(percent) for percent in (10, 50, 100)), no_capitals())


def no_capitals() -> Rewriting:
    """Return the change that leaves no capital letter."""
    return Rewriting("no-capitals", "sans majuscules", _lowered, str.casefold)


def _lowered(text: str, _: random.Random) -> list[Edit]:
    return [Edit(n, n + 1, c.lower()) for n, c in enumerate(text) if c.isupper()]


def _accented(text: str) -> list[int]:
    return [n for n, c in enumerate(text) if c > "\x7f" and _bare(c) != c]


def _bare(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isalpha() else character
