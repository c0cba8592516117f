"""How much others may ask of this process in an hour, counted in points; nothing is written down."""

import math
import time
from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache

HOUR = 3600.0
_MOST_NAMES = 50_000
_TEXT_PER_POINT = 2000
_PASSAGE_PER_POINT = 500
_FILE_PER_POINT = 100_000
_FILE = 5


class Allowance(NamedTuple):
    """Who spends, and how many points an hour they have."""

    name: str
    points: int


class Quotas:
    """Points that come back evenly: a whole hour of them can be spent at once, then each comes back in its turn."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._owed: LRUCache[str, float] = LRUCache(_MOST_NAMES)
        self._lock = Lock()

    def spend(self, cost: int, allowances: Sequence[Allowance]) -> int:
        """Take the points of every allowance and return 0; when one lacks them, take none and return the seconds to wait."""
        now = self._clock()
        with self._lock:
            after = {}
            for name, points in allowances:
                after[name] = max(self._owed.get(name, now), now) + min(cost, points) * HOUR / points
            wait = max((owed - now - HOUR for owed in after.values()), default=0.0)
            if wait > 1e-6:
                return math.ceil(wait)
            self._owed.update(after)
        return 0


def question_cost(text: str) -> int:
    """Return the points of a question, with the text that is read for it."""
    return 1 + math.ceil(len(text) / _TEXT_PER_POINT)


def passage_cost(text: str) -> int:
    """Return the points of the reading of a paragraph."""
    return 1 + math.ceil(len(text) / _PASSAGE_PER_POINT)


def file_cost(size: int) -> int:
    """Return the points of a file of so many bytes."""
    return _FILE + math.ceil(size / _FILE_PER_POINT)
