"""The door to tokenizers: French texts as sums of frozen token vectors, without a language model.

Each dimension is one indicateur, so that a vector can be read: how much the words of a text
are those with which people speak of it. The vectors were trained by
`python -m evaluations.training.fit`; `sentence_transformers.StaticEmbedding` gives the same.
"""

import hashlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.domain.grille import Indicateur
from assistant.errors import KnowledgeInvalid

Floats = NDArray[np.float64]
FOLDER = Path(__file__).with_name("static")
TOKENIZER, _TABLE = "tokenizer.json", "vectors.npz"


class StaticVectors:
    """Reads texts by their tokens; whole numbers are added up, so that every machine gives the same."""

    def __init__(self, tokenizer: Tokenizer, table: NDArray[np.int16], dimensions: Sequence[str]) -> None:
        self.tokenizer = tokenizer
        self.table = table
        self.dimensions = tuple(dimensions)
        """For each dimension, the `signature` of its indicateur."""
        known = [tokenizer.to_str().encode(), table.tobytes(), "\0".join(dimensions).encode()]
        self.id = f"static/{hashlib.sha256(b''.join(known)).hexdigest()[:10]}"

    def read(self, texts: Sequence[str]) -> Floats:
        """Return the unit vectors of texts, one row a text; zeros when no word is known."""
        found = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        sums = np.array([self.table[e.ids].sum(axis=0, dtype=np.int64) for e in found]).reshape(len(texts), self.table.shape[1])
        return unit(sums.astype(np.float64))

    def prototypes(self, indicateurs: Sequence[Indicateur]) -> Floats:
        """Return the vector of each indicateur: its own dimension, or that of its words when it was not trained for."""
        return prototypes(self.dimensions, self.read, indicateurs)

    def subjects(self, described: Sequence[tuple[str, Sequence[Indicateur]]]) -> Floats:
        """Return the unit vectors of things that have words and indicateurs of their own, one row each."""
        words = self.read([text for text, _ in described])
        own = np.array([self.prototypes(indicateurs).sum(axis=0) for _, indicateurs in described]).reshape(words.shape)
        return unit(words + unit(own))

    def save(self, folder: Path) -> None:
        """Write the vectors where `load_static` finds them."""
        self.tokenizer.save(str(folder / TOKENIZER))
        np.savez_compressed(folder / _TABLE, table=self.table, dimensions=np.array(self.dimensions))


def load_static(folder: Path = FOLDER) -> StaticVectors:
    """Return the frozen vectors of a folder; raise `KnowledgeInvalid` when they cannot be read."""
    try:
        tokenizer = Tokenizer.from_buffer((folder / TOKENIZER).read_bytes())
        with np.load(BytesIO((folder / _TABLE).read_bytes()), allow_pickle=False) as arrays:
            return StaticVectors(tokenizer, arrays["table"].astype(np.int16), [str(d) for d in arrays["dimensions"]])
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise KnowledgeInvalid(
            f"Les vecteurs du dossier «\u00a0{folder.name}\u00a0» ne peuvent pas être chargés.",
            hint="Réinstallez le produit, ou refaites-les avec «\u00a0python -m evaluations.training.fit\u00a0».",
        ) from error


def signature(indicateur: Indicateur) -> str:
    """Return what identifies an indicateur: its code, and a trace of its words, since others may use the same codes."""
    return f"{indicateur.code}/{hashlib.sha256(indicateur.label.encode()).hexdigest()[:8]}"


def prototypes(dimensions: Sequence[str], read: Callable[[Sequence[str]], Floats], indicateurs: Sequence[Indicateur]) -> Floats:
    """Return the vector of each indicateur among these dimensions; `read` gives that of words."""
    places = {known: n for n, known in enumerate(dimensions)}
    vectors = np.zeros((len(indicateurs), len(dimensions)))
    for row, indicateur in enumerate(indicateurs):
        place = places.get(signature(indicateur))
        if place is None:
            vectors[row] = read([f"{indicateur.label}. {indicateur.description}"])[0]
        else:
            vectors[row, place] = 1.0
    return vectors


def unit(rows: Floats) -> Floats:
    """Return the rows brought to length one, rounded so that every machine gives the same; zeros stay."""
    lengths = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    found: Floats = np.round(rows / np.where(lengths > 0, lengths, 1.0), 6)
    return found
