"""What people ask about: a frozen table from the fragments of a question to what answers it, learned from questions."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from assistant.errors import KnowledgeInvalid
from assistant.retrieval.corpus import Entry
from assistant.retrieval.named_rows import packed, places_of, summed, unpacked
from assistant.text.fragments import fragments

Floats = NDArray[np.float64]
TABLE = Path(__file__).with_name("static") / "asked.npz"
_SCALE = 1000.0


@dataclass(frozen=True)
class Asked:
    """One column an entry it was trained for, one row a fragment."""

    table: NDArray[np.int16]
    fragments: tuple[str, ...]
    """The name of each row."""
    entries: tuple[str, ...]
    """The `signature` of each column."""

    def columns(self, entries: Sequence[Entry]) -> NDArray[np.int64]:
        """Return the column of each entry, −1 for one that it was not trained for."""
        places = {known: n for n, known in enumerate(self.entries)}
        return np.array([places.get(signature(e), -1) for e in entries], dtype=np.int64)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return places_of(self.fragments)

    def read(self, question: str) -> Floats:
        """Return how much a question is like those that ask for each entry, 1 being as one of them."""
        score: Floats = summed(self.table, self._places, [fragments(question)], _SCALE)[0]
        return score

    def save(self, path: Path = TABLE) -> None:
        """Write the table where `load_asked` finds it."""
        np.savez_compressed(path, table=self.table, fragments=packed(self.fragments), entries=np.array(self.entries))


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
            entries = tuple(str(e) for e in arrays["entries"])
            return Asked(arrays["table"].astype(np.int16), unpacked(arrays["fragments"]), entries)
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise KnowledgeInvalid(
            f"La table «\u00a0{path.name}\u00a0» des questions ne peut pas être chargée.",
            hint="Réinstallez le produit, ou refaites-la avec «\u00a0python -m evaluations.training.asked\u00a0».",
        ) from error
