"""The names, places, bodies and ordinary words that pseudonymising relies on, read from files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from assistant.text.dictionary import is_french_word
from assistant.text.french import FUNCTION_WORDS, WORD, fold, spelt_out
from assistant.text.name_likeness import NameLikeness

_CALENDAR = frozenset(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre noel paques toussaint pentecote ascension
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)


_PLACE_PARTS = frozenset(("saint", "sainte", "sur", "sous", "en", "les", "lez", "du", "de", "des", "la", "aux", "l", "d"))


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """Return the form under which a word is looked up."""
    if word.isascii():
        return word.lower().replace("’", "'")
    return spelt_out(fold(word.translate(_UNSEEN)))


_UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x200E), *range(0x300, 0x370)])


class Piece(NamedTuple):
    """A word or a part of a compound word, as phrases are compared."""

    start: int
    end: int
    key: str
    word: int
    """Number of the word that it belongs to."""
    joined: bool
    """Whether only a space, a hyphen or an apostrophe separates it from the piece before."""


class Phrases:
    """A set of phrases found at a place in one look-up, the longest first."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        for entry in entries:
            pieces = tuple(key for word in WORD.findall(fold(entry)) for key in spelt_out(word).split("-"))
            if pieces:
                self._by_first.setdefault(pieces[0], set()).add(pieces)

    def length_at(self, pieces: Sequence[Piece], position: int) -> int:
        """Return how many pieces the longest phrase there has; 0 when there is none."""
        best = 0
        for phrase in self._by_first.get(pieces[position].key, ()):
            if len(phrase) > best and self._stands(phrase, pieces, position):
                best = len(phrase)
        return best

    @staticmethod
    def _stands(phrase: tuple[str, ...], pieces: Sequence[Piece], position: int) -> bool:
        end = position + len(phrase)
        if end > len(pieces):
            return False
        following = pieces[position + 1 : end]
        return all(p.joined and p.key == key for p, key in zip(following, phrase[1:], strict=True))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every list, under the keys that `key_of` gives."""

    first_names: Mapping[str, str]
    """First names, each with how it is borne: `f`, `m` or `x`."""
    first_names_written: frozenset[str]
    """First names with their accents, in lower case."""
    surnames: frozenset[str]
    resembles_name: NameLikeness
    ordinary: frozenset[str]
    """Ordinary words as written, in lower case."""
    ordinary_keys: frozenset[str]
    roles: frozenset[str]
    brands: frozenset[str]
    kept: Phrases
    great_names: Phrases
    places: Phrases
    towns: Phrases
    large_towns: Phrases
    town_words: frozenset[str]
    """Towns of one word."""
    authors: Mapping[str, frozenset[str]]
    """Surnames of cited authors, each with the first names they are cited under."""
    organisation_heads: Mapping[str, str]
    """Words that announce an organisation: `legal`, `place` or `common`."""
    organisation_suffixes: frozenset[str]
    not_before_suffix: frozenset[str]

    def is_ordinary(self, word: str, key: str) -> bool:
        """Tell whether the word is one of the language, accents counted when it has any; a name only if our list says so."""
        lower = word.lower()
        if lower in self.ordinary or key in FUNCTION_WORDS or key in _CALENDAR:
            return True
        if word.isascii() and key in self.ordinary_keys:
            return True
        return not self.is_first_name(key) and not self.is_surname(key) and is_french_word(lower)

    def is_calendar(self, key: str) -> bool:
        """Tell whether the word is a day, a month or a feast."""
        return key in _CALENDAR

    def is_first_name(self, key: str) -> bool:
        """Tell whether a word, or every part of a compound one, is a first name."""
        if key in self.first_names:
            return True
        parts = key.split("-")
        return len(parts) > 1 and all(p in self.first_names for p in parts)

    def is_surname(self, key: str) -> bool:
        """Tell whether a word, or a part of a compound one, is a surname."""
        if key in self.surnames:
            return True
        parts = key.split("-")
        if len(parts) < 2 or not _PLACE_PARTS.isdisjoint(parts):
            return False
        return any(len(p) > 3 and p in self.surnames for p in parts)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the lists of the folder `resources`, read once."""
    ordinary = frozenset(w for line in _lines("ordinary_words.txt") for w in line.split())
    heads = dict(_sections("org_heads.txt"))
    places = dict(_sections("places.txt"))
    first_names, surnames, ordinary_keys = _first_names(), _words("surnames.txt"), frozenset(map(key_of, ordinary))
    return Lexicon(
        first_names=first_names,
        first_names_written=frozenset(w.lower() for line in _lines("first_names.txt") for w in line.split()),
        surnames=surnames,
        resembles_name=NameLikeness((first_names.keys() | surnames) - ordinary_keys, ordinary_keys),
        ordinary=ordinary,
        ordinary_keys=ordinary_keys,
        roles=_words("roles.txt"),
        brands=_words("brands.txt"),
        kept=Phrases(_lines("kept_bodies.txt")),
        great_names=Phrases(_lines("great_names.txt")),
        places=Phrases([*places["phrase"], *(w for line in places["word"] for w in line.split())]),
        towns=Phrases(w for line in _lines("towns.txt") for w in line.split()),
        town_words=_words("towns.txt") | _words("large_towns.txt"),
        large_towns=Phrases(w for line in _lines("large_towns.txt") for w in line.split()),
        authors=_authors(),
        organisation_heads={
            key_of(w): kind for kind in ("common", "place", "legal") for line in heads[kind] for w in line.split()
        },
        organisation_suffixes=frozenset(key_of(w) for line in heads["suffix"] for w in line.split()),
        not_before_suffix=_words("not_org_before_suffix.txt"),
    )


def _lines(name: str) -> list[str]:
    text = (resources.files("assistant.text") / "resources" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(key_of(w) for line in _lines(name) for w in line.split())


def _sections(name: str) -> Iterator[tuple[str, list[str]]]:
    section, held = "", list[str]()
    for line in [*_lines(name), "@"]:
        if not line.startswith("@"):
            held.append(line)
            continue
        if section:
            yield section, held
        section, held = line[1:].strip(), []


def _first_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for borne, lines in _sections("first_names.txt"):
        for key in (key_of(w) for line in lines for w in line.split()):
            found[key] = borne if found.get(key, borne) == borne else "x"
    return found


def _authors() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _lines("authors.txt"):
        given, _, family = line.partition("/")
        found.setdefault(key_of(family.strip()), set()).update(map(key_of, given.split()))
    return {family: frozenset(given) for family, given in found.items()}
