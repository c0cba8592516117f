"""The Chroma store of the exemplars: it follows what is published, made in the background while exact search answers."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.errors import IndexUnusable
from assistant.protocols import IndexStore
from assistant.retrieval.index import BUILDING, Collected, build_collections, open_store, sound

_LOG = logging.getLogger(__name__)
_ABANDONED_SECONDS = 900
"""Age from which what a builder left behind is no builder's any more."""

Collections = Callable[[], Mapping[str, Collected]]


class DerivedStore:
    """Opens the store of an identity when it is sound, and has it made when it is not; safe to share between threads.

    `current` gives the identity of what is published now, so that a store made from what was
    withdrawn meanwhile is thrown away.
    """

    def __init__(self, folder: Path, current: Callable[[], str]) -> None:
        self._folder = folder
        self._current = current
        self._lock = threading.Lock()
        self._opened: tuple[str, IndexStore] | None = None
        self._failed = ""
        self._maker: threading.Thread | None = None

    def opened(self, identity: str) -> IndexStore | None:
        """Return the store of that identity when it is open."""
        opened = self._opened
        return opened[1] if opened and opened[0] == identity else None

    def ensure(self, identity: str, collections: Collections) -> None:
        """Have the store of that identity opened or made in the background, unless that failed before or is under way."""
        with self._lock:
            if self._failed == identity or self.opened(identity) or self.busy:
                return
            self._maker = threading.Thread(target=self._make, args=(identity, collections), name="exemplaires", daemon=True)
            self._maker.start()

    @property
    def busy(self) -> bool:
        """Tell whether a store is being opened or made."""
        return self._maker is not None and self._maker.is_alive()

    def wait(self, seconds: float) -> None:
        """Wait for what is under way, that long at most."""
        maker = self._maker
        if maker is not None:
            maker.join(seconds)

    def broken(self, identity: str) -> None:
        """Give up the store of that identity, which no longer answers; the next `ensure` probes it, or makes it again."""
        with self._lock:
            opened = self._opened
            if opened and opened[0] == identity:
                self._opened = None
                opened[1].close()

    def sound(self, identity: str) -> bool:
        """Tell whether the store of that identity is there and sound."""
        return sound(self._folder / identity)

    def build(self, identity: str, collections: Collections) -> bool:
        """Make the store of that identity now, unless a sound one is there; return whether it was made."""
        self._sweep(identity)
        made = build_collections(self._folder / identity, collections(), lambda: self._current() == identity)
        if self._current() != identity:  # published or withdrawn between the last look and the move
            shutil.rmtree(self._folder / identity, ignore_errors=True)
        return made

    def open(self, identity: str) -> bool:
        """Open the store of that identity when it is sound; tell whether it is."""
        if not sound(self._folder / identity):
            return False
        try:
            opened = open_store(self._folder / identity)
        except IndexUnusable:
            _LOG.warning("index of exemplars not opened", exc_info=True)
            return False
        before, self._opened = self._opened, (identity, opened)
        if before is not None:
            before[1].close()
        return True

    def _make(self, identity: str, collections: Collections) -> None:
        try:
            if not self.open(identity):
                self.build(identity, collections)
                self._failed = "" if self.open(identity) else identity
        except Exception:  # noqa: BLE001 - a thread has nobody to tell; the exact search goes on
            _LOG.warning("index of exemplars not made", exc_info=True)
            self._failed = identity

    def _sweep(self, identity: str) -> None:
        """Remove the stores of what is no longer published, and what killed builders left behind."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            building = path.name.startswith(BUILDING)
            if path.name != identity and not (building and _age(path) < _ABANDONED_SECONDS):
                shutil.rmtree(path, ignore_errors=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
