"""Frozen boosted trees, read from a file of plain arrays and evaluated with numpy alone.

They were trained by `python -m evaluations.training.fit`; nothing is trained here.
"""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from assistant.errors import KnowledgeInvalid

Floats = NDArray[np.float64]
Whole = NDArray[np.int32]
Leaves = NDArray[np.int64]
_EVERY_LEAF = (1 << 62) - 1
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
        """Return the log-odds of each row; all nodes of all trees are asked at once."""
        nodes = self._nodes
        kept = np.where(rows[:, nodes.feature] <= nodes.threshold, nodes.every, nodes.right_only)
        left_over = np.bitwise_and.reduceat(kept, nodes.first, axis=1)
        lowest = left_over & -left_over
        leaf = np.log2(lowest).astype(np.int64)
        added = nodes.value[np.arange(len(self.roots)), leaf]
        return self.start + np.asarray(added.cumsum(axis=1)[:, -1], dtype=np.float64)

    @cached_property
    def _nodes(self) -> "_Nodes":
        return _Nodes.of(self)


@dataclass(frozen=True)
class _Nodes:
    """The nodes of all trees side by side, each with the leaves that its two answers leave, a leaf being a bit.

    Leaves, at most 62, are numbered from left to right in their tree. What a node refuses is struck
    off, and the first leaf that is left is where a walk from the root would have ended.
    """

    feature: Whole
    threshold: Floats
    every: Leaves
    right_only: Leaves
    first: Whole
    """Where the nodes of each tree begin."""
    value: Floats
    """One row a tree, one column a leaf."""

    @classmethod
    def of(cls, trees: Trees) -> "_Nodes":
        """Return the nodes of some trees; a tree that is a leaf alone gets a node that strikes nothing off."""
        laid: list[tuple[int, float, int]] = []
        first, values = [], []
        for root in trees.roots.tolist():
            leaves: list[float] = []
            first.append(len(laid))
            laid += _laid(trees, root, leaves) or [(0, np.inf, 0)]
            values.append(leaves)
        feature, threshold, struck = zip(*laid, strict=True)
        every = np.full(len(laid), _EVERY_LEAF)
        most = max(map(len, values))
        return cls(
            feature=np.array(feature, dtype=np.int32),
            threshold=np.array(threshold),
            every=every,
            right_only=every & ~np.array(struck, dtype=np.int64),
            first=np.array(first, dtype=np.int32),
            value=np.array([v + [0.0] * (most - len(v)) for v in values]),
        )


def _laid(trees: Trees, node: int, leaves: list[float]) -> list[tuple[int, float, int]]:
    """Return feature, threshold and leaves on the left of each node under this one; `leaves` gets their values in order."""
    if trees.feature[node] < 0:
        leaves.append(float(trees.value[node]))
        return []
    before = len(leaves)
    left = _laid(trees, int(trees.left[node]), leaves)
    struck = (1 << len(leaves)) - (1 << before)
    right = _laid(trees, int(trees.right[node]), leaves)
    return [(int(trees.feature[node]), float(trees.threshold[node]), struck), *left, *right]


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
