"""How much each door is used, by day: counted in memory, without who asks, where from, or a word of what is asked."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Lock

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain.doors import DoorDay
from web.problems import PROBLEM

UNKNOWN_SITE, UNKNOWN_KEY = "site", "cle"
"""Stand for every key that is none of ours, so that nobody can make names."""
DAYS_KEPT = 30
_DOOR = "door"
_REFUSED_FROM = 400


def local_time() -> datetime:
    """Return the time where the service is: its days are those of the administrator."""
    return datetime.now().astimezone()


class Usage:
    """The counts of this process since it started; days that are too old are forgotten."""

    def __init__(self, clock: Callable[[], datetime] = local_time) -> None:
        self._clock = clock
        self._counts: dict[date, Counter[tuple[str, str]]] = {}
        self._lock = Lock()
        self.since = clock()

    def count(self, door: str, refusal: str = "") -> None:
        """Count one request at a door, and the code of its refusal when there is one."""
        today = self._clock().date()
        with self._lock:
            if today not in self._counts:
                oldest = today - timedelta(days=DAYS_KEPT)
                self._counts = {day: counts for day, counts in self._counts.items() if day > oldest}
            self._counts.setdefault(today, Counter())[door, refusal] += 1

    def days(self, door: str, last: int = DAYS_KEPT) -> tuple[DoorDay, ...]:
        """Return the days with at least one request among the last ones, the latest first."""
        oldest = self._clock().date() - timedelta(days=last)
        with self._lock:
            counted = [(day, dict(counts)) for day, counts in self._counts.items() if day > oldest]
        found = []
        for day, counts in sorted(counted, reverse=True):
            own = {reason: number for (name, reason), number in counts.items() if name == door}
            if own:
                refused = {reason: own[reason] for reason in sorted(own) if reason}
                found.append(DoorDay(day=day, asked=sum(own.values()), refused=refused))
        return tuple(found)


def through(request: Request, door: str) -> None:
    """Say at which door a request came, as soon as it is known."""
    setattr(request.state, _DOOR, door)


class Counting:
    """Counts what is answered at each door, once a request."""

    def __init__(self, app: ASGIApp, usage: Usage) -> None:
        self._app = app
        self._usage = usage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a preflight that is let in is not counted, for what it announces will be."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start" and _DOOR in state:
                refused = message["status"] >= _REFUSED_FROM
                if refused or scope["method"] != "OPTIONS":
                    self._usage.count(state[_DOOR], state.get(PROBLEM, "refus") if refused else "")
            await send(message)

        await self._app(scope, receive, send_counted)
