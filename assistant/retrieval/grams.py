"""Parts of words: TF-IDF vectors of 3- to 5-character n-grams, which forgive misspelling.

Equal to those of scikit-learn's `TfidfVectorizer(analyzer="char_wb", sublinear_tf=True)`, to which
a test compares them; importing it took longer than reading a draft.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from assistant.text.french import fold

Columns = NDArray[np.int64]
_LENGTHS = (3, 4, 5)
_NONE: Columns = np.zeros(0, dtype=np.int64)
_WORDS_KEPT = 32768
"""Words whose n-grams are kept: those of several long dossiers."""


class CharacterGrams:
    """Vectors of texts in the n-grams of some documents.

    N-grams never cross words, so that those of a word are looked up once for all the texts that have it.
    """

    def __init__(self, documents: Sequence[str]) -> None:
        words = [set(fold(text).split()) for text in documents]
        of_word = {word: _grams(word) for word in set().union(*words)}
        self._column = {gram: n for n, gram in enumerate(sorted(set().union(*of_word.values())))}
        self._own = {word: np.array([self._column[gram] for gram in grams], dtype=np.int64) for word, grams in of_word.items()}
        self._look_up = lru_cache(maxsize=_WORDS_KEPT)(self._known_of)
        _, columns, _ = self._counts(words)
        held = np.bincount(columns, minlength=len(self._column))
        self._rarity = np.log((1 + len(documents)) / (1 + held)) + 1.0

    def vectors(self, texts: Sequence[str]) -> csr_matrix:
        """Return one row a text, of length 1; zeros when it shares no n-gram with the documents."""
        ends, columns, times = self._counts([fold(text).split() for text in texts])
        weights = (1.0 + np.log(times)) * self._rarity[columns]
        for start, end in pairwise(ends):
            row = weights[start:end]
            row /= np.sqrt((row * row).sum()) or 1.0
        return csr_matrix((weights, columns, ends), shape=(len(texts), len(self._column)))

    def _counts(self, texts: Sequence[Collection[str]]) -> tuple[Columns, Columns, Columns]:
        """Return where each text ends, the columns of its known n-grams in order, and how often each is there."""
        found = [np.concatenate([_NONE, *map(self._columns_of, words)]) for words in texts]
        rows = np.repeat(np.arange(len(found)), [len(columns) for columns in found])
        width = len(self._column) or 1
        places, times = np.unique(rows * width + np.concatenate([_NONE, *found]), return_counts=True)
        return np.searchsorted(places, np.arange(len(found) + 1) * width), places % width, times

    def _columns_of(self, word: str) -> Columns:
        own = self._own.get(word)
        return own if own is not None else self._look_up(word)

    def _known_of(self, word: str) -> Columns:
        return np.array([n for n in map(self._column.get, _grams(word)) if n is not None], dtype=np.int64)


def _grams(word: str) -> list[str]:
    """Return the n-grams of a word with a space on each side; one that is too short is a single n-gram."""
    padded = f" {word} "
    size = len(padded)
    lengths = [length for length in _LENGTHS if length <= size] or [size]
    return [padded[n : n + length] for length in lengths for n in range(size - length + 1)]
