"""The readings that accounts asked for: sent once, followed, cancelled and tried again by their owner alone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from pydantic import TypeAdapter
from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, or_, select, update

from assistant.domain.draft import Draft
from assistant.domain.job import Job, JobState, JobStep
from assistant.errors import KeyReused, TooMuchKept, UnknownJob
from assistant.store.clock import Clock, stored, utc_now
from assistant.store.credentials import digest_of
from assistant.store.database import Database
from assistant.store.drafts import make_room, title_of
from assistant.store.events import ask_scrub, note
from assistant.store.tables import JOBS

MOST_OPEN = 10
"""Readings of one account that wait, go on or were abandoned."""
SAME_FOR = timedelta(minutes=10)
"""How long the same text sent again leads to the reading that was made of it."""
REMEMBERED_FOR = timedelta(days=1)
"""How long what became of a reading is remembered, once its text is kept elsewhere or no more."""
STEPS: TypeAdapter[tuple[JobStep, ...]] = TypeAdapter(tuple[JobStep, ...])
UNDER_WAY = (JobState.WAITING.value, JobState.RUNNING.value)
OPEN = (*UNDER_WAY, JobState.ABANDONED.value)
"""States in which the text is kept with the reading."""
WITHOUT_TEXT: Mapping[str, object] = {"title": "", "content": None, "original": None, "original_bytes": 0, "steps": "[]"}
"""What a row holds once its text is kept elsewhere, or no more."""


@dataclass(frozen=True)
class Sent:
    """A text to read and to keep."""

    draft: Draft
    original: bytes | None = None
    """The file as it was sent."""
    title: str = ""
    bloc: str = "auto"
    version_of: str | None = None
    """Id of the draft of which it is one more version."""
    key: str = ""
    """Chosen by a program, so that what is sent twice is read once."""
    steps: tuple[JobStep, ...] = ()
    """What has been done already."""


@dataclass(frozen=True)
class KeptText:
    """A text that is kept for a reading still to be made."""

    job: Job
    draft: Draft
    original: bytes | None


class JobStore:
    """The readings of people with an account, in the database of the library."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def submit(self, owner: str, sent: Sent) -> tuple[Job, bool]:
        """Keep a text until it is read; return its reading, and whether it had been asked for already.

        The same text sent again, or anything sent under the same key, is the same reading. Raise `KeyReused`
        when the key stands for another text, `TooMuchKept` or `UnknownDraft` when it cannot be kept.
        """
        now = stored(self._clock())
        with self._database.writing() as connection:
            before = self._already(connection, owner, sent)
            if before is not None:
                return _job(connection, before), True
            make_room(connection, owner, sent.original, sent.version_of)
            _check_open(connection, owner)
            row = _row(owner, sent, now)
            connection.execute(insert(JOBS).values(**row))
            note(connection, now, owner, "lecture-demandee", str(row["id"]))
            return _job(connection, _own(connection, owner, str(row["id"]))), False

    def get(self, owner: str, code: str) -> Job:
        """Return a reading; raise `UnknownJob` when it is not one of theirs."""
        with self._database.reading() as connection:
            return _job(connection, _own(connection, owner, code))

    def open(self, owner: str) -> tuple[Job, ...]:
        """Return the readings that wait, go on or were abandoned, the first sent first."""
        with self._database.reading() as connection:
            return tuple(_job(connection, row) for row in connection.execute(_of(owner, OPEN)).mappings().all())

    def texts(self, owner: str) -> tuple[KeptText, ...]:
        """Return the texts that are kept for those readings."""
        with self._database.reading() as connection:
            rows = connection.execute(_of(owner, OPEN)).mappings().all()
            return tuple(
                KeptText(_job(connection, row), Draft.model_validate_json(row["content"]), row["original"]) for row in rows
            )

    def cancel(self, owner: str, code: str) -> None:
        """Give up a reading that is not done: when this returns, no byte of its text is left for it.

        Nothing changes when it is done already. Raise `LibraryBusy` when another program prevents the last part.
        """
        now = stored(self._clock())
        with self._database.writing() as connection:
            if _own(connection, owner, code)["state"] not in OPEN:
                return
            values = {**WITHOUT_TEXT, "state": JobState.CANCELLED.value, "holder": None, "detail": "", "hint": ""}
            connection.execute(update(JOBS).where(JOBS.c.id == code).values(**values, changed_at=now))
            note(connection, now, owner, "lecture-annulee", code)
            asked = ask_scrub(connection, now)
        self._database.scrub(asked)

    def retry(self, owner: str, code: str) -> Job:
        """Try an abandoned reading again, as if it had just been sent; any other is left as it is."""
        now = stored(self._clock())
        values = {"state": JobState.WAITING.value, "attempts": 0, "detail": "", "hint": "", "ready_at": now, "changed_at": now}
        with self._database.writing() as connection:
            _own(connection, owner, code)
            connection.execute(update(JOBS).where(JOBS.c.id == code, JOBS.c.state == JobState.ABANDONED.value).values(**values))
            return _job(connection, _own(connection, owner, code))

    def counts(self) -> Mapping[JobState, int]:
        """Return how many readings of everybody are in each state, those remembered included."""
        with self._database.reading() as connection:
            found = connection.execute(select(JOBS.c.state, func.count()).group_by(JOBS.c.state)).all()
        return {state: next((int(n) for name, n in found if name == state.value), 0) for state in JobState}

    def purge(self, kept_for: timedelta) -> int:
        """Erase the texts that were not read in that time, and what became of older readings; return how many texts."""
        now = self._clock()
        old = JOBS.c.state.in_(OPEN) & (JOBS.c.changed_at <= stored(now, -kept_for))
        closed = JOBS.c.state.not_in(OPEN) & (JOBS.c.changed_at <= stored(now, -REMEMBERED_FOR))
        with self._database.reading() as connection:
            if connection.execute(select(JOBS.c.id).where(or_(old, closed)).limit(1)).first() is None:
                return 0
        with self._database.writing() as connection:
            connection.execute(delete(JOBS).where(closed))
            codes = connection.execute(select(JOBS.c.id).where(old)).scalars().all()
            connection.execute(delete(JOBS).where(old))
            for code in codes:
                note(connection, stored(now), "retention", "effacement", code)
            asked = ask_scrub(connection, stored(now)) if codes else None
        if asked is not None:
            self._database.scrub(asked)
        return len(codes)

    def _already(self, connection: Connection, owner: str, sent: Sent) -> RowMapping | None:
        if sent.key:
            asked = select(JOBS).where(JOBS.c.account == owner, JOBS.c.key_digest == digest_of(sent.key))
            row = connection.execute(asked).mappings().first()
            if row is not None and row["fingerprint"] != _fingerprint(sent):
                raise KeyReused
            if row is not None:
                return row
        lately = JOBS.c.state.in_(OPEN) | (
            (JOBS.c.state == JobState.DONE.value) & (JOBS.c.changed_at > stored(self._clock(), -SAME_FOR))
        )
        same = select(JOBS).where(JOBS.c.account == owner, JOBS.c.fingerprint == _fingerprint(sent), lately)
        return connection.execute(same.order_by(JOBS.c.created_at.desc())).mappings().first()


def _fingerprint(sent: Sent) -> str:
    """Return what tells this text, and what is asked of it, from any other."""
    whole = sha256(repr((sent.title, sent.bloc, sent.version_of, sent.original is None)).encode())
    for part in (sent.draft.model_dump_json().encode(), sent.original or b""):
        whole.update(sha256(part).digest())
    return whole.hexdigest()


def _row(owner: str, sent: Sent, now: str) -> dict[str, object]:
    return {
        "id": f"lec-{secrets.token_hex(10)}",
        "account": owner,
        "draft": sent.version_of,
        "state": JobState.WAITING.value,
        "attempts": 0,
        "ready_at": now,
        "title": title_of(sent.title, sent.draft),
        "bloc": sent.bloc,
        "content": sent.draft.model_dump_json(),
        "original": sent.original,
        "original_bytes": len(sent.original or b""),
        "steps": STEPS.dump_json(sent.steps).decode(),
        "detail": "",
        "hint": "",
        "fingerprint": _fingerprint(sent),
        "key_digest": digest_of(sent.key) if sent.key else None,
        "created_at": now,
        "changed_at": now,
    }


def _of(owner: str, states: tuple[str, ...]) -> Select[tuple[object, ...]]:
    return select(JOBS).where(JOBS.c.account == owner, JOBS.c.state.in_(states)).order_by(JOBS.c.created_at, JOBS.c.id)


def _own(connection: Connection, owner: str, code: str) -> RowMapping:
    row = connection.execute(select(JOBS).where(JOBS.c.id == code, JOBS.c.account == owner)).mappings().first()
    if row is None:
        raise UnknownJob(
            "Cette lecture n’est pas parmi les vôtres.",
            hint="Revenez à «\u00a0Mes textes\u00a0»\u00a0: elle est peut-être finie, ou effacée avec son texte.",
        )
    return row


def _check_open(connection: Connection, owner: str) -> None:
    asked = select(func.count()).select_from(JOBS).where(JOBS.c.account == owner, JOBS.c.state.in_(OPEN))
    if (connection.execute(asked).scalar() or 0) >= MOST_OPEN:
        raise TooMuchKept(
            f"Vous avez déjà {MOST_OPEN} lectures en attente.", hint="Attendez la fin de l’une d’elles, ou annulez-en une."
        )


def _job(connection: Connection, row: RowMapping) -> Job:
    before = (JOBS.c.created_at < row["created_at"]) | ((JOBS.c.created_at == row["created_at"]) & (JOBS.c.id < row["id"]))
    asked = select(func.count()).select_from(JOBS).where(JOBS.c.state.in_(UNDER_WAY), before)
    waits = row["state"] == JobState.WAITING.value
    shown = {name: row[name] for name in Job.model_fields if name not in ("steps", "ahead")}
    ahead = connection.execute(asked).scalar() or 0 if waits else 0
    return Job.model_validate({**shown, "steps": STEPS.validate_json(row["steps"]), "ahead": ahead})
