"""Words typed with one slip of the finger, read as the words that were meant.

For scoring only. Of the words that one slip on an AZERTY keyboard may have spoilt, the one that people
write most is meant; how often they write each was counted by `python -m evaluations.training.word_counts`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from string import ascii_lowercase

from assistant.text.french import FUNCTION_WORDS, WORD, plain_spelling
from assistant.text.lexicon import key_of, load_lexicon
from assistant.text.register import in_one_register
from assistant.text.vocabulary import field_terms, is_scored

COUNTS = "word_counts.txt"
TITLES = frozenset(("m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "docteur", "me"))
"""What stands before a name, folded."""
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_NAME = "X"
_ENDS, _BETWEEN = ".!?…:;|\n", " \t\u00a0\u202f«*•–-"
"""What ends a sentence, and what may stand before the next."""
_FREQUENT = 64
"""How often a word was met from which it may open a sentence in another spelling; what opens one may be a name."""
_SHORTEST = 3
_SELDOM = 0.1
"""How likely a slip to a key that is not beside is, one to a key beside being likely once."""
_UNCOUNTED = 0.3
"""How often a word is supposed to have been met that is in a dictionary and was not met."""


@lru_cache(maxsize=8192)
def as_meant(text: str) -> str:
    """Return the text in plain spelling and one register, mistyped words in lower case as they were meant.

    A name becomes X. Positions change.
    """
    return WORD.sub(_meant, in_one_register(plain_spelling(text)))


def _meant(found: re.Match[str]) -> str:
    """Return what a word counts as; names all count as the same, since « Ferreira » ends as a future does."""
    word = found.group()
    key, lexicon = key_of(word), load_lexicon()
    if key in TITLES or is_scored(word):
        return word
    spelt = respelt_in(found)
    if not spelt and (word[0].isupper() or lexicon.is_first_name(key) or lexicon.is_surname(key)):
        return _NAME
    return spelt or word


def respelt_in(found: re.Match[str]) -> str:
    """Return `respelt` of a word where it stands: one that opens a sentence has a capital, and may be a frequent word."""
    word, before = found.group(), found.string[: found.start()].rstrip(_BETWEEN)
    opens = not before or before[-1] in _ENDS
    if not (opens and word[0].isupper() and word[1:].islower()):
        return respelt(word)
    spelt = respelt(word.lower())
    return spelt if _counts().get(spelt, 0) >= _FREQUENT else ""


@lru_cache(maxsize=65536)
def respelt(word: str) -> str:
    """Return the likeliest word of the language from which one slip of the finger makes this one; nothing when there is none.

    It comes folded. A word with a capital may be any name, and is never another word.
    """
    key, lexicon = key_of(word), load_lexicon()
    typed = len(key) >= _SHORTEST and word.islower() and key.isalpha()
    if not typed or key in TITLES or lexicon.is_first_name(key) or lexicon.is_surname(key):
        return ""
    counts = _counts()
    if key in counts or key in FUNCTION_WORDS:
        return key
    known = [w for w in {*_slips(key)} if w in counts or w in FUNCTION_WORDS or w in lexicon.ordinary_keys or w in field_terms()]
    return max(known, key=lambda w: (_likely(w, key) * counts.get(w, _UNCOUNTED), w), default="")


def _slips(word: str) -> Iterator[str]:
    """Yield what differs from the word by one letter missing, added, changed, or by two letters exchanged."""
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    yield from (a + b[1:] for a, b in cuts if b)
    yield from (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1)
    yield from (a + letter + b[1:] for a, b in cuts if b for letter in ascii_lowercase)
    yield from (a + letter + b for a, b in cuts for letter in ascii_lowercase)


def _likely(meant: str, typed: str) -> float:
    """Return how likely fingers are to type this for that, beside a letter forgotten or two exchanged."""
    if len(typed) < len(meant):
        return 1.0
    at = next((n for n, (a, b) in enumerate(zip(meant, typed, strict=False)) if a != b), len(meant))
    if len(typed) == len(meant):
        exchanged = typed[at + 1 : at + 2] == meant[at : at + 1] and typed[at : at + 1] == meant[at + 1 : at + 2]
        return 1.0 if exchanged or typed[at] in _beside()[meant[at]] else _SELDOM
    around = typed[max(0, at - 1) : at] + typed[at + 1 : at + 2]
    return 1.0 if any(typed[at] == key or typed[at] in _beside()[key] for key in around) else _SELDOM


@lru_cache(maxsize=1)
def _beside() -> dict[str, str]:
    """Return the keys around each letter, rows shifted by half a key."""
    beside = dict.fromkeys(ascii_lowercase, "")

    def touch(a: str, b: str) -> None:
        beside[a] += b
        beside[b] += a

    for row in _ROWS:
        for a, b in pairwise(row):
            touch(a, b)
    for above, below in pairwise(_ROWS):
        for n, key in enumerate(below):
            for other in above[n : n + 2]:
                touch(key, other)
    return beside


@lru_cache(maxsize=1)
def _counts() -> dict[str, int]:
    """Return about how often each word was met, by its folded spelling."""
    text = (resources.files("assistant.text") / "resources" / COUNTS).read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {word: int(count) for count, *words in rows for word in words}
