"""People with an account: who they are to the product, and what they may see."""

from enum import StrEnum

from assistant.domain.base import Frozen


class Role(StrEnum):
    """What an account may see; the drafts of another are seen by the tutors of cohorts that their owner joined."""

    CANDIDAT = "candidat"
    TUTEUR = "tuteur"
    ADMINISTRATEUR = "administrateur"

    @property
    def shown(self) -> str:
        """Return the words a person reads."""
        return self.value


class Account(Frozen):
    """An account, without its password."""

    id: str
    name: str
    """Chosen by the person; unique without regard to capitals."""
    role: Role
    created_at: str
    """UTC, ISO 8601."""
    seen_at: str
    """UTC, ISO 8601: the last time the person came."""


class AccountSummary(Frozen):
    """What an administrator sees of an account: how much is kept, never a word of it."""

    account: Account
    drafts: int
    versions: int
    original_bytes: int


class Invitation(Frozen):
    """A link that makes one account, or lets one choose a password; its token is told once and never kept."""

    id: str
    role: Role
    account: str | None = None
    """Id of the account that may choose another password; None for a new account."""
    created_at: str
    expires_at: str


class AccountEvent(Frozen):
    """Who did what to what, and when: random ids only."""

    at: str
    actor: str
    action: str
    subject: str
