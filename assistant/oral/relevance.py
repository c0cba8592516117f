"""How much words of a draft speak of what a question asks about."""

from collections.abc import Sequence

import numpy as np

from assistant.domain.grille import CritereGrille, Indicateur
from assistant.oral.quoting import About
from assistant.retrieval.static import StaticVectors
from assistant.text.cues import CueBook

_NEAREST = 2
"""Rank, among the elements of a grille, within which words are near to one."""
_LEAST = 0.3
_CLOSE = 0.45


class Relevance:
    """Tells words that speak of an element of a grille from words that speak rather of others."""

    def __init__(self, vectors: StaticVectors, criteres: Sequence[CritereGrille]) -> None:
        indicateurs = [i for c in criteres for i in c.indicateurs]
        self._vectors = vectors
        self._places = {i.code: n for n, i in enumerate(indicateurs)}
        self._prototypes = vectors.prototypes(indicateurs)

    def of(self, indicateur: Indicateur) -> About:
        """Return how much words are about an element: 0 when others are nearer, up to 3 when none is and it is named too."""
        book, place = CueBook([indicateur.cues]), self._places[indicateur.code]

        def about(words: str) -> int:
            near = self._vectors.read([words])[0] @ self._prototypes.T
            rank = 1 + int(np.count_nonzero(near > near[place]))
            if rank > _NEAREST or near[place] < _LEAST:
                return 0
            return 1 + int(near[place] >= _CLOSE) + int(book.counts(words)[0] > 0)

        return about
