"""The accounts: made from an invitation, entered with a password, left, and erased for good."""

import secrets
from datetime import timedelta

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.domain.account import Account, AccountEvent, AccountSummary, Invitation, Role
from assistant.errors import AccountRefused, InvitationRefused, SignInRefused, UnknownAccount
from assistant.store.clock import Clock, stored, utc_now
from assistant.store.credentials import Passwords, check_password, checked_name, digest_of, key_of, new_token
from assistant.store.database import Database
from assistant.store.events import ask_scrub, note
from assistant.store.tables import (
    ACCOUNT_AUDIT,
    ACCOUNTS,
    COHORT_INVITATIONS,
    DRAFTS,
    IDENTITIES,
    INVITATIONS,
    MEMBERSHIPS,
    SESSIONS,
    VERSIONS,
)
from assistant.store.throttle import Throttle

INVITED_FOR = timedelta(days=14)
"""How long a link of invitation can be used."""
SIGNED_IN_FOR, IDLE_FOR = timedelta(days=7), timedelta(hours=12)
"""How long a session lasts at most, and without a request."""
_SEEN_EVERY = timedelta(minutes=5)


class AccountStore:
    """The accounts of an installation, in the database of the library."""

    def __init__(self, database: Database, *, passwords: Passwords | None = None, clock: Clock = utc_now) -> None:
        self._database = database
        self._passwords = passwords or Passwords()
        self._clock = clock
        self._throttle = Throttle(database, clock)

    def invite(self, role: Role, *, by: str, account: str | None = None) -> tuple[Invitation, str]:
        """Make a link for one account of that role; return the invitation and its token, which is told this once.

        With the id of an account, the link lets its owner choose another password; `AccountRefused` is
        raised when that person comes through a provider of identities instead.
        """
        now, token = self._clock(), new_token()
        made = Invitation(
            id=f"inv-{secrets.token_hex(6)}",
            role=role,
            account=account,
            created_at=stored(now),
            expires_at=stored(now, INVITED_FOR),
        )
        with self._database.writing() as connection:
            if account and connection.execute(select(IDENTITIES.c.digest).where(IDENTITIES.c.account == account)).first():
                raise AccountRefused(
                    "Ce compte n’a pas de mot de passe ici\u00a0: cette personne se connecte par son institut.",
                    hint="Un mot de passe perdu se change chez le fournisseur d’identité.",
                )
            row = made.model_dump() | {"role": role.value, "digest": digest_of(token)}
            connection.execute(insert(INVITATIONS).values(**row))
            note(connection, stored(now), by, "invitation", made.id)
        return made, token

    def invitations(self) -> tuple[Invitation, ...]:
        """Return the invitations that can still be used, the oldest first."""
        asked = select(INVITATIONS).where(INVITATIONS.c.expires_at > stored(self._clock())).order_by(INVITATIONS.c.created_at)
        with self._database.reading() as connection:
            return tuple(_invitation(row) for row in connection.execute(asked).mappings())

    def withdraw_invitation(self, code: str, *, by: str) -> None:
        """Make a link of no use any more."""
        with self._database.writing() as connection:
            if connection.execute(delete(INVITATIONS).where(INVITATIONS.c.id == code)).rowcount:
                note(connection, stored(self._clock()), by, "invitation-retiree", code)

    def invitation(self, token: str) -> Invitation:
        """Return the invitation of a link; raise `InvitationRefused` when it is of no use."""
        with self._database.reading() as connection:
            return self._invitation(connection, token)

    def sign_up(self, token: str, name: str, password: str) -> Account:
        """Make the account of an invitation, or give its account that password; the link is then used up.

        Raises `AccountRefused` or `InvitationRefused`.
        """
        invited, digest = self.invitation(token), digest_of(token)
        name = self.of_id(invited.account).name if invited.account else checked_name(name)
        check_password(password, name)
        hashed = self._passwords.hashed(password)
        with self._database.writing() as connection:
            invitation = self._invitation(connection, token)
            cohort = connection.execute(select(COHORT_INVITATIONS.c.cohort).where(COHORT_INVITATIONS.c.digest == digest)).scalar()
            connection.execute(delete(INVITATIONS).where(INVITATIONS.c.id == invitation.id))
            if invitation.account is None:
                made = create_account(connection, stored(self._clock()), name, invitation.role, hashed)
                if cohort is not None:
                    row = {"cohort": cohort, "account": made.id, "joined_at": made.created_at}
                    connection.execute(insert(MEMBERSHIPS).values(**row))
                    note(connection, made.created_at, made.id, "cohorte-rejointe", cohort)
                return made
            self._write_password(connection, invitation.account, hashed)
        return self.of_id(invitation.account)

    def sign_in(self, name: str, password: str, *, address: str) -> Account:
        """Return the account of that name and password; raise `SignInRefused`, or `SignInThrottled` after too many failures."""
        key = key_of(name)
        self._throttle.check(key, address)
        with self._database.reading() as connection:
            row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name_key == key)).mappings().first()
        if not self._passwords.match(row["password"] if row else "", password) or row is None:
            self._throttle.failed(key, address)
            raise SignInRefused(
                "Cet identifiant et ce mot de passe ne vont pas ensemble.",
                hint="Vérifiez-les. Si le mot de passe est oublié, demandez à votre institut un lien pour en choisir un autre.",
            )
        self._throttle.succeeded(key)
        if self._passwords.outdated(row["password"]):
            self._set_password(row["id"], password)
        return account_in(row)

    def open_session(self, account: str) -> str:
        """Open a session of an account; return its token, which only the browser keeps."""
        now, token = self._clock(), new_token()
        with self._database.writing() as connection:
            connection.execute(
                insert(SESSIONS).values(
                    digest=digest_of(token), account=account, seen_at=stored(now), expires_at=stored(now, SIGNED_IN_FOR)
                )
            )
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(seen_at=stored(now)))
            note(connection, stored(now), account, "connexion", account)
        return token

    def account_of(self, token: str) -> Account | None:
        """Return whose session this is; None when it ended, expired or never was."""
        now, digest = self._clock(), digest_of(token)
        asked = (
            select(ACCOUNTS, SESSIONS.c.seen_at.label("session_seen"))
            .join(SESSIONS)
            .where(SESSIONS.c.digest == digest, SESSIONS.c.expires_at > stored(now), SESSIONS.c.seen_at > stored(now, -IDLE_FOR))
        )
        with self._database.reading() as connection:
            row = connection.execute(asked).mappings().first()
        if row is None:
            return None
        if row["session_seen"] < stored(now, -_SEEN_EVERY):
            with self._database.writing() as connection:
                connection.execute(update(SESSIONS).where(SESSIONS.c.digest == digest).values(seen_at=stored(now)))
                connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == row["id"]).values(seen_at=stored(now)))
        return account_in(row)

    def close_session(self, token: str) -> None:
        """End a session."""
        with self._database.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.digest == digest_of(token)))

    def close_sessions(self, account: str) -> None:
        """End every session of an account."""
        with self._database.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account))
            note(connection, stored(self._clock()), account, "deconnexion-partout", account)

    def change_password(self, account: Account, before: str, after: str, *, address: str) -> None:
        """Replace a password by another and end every session; raise `SignInRefused` when the former is not the right one."""
        self.sign_in(account.name, before, address=address)
        check_password(after, account.name)
        self._set_password(account.id, after)

    def _set_password(self, account: str, password: str) -> None:
        hashed = self._passwords.hashed(password)
        with self._database.writing() as connection:
            self._write_password(connection, account, hashed)

    def _write_password(self, connection: Connection, account: str, hashed: str) -> None:
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(password=hashed))
        connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account))
        note(connection, stored(self._clock()), account, "mot-de-passe", account)

    def vouched(self, name: str, role: Role) -> Account:
        """Return the account of a person that a trusted proxy names, made at the first visit, with the role they have today."""
        name = checked_name(name)
        found = self._named(name)
        if found is not None and found.role is role:
            return found
        with self._database.writing() as connection:
            row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name_key == key_of(name))).mappings().first()
            if row is None:
                return create_account(connection, stored(self._clock()), name, role)
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == row["id"]).values(role=role.value))
            note(connection, stored(self._clock()), row["id"], "role", row["id"])
            return account_in(row).model_copy(update={"role": role})

    def named(self, name: str) -> Account:
        """Return the account of that name; raise `UnknownAccount` when there is none."""
        found = self._named(name)
        if found is None:
            raise _unknown(f"Aucun compte ne s’appelle «\u00a0{name}\u00a0».")
        return found

    def of_id(self, code: str) -> Account:
        """Return the account of that id; raise `UnknownAccount` when there is none."""
        with self._database.reading() as connection:
            row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == code)).mappings().first()
        if row is None:
            raise _unknown("Ce compte n’existe pas, ou n’existe plus.")
        return account_in(row)

    def _named(self, name: str) -> Account | None:
        with self._database.reading() as connection:
            row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name_key == key_of(name))).mappings().first()
        return account_in(row) if row else None

    def has_administrator(self) -> bool:
        """Tell whether someone can already invite people."""
        with self._database.reading() as connection:
            asked = select(ACCOUNTS.c.id).where(ACCOUNTS.c.role == Role.ADMINISTRATEUR.value).limit(1)
            return connection.execute(asked).first() is not None

    def summaries(self) -> tuple[AccountSummary, ...]:
        """Return every account and how much it keeps, by name."""
        kept = (
            select(
                DRAFTS.c.account,
                func.count(DRAFTS.c.id.distinct()).label("drafts"),
                func.count(VERSIONS.c.number).label("versions"),
                func.coalesce(func.sum(VERSIONS.c.original_bytes), 0).label("original_bytes"),
            )
            .join(VERSIONS)
            .group_by(DRAFTS.c.account)
            .subquery()
        )
        asked = select(ACCOUNTS, kept.c.drafts, kept.c.versions, kept.c.original_bytes).outerjoin(
            kept, kept.c.account == ACCOUNTS.c.id
        )
        with self._database.reading() as connection:
            rows = connection.execute(asked.order_by(ACCOUNTS.c.name_key)).mappings().all()
        return tuple(
            AccountSummary(
                account=account_in(row),
                drafts=row["drafts"] or 0,
                versions=row["versions"] or 0,
                original_bytes=row["original_bytes"] or 0,
            )
            for row in rows
        )

    def erase(self, account: str, *, by: str) -> None:
        """Remove an account and all it keeps: when this returns, no byte of it is left in the data folder.

        Raises `LibraryBusy` when another program prevents the last part; everything is gone all the
        same, and the next opening finishes the work.
        """
        with self._database.writing() as connection:
            connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.id == account))
            note(connection, stored(self._clock()), by, "effacement", account)
            asked = ask_scrub(connection, stored(self._clock()))
        self._database.scrub(asked)

    def purge(self) -> None:
        """Forget the sessions, invitations and failures that time has closed."""
        now = self._clock()
        with self._database.writing() as connection:
            ended = (SESSIONS.c.expires_at <= stored(now)) | (SESSIONS.c.seen_at <= stored(now, -IDLE_FOR))
            connection.execute(delete(SESSIONS).where(ended))
            connection.execute(delete(INVITATIONS).where(INVITATIONS.c.expires_at <= stored(now)))
        self._throttle.forget()

    def audit(self) -> tuple[AccountEvent, ...]:
        """Return who did what and when, in order; erased accounts included."""
        columns = (ACCOUNT_AUDIT.c.at, ACCOUNT_AUDIT.c.actor, ACCOUNT_AUDIT.c.action, ACCOUNT_AUDIT.c.subject)
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns).order_by(ACCOUNT_AUDIT.c.id)).mappings()
            return tuple(AccountEvent.model_validate(dict(row)) for row in rows)

    def _invitation(self, connection: Connection, token: str) -> Invitation:
        asked = select(INVITATIONS).where(
            INVITATIONS.c.digest == digest_of(token), INVITATIONS.c.expires_at > stored(self._clock())
        )
        row = connection.execute(asked).mappings().first()
        if row is None:
            raise InvitationRefused(
                "Ce lien d’invitation n’est plus valable\u00a0: il a déjà servi, ou il a expiré.",
                hint="Demandez-en un autre à la personne qui administre le service.",
            )
        return _invitation(row)


def create_account(connection: Connection, at: str, name: str, role: Role, hashed: str = "") -> Account:
    """Write a new account down and return it; raise `AccountRefused` when its name is taken."""
    made = Account(id=f"cpt-{secrets.token_hex(8)}", name=name, role=role, created_at=at, seen_at=at)
    row = made.model_dump() | {"role": role.value, "name_key": key_of(name), "password": hashed}
    try:
        connection.execute(insert(ACCOUNTS).values(**row))
    except IntegrityError:
        raise AccountRefused(
            "Cet identifiant est déjà pris.", hint="Choisissez-en un autre, ou connectez-vous s’il est à vous."
        ) from None
    note(connection, at, made.id, "compte-cree", made.id)
    return made


def _unknown(message: str) -> UnknownAccount:
    return UnknownAccount(message, hint="Voyez la liste avec «\u00a0jury-blanc accounts list\u00a0».")


def account_in(row: RowMapping) -> Account:
    """Return the account that a row of the table is."""
    return Account(id=row["id"], name=row["name"], role=row["role"], created_at=row["created_at"], seen_at=row["seen_at"])


def _invitation(row: RowMapping) -> Invitation:
    return Invitation(
        id=row["id"], role=row["role"], account=row["account"], created_at=row["created_at"], expires_at=row["expires_at"]
    )
