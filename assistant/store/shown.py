"""Who may see which kept reading: the tutor of a cohort that its owner joined, and its owner once it was given back."""

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, exists, func, insert, select

from assistant.domain.cohort import MemberReading, ReleasePolicy
from assistant.domain.feedback import FeedbackReport
from assistant.errors import UnknownDraft
from assistant.store.clock import Clock, stored, utc_now
from assistant.store.database import Database
from assistant.store.events import note
from assistant.store.tables import ACCOUNTS, COHORTS, DRAFTS, MEMBERSHIPS, RELEASES, VERSIONS

_REPORT: TypeAdapter[FeedbackReport] = TypeAdapter(FeedbackReport)


class ShownStore:
    """What tutors see of the drafts of their candidates, and candidates of their own readings."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def opened(self, tutor: str, draft: str) -> str:
        """Return the owner of a draft, and write down that this tutor opened it; raise `UnknownDraft` for anyone else's."""
        with self._database.writing() as connection:
            owner = owner_seen(connection, tutor, draft)
            note(connection, stored(self._clock()), tutor, "lecture-par-tuteur", draft)
        return owner

    def latest(self, tutor: str, cohort: str, bloc: str | None = None) -> tuple[MemberReading, ...]:
        """Return the latest reading of each candidate of a cohort for each bloc, or for one, by name and bloc."""
        last = select(func.max(VERSIONS.c.number)).where(VERSIONS.c.draft == DRAFTS.c.id).correlate(DRAFTS).scalar_subquery()
        asked = (
            select(
                *(ACCOUNTS.c.id.label("account"), ACCOUNTS.c.name, DRAFTS.c.id.label("draft"), DRAFTS.c.title, DRAFTS.c.bloc),
                *(VERSIONS.c.number, VERSIONS.c.created_at, VERSIONS.c.report, waits().label("waiting")),
            )
            .select_from(COHORTS)
            .join(MEMBERSHIPS, MEMBERSHIPS.c.cohort == COHORTS.c.id)
            .join(ACCOUNTS, ACCOUNTS.c.id == MEMBERSHIPS.c.account)
            .join(DRAFTS, DRAFTS.c.account == ACCOUNTS.c.id)
            .join(VERSIONS, (VERSIONS.c.draft == DRAFTS.c.id) & (VERSIONS.c.number == last))
            .where(COHORTS.c.id == cohort, COHORTS.c.tutor == tutor)
            .order_by(ACCOUNTS.c.name_key, DRAFTS.c.bloc, DRAFTS.c.changed_at.desc(), DRAFTS.c.id)
        )
        if bloc is not None:
            asked = asked.where(DRAFTS.c.bloc == bloc)
        with self._database.reading() as connection:
            first: dict[tuple[str, str], MemberReading] = {}
            for row in connection.execute(asked):
                if (row.account, row.bloc) not in first:
                    first[row.account, row.bloc] = _member_reading(row)
        return tuple(first.values())

    def waiting(self, owner: str) -> frozenset[tuple[str, int]]:
        """Return the versions of a person, as draft and number, whose reading a tutor has not given back yet."""
        asked = select(VERSIONS.c.draft, VERSIONS.c.number).join(DRAFTS).where(DRAFTS.c.account == owner, waits())
        with self._database.reading() as connection:
            return frozenset((row.draft, row.number) for row in connection.execute(asked))

    def release(self, tutor: str, draft: str, number: int) -> None:
        """Give a reading back to its candidate; raise `UnknownDraft` unless it waits for this tutor."""
        now = stored(self._clock())
        theirs = exists().where(
            *(COHORTS.c.tutor == tutor, COHORTS.c.policy == ReleasePolicy.AFTER_TUTOR.value),
            *(MEMBERSHIPS.c.cohort == COHORTS.c.id, MEMBERSHIPS.c.account == DRAFTS.c.account),
        )
        asked = select(VERSIONS.c.number).join(DRAFTS).where(VERSIONS.c.draft == draft, VERSIONS.c.number == number)
        with self._database.writing() as connection:
            owner_seen(connection, tutor, draft)
            if connection.execute(asked.where(waits(), theirs)).first() is None:
                raise UnknownDraft("Cette lecture n’attend pas d’être rendue par vous.", hint="Elle l’a peut-être déjà été.")
            connection.execute(insert(RELEASES).values(draft=draft, number=number, tutor=tutor, at=now))
            note(connection, now, tutor, "lecture-rendue", draft)


def owner_seen(connection: Connection, tutor: str, draft: str) -> str:
    """Return the owner of a draft that this tutor sees; raise `UnknownDraft` otherwise."""
    owner = connection.execute(select(DRAFTS.c.account).where(DRAFTS.c.id == draft, seen_by(tutor))).scalar()
    if owner is None:
        raise UnknownDraft("Ce texte n’est pas dans vos cohortes.", hint="La personne a pu quitter la cohorte, ou l’effacer.")
    return str(owner)


def seen_by(tutor: str) -> ColumnElement[bool]:
    """Return the condition on a draft that its owner is in a cohort of that tutor."""
    return exists().where(
        *(COHORTS.c.tutor == tutor, MEMBERSHIPS.c.cohort == COHORTS.c.id, MEMBERSHIPS.c.account == DRAFTS.c.account)
    )


def waits() -> ColumnElement[bool]:
    """Return the condition on a version that its candidate does not see its reading yet.

    It came once its owner was in a cohort with that policy, and no tutor has given it back.
    """
    held = MEMBERSHIPS.alias("held")
    strict = COHORTS.alias("strict")
    asked = exists().where(
        *(held.c.account == DRAFTS.c.account, strict.c.id == held.c.cohort),
        *(strict.c.policy == ReleasePolicy.AFTER_TUTOR.value, VERSIONS.c.created_at >= held.c.joined_at),
        VERSIONS.c.created_at >= strict.c.policy_at,
    )
    given = exists().where(RELEASES.c.draft == VERSIONS.c.draft, RELEASES.c.number == VERSIONS.c.number)
    return asked & ~given


def _member_reading(row: Row[tuple[object, ...]]) -> MemberReading:
    return MemberReading(
        account=row.account,
        name=row.name,
        draft=row.draft,
        title=row.title,
        number=row.number,
        created_at=row.created_at,
        waiting=bool(row.waiting),
        report=_REPORT.validate_json(row.report),
    )
