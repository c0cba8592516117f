"""A text as words that know how they are written, and which stretches are already taken."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.text.lexicon import Lexicon, Piece, key_of

Shape = Literal["lower", "capital", "upper", "camel", "initial"]

_UPPER = "A-ZÀ-ÖØ-ÞŁŚŞŠŽŻĆČĐÐİŐĄĘĀĒĪŌŪ"
_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d"
_PART = rf"(?:[ONMK]['’](?=[{_UPPER}])|[Pp]['’](?=tit))?[^\W\d_](?:[^\W_]|[{_MARKS}])*"
_WORD = re.compile(rf"(?<![^\W_]){_PART}(?:[-‐‑]{_PART})*")
_PIECE = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_JOINT = re.compile(r"[ \u00a0\u202f\t]{0,2}|[-‐‑'’]")
_OPENING = re.compile(r"[.!?…:;\n\t|•«»\"“”(\[]|(?:^|\s)[-–—*](?:\s|$)")
_PREFIXED = re.compile(rf"(?:Mc|Mac|De|Le|La|Di|Du|Van|Von|Ben|El|Al)[{_UPPER}][^\W\d_{_UPPER}]+")
_PLACEHOLDER = re.compile(r"\[[A-ZÉÈÊ][A-ZÉÈÊ -]* \d+\]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text."""

    start: int
    end: int
    text: str
    key: str
    shape: Shape
    gap: str
    """What stands between the word before and this one."""
    opens: bool
    """Whether a capital is due to the place: the beginning of a sentence, a line, a cell, a quotation."""
    loud: bool
    """Whether the whole line is in capitals, so that they say nothing."""
    first: bool
    last: bool
    ordinary: bool
    role: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter that means something."""
        return self.shape != "lower" and not self.loud

    @property
    def raised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.shape != "lower"

    @property
    def known(self) -> bool:
        """Whether it is in the lists of names."""
        return self.first or self.last

    @property
    def adjacent(self) -> bool:
        """Whether it is near the word before, or only the point of an abbreviation stands between."""
        return self.near or (self.gap.strip(" \u00a0\u202f") in (".", ".-") and "\n" not in self.gap and len(self.gap) <= 3)

    @property
    def near(self) -> bool:
        """Whether a mere space or hyphen separates it from the word before."""
        return self.gap.strip(" \u00a0\u202f") in ("", "-") and "\n" not in self.gap and 0 < len(self.gap) <= 3


class Page:
    """The words of a text, its lines, and the stretches that nothing may touch any more."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.words = _words(text, lexicon)
        self._taken = bytearray(len(text))
        for match in _PLACEHOLDER.finditer(text):
            self.take(match.start(), match.end())
        self.kept = bytearray(len(self.words))
        """For each word, 0 unless it is to stay: 1 as an author may, 2 whoever is found."""

    def take(self, start: int, end: int) -> None:
        """Say that a stretch is dealt with."""
        self._taken[start:end] = b"\1" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether nothing of a stretch is dealt with."""
        return self._taken.find(1, start, end) < 0

    def is_open(self, index: int) -> bool:
        """Tell whether the word is neither dealt with nor kept."""
        word = self.words[index]
        return not self.kept[index] and self.is_free(word.start, word.end)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [w.start for w in self.words]

    @cached_property
    def pieces(self) -> list[Piece]:
        """The words with compound ones cut at their hyphens and apostrophes."""
        found: list[Piece] = []
        end = -9
        for number, word in enumerate(self.words):
            for match in _PIECE.finditer(word.text):
                start = word.start + match.start()
                joined = start - end <= 2 and _JOINT.fullmatch(self.text, end, start) is not None
                end = word.start + match.end()
                found.append(Piece(start, end, word.key if match.group() == word.text else key_of(match.group()), number, joined))
        return found

    @cached_property
    def first_pieces(self) -> list[int]:
        """The number of the first piece of each word."""
        found: list[int] = []
        for number, piece in enumerate(self.pieces):
            if piece.word == len(found):
                found.append(number)
        return found

    def is_town(self, first: int, last: int) -> bool:
        """Tell whether those words, no more and no less, are a town of the lists."""
        start = self.first_pieces[first]
        end = self.first_pieces[last + 1] if last + 1 < len(self.words) else len(self.pieces)
        return any(
            phrases.length_at(self.pieces, start) == end - start for phrases in (self.lexicon.towns, self.lexicon.large_towns)
        )

    def is_a_place(self, index: int) -> bool:
        """Tell whether a word that is kept is a wide place, which may end the name of an organisation: « Formaval Ouest »."""
        word = self.words[index]
        is_listed = self.lexicon.places.length_at(self.pieces, self.first_pieces[index]) > 0
        return is_listed and word.shape == "capital" and self.is_free(word.start, word.end)

    def word_at(self, position: int) -> int:
        """Return the number of the first word that begins at or after a position."""
        return bisect_right(self.starts, position - 1)

    def within(self, start: int, end: int) -> range:
        """Return the numbers of the words that begin in a stretch."""
        return range(self.word_at(start), self.word_at(end))

    def before(self, index: int, count: int) -> list[str]:
        """Return the keys of the words before one, on its line, the nearest first."""
        found = []
        for n in range(index, max(0, index - count), -1):
            if "\n" in self.words[n].gap:
                break
            found.append(self.words[n - 1].key)
        return found

    def after(self, index: int) -> Word | None:
        """Return the word after one, on its line."""
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        return following if following and "\n" not in following.gap else None


def _words(text: str, lexicon: Lexicon) -> list[Word]:
    found: list[Word] = []
    traits: dict[str, tuple[str, Shape, bool, bool, bool, bool]] = {}
    end = 0
    loud = _loud_lines(text)
    for match in _WORD.finditer(text):
        written = match.group()
        if written not in traits:
            traits[written] = _traits(written, lexicon)
        key, shape, first, last, ordinary, role = traits[written]
        gap = text[end : match.start()]
        found.append(
            Word(
                match.start(),
                match.end(),
                written,
                key,
                shape,
                gap,
                not found or _opens(gap, found[-1]),
                _in(loud, match.start()),
                first,
                last,
                ordinary,
                role,
            )
        )
        end = match.end()
    return found


def _traits(written: str, lexicon: Lexicon) -> tuple[str, Shape, bool, bool, bool, bool]:
    key = key_of(written)
    if any(c.isdigit() for c in written):
        return key, _shape(written), False, False, True, False
    return (
        key,
        _shape(written),
        lexicon.is_first_name(key),
        lexicon.is_surname(key),
        lexicon.is_ordinary(written, key),
        key in lexicon.roles,
    )


def _shape(written: str) -> Shape:
    letters = [c for c in written if c.isalpha()]
    if not letters[0].isupper():
        return "lower"
    if len(letters) == 1 and len(written) == 1:
        return "initial"
    if all(c.isupper() for c in letters):
        return "upper"
    bare = re.sub(r"^[ONMK]['’]", "", written)
    if _PREFIXED.fullmatch(bare) or all(
        p[:1].isalpha() and not any(c.isupper() for c in p[1:]) for p in re.split(r"[-‐‑]", bare)
    ):
        return "capital"
    return "camel" if any(c.isupper() for c in bare[1:].replace("-", "")) and "-" not in bare else "capital"


def _opens(gap: str, before: Word) -> bool:
    if not _OPENING.search(gap):
        return False
    return not (gap.strip() == "." and "\n" not in gap and (before.shape == "initial" or before.key in _ABBREVIATED))


_ABBREVIATED = frozenset(
    ("mme", "mlle", "mm", "mmes", "mr", "dr", "pr", "me", "st", "ste", "av", "cf", "ex", "resp", "dir", "coord")
)


def _loud_lines(text: str) -> list[tuple[int, int]]:
    """Return the lines of three words or more that are nearly all in capitals."""
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        words = re.findall(r"[^\W\d_]{2,}", line)
        if len(words) >= 3 and sum(w.isupper() for w in words) >= 0.7 * len(words):
            found.append((start, start + len(line)))
        start += len(line)
    return found


def _in(stretches: Sequence[tuple[int, int]], position: int) -> bool:
    at = bisect_right(stretches, (position, 1 << 60)) - 1
    return at >= 0 and position < stretches[at][1]
