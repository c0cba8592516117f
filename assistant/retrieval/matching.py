"""Finds, in one draft and in memory, the passages worth reading for each indicateur."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.domain.base import Span
from assistant.domain.draft import Passage
from assistant.domain.grille import CritereGrille, Indicateur
from assistant.protocols import ScoredPassage
from assistant.retrieval.legs import CharacterLeg
from assistant.text.cues import CueBook

_CANDIDATES = 24
"""More than a usual draft has passages, so that neutral pages around it push nothing out."""
_CUE_WEIGHT = 0.12
_MOST_CUES = 3
_FOCUS_SENTENCES = 3
_FOCUS_RATIO = 0.55
"""A neighbouring sentence joins the focus when it scores this part of the best one."""
_HABIT = 0.5
"""How much of an indicateur's usual score is taken off: some attract every passage."""

Table = NDArray[np.float64]


class LexicalMatcher:
    """Ranks by character n-grams shared with the indicateur, and by its cues.

    What counts is how much more a passage resembles one indicateur than the others. All
    weights come from the expert knowledge, so that the score of a passage does not depend
    on the rest of the draft.
    """

    def __init__(self, criteres: Sequence[CritereGrille]) -> None:
        self._indicateurs = [i for c in criteres for i in c.indicateurs]
        self._column = {i.code: n for n, i in enumerate(self._indicateurs)}
        self._leg = CharacterLeg([_described(i) for i in self._indicateurs])
        self._cues = CueBook([i.cues for i in self._indicateurs])
        usual = [(c.code, t) for c in criteres for t in (c.expected, c.example_strong, c.example_weak) if t]
        raw = self._raw([t for _, t in usual], [t for _, t in usual])
        habits = raw.mean(axis=0) if usual else np.zeros(len(self._indicateurs))
        self._habits = _HABIT * (habits - habits.mean())
        self.usual_owners = [code for code, _ in usual]
        self.usual = self._centred(raw)
        """`table` of the expert examples, whose critères are `usual_owners`."""

    @property
    def codes(self) -> list[str]:
        """Return the codes of the columns of `table`."""
        return list(self._column)

    def table(self, texts: Sequence[str], headings: Sequence[str] = ()) -> Table:
        """Return how much each text is about each indicateur, 0 being the average one."""
        headed = [f"{h} {t}" for h, t in zip(headings, texts, strict=True)] if headings else texts
        return self._centred(self._raw(headed, texts))

    def _centred(self, raw: Table) -> Table:
        centred: Table = raw - raw.mean(axis=1, keepdims=True) - self._habits
        return centred

    def _raw(self, texts: Sequence[str], cued: Sequence[str]) -> Table:
        counts = np.array([self._cues.counts(t) for t in cued], dtype=np.float64).reshape(len(texts), len(self._column))
        return self._leg.table(texts) + _CUE_WEIGHT * np.minimum(counts, _MOST_CUES)

    def candidates(
        self, text: str, passages: Sequence[Passage], indicateurs: Sequence[Indicateur]
    ) -> dict[str, tuple[ScoredPassage, ...]]:
        """Return the best passages of each indicateur, best first, ties in reading order."""
        columns = [self._column[i.code] for i in indicateurs]
        texts = [text[p.start : p.end] for p in passages]
        scores = np.round(self.table(texts, [p.heading for p in passages]), 6)
        alone = np.round(self.table(texts), 6)
        ranks = self._ranks(scores)
        sentences = [text[s.start : s.end] for p in passages for s in p.sentences]
        pieces = self._raw(sentences, sentences)
        centred = np.round(self._centred(pieces), 6)
        firsts = np.cumsum([0, *(len(p.sentences) for p in passages)])
        found = {}
        for indicateur, column in zip(indicateurs, columns, strict=True):
            order = np.argsort(-scores[:, column], kind="stable")[:_CANDIDATES]
            found[indicateur.code] = tuple(
                ScoredPassage(
                    passage=passages[n],
                    score=float(scores[n, column]),
                    alone=float(alone[n, column]),
                    sentence=float(centred[firsts[n] : firsts[n + 1], column].max()),
                    rank=int(ranks[n, column]),
                    **_places(passages[n], pieces[firsts[n] : firsts[n + 1], column]),
                )
                for n in order
            )
        return found

    def _ranks(self, scores: Table) -> NDArray[np.int64]:
        """Return, for each passage and indicateur, how many others of the same bloc score more."""
        ranks = np.zeros(scores.shape, dtype=np.int64)
        blocs = np.array([code.partition("-")[0] for code in self._column])
        for bloc in dict.fromkeys(blocs):
            columns = np.flatnonzero(blocs == bloc)
            ranks[:, columns] = (-scores[:, columns]).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
        return ranks


def _places(passage: Passage, pieces: NDArray[np.float64]) -> dict[str, Span]:
    """Return the sentences of a passage that speak of the indicateur most."""
    return {"focus": _focus(passage.sentences, pieces), "best": passage.sentences[int(np.argmax(pieces))]}


def _focus(sentences: Sequence[Span], scores: NDArray[np.float64]) -> Span:
    """Grow a window around the best sentence with neighbours that also speak of it."""
    first = last = int(np.argmax(scores))
    enough = max(_FOCUS_RATIO * float(scores[first]), 0.0)
    while last - first + 1 < _FOCUS_SENTENCES:
        before = scores[first - 1] if first > 0 else -1.0
        after = scores[last + 1] if last + 1 < len(sentences) else -1.0
        if max(before, after) < enough:
            break
        if after >= before:
            last += 1
        else:
            first -= 1
    return Span(start=sentences[first].start, end=sentences[last].end)


def _described(indicateur: Indicateur) -> str:
    cues = " ".join(re.sub(r"[*~]|<\w+>", " ", c) for c in indicateur.cues)
    return f"{indicateur.label}. {indicateur.description} {indicateur.advice} {cues}"
