"""How much was asked of a service."""

import threading

from assistant.domain.base import Frozen
from assistant.llm.speaking import Said


class Used(Frozen):
    """What was asked of a service, and how often it was of no use."""

    requests: int = 0
    """Requests that were answered."""
    input_tokens: int = 0
    output_tokens: int = 0
    failures: int = 0
    """Forms or texts that were asked for and not obtained."""


class Usage:
    """Counts, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._total = Used()

    @property
    def total(self) -> Used:
        """Return what was counted so far."""
        return self._total

    def count(self, said: Said, *, request: bool = True) -> None:
        """Count an answer, or a piece of one."""
        self._add(Used(requests=int(request), input_tokens=said.input_tokens, output_tokens=said.output_tokens))

    def fail(self) -> None:
        """Count a failure."""
        self._add(Used(failures=1))

    def _add(self, more: Used) -> None:
        with self._lock:
            now = self._total
            self._total = Used(**{name: getattr(now, name) + getattr(more, name) for name in Used.model_fields})
