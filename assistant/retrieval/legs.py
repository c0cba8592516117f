"""The two legs of a search: whole words (BM25) and parts of words (character n-grams)."""

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.text.french import content, fold, terms

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
    """Cosine of TF-IDF vectors of 3- to 5-character n-grams, which forgives misspelling."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._vectorizer = character_vectorizer()
        self._matrix = self._vectorizer.fit_transform(documents)

    def table(self, queries: Sequence[str]) -> Scores:
        """Return the cosines, one row a query and one column a document."""
        if not queries:
            return np.zeros((0, self._matrix.shape[0]))
        product = self._vectorizer.transform(queries) @ self._matrix.T
        return np.asarray(product.toarray(), dtype=np.float64)


def character_vectorizer() -> TfidfVectorizer:
    """Return the unfitted vectorizer of folded character n-grams."""
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), preprocessor=fold, sublinear_tf=True)
