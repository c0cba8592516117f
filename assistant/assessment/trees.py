"""Frozen boosted trees, read from a file of plain arrays and evaluated with numpy alone.

They were trained by `python -m evaluations.training.fit`; nothing is trained here.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from assistant.errors import KnowledgeInvalid

Floats = NDArray[np.float64]
Whole = NDArray[np.int32]
_TOGETHER = 1024
"""Rows gone through at once, for the sake of memory."""


@dataclass(frozen=True)
class Trees:
    """The trees of one yes-or-no question: nodes one after the other, each tree starting at its root."""

    roots: Whole
    feature: Whole
    """Column that a node looks at; -1 at a leaf."""
    threshold: Floats
    """A row goes left when its figure is at most this."""
    left: Whole
    right: Whole
    value: Floats
    """What a leaf adds to the sum, in log-odds."""
    start: float
    """Log-odds before any tree."""

    def probability(self, rows: Floats) -> Floats:
        """Return the probability of yes for each row, rounded so that every machine gives the same."""
        parts = [self._sums(rows[n : n + _TOGETHER]) for n in range(0, len(rows), _TOGETHER)]
        total = np.concatenate([np.zeros(0), *parts])
        probability: Floats = np.round(1 / (1 + np.exp(-total)), 6)
        return probability

    def _sums(self, rows: Floats) -> Floats:
        """Return the log-odds of each row, all trees gone down at once; a row at a leaf stays there."""
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        leaf = self.feature < 0
        column = np.where(leaf, 0, self.feature)
        lines = np.arange(len(rows))[:, None]
        while not leaf[node].all():
            goes_left = rows[lines, column[node]] <= self.threshold[node]
            below = np.where(goes_left, self.left[node], self.right[node])
            node = np.where(leaf[node], node, below)
        return self.start + np.asarray(self.value[node].cumsum(axis=1)[:, -1], dtype=np.float64)


@dataclass(frozen=True)
class TrainedModel:
    """Everything that training froze."""

    identity: str
    """Short hash of the figures, which changes whenever they do."""
    passage: dict[str, Trees]
    """Of a passage read for an indicateur: `evidence`, `mention` (evidence or talk of it), `denial`."""
    indicateur: dict[str, Trees]
    """Of an indicateur in a draft: `evoque`, `partiel`, `atteste` (each: that or better), `contredit`."""
    limits: dict[str, float]
    """Probability from which each of these states is given."""
    sure: dict[str, float]
    """How often each niveau was exactly right on authors kept aside."""


def load_model(path: Path) -> TrainedModel:
    """Return the frozen model of a file; raise `KnowledgeInvalid` when it cannot be read."""
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            stored = {name: arrays[name] for name in arrays.files}
        return TrainedModel(
            identity=str(stored["identity"]),
            passage={name: _trees(stored, f"passage.{name}") for name in ("evidence", "mention", "denial")},
            indicateur={name: _trees(stored, f"indicateur.{name}") for name in ("evoque", "partiel", "atteste", "contredit")},
            limits=_pairs(stored, "limits"),
            sure=_pairs(stored, "sure"),
        )
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise KnowledgeInvalid(
            f"Le modèle de lecture «\u00a0{path.name}\u00a0» ne peut pas être chargé.",
            hint="Réinstallez le produit, ou refaites le modèle avec «\u00a0python -m evaluations.training.fit\u00a0».",
        ) from error


def _trees(stored: dict[str, NDArray[np.generic]], name: str) -> Trees:
    def whole(field: str) -> Whole:
        return stored[f"{name}.{field}"].astype(np.int32)

    def floats(field: str) -> Floats:
        return stored[f"{name}.{field}"].astype(np.float64)

    return Trees(
        roots=whole("roots"),
        feature=whole("feature"),
        threshold=floats("threshold"),
        left=whole("left"),
        right=whole("right"),
        value=floats("value"),
        start=float(floats("start")),
    )


def _pairs(stored: dict[str, NDArray[np.generic]], name: str) -> dict[str, float]:
    values = stored[f"{name}.values"].astype(np.float64)
    return {str(key): float(value) for key, value in zip(stored[f"{name}.names"], values, strict=True)}
