"""What people ask about: a frozen table from the tokens of a question to what answers it, learned from questions."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from assistant.errors import KnowledgeInvalid
from assistant.retrieval.corpus import Entry

Floats = NDArray[np.float64]
TABLE = Path(__file__).with_name("static") / "asked.npz"
_SCALE = 1000.0


@dataclass(frozen=True)
class Asked:
    """One column an entry it was trained for, one row a token; the weights of tokens are in it."""

    table: NDArray[np.int16]
    weights: Floats
    """How much a token tells, as TF-IDF counts it."""
    entries: tuple[str, ...]
    """The `signature` of each column."""

    def columns(self, entries: Sequence[Entry]) -> NDArray[np.int64]:
        """Return the column of each entry, −1 for one that it was not trained for."""
        places = {known: n for n, known in enumerate(self.entries)}
        return np.array([places.get(signature(e), -1) for e in entries], dtype=np.int64)

    def read(self, tokens: NDArray[np.int64]) -> Floats:
        """Return how much the question of these tokens is like those that ask for each entry, 1 being as one of them."""
        if not len(tokens):
            return np.zeros(len(self.entries))
        known, weights = counted(tokens, self.weights)
        # Not `@`: what BLAS adds up depends on the machine.
        score: Floats = (weights[:, None] * self.table[known]).sum(axis=0) / _SCALE
        return score

    def save(self, path: Path = TABLE) -> None:
        """Write the table where `load_asked` finds it."""
        np.savez_compressed(path, table=self.table, weights=self.weights, entries=np.array(self.entries))


def counted(ids: NDArray[np.int64], idf: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return the different tokens of a text, and a weight for each: TF-IDF with damped counts, of length 1."""
    known, counts = np.unique(ids, return_counts=True)
    weights = (1 + np.log(counts)) * idf[known]
    return known, weights / max(float(np.sqrt((weights**2).sum())), 1e-12)


def whole(table: Floats) -> NDArray[np.int16]:
    """Return the table in whole thousandths."""
    return np.clip(np.round(table * _SCALE), -32767, 32767).astype(np.int16)


def signature(entry: Entry) -> str:
    """Return what identifies an entry: its code, and a trace of its words, since others may use the same codes."""
    return f"{entry.code}/{hashlib.sha256(entry.text.encode()).hexdigest()[:8]}"


def load_asked(path: Path = TABLE) -> Asked:
    """Return the frozen table; raise `KnowledgeInvalid` when it cannot be read."""
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            weights = arrays["weights"].astype(np.float64)
            return Asked(arrays["table"].astype(np.int16), weights, tuple(str(e) for e in arrays["entries"]))
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise KnowledgeInvalid(
            f"La table «\u00a0{path.name}\u00a0» des questions ne peut pas être chargée.",
            hint="Réinstallez le produit, ou refaites-la avec «\u00a0python -m evaluations.training.asked\u00a0».",
        ) from error
