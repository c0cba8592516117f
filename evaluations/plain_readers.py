"""What most would build: readers that count expert words, or compare vectors, to measure ours against.

Each gives a critère one figure; the cuts between niveaux are those of best agreement on the
develop half. They see no negation, no promise, no agency, and show no evidence.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from assistant.domain.feedback import Niveau
from assistant.domain.grille import CritereGrille
from assistant.domain.knowledge import Knowledge
from assistant.retrieval.embedders import CharacterEmbedder
from assistant.text.cues import CueBook
from evaluations import agreement
from evaluations.gold import Dossier
from evaluations.harness.cases import LEVELS, Judged

Scores = Callable[[str, Sequence[CritereGrille]], NDArray[np.float64]]
"""One figure a critère, from the text of a draft."""
_ENOUGH_CUES = 2
_CHUNK, _OVERLAP = 800, 100
_QUANTILES = 16


def cue_scores(text: str, criteres: Sequence[CritereGrille]) -> NDArray[np.float64]:
    """Return, for each critère, how many of its indicateurs the draft names by at least two of their cues."""
    return np.array(
        [np.minimum(np.array(CueBook([i.cues for i in c.indicateurs]).counts(text)) / _ENOUGH_CUES, 1).mean() for c in criteres]
    )


def vector_scores(knowledge: Knowledge) -> Scores:
    """Return a reader by similarity: pieces of the draft against what is expected, the nearest piece counts."""
    embedder = CharacterEmbedder([f"{c.texte} {c.expected}" for g in knowledge.grilles for c in g.criteres])

    def scores(text: str, criteres: Sequence[CritereGrille]) -> NDArray[np.float64]:
        pieces = [text[n : n + _CHUNK] for n in range(0, max(1, len(text)), _CHUNK - _OVERLAP)]
        wanted = embedder.embed([f"{c.texte} {c.expected}" for c in criteres])
        nearest: NDArray[np.float64] = (embedder.embed(pieces) @ wanted.T).max(axis=0).astype(np.float64)
        return nearest

    return scores


class PlainReader:
    """A figure cut into niveaux where it agrees best with the develop half."""

    def __init__(self, scores: Scores, knowledge: Knowledge, develop: Iterable[Dossier]) -> None:
        self._scores = scores
        self._knowledge = knowledge
        pairs = [pair for dossier in develop for pair in self._figures(dossier)]
        figures = np.array([figure for _, figure, _ in pairs])
        truth = [LEVELS.index(level) for _, _, level in pairs]
        steps = np.unique(np.quantile(figures, np.linspace(0, 1, _QUANTILES + 1)[1:-1]))
        self._cuts = max(combinations(steps, len(LEVELS) - 1), key=lambda cuts: _agreed(figures, truth, cuts), default=())

    def judge(self, dossier: Dossier) -> tuple[Judged, ...]:
        """Return the labelled critères of a dossier as this reader levels them."""
        return tuple(
            Judged(critere=code, label=level, read=LEVELS[int(np.searchsorted(self._cuts, figure, "right"))], confidence=0.5)
            for code, figure, level in self._figures(dossier)
        )

    def _figures(self, dossier: Dossier) -> list[tuple[str, float, Niveau]]:
        criteres = self._knowledge.grille(dossier.labels.bloc).criteres
        found: Mapping[str, float] = dict(
            zip([c.code for c in criteres], self._scores(dossier.text, criteres).tolist(), strict=True)
        )
        return [(code, found[code], c.niveau) for code, c in dossier.labels.criteres.items() if c.niveau in LEVELS]


def _agreed(figures: NDArray[np.float64], truth: Sequence[int], cuts: Sequence[float]) -> float:
    read = np.searchsorted(np.array(cuts), figures, "right")
    return agreement.weighted_kappa(agreement.confusion(truth, read.tolist(), len(LEVELS))) or -1.0
