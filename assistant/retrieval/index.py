"""The derived vector index: exact in memory, and the Chroma store that speeds it up."""

import hashlib
import importlib
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.errors import IndexUnusable
from assistant.protocols import IndexStore, VectorIndex, Vectors

_LOG = logging.getLogger(__name__)
_CHROMA = "assistant.retrieval.chroma"
_SECONDS = 120
BUILDING = ".building-"
"""How the folder of a store in the making begins."""
_ONLY = "jury-blanc"
"""Collection of a store that has one."""


class Collected(NamedTuple):
    """What one collection of a store is built from."""

    ids: Sequence[str]
    vectors: Vectors


class ExactIndex:
    """Every similarity, computed: the reference, and the fallback."""

    def __init__(self, ids: Sequence[str], vectors: Vectors) -> None:
        self._ids = list(ids)
        self._vectors = vectors

    def nearest(self, vector: Vectors, k: int) -> list[str]:
        """Return the ids of the `k` nearest, best first, ties in corpus order."""
        return self.nearest_each(vector[None, :], k)[0]

    def nearest_each(self, vectors: Vectors, k: int) -> list[list[str]]:
        """Return the same for every row."""
        orders = np.argsort(-(vectors @ self._vectors.T), axis=1, kind="stable")[:, :k]
        return [[self._ids[n] for n in order] for order in orders]


def index_id(embedder: str, ids: Sequence[str]) -> str:
    """Return the identity of an index: it changes whenever a result could."""
    return hashlib.sha256("\0".join([embedder, *ids]).encode()).hexdigest()[:16]


def build_store(folder: Path, ids: Sequence[str], vectors: Vectors) -> bool:
    """Build a store of one collection, as `build_collections` does."""
    return build_collections(folder, {_ONLY: Collected(ids, vectors)})


def build_collections(
    folder: Path, collections: Mapping[str, Collected], still_wanted: Callable[[], bool] = lambda: True
) -> bool:
    """Build the Chroma store aside and move it to `folder`; return whether anything was built.

    A sound store already there is left alone, a broken one is replaced. Interrupted at any
    point, it leaves the old store, the new one or none, never half of one. A store that is no
    longer wanted once it is made is thrown away. Raises `IndexUnusable` when no store can be
    built or written here.
    """
    if sound(folder):
        return False
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=BUILDING, dir=folder.parent, ignore_cleanup_errors=True) as working:
            aside = Path(working) / folder.name
            aside.mkdir()
            np.savez(aside / "vectors.npz", allow_pickle=False, **_arrays(collections))
            if not (_child("build", aside) and _child("probe", aside)):
                raise _unusable("voyez le journal pour la cause")
            if not still_wanted():
                return False
            if folder.exists():
                folder.rename(Path(working) / "retired")
            aside.rename(folder)
    except OSError as error:
        raise _unusable(f"vérifiez les droits et la place dans {folder.parent}") from error
    return True


def sound(folder: Path) -> bool:
    """Tell whether a store is there that gives back what was put in it."""
    return folder.is_dir() and _child("probe", folder)


def _arrays(collections: Mapping[str, Collected]) -> dict[str, Vectors]:
    arrays: dict[str, Vectors] = {"names": np.array(list(collections))}
    for n, (ids, vectors) in enumerate(collections.values()):
        arrays |= {f"ids-{n}": np.array(ids, dtype=np.str_), f"vectors-{n}": vectors}
    return arrays


def _unusable(hint: str) -> IndexUnusable:
    return IndexUnusable(
        "L’index de recherche n’a pas pu être construit.", hint=f"La recherche exacte prend le relais\u00a0; {hint}."
    )


def open_index(folder: Path) -> tuple[VectorIndex | None, str]:
    """Return the Chroma index of that folder when it proves sound, else none for exact search, and its name."""
    if not sound(folder):
        return None, "exact"
    try:
        return open_store(folder).collection(_ONLY), "chroma"
    except IndexUnusable:
        return None, "exact"


def open_store(folder: Path) -> IndexStore:
    """Open a store that was found sound."""
    opened: IndexStore = importlib.import_module(_CHROMA).ChromaStore(folder)
    return opened


def _child(action: str, folder: Path) -> bool:
    """Run one action on a store in a process that may die of it."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-m", _CHROMA, action, str(folder)]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own module, no shell
    except subprocess.TimeoutExpired:
        _LOG.warning("index %s timed out", action)
        return False
    if done.returncode != 0:
        _LOG.warning("index %s ended with %d: %s", action, done.returncode, done.stderr.decode(errors="replace")[-500:])
    return done.returncode == 0
