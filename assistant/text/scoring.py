"""The words of a text that are scored: those of the language and of the field, not who bears which name.

A name is told by the dictionary, never by its capital, so that a text in lower case or with
other names is scored alike.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from assistant.text.french import FUNCTION_WORDS, WORD, plain_spelling
from assistant.text.lexicon import key_of, load_lexicon
from assistant.text.register import in_one_register
from assistant.text.respelling import TITLES, respelt_in
from assistant.text.vocabulary import is_scored

MASKED = r"\[([^\W\d_]{3,20}) \d{1,6}\]"
"""What stands for a name, in any case: « [PERSONNE 1] »."""
_PIECE = re.compile(rf"{MASKED}|{WORD.pattern}")
_AFTER_TITLE = re.compile(r"\.?\s+\Z")
_BESIDE, _AFTER_INITIAL = re.compile(r"\s*\Z"), re.compile(r"\.?\s*\Z")
_LONGEST_INITIAL = 3
"""Letters of what may be cut short before a name: « J. », « Mme. », « Dr. »."""
_PARTICLES = frozenset(("le", "la", "les", "de", "du", "des", "d", "l", "el", "al", "ben", "van", "von", "da", "dos", "di", "o"))
_NOBLE = _PARTICLES - {"le", "la", "les", "l", "d", "o"}
"""Particles that, after a title, announce a name whatever its words are; « M. le maire » has none."""
_APOSTROPHES = ("'", "’")
_EMPHASIS = re.compile(r"\*{2,3}|__")
_HOLES = re.compile(r"(?<=\s)['’](?![^\W\d_])|(?<=\s)[ \t]+|[ \t]+(?=[,.;:!?)\]])")


@lru_cache(maxsize=8192)
def scored(text: str) -> str:
    """Return the text in plain spelling and one register, without names, placeholders and words that no dictionary holds.

    Positions change.
    """
    plain = _EMPHASIS.sub("", in_one_register(plain_spelling(text)))
    pieces = list(_PIECE.finditer(plain))
    written = [piece.group() for piece in pieces]
    words = _words(plain, pieces, written)
    if words == written:
        return plain
    parts, at = [], 0
    for word, piece in zip(words, pieces, strict=True):
        parts += [plain[at : piece.start()], word]
        at = piece.end()
    return _HOLES.sub("", "".join([*parts, plain[at:]]))


def _words(text: str, pieces: list[re.Match[str]], written: list[str]) -> list[str]:
    """Return what each piece counts as: nothing when it is a name, or may be a part of one."""
    keys = [key_of(word) for word in written]
    words = [
        word if is_scored(word) else "" if _ends_a_titled_name(keys, n) else respelt_in(pieces[n])
        for n, word in enumerate(written)
    ]
    gaps = [text[a.end() : b.start()] for a, b in pairwise(pieces)]
    for n, gap in enumerate(gaps):
        following = keys[n + 1]
        titled = keys[n] in TITLES and _AFTER_TITLE.match(gap) is not None
        if titled and (len(following) == 1 or following not in FUNCTION_WORDS) and following not in load_lexicon().roles:
            words[n + 1] = ""
    for n in (*_after_particles(keys), *_after_an_apostrophe(words, gaps)):
        words[n] = ""
    for n in _beside(words, keys, gaps):
        if _part_of_a_name(keys[n]):
            words[n] = ""
    return words


def _ends_a_titled_name(keys: list[str], n: int) -> bool:
    """Tell whether a title and a particle stand before, as in « m. le goff »."""
    return n > 1 and keys[n - 1] in _PARTICLES and keys[n - 2] in TITLES


def _after_particles(keys: list[str]) -> Iterator[int]:
    """Yield what follows a title and « de », « de la », « van », as in « Mme de La Tour »."""
    for n, (key, following) in enumerate(pairwise(keys)):
        if key in TITLES and following in _NOBLE:
            last = next((k for k in range(n + 2, len(keys)) if keys[k] not in _PARTICLES), len(keys))
            yield from range(n + 1, min(last + 1, len(keys)))


def _after_an_apostrophe(words: list[str], gaps: list[str]) -> Iterator[int]:
    """Yield the end of a name that an apostrophe cuts: « Guivarc’h »."""
    yield from (n + 1 for n, gap in enumerate(gaps) if gap in _APOSTROPHES and not words[n])


def _beside(words: list[str], keys: list[str], gaps: list[str]) -> Iterator[int]:
    """Yield the pieces that only a space, or the point of an initial, separates from a name; names are left out both ways."""
    if all(words):
        return
    near = [
        gap == " " or (_AFTER_INITIAL if len(key) <= _LONGEST_INITIAL else _BESIDE).match(gap) is not None
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
    return key in _PARTICLES or key in TITLES or lexicon.is_first_name(key) or lexicon.is_surname(key)
