"""Finds, in one draft and in memory, the passages worth reading for each indicateur."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.domain.base import Span
from assistant.domain.draft import Passage
from assistant.domain.grille import CritereGrille, Indicateur
from assistant.protocols import Likeness, Manners, ScoredPassage
from assistant.retrieval.legs import CharacterLeg
from assistant.retrieval.remembered import RememberedRows
from assistant.retrieval.static import StaticVectors
from assistant.retrieval.word_runs import WordRuns
from assistant.text.cues import CueBook
from assistant.text.orders import addresses_the_reader, gives_orders
from assistant.text.scoring import scored
from assistant.text.word_order import in_order

_CANDIDATES = 24
"""More than a usual draft has passages, so that neutral pages around it push nothing out."""
_CUE_WEIGHT = 0.12
_MOST_CUES = 3
_FOCUS_SENTENCES = 3
_FOCUS_RATIO = 0.55
"""A neighbouring sentence joins the focus when it scores this part of the best one."""
_PARTS = 0.25
"""How much parts of words count beside whole ones in what a text is about: they read words that nobody taught."""
_HABIT = 0.5
"""How much of an indicateur's usual score is taken off: some attract every passage."""
_REMEMBERED = 4096
"""Texts whose figures are kept, a sentence or a passage each: those of two dossiers as long as they may be."""

Table = NDArray[np.float64]


class HybridMatcher:
    """Ranks by character n-grams shared with the indicateur, by its cues, and by trained vectors.

    What counts is how much more a passage resembles one indicateur than the others. Nothing
    is learned from the draft, so that the score of a passage does not depend on the rest of it.
    """

    def __init__(self, criteres: Sequence[CritereGrille], vectors: StaticVectors, runs: WordRuns) -> None:
        self._indicateurs = [i for c in criteres for i in c.indicateurs]
        self._vectors = vectors
        self._runs = runs
        self._prototypes = vectors.prototypes(self._indicateurs), runs.prototypes(self._indicateurs)
        self._column = {i.code: n for n, i in enumerate(self._indicateurs)}
        self._leg = CharacterLeg([_described(i) for i in self._indicateurs])
        self._cues = CueBook([i.cues for i in self._indicateurs])
        usual = [(c.code, t) for c in criteres for t in (c.expected, c.example_strong, c.example_weak) if t]
        self._shared = RememberedRows(self._leg.table, _REMEMBERED)
        self._cued = RememberedRows(self._cue_counts, _REMEMBERED)
        self._heard = RememberedRows(self._by_vectors, _REMEMBERED)
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
        return self._centred(self._raw(_headed(headings, texts) if headings else texts, texts))

    def _centred(self, raw: Table) -> Table:
        centred: Table = raw - raw.mean(axis=1, keepdims=True) - self._habits
        return centred

    def _raw(self, texts: Sequence[str], cued: Sequence[str]) -> Table:
        return self._shared.rows(texts) + _CUE_WEIGHT * np.minimum(self._cued.rows(cued), _MOST_CUES)

    def _cue_counts(self, texts: Sequence[str]) -> Table:
        return np.array([self._cues.counts(t) for t in texts], dtype=np.float64).reshape(len(texts), len(self._column))

    def candidates(
        self, text: str, passages: Sequence[Passage], indicateurs: Sequence[Indicateur]
    ) -> dict[str, tuple[ScoredPassage, ...]]:
        """Return the best passages of each indicateur, best first, ties in reading order.

        Words in no order say nothing, whichever they are; nor do sentences that order their reader about.
        """
        passages = [part for p in passages if in_order(text[p.start : p.end]) for part in _without_orders(text, p)]
        read = self._read(text, passages)
        found = {}
        for indicateur in indicateurs:
            column = self._column[indicateur.code]
            order = np.argsort(-(read.shared.scores + read.topics.scores)[:, column], kind="stable")[:_CANDIDATES]
            found[indicateur.code] = tuple(read.scored(passages, order, column))
        return found

    def scored(
        self, text: str, passages: Sequence[Passage], indicateurs: Sequence[Indicateur]
    ) -> dict[str, tuple[ScoredPassage, ...]]:
        """Return all passages for each indicateur, in their order."""
        read, every = self._read(text, passages), np.arange(len(passages))
        return {i.code: tuple(read.scored(passages, every, self._column[i.code])) for i in indicateurs}

    def _read(self, text: str, passages: Sequence[Passage]) -> "_DraftRead":
        headings = ["" if gives_orders(p.heading) else scored(p.heading) for p in passages]
        texts = [scored(text[p.start : p.end]) for p in passages]
        sentences = [scored(text[s.start : s.end]) for p in passages for s in p.sentences]
        firsts = np.cumsum([0, *(len(p.sentences) for p in passages)])
        pieces = self._raw(sentences, sentences)
        headed = self._heard.rows(_headed(headings, texts))
        alone, said, size = self._heard.rows(texts), self._heard.rows(sentences), len(self._column)
        return _DraftRead(
            shared=self._likeness(self.table(texts, headings), self.table(texts), self._centred(pieces), firsts),
            topics=self._likeness(headed[:, :size], alone[:, :size], said[:, :size], firsts),
            manners=_manners(alone[:, size:]),
            sentence_manners=_manners(said[:, size:]),
            pieces=pieces,
            firsts=firsts,
        )

    def _by_vectors(self, texts: Sequence[str]) -> Table:
        """Return what words, and a little what parts of words, say: one column an indicateur, then one a manner."""
        read = self._runs.read(texts)
        both = zip((self._vectors.read(texts), read.topics), self._prototypes, strict=True)
        # Not `@`: what BLAS adds up depends on how many texts are read together.
        near = [np.einsum("td,id->ti", topics, prototypes) for topics, prototypes in both]
        return np.concatenate([_PARTS * near[0] + (1 - _PARTS) * near[1], read.manners], axis=1)

    def _likeness(self, scores: Table, alone: Table, pieces: Table, firsts: NDArray[np.int64]) -> "_Likeness":
        scores = np.round(scores, 6)
        best = [pieces[a:b].max(axis=0) for a, b in pairwise(firsts)]
        return _Likeness(scores, np.round(alone, 6), np.round(np.array(best).reshape(scores.shape), 6), self._ranks(scores))

    def _ranks(self, scores: Table) -> NDArray[np.int64]:
        """Return, for each passage and indicateur, how many others of the same bloc score more."""
        ranks = np.zeros(scores.shape, dtype=np.int64)
        blocs = np.array([code.partition("-")[0] for code in self._column])
        for bloc in dict.fromkeys(blocs):
            columns = np.flatnonzero(blocs == bloc)
            ranks[:, columns] = (-scores[:, columns]).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
        return ranks


@dataclass(frozen=True)
class _Likeness:
    """How much each passage is like each indicateur, by one measure."""

    scores: Table
    alone: Table
    sentences: Table
    ranks: NDArray[np.int64]

    def of(self, passages: NDArray[np.int64], column: int) -> list[Likeness]:
        """Return the figures of some passages for one indicateur."""
        figures = (table[passages, column].tolist() for table in (self.scores, self.alone, self.sentences, self.ranks))
        return [Likeness(*one) for one in zip(*figures, strict=True)]


@dataclass(frozen=True)
class _DraftRead:
    """What a draft says of all indicateurs."""

    shared: _Likeness
    topics: _Likeness
    manners: list[Manners]
    sentence_manners: list[Manners]
    pieces: Table
    """Of each sentence, how much it speaks of each indicateur."""
    firsts: NDArray[np.int64]
    """Where the sentences of each passage start."""

    def scored(self, passages: Sequence[Passage], order: NDArray[np.int64], column: int) -> Iterator[ScoredPassage]:
        """Yield these passages, in this order, with all that is known of them for one indicateur."""
        pieces, firsts = self.pieces[:, column].tolist(), self.firsts.tolist()
        for n, shared, topic in zip(order.tolist(), self.shared.of(order, column), self.topics.of(order, column), strict=True):
            sentences, scores = passages[n].sentences, pieces[firsts[n] : firsts[n + 1]]
            best = max(range(len(scores)), key=scores.__getitem__)
            yield ScoredPassage(
                passage=passages[n],
                focus=_focus(sentences, scores, best),
                best=sentences[best],
                shared=shared,
                topic=topic,
                manners=self.manners[n],
                best_manners=self.sentence_manners[firsts[n] + best],
            )


def _without_orders(text: str, passage: Passage) -> Iterator[Passage]:
    """Yield the passage, or its parts around the sentences that order their reader about, unless they do so too."""
    runs = [(orders, tuple(run)) for orders, run in groupby(passage.sentences, lambda s: gives_orders(text[s.start : s.end]))]
    for orders, sentences in runs:
        start, end = sentences[0].start, sentences[-1].end
        if not orders and (len(runs) == 1 or not addresses_the_reader(text[start:end])):
            yield passage.model_copy(update={"start": start, "end": end, "sentences": sentences})


def _headed(headings: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Return each text after its heading; one without is itself, and is remembered as such."""
    return [f"{heading} {text}" if heading else text for heading, text in zip(headings, texts, strict=True)]


def _manners(columns: Table) -> list[Manners]:
    return [(a, b, c, d) for a, b, c, d in columns.tolist()]


def _focus(sentences: Sequence[Span], scores: Sequence[float], best: int) -> Span:
    """Grow a window around the best sentence with neighbours that also speak of it."""
    first = last = best
    enough = max(_FOCUS_RATIO * scores[best], 0.0)
    while last - first + 1 < _FOCUS_SENTENCES:
        before = scores[first - 1] if first > 0 else -1.0
        after = scores[last + 1] if last + 1 < len(sentences) else -1.0
        if max(before, after) < enough:
            break
        if after >= before:
            last += 1
        else:
            first -= 1
    return sentences[best] if first == last else Span(start=sentences[first].start, end=sentences[last].end)


def _described(indicateur: Indicateur) -> str:
    cues = " ".join(re.sub(r"[*~]|<\w+>", " ", c) for c in indicateur.cues)
    return f"{indicateur.label}. {indicateur.description} {indicateur.advice} {cues}"
