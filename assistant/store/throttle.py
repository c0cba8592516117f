"""Slows down whoever guesses passwords: failures are counted by name and by address."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from assistant.errors import SignInThrottled
from assistant.store.clock import Clock, stored
from assistant.store.credentials import digest_of
from assistant.store.database import Database
from assistant.store.tables import ATTEMPTS

WINDOW = timedelta(minutes=15)
"""How long a failure counts."""
MOST_BY_NAME, MOST_BY_ADDRESS = 8, 40
"""Failures within the window after which nobody is let in: an address may be that of a whole school."""


class Throttle:
    """Counts failures in the database, so that every process of the service counts together."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def check(self, name: str, address: str) -> None:
        """Raise `SignInThrottled`, with the time to wait, after too many failures of that name or from that address."""
        now = self._clock()
        wait = max(self._wait(digest, most, now) for digest, most in _counted(name, address))
        if wait:
            minutes = -(-wait // 60)
            raise SignInThrottled(
                "Trop d’essais de connexion ont échoué.",
                hint=f"Attendez {minutes} minute{'s' * (minutes > 1)} avant de recommencer.",
                wait=wait,
            )

    def _wait(self, digest: str, most: int, now: datetime) -> int:
        asked = (
            select(ATTEMPTS.c.at)
            .where(ATTEMPTS.c.digest == digest, ATTEMPTS.c.at > stored(now, -WINDOW))
            .order_by(ATTEMPTS.c.at.desc())
            .limit(most)
        )
        with self._database.reading() as connection:
            found = connection.execute(asked).scalars().all()
        if len(found) < most:
            return 0
        return max(1, round((datetime.fromisoformat(found[-1]) + WINDOW - now).total_seconds()))

    def failed(self, name: str, address: str) -> None:
        """Count one failure."""
        now = stored(self._clock())
        with self._database.writing() as connection:
            connection.execute(insert(ATTEMPTS), [{"digest": digest, "at": now} for digest, _ in _counted(name, address)])

    def succeeded(self, name: str) -> None:
        """Forget the failures of a name, now that its owner came in."""
        with self._database.writing() as connection:
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.digest == digest_of(f"name:{name}")))

    def forget(self) -> None:
        """Forget the failures that no longer count."""
        with self._database.writing() as connection:
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.at <= stored(self._clock(), -WINDOW)))


def _counted(name: str, address: str) -> tuple[tuple[str, int], ...]:
    return (digest_of(f"name:{name}"), MOST_BY_NAME), (digest_of(f"address:{address}"), MOST_BY_ADDRESS)
