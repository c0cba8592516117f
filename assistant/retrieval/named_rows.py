"""Tables of weights whose rows have names: the rows that a text holds, added up, and their names in a file of arrays."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]


def places_of(names: Sequence[str]) -> Mapping[str, int]:
    """Return the row of each name."""
    return {name: row for row, name in enumerate(names)}


def summed(table: NDArray[np.int16], places: Mapping[str, int], texts: Sequence[Mapping[str, float]], scale: float) -> Floats:
    """Return, one row a text, the sum of the rows that it holds, each as much as it says; `scale` makes one of whole weights."""
    held = [[(places[name], part) for name, part in text.items() if name in places] for text in texts]
    rows, columns = np.unique(np.array([row for each in held for row, _ in each], dtype=np.int64), return_inverse=True)
    ends = np.cumsum([0, *map(len, held)])
    parts = csr_matrix(([part for each in held for _, part in each], columns, ends), shape=(len(texts), len(rows)))
    # Sparse, so never BLAS, whose sums depend on the machine.
    return np.asarray(parts @ (table[rows] / scale), dtype=np.float64)


def packed(names: Sequence[str]) -> NDArray[np.uint8]:
    """Return names as bytes: a fiftieth of what an array of the longest would take."""
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def unpacked(names: NDArray[np.uint8]) -> tuple[str, ...]:
    """Return the names that were packed."""
    return tuple(names.tobytes().decode().split("\n"))
