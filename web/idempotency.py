"""Requests that may be sent twice: the same key and the same content give the same answer, worked out once."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from cachetools import TTLCache
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from assistant.errors import KeyReused
from web.submissions import Submission

_BYTES = 64 * 1024 * 1024
_SECONDS = 600.0
_MOST_UNDER_WAY = 1000


@dataclass(frozen=True)
class Reply:
    """An answer, and whether it had been worked out before."""

    content: str
    replayed: bool


class Replies:
    """Remembers answers by key for ten minutes, in memory and within bounds; a refusal is not remembered."""

    def __init__(self) -> None:
        self._done: TTLCache[str, tuple[str, str]] = TTLCache(_BYTES, _SECONDS, getsizeof=lambda kept: 4 * len(kept[1]))
        self._under_way: dict[str, str] = {}
        self._lock = Lock()

    def once(self, key: str, fingerprint: str, make: Callable[[], str]) -> Reply:
        """Return the answer to that key, made now unless it was; raise `KeyReused` when the content is another."""
        with self._lock:
            known = self._done.get(key)
            before = known[0] if known else self._under_way.get(key)
            if before not in (None, fingerprint):
                raise KeyReused
            if known:
                return Reply(known[1], replayed=True)
            if before is not None or len(self._under_way) >= _MOST_UNDER_WAY:
                raise HTTPException(409, headers={"retry-after": "2"})
            self._under_way[key] = fingerprint
        try:
            content = make()
            with self._lock:
                if 4 * len(content) <= _BYTES:
                    self._done[key] = (fingerprint, content)
            return Reply(content, replayed=False)
        finally:
            with self._lock:
                del self._under_way[key]


def fingerprint_of(sent: Submission) -> str:
    """Return what tells this content from any other, whatever the form in which it was sent."""
    whole = hashlib.sha256()
    asked = repr((sent.data is None, sent.name, sent.bloc, sent.scope, sent.critere))
    for part in (sent.data or b"", sent.text.encode("utf-8", "surrogatepass"), asked.encode()):
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def checked_key(key: str) -> str:
    """Return an `Idempotency-Key` that can be used; raise a problem that names it otherwise."""
    if not key.strip() or not key.isprintable():
        raise RequestValidationError([{"loc": ("header", "Idempotency-Key"), "type": "value_error", "msg": "empty"}])
    return key
