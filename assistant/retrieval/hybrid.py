"""Search over the référentiel and the facts: whole words, parts of words, what words are about and what people ask, fused."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.domain.conversation import SearchResult, SourceKind
from assistant.protocols import VectorIndex, Vectors
from assistant.retrieval.asked import Asked
from assistant.retrieval.corpus import Entry
from assistant.retrieval.embedders import CharacterEmbedder
from assistant.retrieval.everyday import EverydayWords
from assistant.retrieval.index import index_id
from assistant.retrieval.legs import LexicalLeg
from assistant.retrieval.static import StaticVectors
from assistant.text.french import content

DEFAULT_KINDS: tuple[SourceKind, ...] = ("critere", "competence")
_CANDIDATES = 80
_IDEA = 0.25
"""What one everyday idea adds to the part of a query that is understood."""
_LEAST_ALIKE = 0.1
"""Cosine under which a query that has no word of the corpus only looks like it by chance."""


@dataclass(frozen=True)
class Weights:
    """How much each leg of a search counts; 0 leaves it out."""

    words: float = 0.5
    """Whole words that the query and an entry share."""
    characters: float = 0.5
    """Parts of words."""
    everyday: float = 0.7
    """Words of the trade that everyday words stand for."""
    subject: float = 1.0
    """What the words of the query are usually said about."""
    asked: float = 12.0
    """What questions in such words ask for."""


class HybridSearch:
    """Finds entries; the same query and corpus give the same scores whatever the index."""

    def __init__(self, entries: Sequence[Entry], static: StaticVectors, asked: Asked, weights: Weights | None = None) -> None:
        self._weights = weights or Weights()
        self.entries = tuple(entries)
        self._searched = [e.searched for e in entries]
        self._static = static
        self._asked = asked
        self._columns = asked.columns(entries)
        self.ids = [e.code for e in entries]
        self.index: VectorIndex | None = None
        """What proposes entries; exact search when there is none."""
        self.id = index_id(f"{CharacterEmbedder.id_of(self._searched)}+{static.id}", self.ids)
        self._position = {code: n for n, code in enumerate(self.ids)}

    # A reading names the index and searches nothing: each part is made when first needed.

    @cached_property
    def _lexical(self) -> LexicalLeg:
        return LexicalLeg(self._searched)

    @cached_property
    def _embedder(self) -> CharacterEmbedder:
        return CharacterEmbedder(self._searched)

    @cached_property
    def _everyday(self) -> EverydayWords:
        return EverydayWords()

    @cached_property
    def _subjects(self) -> NDArray[np.float64]:
        return self._static.subjects([(e.searched, e.indicateurs) for e in self.entries])

    @cached_property
    def vectors(self) -> Vectors:
        """Return the vector of each entry."""
        return self._embedder.embed(self._searched)

    def search(self, query: str, k: int = 10, kinds: Collection[SourceKind] = DEFAULT_KINDS) -> list[SearchResult]:
        """Return up to `k` entries of those kinds, best first; none when nothing of the query is known.

        An entry whose code the query holds comes first.
        """
        named = np.array([code in _codes(query) for code in self.ids], dtype=np.float64)
        fused = np.round(self._fused(query) + named, 4)
        order = [n for n in np.lexsort((-fused, -named)) if self.entries[n].kind in kinds and fused[n] > 0]
        found = [(self.entries[n], float(fused[n])) for n in order[: max(k, 0)]]
        return [SearchResult(code=e.code, kind=e.kind, score=round(s / (1 + s), 4), text=e.text) for e, s in found]

    def _fused(self, query: str) -> NDArray[np.float64]:
        weights = self._weights
        plain, meant = self._alike(query), self._alike(" ".join(self._everyday.meanings(query)))
        shares = np.array([weights.words, weights.characters])
        alike = shares @ plain + weights.everyday * (shares @ meant)
        about = weights.subject * np.clip(self._subjects @ self._static.read([query])[0], 0, None)
        known = plain.any() or meant.any()
        fused: NDArray[np.float64] = alike + about + weights.asked * self._wanted(query) if known else np.zeros(len(self.entries))
        return fused

    def _wanted(self, query: str) -> NDArray[np.float64]:
        """Return how much each entry is what such a question asks for; 0 for those that no question was learned for."""
        wanted = np.append(np.clip(self._asked.read(query), 0, None), 0.0)
        return wanted[self._columns]

    def _alike(self, query: str) -> NDArray[np.float64]:
        """Return how much each entry is like the query, by whole words and by parts of words, one row each."""
        lexical, characters = self.scores(query)
        if not lexical.any() and characters.max(initial=0.0) < _LEAST_ALIKE:
            return np.zeros((2, len(self.entries)))
        return np.stack([self._lexical.known_share(query) * _relative(lexical), _relative(characters)])

    def understood(self, query: str) -> float:
        """Return how far the query speaks of what is searched, from 0; its known words count, and everyday ideas help."""
        return self._lexical.known_share(query) + _IDEA * len(self._everyday.meanings(query))

    def scores(self, query: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the BM25 scores and the character cosines of every entry."""
        words = content(query)
        alike = self._embedder.cosines([words])[0]
        characters = np.zeros(len(self.entries))
        near = self._proposed(self.index, words) if self.index else np.argsort(-alike, kind="stable")[:_CANDIDATES]
        characters[near] = alike[near]
        return self._lexical.scores(query), characters

    def _proposed(self, index: VectorIndex, words: str) -> list[int]:
        codes = index.nearest(self._embedder.embed([words])[0], min(_CANDIDATES, len(self.ids)))
        return [self._position[code] for code in codes]


def _codes(query: str) -> set[str]:
    return {word.strip(".,;:!?()«»").upper() for word in query.split()}


def _relative(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores
