"""What the words of a text, and each two that follow each other, say: what it is about, and how it is said.

« J’ai » and « il faut » say as much as « devis ». Learned by `python -m evaluations.training.fit`, one row
a run of words, one column an indicateur of the shipped grille and then one for each of `MANNERS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from assistant.domain.grille import Indicateur
from assistant.errors import KnowledgeInvalid
from assistant.retrieval.static import FOLDER, Floats, prototypes, unit
from assistant.text.fragments import word_runs

MANNERS = ("preuve", "propos", "refus", "ailleurs")
"""Names of the figures of `Manners`."""
TABLE = FOLDER / "runs.npz"
_SCALE = 500.0


@dataclass(frozen=True)
class TextsRead:
    """What the runs of words say of texts, one row a text."""

    topics: Floats
    """Unit vectors, one column a dimension; zeros when no word is known."""
    manners: Floats
    """One column for each of `MANNERS`."""


@dataclass(frozen=True)
class WordRuns:
    """Reads texts by their runs of words."""

    table: NDArray[np.int16]
    runs: tuple[str, ...]
    """The name of each row."""
    dimensions: tuple[str, ...]
    """For each column of topics, the `signature` of its indicateur."""

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {name: row for row, name in enumerate(self.runs)}

    def read(self, texts: Sequence[str]) -> TextsRead:
        """Return what the runs of words say of texts."""
        seen = [[(self._rows[name], part) for name, part in word_runs(t).items() if name in self._rows] for t in texts]
        rows, places = np.unique([row for each in seen for row, _ in each], return_inverse=True)
        ends = np.cumsum([0, *map(len, seen)])
        parts = csr_matrix(([part for each in seen for _, part in each], places, ends), shape=(len(texts), len(rows)))
        # Sparse, so never BLAS, whose sums depend on the machine.
        sums = parts @ (self.table[rows.astype(np.int64)] / _SCALE)
        size = len(self.dimensions)
        return TextsRead(unit(sums[:, :size]), np.round(sums[:, size:], 6))

    def prototypes(self, indicateurs: Sequence[Indicateur]) -> Floats:
        """Return the vector of each indicateur: its own dimension, or that of its words when it was not trained for."""
        return prototypes(self.dimensions, lambda texts: self.read(texts).topics, indicateurs)

    def save(self, path: Path = TABLE) -> None:
        """Write the table where `load_word_runs` finds it."""
        names = np.frombuffer("\n".join(self.runs).encode(), dtype=np.uint8)
        np.savez_compressed(path, table=self.table, runs=names, dimensions=np.array(self.dimensions))


def whole(table: Floats) -> NDArray[np.int16]:
    """Return weights as a table holds them."""
    return np.clip(np.round(table * _SCALE), -32767, 32767).astype(np.int16)


def load_word_runs(path: Path = TABLE) -> WordRuns:
    """Return the frozen table; raise `KnowledgeInvalid` when it cannot be read."""
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            names = arrays["runs"].tobytes().decode().split("\n")
            return WordRuns(arrays["table"].astype(np.int16), tuple(names), tuple(str(d) for d in arrays["dimensions"]))
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise KnowledgeInvalid(
            f"La table «\u00a0{path.name}\u00a0» des suites de mots ne peut pas être chargée.",
            hint="Réinstallez le produit, ou refaites-la avec «\u00a0python -m evaluations.training.fit\u00a0».",
        ) from error
