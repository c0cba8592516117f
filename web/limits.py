"""How much one address may ask for: a bucket of points that fills again with time; whoever asks for more waits a little."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from types import MappingProxyType

from cachetools import TTLCache
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.addresses import Network, client_address
from web.problems import answer, problem_for

READING, QUESTION, OTHER = 10.0, 0.1, 1.0
PRICES: Mapping[str, float] = MappingProxyType(
    {
        "/lecture": READING,
        "/lecture.docx": READING,
        "/lecture/suivie": READING,
        "/entretien": READING,
        "/entretien/debut": READING,
        "/api/v1/reviews": READING,
        "/api/v1/jobs": READING,
        "/api/v1/interviews": READING,
        "/api/v1/interviews/sessions": READING,
        "/questions": QUESTION,
        "/api/v1/chat": QUESTION,
    }
)
"""What a request costs, in points; any other that changes or computes something costs `OTHER`, and looking costs nothing."""
LOOKS = frozenset({"/connexion/openid", "/connexion/openid/retour", "/connexion/openid/fin"})
"""Looking costs `OTHER` where it makes this service ask another one."""
_BYTES_A_POINT = 20_000
_MOST_FOR_BYTES = 30.0
_FREE = frozenset({"GET", "HEAD", "OPTIONS"})
_MINUTE = 60.0
_ADDRESSES = 50_000
_BILL = "jury_blanc.bill"


class Buckets:
    """The points that each address has left; an address that stays away long enough is forgotten."""

    def __init__(self, points: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(points)
        self._a_second = points / _MINUTE
        self._clock = clock
        self._left: TTLCache[str, tuple[float, float]] = TTLCache(_ADDRESSES, 3 * _MINUTE, timer=clock)
        self._lock = Lock()

    def take(self, address: str, price: float) -> float:
        """Take points and return 0, or take none and return the seconds after which there will be enough."""
        with self._lock:
            left = self._now(address)
            short = min(price, self._most) - left
            if short <= 0:
                self._left[address] = (left - price, self._clock())
            return max(0.0, short / self._a_second)

    def owe(self, address: str, price: float) -> None:
        """Take points for what turned out to be more work, down to an empty minute."""
        with self._lock:
            self._left[address] = (max(self._now(address) - price, -self._most), self._clock())

    def _now(self, address: str) -> float:
        left, then = self._left.get(address, (self._most, 0.0))
        return min(self._most, left + (self._clock() - then) * self._a_second)


class RateLimit:
    """Refuses what an address asks beyond its points, before the body is read."""

    def __init__(
        self, app: ASGIApp, points: int, trusted: Sequence[Network] = (), clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._trusted = trusted
        self._buckets = Buckets(points, clock) if points else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say when to come back."""
        price = _price(scope) if scope["type"] == "http" else 0.0
        if self._buckets is None or not price:
            await self._app(scope, receive, send)
            return
        buckets, address = self._buckets, client_address(scope, self._trusted)
        seconds = math.ceil(buckets.take(address, price))
        if seconds:
            hint = f"Réessayez dans {seconds} seconde{'s' * (seconds > 1)}."
            refusal = answer(Request(scope), problem_for(429, hint=hint), {"retry-after": str(seconds)})
            await refusal(scope, receive, send)
            return
        billed = 0.0

        async def weighed() -> Message:
            nonlocal billed
            message = await receive()
            more = min(len(message.get("body", b"")) / _BYTES_A_POINT, _MOST_FOR_BYTES - billed)
            if more > 0:
                billed += more
                buckets.owe(address, more)
            return message

        scope[_BILL] = lambda points: buckets.owe(address, points)
        await self._app(scope, weighed, send)


def _price(scope: Scope) -> float:
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    if scope["method"] in _FREE:
        return OTHER if path in LOOKS else 0.0
    return PRICES.get(path, OTHER)


def bill(request: Request, points: float) -> None:
    """Count work that could not be foreseen when the request began, such as a second draft in the same form."""
    owed: Callable[[float], None] | None = request.scope.get(_BILL)
    if owed is not None:
        owed(points)
