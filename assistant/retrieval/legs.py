"""The two legs of a search: whole words (BM25) and parts of words (character n-grams)."""

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.grams import CharacterGrams
from assistant.text.french import content, terms

Scores = NDArray[np.float64]


class LexicalLeg:
    """BM25 on the stems of French content words."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._index = bm25s.BM25()
        self._index.index([terms(content(d)) or [""] for d in documents], show_progress=False)
        self._size = len(documents)

    def scores(self, query: str) -> Scores:
        """Return the BM25 score of each document; zeros when no word is known."""
        known = [t for t in terms(content(query)) if t in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size)
        return np.asarray(self._index.get_scores(known), dtype=np.float64)

    def known_share(self, query: str) -> float:
        """Return the part of the content words of the query that some document has."""
        asked = terms(content(query))
        return sum(t in self._index.vocab_dict for t in asked) / len(asked) if asked else 0.0


class CharacterLeg:
    """Cosine of the vectors of character n-grams, which forgives misspelling."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._grams = CharacterGrams(documents)
        self._documents = self._grams.vectors(documents).T.tocsr()

    def table(self, queries: Sequence[str]) -> Scores:
        """Return the cosines, one row a query and one column a document."""
        return np.asarray((self._grams.vectors(queries) @ self._documents).toarray(), dtype=np.float64)
