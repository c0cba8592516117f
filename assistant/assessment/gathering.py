"""From the passages of a draft to the indicateurs of a critère: how evidence adds up.

Every figure can only grow when a passage is added, and the trained trees are monotone in
them: more evidence never lowers a state.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.domain.grille import CritereGrille

Floats = NDArray[np.float64]
INDICATEUR_FEATURES = (
    "meilleur passage", "deuxième", "troisième", "preuves réunies", "meilleure mention", "mentions réunies", "dénégation",
    "critère : meilleurs passages", "critère : deux meilleurs", "critère : preuves réunies", "critère : mentions",
    "critère : mentions réunies", "critère : preuves bloquantes", "essentiel", "bloquant", "production simulée",
)  # fmt: skip
"""Names of the figures of an indicateur, in order."""
_FAINT = 0.3
"""Probability under which a passage is not evidence that adds up: many pages about nothing must stay nothing."""
RISING = (1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0)
"""1 where more of it can only raise a state."""


def indicateur_rows(critere: CritereGrille, read: Sequence[Floats], *, simulated: bool) -> Floats:
    """Return one row an indicateur of the critère.

    `read` holds, for each, one row a passage: probability of evidence, of a mention, of a denial.
    """
    evidence = [np.sort(r[:, 0])[::-1] for r in read]
    tops = np.array([[*e[:3], *[0.0] * (3 - len(e[:3]))] for e in evidence])
    tops[:, 1:] = np.where(tops[:, 1:] >= _FAINT, tops[:, 1:], 0.0)
    together = np.array([_together(r[:, 0]) for r in read])
    mention = np.array([r[:, 1].max(initial=0.0) for r in read])
    mentions = np.array([_together(r[:, 1]) for r in read])
    denial = np.array([r[:, 2].max(initial=0.0) for r in read])
    blocking = np.array([i in critere.blocking() for i in critere.indicateurs], dtype=np.float64)
    of_critere = [
        tops[:, 0].mean(),
        np.sort(tops[:, 0])[-2:].mean(),
        together.mean(),
        mention.mean(),
        mentions.mean(),
        (together * blocking).sum() / max(1.0, blocking.sum()),
    ]
    essential = np.array([i.essential for i in critere.indicateurs], dtype=np.float64)
    n = len(critere.indicateurs)
    columns = [*tops.T, together, mention, mentions, denial, *(np.full(n, v) for v in of_critere), essential, blocking]
    return np.round(np.stack([*columns, np.full(n, float(simulated))], axis=1), 6)


def _together(probabilities: Floats) -> float:
    """Return the probability that at least one holds, were they independent; faint ones do not add up, however many."""
    return float(1 - np.prod(1 - np.where(probabilities >= _FAINT, probabilities, 0.0)))
