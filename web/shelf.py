"""Pages of readings that a person follows in the browser: in memory for some minutes, under a name nobody can guess."""

import secrets
from collections.abc import Sequence
from threading import Lock

from cachetools import TTLCache

_BYTES = 512 * 1024 * 1024
_A_MINUTE = 60


class Shelf:
    """Keeps pages for a while; the oldest leave first when there is no more room."""

    def __init__(self, minutes: float) -> None:
        self.minutes = minutes
        self._kept: TTLCache[str, tuple[bytes, ...]] = TTLCache(
            _BYTES, minutes * _A_MINUTE, getsizeof=lambda pages: sum(map(len, pages))
        )
        self._lock = Lock()

    def put(self, pages: Sequence[bytes]) -> str:
        """Keep pages together and return their name."""
        name = secrets.token_urlsafe(24)
        with self._lock:
            self._kept[name] = tuple(pages)
        return name

    def page(self, name: str, rank: int) -> bytes | None:
        """Return a page of that name, unless it was forgotten or never was."""
        with self._lock:
            pages: tuple[bytes, ...] = self._kept.get(name, ())
        return pages[rank] if 0 <= rank < len(pages) else None

    def forget(self, name: str) -> None:
        """Forget the pages of that name at once."""
        with self._lock:
            self._kept.pop(name, None)

    def __len__(self) -> int:
        with self._lock:
            self._kept.expire()
            return len(self._kept)
