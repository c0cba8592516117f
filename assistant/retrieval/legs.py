"""The two legs of a search: whole words (BM25) and parts of words (character n-grams)."""

from collections.abc import Sequence
from functools import lru_cache

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from assistant.text.french import content, fold, terms

Scores = NDArray[np.float64]
Columns = NDArray[np.int64]
_NONE: Columns = np.zeros(0, dtype=np.int64)
_WORDS_KEPT = 32768
"""Words whose n-grams are kept: those of several long dossiers."""


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
    """Cosine of TF-IDF vectors of 3- to 5-character n-grams, which forgives misspelling.

    N-grams never cross words, so that those of a word are looked up once for all the texts that have it.
    """

    def __init__(self, documents: Sequence[str]) -> None:
        vectorizer = character_vectorizer()
        self._documents = vectorizer.fit_transform(documents).T.tocsr()
        self._analysed = vectorizer.build_analyzer()
        self._column: dict[str, int] = vectorizer.vocabulary_
        self._rarity: Scores = vectorizer.idf_
        self._columns_of = lru_cache(maxsize=_WORDS_KEPT)(self._look_up)

    def table(self, queries: Sequence[str]) -> Scores:
        """Return the cosines, one row a query and one column a document."""
        if not queries:
            return np.zeros((0, self._documents.shape[1]))
        return np.asarray((self._weighed(queries) @ self._documents).toarray(), dtype=np.float64)

    def _weighed(self, queries: Sequence[str]) -> csr_matrix:
        """Return the vectors of texts, as the vectorizer would make them."""
        counted = [self._counts(query) for query in queries]
        columns = np.concatenate([c for c, _ in counted])
        weights = (1.0 + np.log(np.concatenate([n for _, n in counted]))) * self._rarity[columns]
        ends = np.cumsum([0, *(len(c) for c, _ in counted)])
        return normalize(csr_matrix((weights, columns, ends), shape=(len(queries), len(self._column))), copy=False)

    def _counts(self, query: str) -> tuple[Columns, Columns]:
        """Return the columns of the known n-grams of a text, in order, and how often each is there."""
        return np.unique(np.concatenate([_NONE, *map(self._columns_of, fold(query).split())]), return_counts=True)

    def _look_up(self, word: str) -> Columns:
        return np.array([self._column[g] for g in self._analysed(word) if g in self._column], dtype=np.int64)


def character_vectorizer() -> TfidfVectorizer:
    """Return the unfitted vectorizer of folded character n-grams."""
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), preprocessor=fold, sublinear_tf=True)
