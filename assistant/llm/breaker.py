"""A circuit breaker: a service that fails again and again is left in peace for a while."""

import threading
import time
from collections.abc import Callable

from assistant.errors import ModelResting

_FAILURES = 5
_REST = 30.0


class Breaker:
    """Opens after so many outages in a row; after a rest, one request at a time tries the service again."""

    def __init__(self, failures: int = _FAILURES, rest: float = _REST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0
        self._trying = False

    def enter(self) -> None:
        """Let a request through, or raise `ModelResting` at once."""
        with self._lock:
            if self._failed < self._most:
                return
            left = self._until - self._clock()
            if left > 0 or self._trying:
                raise ModelResting("le service a échoué plusieurs fois de suite et n’est plus sollicité pour l’instant")
            self._trying = True

    def succeeded(self) -> None:
        """Note an answer: the service is there."""
        with self._lock:
            self._failed, self._trying = 0, False

    def failed(self) -> None:
        """Note an outage."""
        with self._lock:
            self._failed += 1
            self._trying = False
            if self._failed >= self._most:
                self._until = self._clock() + self._rest

    def left(self) -> None:
        """Note a request that ended without saying whether the service is there."""
        with self._lock:
            self._trying = False
