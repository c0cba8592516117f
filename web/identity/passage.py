"""A sign-in under way: what goes to the provider and comes back, made from one cookie and the secret of the installation."""

import base64
import hmac
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from cachetools import TTLCache

from web.identity.failures import SignInExpired

LASTS_SECONDS = 600
"""How long a person may take at the provider."""
COOKIE = "jury_blanc_openid_"
"""How the name of the cookie of a passage begins: each has its own, so that two tabs do not disturb one another."""
_MOST_USED = 50_000
_TAG = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Passage:
    """What one sign-in is held together by; only `cookie` and `value` stay in the browser."""

    cookie: str
    value: str
    state: str
    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        """Return what the provider is told of the verifier (PKCE, S256)."""
        return _plain(sha256(self.verifier.encode()).digest())


class Passages:
    """Begins sign-ins, and recognises each of them once."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._secret = hmac.new(secret, b"openid", sha256).digest()
        self._clock = clock
        self._used: TTLCache[str, bool] = TTLCache(_MOST_USED, LASTS_SECONDS, timer=clock)

    def begin(self) -> Passage:
        """Return a new passage."""
        return self._passage(secrets.token_hex(8), f"{int(self._clock())}.{secrets.token_urlsafe(32)}")

    def resume(self, state: str, cookies: Mapping[str, str]) -> Passage:
        """Return the passage that a return belongs to; raise `SignInExpired` unless this browser began it of late, once."""
        tag = state.partition(".")[0]
        value = cookies.get(f"{COOKIE}{tag}", "") if _TAG.fullmatch(tag) else ""
        if not value:
            raise SignInExpired("sans cookie")
        passage = self._passage(tag, value)
        if not hmac.compare_digest(passage.state.encode(), state.encode()):
            raise SignInExpired("état d’un autre passage")
        began = value.partition(".")[0]  # it is covered by the state, so it is a number of ours
        if not 0 <= self._clock() - int(began) <= LASTS_SECONDS:
            raise SignInExpired("trop tard")
        if state in self._used:
            raise SignInExpired("déjà utilisé")
        self._used[state] = True
        return passage

    def _passage(self, tag: str, value: str) -> Passage:
        def made(what: str) -> str:
            return _plain(hmac.new(self._secret, f"{what}\0{tag}\0{value}".encode(), sha256).digest())

        return Passage(f"{COOKIE}{tag}", value, state=f"{tag}.{made('state')}", nonce=made("nonce"), verifier=made("verifier"))


def _plain(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
