"""The exemplars that may be shown at this moment, bloc by bloc: those shipped, and those an institute published."""

import hashlib
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.domain.exemplar import Exemplar
from assistant.domain.grille import CritereGrille
from assistant.errors import LibraryUnusable
from assistant.protocols import Embedder, PassageVectors, Vectors
from assistant.retrieval.excerpts import RULE
from assistant.retrieval.index import Collected
from assistant.retrieval.shelf import Known, Shelf, excerpt_vectors, prototypes_of
from assistant.retrieval.static import StaticVectors
from assistant.text.borrowing import WordedText

_LOG = logging.getLogger(__name__)
_NONE = ""
"""Identity of a library that is not there, or cannot be read."""


class Institute(Protocol):
    """The exemplars that an institute published."""

    def published_id(self) -> str:
        """Return the identity of what is published."""

    def published(self, bloc: str | None = None) -> Sequence[Exemplar]:
        """Return what is published, of a bloc or of all."""

    def vectors(self, embedder: Embedder, bloc: str | None = None) -> PassageVectors:
        """Return the vectors of the passages of what is published."""


@dataclass(frozen=True)
class Sources:
    """Where exemplars come from."""

    shipped: Callable[[str], Sequence[Exemplar]]
    """Those of a bloc that come with the product."""
    shipped_id: str
    institute: Callable[[], Institute | None] = lambda: None
    """The library of the institute, None when it has none; may raise `LibraryUnusable`."""
    wordings: tuple[str, ...] = ()
    """Sentences that anyone may write: the référentiel's."""
    left_out: Callable[[Exemplar], bool] = lambda _: False
    """Exemplars that a measure may not show."""


class Shelves:
    """What may be shown now; safe to share between threads."""

    def __init__(self, criteres: Sequence[CritereGrille], static: StaticVectors, embedder: Embedder, sources: Sources) -> None:
        self._indicateurs = [i for c in criteres for i in c.indicateurs]
        self._static = static
        self._embedder = embedder
        self._sources = sources
        self._prototypes = prototypes_of(static, self._indicateurs)
        self._anyone = [WordedText(wording) for wording in sources.wordings]
        self._filling = {i.code.partition("-")[0]: threading.Lock() for i in self._indicateurs}
        self._filled: dict[str, tuple[str, Shelf]] = {}
        self._known: dict[str, dict[tuple[str, int], Known]] = {}

    def identity(self) -> str:
        """Return the identity of all that may be shown now: it changes whenever an excerpt could."""
        return self._identity(self._open()[0])

    def of(self, bloc: str) -> tuple[str, Shelf]:
        """Return the identity of all that may be shown now, and the exemplars of a bloc."""
        published, institute = self._open()
        with self._filling[bloc]:
            kept = self._filled.get(bloc)
            if kept is None or kept[0] != published:
                try:
                    kept = published, self._fill(bloc, institute)
                except LibraryUnusable as error:
                    _LOG.warning("library of exemplars left out: %s", error)
                    kept = _NONE, self._fill(bloc, None)
                self._filled[bloc] = kept
            return self._identity(kept[0]), kept[1]

    def collections(self) -> dict[str, Collected]:
        """Return what an index of all that may be shown is built from: one collection a bloc."""
        shelves = {bloc: self.of(bloc)[1] for bloc in sorted(self._filling)}
        return {collection_of(b): Collected([e.id for e in s.excerpts], s.vectors) for b, s in shelves.items() if s.excerpts}

    def _identity(self, published: str) -> str:
        parts = [RULE, self._embedder.id, self._sources.shipped_id, published, *self._prototypes]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def _open(self) -> tuple[str, Institute | None]:
        """Return what identifies the publications of the institute, and its library; neither when it cannot be read."""
        try:
            institute = self._sources.institute()
            return (institute.published_id(), institute) if institute else (_NONE, None)
        except LibraryUnusable as error:
            _LOG.warning("library of exemplars left out: %s", error)
            return _NONE, None

    def _fill(self, bloc: str, institute: Institute | None) -> Shelf:
        own = institute.published(bloc) if institute else ()
        stored = institute.vectors(self._embedder, bloc) if institute and own else None
        kept = dict(zip(stored.passages, stored.vectors, strict=True)) if stored else {}
        before = self._known.get(bloc, {})
        exemplars = [e for e in (*self._sources.shipped(bloc), *own) if not self._sources.left_out(e)]
        known = {
            (e.id, e.revision): before.get((e.id, e.revision)) or Known(e, self._prototypes)
            for e in sorted(exemplars, key=lambda e: e.id)
        }
        self._known[bloc] = known

        def passages(exemplar: Exemplar) -> Mapping[int, Vectors]:
            numbers = [p.number for p in exemplar.passages]
            if all((exemplar.id, n) in kept for n in numbers):
                return {n: kept[exemplar.id, n] for n in numbers}
            made = self._embedder.embed([exemplar.words(p.span) for p in exemplar.passages])
            return dict(zip(numbers, made, strict=True))

        every = list(known.values())
        vectors = excerpt_vectors(every, passages, self._prototypes)
        return Shelf(known=every, vectors=vectors, static=self._static, prototypes=self._prototypes, anyone=self._anyone)


def collection_of(bloc: str) -> str:
    """Return the name of the collection of the exemplars of a bloc."""
    return f"exemplaires-{bloc}"
