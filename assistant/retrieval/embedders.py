"""The door to text embeddings."""

import hashlib
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.protocols import Vectors
from assistant.retrieval.grams import CharacterGrams
from assistant.retrieval.static import StaticVectors

_NEGLIGIBLE = 1e-6


class CharacterEmbedder:
    """Vectors of character n-grams seen from the texts of a corpus (Nyström features).

    The dot product of a query vector with the vector of a corpus text is exactly the
    TF-IDF cosine of their character n-grams, in as many dimensions as the corpus has
    texts: no model, no download, and an approximate index can be checked exactly.
    """

    def __init__(self, corpus: Sequence[str]) -> None:
        self._grams = CharacterGrams(corpus)
        self._landmarks = self._grams.vectors(corpus).T.tocsr()
        self.id = self.id_of(corpus)

    @staticmethod
    def id_of(corpus: Sequence[str]) -> str:
        """Return the identity that vectors of this corpus have, without making them."""
        return f"characters-3-5/{hashlib.sha256(chr(0).join(corpus).encode()).hexdigest()[:16]}"

    @cached_property
    def _whiten(self) -> NDArray[np.float64]:
        values, directions = np.linalg.eigh((self._landmarks.T @ self._landmarks).toarray())
        kept = values > _NEGLIGIBLE
        whiten: NDArray[np.float64] = directions[:, kept] / np.sqrt(values[kept])
        return whiten

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, of length at most 1; zeros when no n-gram is known."""
        return np.asarray(self.cosines(texts) @ self._whiten, dtype=np.float32)

    def cosines(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how alike each text and each of the corpus are, one row a text: what the vectors say, without making any."""
        return np.asarray((self._grams.vectors(texts) @ self._landmarks).toarray(), dtype=np.float64)


class StaticEmbedder:
    """The trained static vectors, as the store and the index use them: each dimension is one indicateur."""

    def __init__(self, static: StaticVectors) -> None:
        self._static = static
        self.id = f"{static.id}/topics"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; zeros when no word is known."""
        return np.asarray(self._static.read(texts), dtype=np.float32)
