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

from assistant.domain.grille import Indicateur
from assistant.errors import KnowledgeInvalid
from assistant.retrieval.named_rows import packed, places_of, summed, unpacked
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
    def _places(self) -> Mapping[str, int]:
        return places_of(self.runs)

    def read(self, texts: Sequence[str]) -> TextsRead:
        """Return what the runs of words say of texts."""
        sums = summed(self.table, self._places, [word_runs(text) for text in texts], _SCALE)
        size = len(self.dimensions)
        return TextsRead(unit(sums[:, :size]), np.round(sums[:, size:], 6))

    def prototypes(self, indicateurs: Sequence[Indicateur]) -> Floats:
        """Return the vector of each indicateur: its own dimension, or that of its words when it was not trained for."""
        return prototypes(self.dimensions, lambda texts: self.read(texts).topics, indicateurs)

    def save(self, path: Path = TABLE) -> None:
        """Write the table where `load_word_runs` finds it."""
        np.savez_compressed(path, table=self.table, runs=packed(self.runs), dimensions=np.array(self.dimensions))


def whole(table: Floats) -> NDArray[np.int16]:
    """Return weights as a table holds them."""
    return np.clip(np.round(table * _SCALE), -32767, 32767).astype(np.int16)


def load_word_runs(path: Path = TABLE) -> WordRuns:
    """Return the frozen table; raise `KnowledgeInvalid` when it cannot be read."""
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            dimensions = tuple(str(d) for d in arrays["dimensions"])
            return WordRuns(arrays["table"].astype(np.int16), unpacked(arrays["runs"]), dimensions)
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise KnowledgeInvalid(
            f"La table «\u00a0{path.name}\u00a0» des suites de mots ne peut pas être chargée.",
            hint="Réinstallez le produit, ou refaites-la avec «\u00a0python -m evaluations.training.fit\u00a0».",
        ) from error
