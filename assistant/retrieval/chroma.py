"""The door to Chroma: a disposable index, built and probed outside this process.

Chroma does not survive a `kill -9` while it writes, and a broken store can end the process
that opens it. So a store is written by a child in a folder of its own, moved into place
in one step, and probed by another child before it is opened here. `embedding_function` is
always None: vectors are ours, and nothing stored may name a model to load.

Run as `python -m assistant.retrieval.chroma build|probe FOLDER` by `index.py` only.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings

from assistant.errors import IndexUnusable
from assistant.protocols import Vectors

VECTORS = "vectors.npz"
_PROBES = 3
_ALIKE = 0.999


class ChromaStore:
    """A store that was probed, with its collections."""

    def __init__(self, folder: Path) -> None:
        with _answering():
            self._client = _client(folder)

    def collection(self, name: str) -> "ChromaIndex":
        """Return the index of one of its collections; raise `IndexUnusable` when the store no longer answers."""
        with _answering():
            return ChromaIndex(self._client.get_collection(name, embedding_function=None))

    def close(self) -> None:
        """Let go of the files; what is still asked of its collections is refused."""
        self._client.close()


class ChromaIndex:
    """Approximate nearest neighbours in one collection."""

    def __init__(self, collection: "chromadb.Collection") -> None:
        self.collection = collection

    def nearest(self, vector: Vectors, k: int) -> list[str]:
        """Return the ids of up to `k` candidates; the caller scores them exactly."""
        return self.nearest_each(vector[None, :], k)[0]

    def nearest_each(self, vectors: Vectors, k: int) -> list[list[str]]:
        """Return the same for every row; raise `IndexUnusable` when the store no longer answers."""
        with _answering():
            found = self.collection.query(query_embeddings=vectors, n_results=k, include=[])
        return [list(ids) for ids in found["ids"]]


@contextmanager
def _answering() -> Iterator[None]:
    """Turn whatever breaks in a disposable index into a refusal: the exact search takes over."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of its Rust part is no `Exception`
        raise IndexUnusable("L’index ne répond plus.", hint="La recherche exacte prend le relais.") from error


def _client(folder: Path) -> "chromadb.ClientAPI":
    return chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))


def _stored(folder: Path) -> Iterator[tuple[str, list[str], Vectors]]:
    """Yield the name, ids and vectors of each collection, as they were handed to the builder."""
    with np.load(folder / VECTORS, allow_pickle=False) as stored:
        for n, name in enumerate(stored["names"].tolist()):
            yield name, stored[f"ids-{n}"].tolist(), stored[f"vectors-{n}"]


def _build(folder: Path) -> None:
    client = _client(folder)
    step = client.get_max_batch_size()
    for name, ids, vectors in _stored(folder):
        collection = client.create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
        )
        for start in range(0, len(ids), step):
            collection.add(ids=ids[start : start + step], embeddings=vectors[start : start + step])


def _probe(folder: Path) -> bool:
    """Tell whether the store holds what was put in it and finds it again."""
    store = ChromaStore(folder)
    for name, ids, vectors in _stored(folder):
        index = store.collection(name)
        if index.collection.count() != len(ids):
            return False
        tried = range(0, len(ids), max(1, len(ids) // _PROBES))
        rows = {code: n for n, code in enumerate(ids)}
        if not all(_same(vectors[n], [vectors[rows[code]] for code in index.nearest(vectors[n], 1)]) for n in tried):
            return False
    return True


def _same(asked: Vectors, found: Sequence[Vectors]) -> bool:
    """Tell whether what was found for a vector is that vector, or one just like it."""
    lengths = [float(np.linalg.norm(asked) * np.linalg.norm(one)) for one in found]
    return bool(found) and all(float(asked @ one) >= _ALIKE * n for one, n in zip(found, lengths, strict=True))


def main(arguments: list[str]) -> int:
    """Build or probe the store of a folder; return 0 when it is sound."""
    action, folder = arguments[0], Path(arguments[1])
    if action == "build":
        _build(folder)
        return 0
    return 0 if _probe(folder) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
