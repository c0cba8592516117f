"""The drafts that their owner asked to keep; every question names the owner, and others find nothing."""

import secrets
from datetime import timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select, update

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.domain.workspace import DraftSummary, KeptVersion, VersionReading
from assistant.errors import TooMuchKept, UnknownDraft
from assistant.store.clock import Clock, stored, utc_now
from assistant.store.database import Database
from assistant.store.events import ask_scrub, note
from assistant.store.tables import DRAFTS, VERSIONS

MOST_DRAFTS, MOST_VERSIONS = 60, 60
MOST_BYTES = 200 * 1024 * 1024
"""Of files as they were sent, in one account."""
Version = tuple[Draft, FeedbackReport, bytes | None]
"""A draft, its reading, and the file as it was sent."""
_LONGEST_TITLE = 120
_REPORT: TypeAdapter[FeedbackReport] = TypeAdapter(FeedbackReport)


class DraftStore:
    """The drafts of people with an account, in the database of the library."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def add(self, owner: str, title: str, version: Version) -> str:
        """Keep a first version, its reading and the file as it was sent; return the id of the draft."""
        with self._database.writing() as connection:
            return keep_first(connection, owner, (title, version), stored(self._clock()))

    def add_version(self, owner: str, code: str, version: Version) -> int:
        """Keep one more version of a draft; return its number."""
        with self._database.writing() as connection:
            return keep_next(connection, owner, (code, version), stored(self._clock()))

    def summaries(self, owner: str) -> tuple[DraftSummary, ...]:
        """Return the drafts of an account, the last changed first."""
        asked = _summaries(owner).order_by(DRAFTS.c.changed_at.desc(), DRAFTS.c.id)
        with self._database.reading() as connection:
            return tuple(_summary(row) for row in connection.execute(asked).mappings())

    def get(self, owner: str, code: str) -> DraftSummary:
        """Return one draft; raise `UnknownDraft` when it is not one of theirs."""
        with self._database.reading() as connection:
            return _summary(_own(connection, owner, code))

    def readings(self, owner: str, code: str) -> tuple[VersionReading, ...]:
        """Return the reading of every version of a draft, in order."""
        columns = (VERSIONS.c.number, VERSIONS.c.created_at, VERSIONS.c.report, VERSIONS.c.original_bytes)
        with self._database.reading() as connection:
            _own(connection, owner, code)
            rows = connection.execute(select(*columns).where(VERSIONS.c.draft == code).order_by(VERSIONS.c.number)).mappings()
            return tuple(
                VersionReading(
                    number=row["number"],
                    created_at=row["created_at"],
                    report=_REPORT.validate_json(row["report"]),
                    original=row["original_bytes"] > 0,
                )
                for row in rows
            )

    def version(self, owner: str, code: str, number: int) -> KeptVersion:
        """Return one version whole; raise `UnknownDraft` when it is not one of theirs."""
        asked = (
            select(VERSIONS).join(DRAFTS).where(DRAFTS.c.account == owner, VERSIONS.c.draft == code, VERSIONS.c.number == number)
        )
        with self._database.reading() as connection:
            row = connection.execute(asked).mappings().first()
        if row is None:
            raise _unknown()
        return KeptVersion(
            number=row["number"],
            created_at=row["created_at"],
            draft=Draft.model_validate_json(row["content"]),
            report=_REPORT.validate_json(row["report"]),
            original=row["original"],
        )

    def erase(self, owner: str, code: str) -> None:
        """Remove a draft and its versions: when this returns, no byte of them is left in the data folder.

        Raises `LibraryBusy` when another program prevents the last part; the draft is gone all
        the same, and the next opening finishes the work.
        """
        now = stored(self._clock())
        with self._database.writing() as connection:
            _own(connection, owner, code)
            connection.execute(delete(DRAFTS).where(DRAFTS.c.id == code, DRAFTS.c.account == owner))
            note(connection, now, owner, "effacement", code)
            asked = ask_scrub(connection, now)
        self._database.scrub(asked)

    def exported(self, owner: str) -> None:
        """Write down that an account took everything away."""
        with self._database.writing() as connection:
            note(connection, stored(self._clock()), owner, "export", owner)

    def purge(self, kept_for: timedelta) -> int:
        """Erase the drafts whose last version is older than that; return how many they were."""
        now = self._clock()
        old = DRAFTS.c.changed_at <= stored(now, -kept_for)
        with self._database.reading() as connection:
            if connection.execute(select(DRAFTS.c.id).where(old).limit(1)).first() is None:
                return 0
        with self._database.writing() as connection:
            codes = connection.execute(select(DRAFTS.c.id).where(old)).scalars().all()
            connection.execute(delete(DRAFTS).where(old))
            for code in codes:
                note(connection, stored(now), "retention", "effacement", code)
            asked = ask_scrub(connection, stored(now))
        self._database.scrub(asked)
        return len(codes)


def keep_first(connection: Connection, owner: str, sent: tuple[str, Version], now: str) -> str:
    """Keep the first version of a draft of that title, within the transaction of whoever asks; return the id of the draft."""
    (title, version), code = sent, f"txt-{secrets.token_hex(10)}"
    make_room(connection, owner, version[2])
    row = {"id": code, "account": owner, "title": title_of(title, version[0]), "bloc": version[1].bloc}
    connection.execute(insert(DRAFTS).values(**row, created_at=now, changed_at=now))
    connection.execute(insert(VERSIONS).values(**_row(code, 1, now, version)))
    note(connection, now, owner, "depot", code)
    return code


def keep_next(connection: Connection, owner: str, sent: tuple[str, Version], now: str) -> int:
    """Keep one more version of the draft of that id, within the transaction of whoever asks; return its number."""
    code, version = sent
    number = make_room(connection, owner, version[2], code)
    connection.execute(insert(VERSIONS).values(**_row(code, number, now, version)))
    connection.execute(update(DRAFTS).where(DRAFTS.c.id == code).values(changed_at=now, bloc=version[1].bloc))
    note(connection, now, owner, "version", code)
    return number


def make_room(connection: Connection, owner: str, original: bytes | None, code: str | None = None) -> int:
    """Return the number of the next version of a draft, the first unless `code` names one of theirs.

    Raise `TooMuchKept` when the account cannot keep it, `UnknownDraft` when the draft is not theirs.
    """
    free = "Effacez un ancien texte, après l’avoir exporté s’il vous est utile."
    versions: int = _own(connection, owner, code)["versions"] if code else 0
    if not code and (connection.execute(select(func.count()).where(DRAFTS.c.account == owner)).scalar() or 0) >= MOST_DRAFTS:
        raise TooMuchKept(f"Votre espace garde déjà {MOST_DRAFTS} textes.", hint=free)
    if versions >= MOST_VERSIONS:
        raise TooMuchKept(f"Ce texte a déjà {MOST_VERSIONS} versions.", hint="Commencez un nouveau texte, ou effacez celui-ci.")
    asked = select(func.coalesce(func.sum(VERSIONS.c.original_bytes), 0)).join(DRAFTS).where(DRAFTS.c.account == owner)
    if (connection.execute(asked).scalar() or 0) + len(original or b"") > MOST_BYTES:
        raise TooMuchKept(f"Vos fichiers occupent déjà presque {MOST_BYTES // 1024**2} Mo.", hint=free)
    return versions + 1


def title_of(title: str, draft: Draft) -> str:
    """Return the title under which a draft is kept: its own name when none is given."""
    return " ".join(title.split())[:_LONGEST_TITLE] or draft.name


def _summaries(owner: str) -> Select[tuple[object, ...]]:
    versions = func.count(VERSIONS.c.number).label("versions")
    return select(*DRAFTS.c, versions).join(VERSIONS).where(DRAFTS.c.account == owner).group_by(*DRAFTS.c)


def _own(connection: Connection, owner: str, code: str) -> RowMapping:
    row = connection.execute(_summaries(owner).where(DRAFTS.c.id == code)).mappings().first()
    if row is None:
        raise _unknown()
    return row


def _unknown() -> UnknownDraft:
    return UnknownDraft(
        "Ce texte n’est pas parmi les vôtres.", hint="Revenez à «\u00a0Mes textes\u00a0»\u00a0: il a pu être effacé."
    )


def _row(code: str, number: int, now: str, version: Version) -> dict[str, object]:
    draft, report, original = version
    return {
        "draft": code,
        "number": number,
        "created_at": now,
        "content": draft.model_dump_json(),
        "report": report.model_dump_json(),
        "original": original,
        "original_bytes": len(original or b""),
    }


def _summary(row: RowMapping) -> DraftSummary:
    return DraftSummary(
        id=row["id"],
        title=row["title"],
        bloc=row["bloc"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        versions=row["versions"],
    )
