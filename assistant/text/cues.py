"""Matches the cues of the grilles: « éligib* », « fonds propres ~ employeur », « <EUR> »."""

import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.text.french import WORD, fold

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

Part = tuple[str, ...]
"""Words of one half of a cue; a word that ends in `*` is a beginning, `<EUR>` a class."""


Cue = tuple[Part, ...]
"""One part, or two that must stand near each other."""


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

    def counts(self, text: str) -> list[int]:
        """Return, for each set of cues given, how many different ones the text contains."""
        places = self._places(fold(text))
        counted = [0] * self._size
        for part in places:
            for owner, cue in self._owners.get(part, ()):
                counted[owner] += _stands(cue, places)
        return counted

    def _places(self, folded: str) -> dict[Part, list[int]]:
        tokens, starts = _tokens(folded)
        places: dict[Part, list[int]] = defaultdict(list)
        for position, token in enumerate(tokens):
            for key in (token[:_PREFIX], *starts.get(position, ())):
                for part in self._by_start.get(key, ()):
                    if _matches(part, tokens, position, starts):
                        places[part].append(position)
        return places


def _part(half: str) -> Part:
    words: list[str] = []
    for word in half.split():
        if re.fullmatch(r"<\w+>", word):
            words.append(word.upper())
        else:
            pieces = [_singular(w) for w in WORD.findall(fold(word.rstrip("*")))]
            if word.endswith("*") and pieces:
                pieces[-1] = fold(word.rstrip("*").split("'")[-1]) + "*"
            words.extend(pieces)
    return tuple(words)


def _start(word: str) -> str:
    return word if word.startswith("<") else word.rstrip("*")[:_PREFIX]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _tokens(folded: str) -> tuple[list[str], dict[int, set[str]]]:
    """Return the words, and the classes of tokens that start at each of them."""
    found = list(WORD.finditer(folded))
    numbers = {m.start(): n for n, m in enumerate(found)}
    classes: dict[int, set[str]] = defaultdict(set)
    for name, pattern in _CLASS_PATTERNS.items():
        for match in pattern.finditer(folded):
            if match.start() in numbers:
                classes[numbers[match.start()]].add(f"<{name}>")
    return [_singular(m.group()) for m in found], classes


def _matches(part: Part, tokens: list[str], position: int, classes: dict[int, set[str]]) -> bool:
    if position + len(part) > len(tokens):
        return False
    for offset, word in enumerate(part):
        token = tokens[position + offset]
        if word.startswith("<"):
            fits = word in classes.get(position + offset, ())
        elif word.endswith("*"):
            fits = token.startswith(word[:-1])
        else:
            fits = token == word
        if not fits:
            return False
    return True


def _stands(cue: Cue, places: dict[Part, list[int]]) -> bool:
    first = places.get(cue[0], [])
    if len(cue) == 1:
        return bool(first)
    second = places.get(cue[1], [])
    return any(abs(a - b) <= _TOGETHER for a in first for b in second)
