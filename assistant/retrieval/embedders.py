"""The door to text embeddings."""

import hashlib
from collections.abc import Sequence

import numpy as np

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
        self._landmarks = self._grams.vectors(corpus)
        values, directions = np.linalg.eigh((self._landmarks @ self._landmarks.T).toarray())
        kept = values > _NEGLIGIBLE
        self._whiten = directions[:, kept] / np.sqrt(values[kept])
        self.id = self.id_of(corpus)

    @staticmethod
    def id_of(corpus: Sequence[str]) -> str:
        """Return the identity that vectors of this corpus have, without making them."""
        return f"characters-3-5/{hashlib.sha256(chr(0).join(corpus).encode()).hexdigest()[:16]}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, of length at most 1; zeros when no n-gram is known."""
        seen = (self._grams.vectors(texts) @ self._landmarks.T).toarray()
        return np.asarray(seen @ self._whiten, dtype=np.float32)


class StaticEmbedder:
    """The trained static vectors, as the store and the index use them: each dimension is one indicateur."""

    def __init__(self, static: StaticVectors) -> None:
        self._static = static
        self.id = f"{static.id}/topics"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; zeros when no word is known."""
        return np.asarray(self._static.read(texts).topics, dtype=np.float32)
