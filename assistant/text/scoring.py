"""The words of a text that are scored: those of the language and of the field, not who bears which name.

A name is told by the dictionary, never by its capital, so that a text in lower case or with
other names is scored alike.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from string import ascii_lowercase

from assistant.text.french import FUNCTION_WORDS, WORD, plain_spelling
from assistant.text.lexicon import Lexicon, key_of, load_lexicon

MASKED = r"\[([^\W\d_]{3,20}) \d{1,6}\]"
"""What stands for a name, in any case: « [PERSONNE 1] »."""
_PIECE = re.compile(rf"{MASKED}|{WORD.pattern}")
_TITLES = frozenset(("m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "docteur", "me"))
_AFTER_TITLE = re.compile(r"\.?\s+\Z")
_BESIDE, _AFTER_INITIAL = re.compile(r"\s*\Z"), re.compile(r"\.?\s*\Z")
_LONGEST_INITIAL = 3
"""Letters of what may be cut short before a name: « J. », « Mme. », « Dr. »."""
_PARTICLES = frozenset(("le", "la", "les", "de", "du", "des", "d", "l", "el", "al", "ben", "van", "von", "da", "dos", "di", "o"))
_SHORTEST_RESPELT = 6
"""Letters under which too many words are one slip away from each other."""
_EMPHASIS = re.compile(r"\*{2,3}|__")
_HOLES = re.compile(r"(?<=\s)[ \t]+|[ \t]+(?=[,.;:!?)\]])")


@lru_cache(maxsize=8192)
def scored(text: str) -> str:
    """Return the text in plain spelling without names, placeholders and words that no dictionary holds; positions change."""
    plain = _EMPHASIS.sub("", plain_spelling(text))
    pieces = list(_PIECE.finditer(plain))
    words = _words(plain, pieces)
    if all(word == piece.group() for word, piece in zip(words, pieces, strict=True)):
        return plain
    parts, at = [], 0
    for word, piece in zip(words, pieces, strict=True):
        parts += [plain[at : piece.start()], word]
        at = piece.end()
    return _HOLES.sub("", "".join([*parts, plain[at:]]))


def _words(text: str, pieces: list[re.Match[str]]) -> list[str]:
    """Return what each piece counts as: nothing when it is a name, or may be a part of one."""
    keys = [key_of(p.group()) for p in pieces]
    words = [p.group() if is_scored(p.group()) else respelt(p.group()) for p in pieces]
    gaps = [text[a.end() : b.start()] for a, b in pairwise(pieces)]
    for n, gap in enumerate(gaps):
        following = keys[n + 1]
        titled = keys[n] in _TITLES and _AFTER_TITLE.match(gap) is not None
        if titled and (len(following) == 1 or following not in FUNCTION_WORDS) and following not in load_lexicon().roles:
            words[n + 1] = ""
    for n in _beside(words, keys, gaps):
        if _part_of_a_name(keys[n]):
            words[n] = ""
    return words


def _beside(words: list[str], keys: list[str], gaps: list[str]) -> Iterator[int]:
    """Yield the pieces that only a space, or the point of an initial, separates from a name; names are left out both ways."""
    near = [
        (_AFTER_INITIAL if len(key) <= _LONGEST_INITIAL else _BESIDE).match(gap) is not None
        for key, gap in zip(keys, gaps, strict=False)
    ]
    for n, beside in enumerate(near):
        if beside and not words[n]:
            yield n + 1
    for n, beside in reversed(list(enumerate(near))):
        if beside and not words[n + 1]:
            yield n


def _part_of_a_name(key: str) -> bool:
    lexicon = load_lexicon()
    return key in _PARTICLES or key in _TITLES or lexicon.is_first_name(key) or lexicon.is_surname(key)


@lru_cache(maxsize=65536)
def is_scored(word: str) -> bool:
    """Tell whether a word, or every part of a compound one, is of the language or of the field, or is a number."""
    lexicon, terms = load_lexicon(), _terms()
    return not word.startswith("[") and all(_is_known(part, lexicon, terms) for part in word.split("-"))


def _is_known(part: str, lexicon: Lexicon, terms: frozenset[str]) -> bool:
    if not part.isalpha():
        return any(c.isdigit() for c in part)
    key = key_of(part)
    return key in terms or lexicon.is_ordinary(part, key)


@lru_cache(maxsize=65536)
def respelt(word: str) -> str:
    """Return the only word of the language that one slip of the finger turns into this one; nothing when there is none.

    A word with a capital may be any name, and is never another word.
    """
    key, lexicon = key_of(word), load_lexicon()
    typed = len(key) >= _SHORTEST_RESPELT and word.islower() and key.isalpha()
    if not typed or lexicon.is_first_name(key) or lexicon.is_surname(key):
        return ""
    meant = {w for w in _slips(key) if w in lexicon.ordinary_keys or w in _terms()}
    return meant.pop() if len(meant) == 1 else ""


def _slips(word: str) -> Iterator[str]:
    """Yield what differs from the word by one letter missing, added, changed, or by two letters exchanged."""
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    yield from (a + b[1:] for a, b in cuts if b)
    yield from (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1)
    yield from (a + letter + b[1:] for a, b in cuts if b for letter in ascii_lowercase)
    yield from (a + letter + b for a, b in cuts for letter in ascii_lowercase)


@lru_cache(maxsize=1)
def _terms() -> frozenset[str]:
    text = (resources.files("assistant.text") / "resources" / "scored_terms.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
