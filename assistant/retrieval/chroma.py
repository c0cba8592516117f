"""The door to Chroma: a disposable index, built and probed outside this process.

Chroma does not survive a `kill -9` while it writes, and a broken store can end the process
that opens it. So a store is written by a child in a folder of its own, moved into place
in one step, and probed by another child before it is opened here. `embedding_function` is
always None: vectors are ours, and nothing stored may name a model to load.

Run as `python -m assistant.retrieval.chroma build|probe FOLDER` by `index.py` only.
"""

import sys
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings

from assistant.protocols import Vectors

VECTORS = "vectors.npz"
_COLLECTION = "jury-blanc"
_PROBES = 3


class ChromaIndex:
    """Approximate nearest neighbours in a store that was probed."""

    def __init__(self, folder: Path) -> None:
        self._collection = _client(folder).get_collection(_COLLECTION, embedding_function=None)

    def nearest(self, vector: Vectors, k: int) -> list[str]:
        """Return the ids of up to `k` candidates; the caller scores them exactly."""
        found = self._collection.query(query_embeddings=[vector.tolist()], n_results=k, include=[])
        return list(found["ids"][0])


def _client(folder: Path) -> "chromadb.ClientAPI":
    return chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))


def _build(folder: Path) -> None:
    stored = np.load(folder / VECTORS, allow_pickle=False)
    client = _client(folder)
    collection = client.create_collection(
        _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
    )
    step = client.get_max_batch_size()
    ids, vectors = stored["ids"].tolist(), stored["vectors"]
    for start in range(0, len(ids), step):
        collection.add(ids=ids[start : start + step], embeddings=vectors[start : start + step].tolist())


def _probe(folder: Path) -> bool:
    """Tell whether the store holds what was put in it and finds it again."""
    stored = np.load(folder / VECTORS, allow_pickle=False)
    ids = stored["ids"].tolist()
    index = ChromaIndex(folder)
    if index._collection.count() != len(ids):
        return False
    tried = range(0, len(ids), max(1, len(ids) // _PROBES))
    return all(ids[n] in index.nearest(stored["vectors"][n], 3) for n in tried)


def main(arguments: list[str]) -> int:
    """Build or probe the store of a folder; return 0 when it is sound."""
    action, folder = arguments[0], Path(arguments[1])
    if action == "build":
        _build(folder)
        return 0
    return 0 if _probe(folder) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
