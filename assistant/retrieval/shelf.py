"""The exemplars of one bloc, ready to be looked through: what they show, in which trade, in which words."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from assistant.domain.exemplar import Exemplar
from assistant.domain.grille import Indicateur
from assistant.protocols import VectorIndex, Vectors
from assistant.retrieval.excerpts import Excerpt, excerpts_of
from assistant.retrieval.index import ExactIndex
from assistant.retrieval.static import StaticVectors
from assistant.text.borrowing import Borrowing, Lenders, WordedText

Floats = NDArray[np.float64]
_WEIGHT = 2.0
"""What an excerpt shows, beside the rest of what its passage speaks of."""
_CANDIDATES = 32
_CLEAR = 0.3
"""Cosine with the indicateur from which the words say what was labelled: 93 % of labelled excerpts do, 0.2 % of others."""
_SAME_TRADE = 0.16
"""Cosine of the words that few have, above which two dossiers are of one trade, or one dossier."""
_TRADE_WORD, _TRADE_STEM = 5, 7
"""Letters from which a word may be one of a trade, and by which it is known: « ambulance » and « ambulancier » are one."""
_WIDESPREAD = 0.34
"""Part of the exemplars from which a word says nothing of a trade."""


class Known:
    """An exemplar with what is worked out of it once."""

    def __init__(self, exemplar: Exemplar, indicateurs: Collection[str]) -> None:
        self.exemplar = exemplar
        self.excerpts = tuple(e for e in excerpts_of(exemplar) if e.indicateur in indicateurs)

    @cached_property
    def worded(self) -> WordedText:
        """Return its words with their places."""
        return WordedText(self.exemplar.text)

    @cached_property
    def stems(self) -> Counter[str]:
        """Return how often it has each word that a trade may have."""
        return trade_words(self.worded)


def trade_words(text: WordedText) -> Counter[str]:
    """Return how often a text has each word that a trade may have, by its first letters."""
    return Counter(word[:_TRADE_STEM] for word in text.words if len(word) >= _TRADE_WORD)


@dataclass(frozen=True)
class Wanted:
    """What is looked for: an indicateur, near what a draft says of its critère."""

    indicateur: str
    near: str
    """Words of the draft; empty when it says nothing."""


@dataclass(frozen=True)
class Shelf:
    """The exemplars of a bloc, in the order of their ids; the same shelf and draft give the same excerpts."""

    known: Sequence[Known]
    vectors: Vectors
    """One row an excerpt: see `excerpt_vectors`."""
    static: StaticVectors
    prototypes: Mapping[str, Floats]
    anyone: Sequence[WordedText] = ()
    """Words that everyone may use: the référentiel's."""

    @cached_property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """Return every excerpt, in the order of its vector."""
        return tuple(e for known in self.known for e in known.excerpts)

    @cached_property
    def exact(self) -> VectorIndex:
        """Return the search that compares with every excerpt."""
        return ExactIndex([e.id for e in self.excerpts], self.vectors)

    def borrowings(self, draft: WordedText) -> list[Borrowing]:
        """Return the places of a draft that are nearly an exemplar's; their sources are numbers of `known`."""
        return self._lenders.borrowings(draft)

    def search(self, index: VectorIndex, wanted: Sequence[Wanted]) -> dict[str, list[Excerpt]]:
        """Return the excerpts that show each indicateur, best first; `index` only proposes them."""
        if not wanted or not self.excerpts:
            return {}
        near = list(dict.fromkeys(w.near for w in wanted))
        topics = dict(zip(near, self.static.read(near), strict=True))
        asked = np.stack([excerpt_vector(topics[w.near], self.prototypes[w.indicateur]) for w in wanted])
        proposed = index.nearest_each(asked.astype(np.float32), min(_CANDIDATES, len(self.excerpts)))
        return {w.indicateur: self._ranked(w.indicateur, v, ids) for w, v, ids in zip(wanted, asked, proposed, strict=True)}

    def _ranked(self, indicateur: str, vector: Floats, ids: Sequence[str]) -> list[Excerpt]:
        rows = [n for n in map(self._row.get, ids) if n is not None and self.excerpts[n].indicateur == indicateur]
        near = np.round(np.einsum("nd,d->n", self.vectors[rows].astype(np.float64), vector), 5) if rows else ()
        scored = sorted((not self.excerpts[n].demontre, -score, n) for n, score in zip(rows, near, strict=True))
        return [self.excerpts[n] for _, _, n in scored]

    def clear(self, excerpts: Iterable[Excerpt]) -> Iterable[Excerpt]:
        """Yield those whose own words say what they were labelled as showing."""
        return (e for e in excerpts if self._clearness(e) >= _CLEAR)

    def _clearness(self, excerpt: Excerpt) -> float:
        if excerpt.id not in self._seen:
            topics = self.static.read([excerpt.text])[0]
            self._seen[excerpt.id] = round(float(np.einsum("d,d->", topics, self.prototypes[excerpt.indicateur])), 5)
        return self._seen[excerpt.id]

    def words(self, excerpt: Excerpt) -> str:
        """Return the words of an excerpt, folded, separated by spaces."""
        if excerpt.id not in self._worded:
            self._worded[excerpt.id] = " ".join(WordedText(excerpt.text).words)
        return self._worded[excerpt.id]

    def same_trade(self, draft: WordedText) -> set[str]:
        """Return the ids of the exemplars that have the rare words of a draft: its own trade, or its own dossier."""
        alike = self.alike(trade_words(draft))
        return {known.exemplar.id for known, score in zip(self.known, alike, strict=True) if score >= _SAME_TRADE}

    def alike(self, words: Counter[str]) -> Floats:
        """Return, for each exemplar, how far it has the rare words of a text, from 0 to 1."""
        table, weights, rare = self._trades
        own = np.zeros(table.shape[1])
        beyond = 0.0
        for word, count in words.items():
            if word in weights:
                number, weight = weights[word]
                own[number] = _damped(count) * weight
            elif word not in self._usual:
                beyond += (_damped(count) * rare) ** 2
        length = float(np.sqrt((own**2).sum() + beyond)) or 1.0
        alike: Floats = np.round(table @ own / length, 4)
        return alike

    @cached_property
    def _trades(self) -> tuple[csr_matrix, dict[str, tuple[int, float]], float]:
        """Return the weighted rare words of each exemplar, the number and weight of each, and the weight of one nobody has."""
        total = len(self.known)
        spread = self._spread
        kept = sorted(word for word in spread if word not in self._usual)
        weights = {word: (n, float(np.log((total + 1) / spread[word]))) for n, word in enumerate(kept)}
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for n, known in enumerate(self.known):
            own = {weights[w][0]: _damped(c) * weights[w][1] for w, c in known.stems.items() if w in weights}
            length = float(np.sqrt(sum(v * v for v in own.values()))) or 1.0
            rows += [n] * len(own)
            columns += own
            values += [v / length for v in own.values()]
        return csr_matrix((values, (rows, columns)), shape=(total, len(kept))), weights, float(np.log(total + 1))

    @cached_property
    def _spread(self) -> Counter[str]:
        return Counter(word for known in self.known for word in known.stems)

    @cached_property
    def _usual(self) -> set[str]:
        most = max(2.0, _WIDESPREAD * len(self.known))
        return {word for word, count in self._spread.items() if count > most}

    @cached_property
    def _lenders(self) -> Lenders:
        return Lenders([known.worded for known in self.known], self.anyone)

    @cached_property
    def _row(self) -> dict[str, int]:
        return {e.id: n for n, e in enumerate(self.excerpts)}

    @cached_property
    def _seen(self) -> dict[str, float]:
        return {}

    @cached_property
    def _worded(self) -> dict[str, str]:
        return {}


def excerpt_vectors(
    known: Sequence[Known], passages: Callable[[Exemplar], Mapping[int, Vectors]], prototypes: Mapping[str, Floats]
) -> Vectors:
    """Return the vector of each excerpt, from those of the passages of exemplars, given by their numbers."""
    rows: list[Floats] = []
    for one in known:
        made = passages(one.exemplar) if one.excerpts else {}
        rows += [excerpt_vector(made[e.passage].astype(np.float64), prototypes[e.indicateur]) for e in one.excerpts]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(next(iter(prototypes.values()))))


def excerpt_vector(topics: Floats, prototype: Floats) -> Floats:
    """Return the unit vector of words about those topics that show that indicateur."""
    both = topics + _WEIGHT * prototype
    unit: Floats = np.round(both / (float(np.sqrt((both**2).sum())) or 1.0), 6)
    return unit


def prototypes_of(static: StaticVectors, indicateurs: Sequence[Indicateur]) -> dict[str, Floats]:
    """Return the vector of each indicateur by its code."""
    return dict(zip((i.code for i in indicateurs), static.prototypes(indicateurs), strict=True))


def _damped(count: int) -> float:
    return 1.0 + float(np.log(count))
