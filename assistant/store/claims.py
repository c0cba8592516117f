"""The readings as a worker sees them: taken by one at a time, held by a lease, kept in the transaction that ends them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Update, exists, or_, select, update

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.domain.job import JobState, JobStep
from assistant.store.clock import Clock, stored, utc_now
from assistant.store.database import Database
from assistant.store.drafts import keep_first, keep_next
from assistant.store.jobs import STEPS, UNDER_WAY, WITHOUT_TEXT
from assistant.store.tables import JOBS

MOST_ATTEMPTS = 3
"""Readings of one text that may begin and not end, before it is left alone."""
LEASE = timedelta(seconds=15)
"""How long whoever reads may give no sign of life before another takes their place."""
_PAUSE = timedelta(seconds=5)
"""Before a reading that failed is tried again, times the attempts made."""
_CUT = "La lecture s’est arrêtée net {count} fois, sans que la cause soit connue."
_AGAIN = (
    "Essayez encore, ou déposez votre texte sous une autre forme\u00a0; si rien n’y fait, prévenez la personne"
    " qui administre le service."
)


@dataclass(frozen=True)
class Claim:
    """A text that one worker alone reads now."""

    code: str
    holder: str
    draft: Draft
    bloc: str
    steps: tuple[JobStep, ...]


class ClaimStore:
    """The readings to be made, shared between every process of the service."""

    def __init__(self, database: Database, *, clock: Clock = utc_now, lease: timedelta = LEASE) -> None:
        self._database = database
        self._clock = clock
        self._lease = lease

    def claim(self) -> Claim | None:
        """Take the reading that waits longest, or one whose worker gives no sign of life; None when there is none.

        A reading that began too often without an end is abandoned here.
        """
        now = self._clock()
        with self._database.reading() as connection:
            if connection.execute(select(JOBS.c.id).where(or_(_lost(now), _ready(now))).limit(1)).first() is None:
                return None
        holder = secrets.token_hex(12)
        with self._database.writing() as connection:
            _abandon_lost(connection, now)
            asked = select(JOBS).where(or_(_lost(now), _ready(now))).order_by(JOBS.c.created_at, JOBS.c.id).limit(1)
            row = connection.execute(asked).mappings().first()
            if row is None:
                return None
            taken = {"state": JobState.RUNNING.value, "holder": holder, "attempts": row["attempts"] + 1}
            times = {"lease_until": stored(now, self._lease), "changed_at": stored(now)}
            # Steps of an attempt that was cut short are told no more, but for the first: the file was read before it was kept.
            steps = STEPS.validate_json(row["steps"])[:1]
            taken["steps"] = STEPS.dump_json(steps).decode()
            connection.execute(update(JOBS).where(JOBS.c.id == row["id"]).values(**taken, **times))
        return Claim(row["id"], holder, Draft.model_validate_json(row["content"]), row["bloc"], steps)

    def beat(self, claim: Claim) -> bool:
        """Put off the end of a lease; tell whether the reading is still theirs to make."""
        return self._change(claim, lease_until=stored(self._clock(), self._lease))

    def tell(self, claim: Claim, steps: Sequence[JobStep]) -> bool:
        """Write down what has been done; tell whether the reading is still theirs to make."""
        return self._change(claim, steps=STEPS.dump_json(tuple(steps)).decode())

    def finish(self, claim: Claim, report: FeedbackReport) -> bool:
        """Keep the text and its reading as a version, and end the job, together; tell whether it was still theirs to end.

        Raise `TooMuchKept` when the account cannot keep it any more: the job is then as it was.
        """
        now = stored(self._clock())
        with self._database.writing() as connection:
            row = connection.execute(select(JOBS).where(_held(claim))).mappings().first()
            if row is None:
                return False
            version, owner, draft = (claim.draft, report, row["original"]), row["account"], row["draft"]
            if draft is None:
                draft, number = keep_first(connection, owner, (row["title"], version), now), 1
            else:
                number = keep_next(connection, owner, (draft, version), now)
            done = {"state": JobState.DONE.value, "draft": draft, "number": number, "holder": None, "lease_until": None}
            connection.execute(update(JOBS).where(JOBS.c.id == claim.code).values(**WITHOUT_TEXT, **done, changed_at=now))
        return True

    def give_back(self, claim: Claim) -> None:
        """Let another make the reading, as if this attempt had not begun."""
        waits = {"state": JobState.WAITING.value, "holder": None, "lease_until": None}
        self._change(claim, **waits, attempts=JOBS.c.attempts - 1, changed_at=stored(self._clock()))

    def fail(self, claim: Claim, detail: str, hint: str, *, for_good: bool = False) -> None:
        """Say that an attempt failed: it is tried again a little later, unless it failed for good or too often."""
        now = self._clock()
        with self._database.writing() as connection:
            attempts = connection.execute(select(JOBS.c.attempts).where(_held(claim))).scalar()
            if attempts is None:
                return
            ends = for_good or attempts >= MOST_ATTEMPTS
            values = {"state": (JobState.ABANDONED if ends else JobState.WAITING).value, "holder": None, "lease_until": None}
            why = {"detail": detail, "hint": hint} if ends else {}
            times = {"ready_at": stored(now, _PAUSE * attempts), "changed_at": stored(now)}
            connection.execute(update(JOBS).where(JOBS.c.id == claim.code).values(**values, **why, **times))

    def _change(self, claim: Claim, **values: object) -> bool:
        asked: Update = update(JOBS).where(_held(claim)).values(**values)
        with self._database.writing() as connection:
            return connection.execute(asked).rowcount > 0


def _held(claim: Claim) -> ColumnElement[bool]:
    return (JOBS.c.id == claim.code) & (JOBS.c.holder == claim.holder) & (JOBS.c.state == JobState.RUNNING.value)


def _lost(now: datetime) -> ColumnElement[bool]:
    return (JOBS.c.state == JobState.RUNNING.value) & (JOBS.c.lease_until <= stored(now))


def _ready(now: datetime) -> ColumnElement[bool]:
    """Return the condition on a reading that it may begin: versions of one draft are read in the order they were sent."""
    earlier = JOBS.alias("earlier")
    before = exists().where(
        *(earlier.c.draft == JOBS.c.draft, earlier.c.state.in_(UNDER_WAY)),
        or_(
            earlier.c.created_at < JOBS.c.created_at,
            (earlier.c.created_at == JOBS.c.created_at) & (earlier.c.id < JOBS.c.id),
        ),
    )
    return (JOBS.c.state == JobState.WAITING.value) & (JOBS.c.ready_at <= stored(now)) & ~before


def _abandon_lost(connection: Connection, now: datetime) -> None:
    values = {"state": JobState.ABANDONED.value, "holder": None, "lease_until": None, "changed_at": stored(now)}
    said = {"detail": _CUT.format(count=MOST_ATTEMPTS), "hint": _AGAIN}
    connection.execute(update(JOBS).where(_lost(now), JOBS.c.attempts >= MOST_ATTEMPTS).values(**values, **said))
