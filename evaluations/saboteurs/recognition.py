"""Recognises labelled sentences in a draft, whatever their typography, layout, order, misprints and synonyms.

A sentence is recognised by the words that say what it is about, near each other and mostly in
their order. It is changed when it is there with more words of denial, intention or
attribution than it was labelled with.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.domain.base import Span
from assistant.text.french import FUNCTION_WORDS, WORD, fold, sentences, spelt_out, terms

_PRESENT = 0.6
"""Part of the content words of a text that must be in the draft."""
_IN_PLACE = 0.5
"""Part of the neighbouring words that must still be neighbours: shuffled words say nothing."""
_DRIFT = 2
_LEAD = 6
"""Words before the first recognised one, in the same sentence, that may deny it."""
_LEAST_LETTERS = 4
_BREAK = re.compile(r"[.!?;:|\n•]")
_IN_A_NAME = re.compile(r"N['’][A-ZÀ-Ý][a-zà-ÿ]")
"""« N’Diaye » denies nothing."""
_CHANGING = frozenset("n ne pas ni jamais aucun aucune rien prevois prevoyons ancien".split())  # noqa: SIM905
_NOT_FAILING = ("n", "pas", "manque")
"""« Je n’ai pas manqué de comparer » denies nothing."""


@dataclass(frozen=True)
class Token:
    """A word of a text, with whether a sentence or a cell ends before it."""

    start: int
    end: int
    word: str
    opens: bool


def tokens(text: str) -> list[Token]:
    """Return the words of a text, folded, with their places."""
    folded = fold(text)
    found: list[Token] = []
    at = 0
    for match in WORD.finditer(folded):
        if _IN_A_NAME.match(text, match.start()):
            continue
        opens = bool(_BREAK.search(folded, at, match.start())) or not found
        found.append(Token(match.start(), match.end(), spelt_out(match.group()), opens))
        at = match.end()
    return found


class Vocabulary:
    """Tells which word of the labelled texts a draft's word is: the same, an inflection, or one slip away."""

    def __init__(self, words: Iterable[str], *, exact: bool = False) -> None:
        self._exact = exact
        self._known: dict[str, str] = {w: w if exact else _stem(w) for w in words}
        self._stems = frozenset(self._known.values())
        self._slips: dict[str, set[str]] = defaultdict(set)
        for word in () if exact else self._known:
            for shorter in _one_less(word):
                self._slips[shorter].add(self._known[word])
        self._read: dict[str, frozenset[str]] = {}

    def of(self, word: str) -> frozenset[str]:
        """Return the stems that the word may stand for; none when no labelled text has it."""
        if word not in self._read:
            self._read[word] = self._stems_of(word)
        return self._read[word]

    def _stems_of(self, word: str) -> frozenset[str]:
        stem = word if self._exact else _stem(word)
        if stem in self._stems or self._exact or len(word) < _LEAST_LETTERS:
            return frozenset({stem}) & self._stems
        return frozenset(s for shorter in _one_less(word) for s in self._slips.get(shorter, ()))


class Sentence:
    """A labelled sentence, ready to be looked for."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.content = [(n, t.word) for n, t in enumerate(words) if _tells(t.word)]
        self.changing = _changing([t.word for t in words])


@dataclass(frozen=True)
class Sighting:
    """Where a text stands in a draft."""

    spans: tuple[Span, ...]
    """The sentences of the draft that hold it."""
    changed: bool
    """It is there with words that take it back."""


class Recogniser:
    """Finds labelled texts; made once for all drafts. An exact one wants every word, spelt as it was."""

    def __init__(self, texts: Sequence[str], *, exact: bool = False) -> None:
        tokenised = [[tokens(text[s.start : s.end]) for s in sentences(text)] for text in texts]
        self._present = 1.0 if exact else _PRESENT
        self._vocabulary = Vocabulary({t.word for text in tokenised for s in text for t in s if _tells(t.word)}, exact=exact)
        self._sentences = [[Sentence(s) for s in text] for text in tokenised]
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._sizes: list[int] = []
        for number, text in enumerate(self._sentences):
            stems = {stem for sentence in text for _, word in sentence.content for stem in self._vocabulary.of(word)}
            self._sizes.append(len(stems))
            for stem in stems:
                self._postings[stem].append(number)

    def seen(self, draft: "DraftWords", among: Collection[int] = ()) -> Iterator[tuple[int, Sighting]]:
        """Yield the texts that the draft holds, by their number; only those of the numbers given, if any."""
        places = draft.places(self._vocabulary)
        shared = Counter(number for stem in places for number in self._postings.get(stem, ()))
        for number, count in sorted(shared.items()):
            if count >= self._present * self._sizes[number] and (not among or number in among):
                sighting = self._sighting(draft, places, self._sentences[number])
                if sighting:
                    yield number, sighting

    def _sighting(self, draft: "DraftWords", places: Mapping[str, Sequence[int]], text: Sequence[Sentence]) -> Sighting | None:
        total = sum(len(s.content) for s in text)
        found = [(s, hits) for s in text if (hits := _hits(s, places, self._vocabulary))]
        if sum(len(hits) for _, hits in found) < self._present * total:
            return None
        steps = [(b[0] - a[0], b[1] - a[1]) for _, hits in found for a, b in pairwise(hits)]
        if sum(abs(now - then) <= _DRIFT for then, now in steps) < _IN_PLACE * len(steps):
            return None
        spans = {draft.around(min(j for _, j in hits), max(j for _, j in hits)) for _, hits in found}
        changed = any(draft.changing(hits) - s.changing for s, hits in found)
        return Sighting(tuple(Span(start=a, end=b) for a, b in sorted(spans)), changed)


class DraftWords:
    """The words of one draft, with its sentences."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)

    @cached_property
    def sentences(self) -> list[Span]:
        """Return the sentences of the draft."""
        return sentences(self.text)

    def places(self, vocabulary: Vocabulary) -> dict[str, list[int]]:
        """Return the numbers of the words that stand for each stem."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, token in enumerate(self.tokens):
            if _tells(token.word):
                for stem in vocabulary.of(token.word):
                    found[stem].append(number)
        return found

    def around(self, first: int, last: int) -> tuple[int, int]:
        """Return the place of the sentences that hold these words."""
        start, end = self.tokens[first].start, self.tokens[last].end
        touched = [s for s in self.sentences if s.start < end and start < s.end]
        return touched[0].start, touched[-1].end

    def changing(self, hits: Sequence[tuple[int, int]]) -> Counter[str]:
        """Return the words that may take a sentence back, from its beginning to its last recognised word."""
        first, last = min(j for _, j in hits), max(j for _, j in hits)
        begin = first
        while begin > max(0, first - _LEAD) and not self.tokens[begin].opens:
            begin -= 1
        return _changing([t.word for t in self.tokens[begin : last + 1]])


def _hits(sentence: Sentence, places: Mapping[str, Sequence[int]], vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return the sentence's words with their places, where most of them stand together."""
    found = sorted((j - n, n, j) for n, word in sentence.content for stem in vocabulary.of(word) for j in places.get(stem, ()))
    if not found:
        return []
    width = 2 * (_LEAD + sentence.content[-1][0] // 3)
    usual = _usual_shift(found, width)
    chosen: dict[int, int] = {}
    for shift, n, j in sorted(found, key=lambda hit: abs(hit[0] - usual)):
        if abs(shift - usual) <= width:
            chosen.setdefault(n, j)
    return _without_strays(sorted(chosen.items()))


def _without_strays(hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out words that stand far from both of their neighbours: they are another sentence's."""
    shifts = [j - n for n, j in hits]
    near = [abs(a - b) <= _LEAD for a, b in pairwise(shifts)]
    kept = [hit for hit, before, after in zip(hits, [False, *near], [*near, False], strict=True) if before or after]
    return kept if len(hits) > 1 else hits


def _usual_shift(found: Sequence[tuple[int, int, int]], width: int) -> int:
    """Return the middle shift of the stretch that holds the most different words."""
    window: Counter[int] = Counter()
    first, most, best = 0, 0, (0, 1)
    for last, (shift, n, _) in enumerate(found):
        window[n] += 1
        while shift - found[first][0] > width:
            window[found[first][1]] -= 1
            if not window[found[first][1]]:
                del window[found[first][1]]
            first += 1
        if len(window) > most:
            most, best = len(window), (first, last + 1)
    return found[sum(best) // 2][0]


def _tells(word: str) -> bool:
    return (len(word) >= _LEAST_LETTERS or word.isdigit()) and word not in FUNCTION_WORDS


def _changing(words: Sequence[str]) -> Counter[str]:
    counted = Counter(w for w in words if w in _CHANGING)
    if "manque" in words:
        at = words.index("manque")
        if "pas" in words[max(0, at - 3) : at]:
            counted -= Counter(_NOT_FAILING)
    return counted


def _stem(word: str) -> str:
    return (terms(word) or [word])[-1]


def _one_less(word: str) -> set[str]:
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}
