"""The accounts of people whom a provider of identities knows: found by who vouches for whom, never by an address."""

from itertools import chain, count

from sqlalchemy import Connection, insert, select, update

from assistant.domain.account import Account, Role
from assistant.store.accounts import account_in, create_account
from assistant.store.clock import Clock, stored, utc_now
from assistant.store.credentials import LONGEST_NAME, checked_name, digest_of, key_of
from assistant.store.database import Database
from assistant.store.events import note
from assistant.store.tables import ACCOUNTS, IDENTITIES


class IdentityStore:
    """Who came through a provider, in the database of the library."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def account(self, issuer: str, subject: str, *, name: str, role: Role) -> Account:
        """Return the account of that person, made at the first visit, with the name and the role they have today.

        A name that another account bears is never taken over: the newcomer's is told apart by a number.
        """
        digest, name = digest_of(f"{issuer}\0{subject}"), checked_name(name)
        with self._database.writing() as connection:
            known = select(ACCOUNTS).join(IDENTITIES).where(IDENTITIES.c.digest == digest)
            row = connection.execute(known).mappings().first()
            if row is None:
                return self._made(connection, digest, name, role)
            return self._kept_up(connection, account_in(row), name, role)

    def holders(self) -> frozenset[str]:
        """Return the ids of every account that comes through a provider."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(select(IDENTITIES.c.account)).scalars())

    def holds(self, account: str) -> bool:
        """Tell whether an account comes through a provider, and so has no password here."""
        with self._database.reading() as connection:
            return connection.execute(select(IDENTITIES.c.digest).where(IDENTITIES.c.account == account)).first() is not None

    def _made(self, connection: Connection, digest: str, name: str, role: Role) -> Account:
        now = stored(self._clock())
        made = create_account(connection, now, _free(connection, name), role)
        connection.execute(insert(IDENTITIES).values(digest=digest, account=made.id, created_at=now))
        return made

    def _kept_up(self, connection: Connection, account: Account, name: str, role: Role) -> Account:
        if account.role is not role:
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(role=role.value))
            note(connection, stored(self._clock()), account.id, "role", account.id)
        name = _free(connection, name, but=account.id)
        if name != account.name:
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(name=name, name_key=key_of(name)))
            account = account.model_copy(update={"name": name})
        return account.model_copy(update={"role": role})


def _free(connection: Connection, name: str, but: str = "") -> str:
    """Return a name, with a number when an account other than `but` bears it."""
    numbered = (f"{name[: LONGEST_NAME - len(f' ({n})')]} ({n})" for n in count(2))
    for wanted in chain([name], numbered):
        bearer = connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.name_key == key_of(wanted))).scalar()
        if bearer in (None, but):
            return wanted
    raise AssertionError("numbers have no end")
