"""Rows of figures worked out once a text, so that a paragraph that did not change is not read again."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from threading import Lock

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

Table = NDArray[np.float64]
_DIGEST = 16


class RememberedRows:
    """Answers from memory what it has answered lately; it keeps figures and digests, never a word.

    The row of a text must depend on nothing but that text. Several threads may ask at once.
    """

    def __init__(self, work_out: Callable[[Sequence[str]], Table], most: int) -> None:
        self._work_out = work_out
        self._rows: LRUCache[bytes, Table] = LRUCache(most)
        self._lock = Lock()

    def rows(self, texts: Sequence[str]) -> Table:
        """Return one row a text."""
        keys = [blake2b(t.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest() for t in texts]
        with self._lock:
            known = {key: self._rows[key] for key in keys if key in self._rows}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        known |= dict(zip(new, self._work_out(list(new.values())), strict=True))
        with self._lock:
            self._rows.update((key, known[key]) for key in new)
        return np.stack([known[key] for key in keys]) if keys else self._work_out([])
