"""The cohorts: made by a tutor, joined and left by candidates; every question names who asks."""

import secrets
from datetime import timedelta

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select, update

from assistant.domain.cohort import Cohort, Member, Membership, ReleasePolicy
from assistant.errors import InputError, TooMuchKept, UnknownCohort
from assistant.store.clock import Clock, stored, utc_now
from assistant.store.credentials import digest_of, new_token
from assistant.store.database import Database
from assistant.store.events import ask_scrub, note
from assistant.store.tables import ACCOUNTS, COHORT_INVITATIONS, COHORTS, INVITATIONS, MEMBERSHIPS

LINK_FOR = timedelta(days=30)
"""How long a link to join can be used."""
MOST_COHORTS, MOST_MEMBERS = 100, 300
LONGEST_NAME = 80


class CohortStore:
    """The cohorts of an installation, in the database of the library."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def create(self, tutor: str, name: str, policy: ReleasePolicy) -> tuple[Cohort, str]:
        """Make a cohort; return it and the token of its link, which is told this once."""
        now, token, code = self._clock(), new_token(), f"coh-{secrets.token_hex(8)}"
        row = {
            "id": code,
            "tutor": tutor,
            "name": _checked(name),
            "policy": policy.value,
            "policy_at": stored(now),
            "created_at": stored(now),
            "link": digest_of(token),
            "link_until": stored(now, LINK_FOR),
        }
        with self._database.writing() as connection:
            held = connection.execute(select(func.count()).select_from(COHORTS).where(COHORTS.c.tutor == tutor)).scalar() or 0
            if held >= MOST_COHORTS:
                raise TooMuchKept(f"Vous avez déjà {MOST_COHORTS} cohortes.", hint="Effacez celles qui ont fini leur parcours.")
            connection.execute(insert(COHORTS).values(**row))
            note(connection, stored(now), tutor, "cohorte-creee", code)
        return self.get(tutor, code), token

    def of_tutor(self, tutor: str) -> tuple[Cohort, ...]:
        """Return the cohorts of a tutor, by name."""
        asked = _cohorts().where(COHORTS.c.tutor == tutor).order_by(COHORTS.c.name, COHORTS.c.id)
        with self._database.reading() as connection:
            return tuple(self._cohort(row) for row in connection.execute(asked).mappings())

    def get(self, tutor: str, code: str) -> Cohort:
        """Return one cohort; raise `UnknownCohort` when it is not one of theirs."""
        with self._database.reading() as connection:
            return self._cohort(_own(connection, tutor, code))

    def settle(self, tutor: str, code: str, name: str, policy: ReleasePolicy) -> None:
        """Give a cohort another name or another policy; a new policy holds for the versions that come after."""
        now = stored(self._clock())
        with self._database.writing() as connection:
            before = _own(connection, tutor, code)
            changed = {"name": _checked(name)}
            if before["policy"] != policy.value:
                changed |= {"policy": policy.value, "policy_at": now}
            connection.execute(update(COHORTS).where(COHORTS.c.id == code).values(**changed))
            note(connection, now, tutor, "cohorte-reglee", code)

    def new_link(self, tutor: str, code: str) -> str:
        """Make another link to join; the former one is of no use any more."""
        now, token = self._clock(), new_token()
        with self._database.writing() as connection:
            _own(connection, tutor, code)
            values = {"link": digest_of(token), "link_until": stored(now, LINK_FOR)}
            connection.execute(update(COHORTS).where(COHORTS.c.id == code).values(**values))
            note(connection, stored(now), tutor, "cohorte-lien", code)
        return token

    def close_link(self, tutor: str, code: str) -> None:
        """Make the link to join of no use any more."""
        with self._database.writing() as connection:
            _own(connection, tutor, code)
            connection.execute(update(COHORTS).where(COHORTS.c.id == code).values(link=None, link_until=None))
            note(connection, stored(self._clock()), tutor, "cohorte-lien-retire", code)

    def members(self, tutor: str, code: str) -> tuple[Member, ...]:
        """Return the candidates of a cohort, by name."""
        asked = select(ACCOUNTS.c.id, ACCOUNTS.c.name, MEMBERSHIPS.c.joined_at).join(MEMBERSHIPS)
        with self._database.reading() as connection:
            _own(connection, tutor, code)
            rows = connection.execute(asked.where(MEMBERSHIPS.c.cohort == code).order_by(ACCOUNTS.c.name_key)).mappings()
            return tuple(Member(account=row["id"], name=row["name"], joined_at=row["joined_at"]) for row in rows)

    def remove(self, tutor: str, code: str, member: str) -> None:
        """Take a candidate out of a cohort."""
        with self._database.writing() as connection:
            _own(connection, tutor, code)
            _leave(connection, code, member)
            note(connection, stored(self._clock()), tutor, "cohorte-retrait", member)

    def erase(self, tutor: str, code: str) -> None:
        """Remove a cohort: its tutor sees nothing of its candidates any more, who keep their drafts.

        Raises `LibraryBusy` when another program prevents the last traces from going; the cohort is gone all the same.
        """
        now = stored(self._clock())
        with self._database.writing() as connection:
            _own(connection, tutor, code)
            connection.execute(delete(COHORTS).where(COHORTS.c.id == code))
            note(connection, now, tutor, "cohorte-effacee", code)
            asked = ask_scrub(connection, now)
        self._database.scrub(asked)

    def invited_by(self, token: str) -> Cohort:
        """Return the cohort of a link to join; raise `UnknownCohort` when the link is of no use."""
        with self._database.reading() as connection:
            return self._cohort(self._linked(connection, token))

    def of_invitation(self, token: str) -> Cohort | None:
        """Return the cohort that the account of an invitation will join; None when it joins none."""
        asked = _cohorts().join(COHORT_INVITATIONS).where(COHORT_INVITATIONS.c.digest == digest_of(token))
        with self._database.reading() as connection:
            row = connection.execute(asked).mappings().first()
        return self._cohort(row) if row else None

    def bind(self, tutor: str, code: str, invitations: tuple[str, ...]) -> None:
        """Make the accounts of these invitations join a cohort as soon as they are made."""
        with self._database.writing() as connection:
            _own(connection, tutor, code)
            held = select(INVITATIONS.c.digest).where(INVITATIONS.c.id.in_(invitations))
            rows = [{"digest": digest, "cohort": code} for digest in connection.execute(held).scalars()]
            if rows:
                connection.execute(insert(COHORT_INVITATIONS), rows)

    def join(self, account: str, token: str) -> Cohort:
        """Let a candidate in by a link; raise `UnknownCohort` when it is of no use. Joining twice changes nothing."""
        now = stored(self._clock())
        with self._database.writing() as connection:
            row = self._linked(connection, token)
            if row["tutor"] == account:
                raise InputError("Cette cohorte est la vôtre.", hint="Donnez ce lien à vos candidats.")
            if row["members"] >= MOST_MEMBERS:
                raise TooMuchKept("Cette cohorte est complète.", hint="Parlez-en à votre tuteur.")
            here = (MEMBERSHIPS.c.cohort == row["id"]) & (MEMBERSHIPS.c.account == account)
            if connection.execute(select(MEMBERSHIPS.c.account).where(here)).first() is None:
                connection.execute(insert(MEMBERSHIPS).values(cohort=row["id"], account=account, joined_at=now))
                note(connection, now, account, "cohorte-rejointe", row["id"])
        return self._cohort(row)

    def leave(self, account: str, code: str) -> None:
        """Let a candidate out: from then on the tutor sees nothing of what they keep."""
        with self._database.writing() as connection:
            _leave(connection, code, account)
            note(connection, stored(self._clock()), account, "cohorte-quittee", code)

    def memberships(self, account: str) -> tuple[Membership, ...]:
        """Return the cohorts that a person joined, the first joined first."""
        joined = MEMBERSHIPS.alias("own")
        asked = _cohorts().add_columns(joined.c.joined_at).join(joined, joined.c.cohort == COHORTS.c.id)
        asked = asked.where(joined.c.account == account).order_by(joined.c.joined_at, COHORTS.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(asked).mappings()
            return tuple(Membership(cohort=self._cohort(row), joined_at=row["joined_at"]) for row in rows)

    def _linked(self, connection: Connection, token: str) -> RowMapping:
        asked = _cohorts().where(COHORTS.c.link == digest_of(token), COHORTS.c.link_until > stored(self._clock()))
        row = connection.execute(asked).mappings().first()
        if row is None:
            raise UnknownCohort(
                "Ce lien n’est plus valable\u00a0: il a expiré, ou votre tuteur l’a remplacé.", hint="Demandez-lui-en un autre."
            )
        return row

    def _cohort(self, row: RowMapping) -> Cohort:
        until = row["link_until"]
        return Cohort(
            id=row["id"],
            name=row["name"],
            tutor=row["tutor"],
            tutor_name=row["tutor_name"],
            policy=ReleasePolicy(row["policy"]),
            created_at=row["created_at"],
            link_until=until if until and until > stored(self._clock()) else None,
            members=row["members"],
        )


def _cohorts() -> Select[tuple[object, ...]]:
    members = select(func.count()).where(MEMBERSHIPS.c.cohort == COHORTS.c.id).scalar_subquery().label("members")
    return select(*COHORTS.c, ACCOUNTS.c.name.label("tutor_name"), members).join(ACCOUNTS, ACCOUNTS.c.id == COHORTS.c.tutor)


def _own(connection: Connection, tutor: str, code: str) -> RowMapping:
    row = connection.execute(_cohorts().where(COHORTS.c.id == code, COHORTS.c.tutor == tutor)).mappings().first()
    if row is None:
        raise UnknownCohort("Cette cohorte n’est pas parmi les vôtres.", hint="Revenez à «\u00a0Mes cohortes\u00a0».")
    return row


def _leave(connection: Connection, code: str, account: str) -> None:
    here = (MEMBERSHIPS.c.cohort == code) & (MEMBERSHIPS.c.account == account)
    if not connection.execute(delete(MEMBERSHIPS).where(here)).rowcount:
        raise UnknownCohort("Cette personne n’est pas dans cette cohorte.", hint="Elle l’a peut-être déjà quittée.")


def _checked(name: str) -> str:
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise InputError("Une cohorte a un nom.", hint="Par exemple «\u00a0Promotion 2027, groupe A\u00a0».")
    return name
