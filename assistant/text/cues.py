"""Matches the cues of the grilles: « éligib* », « fonds propres ~ employeur », « <EUR> »."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.text.french import WORD, fold, spelt_out, word_list

CLASSES = {
    "NUM": r"\d+(?:[ .,]\d+)*",
    "EUR": r"\d+(?:[ .,]\d+)*\s*(?:k?€|euros?\b|m€)",
    "PCT": r"\d+(?:[.,]\d+)?\s*(?:%|pour cent)",
    "DATE": (
        r"(?:\b(?:\d{1,2}(?:er)?\s+)?(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"
        r"(?:\s+\d{4})?|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b20[0-3]\d\b|\bs(?:emaine)?\s?\d{1,2}\b)"
    ),
}
"""Classes of tokens, as regular expressions on folded text."""

_CLASS_PATTERNS = {name: re.compile(pattern) for name, pattern in CLASSES.items()}
_TOGETHER = 20
"""Words within which the two halves of « a ~ b » must stand."""
_PREFIX = 3
_WORDS_KEPT = 32768
"""Words of which it is remembered what begins with them."""

Part = tuple[str, ...]
"""Words of one half of a cue; a word that ends in `*` is a beginning, `<EUR>` a class."""


Cue = tuple[Part, ...]
"""One part, or two that must stand near each other."""


class _Token(NamedTuple):
    word: str
    singular: str
    classes: dict[str, int]


class CueBook:
    """All the cues of a set of indicateurs, matched in one pass over a text."""

    def __init__(self, cues: Sequence[Sequence[str]]) -> None:
        self._size = len(cues)
        self._by_start: dict[str, set[Part]] = defaultdict(set)
        self._owners: dict[Part, set[tuple[int, Cue]]] = defaultdict(set)
        for owner, owned in enumerate(cues):
            for cue in (tuple(map(_part, c.split(" ~ "))) for c in owned):
                self._owners[cue[0]].add((owner, cue))
                for part in filter(None, cue):
                    self._by_start[_start(part[0])].add(part)
        self._beginning_with = lru_cache(maxsize=_WORDS_KEPT)(self._find_beginning_with)

    def counts(self, text: str) -> list[int]:
        """Return, for each set of cues given, how many different ones the text contains."""
        places = self._places(_tokens(text))
        counted = [0] * self._size
        for part in places:
            for owner, cue in self._owners.get(part, ()):
                counted[owner] += _stands(cue, places)
        return counted

    def _places(self, tokens: Sequence[_Token]) -> dict[Part, list[int]]:
        places: dict[Part, list[int]] = defaultdict(list)
        for position, token in enumerate(tokens):
            beginning = self._beginning_with(token.word)
            for part in beginning.whole:
                places[part].append(position)
            following = tokens[position + 1].singular if position + 1 < len(tokens) else ""
            for part in (*beginning.followed_by.get(following, ()), *beginning.others):
                if _matches(part, tokens, position):
                    places[part].append(position)
            for name in token.classes:
                for part in self._by_start.get(name, ()):
                    if _matches(part, tokens, position):
                        places[part].append(position)
        return places

    def _find_beginning_with(self, word: str) -> "_Beginning":
        """Return the parts whose first word is this one."""
        keys = (_singular(word), *(f"{word[:n]}*" for n in range(1, _PREFIX + 1)))
        token = (_Token(word, _singular(word), {}),)
        parts = dict.fromkeys(part for key in keys for part in self._by_start.get(key, ()))
        found = [part for part in parts if _matches(part[:1], token, 0)]
        followed_by: dict[str, list[Part]] = defaultdict(list)
        for part in found:
            if len(part) > 1 and _is_plain(part[1]):
                followed_by[part[1]].append(part)
        return _Beginning(
            whole=tuple(part for part in found if len(part) == 1),
            followed_by=followed_by,
            others=tuple(part for part in found if len(part) > 1 and not _is_plain(part[1])),
        )


class _Beginning(NamedTuple):
    """The parts that begin with one word."""

    whole: tuple[Part, ...]
    """Those of this word alone."""
    followed_by: Mapping[str, Sequence[Part]]
    """Those of several words, by the second one."""
    others: tuple[Part, ...]
    """Those whose second word is the beginning of one, or a class."""


def _is_plain(word: str) -> bool:
    return not word.startswith("<") and not word.endswith("*")


def _part(half: str) -> Part:
    words: list[str] = []
    for word in half.split():
        if word.startswith("<") and word.endswith(">"):
            words.append(word.upper())
            continue
        pieces = word_list(word)
        beginning = [f"{pieces.pop()}*"] if word.endswith("*") and pieces else []
        words.extend([*map(_singular, pieces), *beginning])
    return tuple(words)


def _start(word: str) -> str:
    return f"{word[:-1][:_PREFIX]}*" if word.endswith("*") else word


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _tokens(text: str) -> list[_Token]:
    """Return the words, each with the classes of tokens that start there and how many words they span."""
    folded = fold(text)
    found = list(WORD.finditer(folded))
    numbers = {m.start(): n for n, m in enumerate(found)}
    classes: list[dict[str, int]] = [{} for _ in found]
    for name, pattern in _CLASS_PATTERNS.items():
        for match in pattern.finditer(folded):
            if match.start() in numbers:
                classes[numbers[match.start()]][f"<{name}>"] = len(WORD.findall(match.group()))
    words = [spelt_out(m.group()) for m in found]
    return [_Token(word, _singular(word), spans) for word, spans in zip(words, classes, strict=True)]


def _matches(part: Part, tokens: Sequence[_Token], position: int) -> bool:
    for word in part:
        if position >= len(tokens):
            return False
        token = tokens[position]
        if word.endswith("*"):
            fits = token.word.startswith(word[:-1])
        elif word.startswith("<"):
            fits = word in token.classes
        else:
            fits = token.singular == word
        if not fits:
            return False
        position += token.classes.get(word, 1)
    return True


def _stands(cue: Cue, places: dict[Part, list[int]]) -> bool:
    first = places.get(cue[0], [])
    if len(cue) == 1:
        return bool(first)
    second = places.get(cue[1], [])
    return any(abs(a - b) <= _TOGETHER for a in first for b in second)
