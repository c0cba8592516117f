"""What the pages with an account need: the stores, the rules of the door, and the work done now and then."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Literal

from assistant.bootstrap import Assistant
from assistant.domain.account import Role
from assistant.domain.comparison import Comparison
from assistant.domain.workspace import KeptVersion
from assistant.errors import JuryBlancError, SetupError
from assistant.llm.secret import install_secret
from assistant.protocols import Embedder
from assistant.settings import PREFIX, OpenIdSettings, Settings
from assistant.store.accounts import AccountStore
from assistant.store.claims import ClaimStore
from assistant.store.cohorts import CohortStore
from assistant.store.database import Database
from assistant.store.doors import DoorStore
from assistant.store.drafts import DraftStore
from assistant.store.exemplars import ExemplarStore
from assistant.store.identities import IdentityStore
from assistant.store.jobs import JobStore
from assistant.store.opinions import OpinionStore
from assistant.store.shown import ShownStore

_LOG = logging.getLogger(__name__)
_EVERY_SECONDS = 3600.0
_WIDEST_V4, _WIDEST_V6 = 8, 16
"""Shortest prefixes of a network that can be called trusted."""


@dataclass(frozen=True)
class Doorway:
    """How people are recognised."""

    mode: Literal["local", "proxy", "openid"]
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    header: str = "x-remote-user"
    administrators: frozenset[str] = frozenset()
    tutors: frozenset[str] = frozenset()
    openid: OpenIdSettings | None = None

    @property
    def sessions(self) -> bool:
        """Tell whether people sign in and out here, rather than at a proxy."""
        return self.mode != "proxy"


@dataclass(frozen=True)
class Workspace:
    """The accounts of an installation and what they keep."""

    database: Database
    accounts: AccountStore
    identities: IdentityStore
    drafts: DraftStore
    jobs: JobStore
    claims: ClaimStore
    doors: DoorStore
    cohorts: CohortStore
    shown: ShownStore
    opinions: OpinionStore
    library: ExemplarStore
    embedder: Callable[[], Embedder]
    """What makes the vectors of what is published; made ready when first asked for."""
    compare: Callable[[KeptVersion, KeptVersion], Comparison]
    doorway: Doorway
    secret: bytes
    """From which the tokens of forms are made."""
    kept_for: timedelta

    def erased_on(self, changed_at: str) -> str:
        """Return the day, as `2026-11-02`, on which a draft that does not change any more is erased."""
        return (datetime.fromisoformat(changed_at) + self.kept_for).date().isoformat()


def open_workspace(assistant: Assistant) -> Workspace | None:
    """Return the accounts that the settings ask for; None without accounts; raise `SetupError` when they are unsafe."""
    settings = assistant.settings
    doorway = doorway_of(settings)
    if doorway is None:
        return None
    return Workspace(
        database=assistant.database,
        accounts=assistant.accounts,
        identities=IdentityStore(assistant.database),
        drafts=assistant.drafts,
        jobs=JobStore(assistant.database),
        claims=ClaimStore(assistant.database),
        doors=assistant.doors,
        cohorts=CohortStore(assistant.database),
        shown=ShownStore(assistant.database),
        opinions=OpinionStore(assistant.database),
        library=assistant.library,
        embedder=lambda: assistant.embedder,
        compare=assistant.compare,
        doorway=doorway,
        secret=install_secret(settings.data_dir),
        kept_for=timedelta(days=settings.retention_days),
    )


def doorway_of(settings: Settings) -> Doorway | None:
    """Return how people are recognised; None without accounts; raise `SetupError` rather than believe anyone."""
    if settings.openid is not None and settings.accounts not in ("local", "openid"):
        raise SetupError(
            f"OpenID Connect est réglé, mais {PREFIX}ACCOUNTS vaut {settings.accounts}\u00a0: il ne servirait à personne.",
            hint=f"Réglez {PREFIX}ACCOUNTS sur openid, ou sur local pour garder aussi les mots de passe.",
        )
    if settings.accounts == "off":
        return None
    if settings.accounts == "local":
        return Doorway("local", openid=settings.openid)
    if settings.accounts == "openid":
        return _through_a_provider(settings.openid)
    if not settings.identity_proxies:
        raise SetupError(
            "Les comptes sont nommés par un proxy, mais aucun proxy de confiance n’est donné\u00a0:"
            " n’importe qui pourrait se faire passer pour n’importe qui.",
            hint=f"Réglez {PREFIX}IDENTITY_PROXIES sur l’adresse du proxy, par exemple 127.0.0.1.",
        )
    return Doorway(
        "proxy",
        proxies=tuple(_trusted(one) for one in settings.identity_proxies),
        header=settings.identity_header.lower(),
        administrators=frozenset(name.casefold() for name in settings.identity_administrators),
        tutors=frozenset(name.casefold() for name in settings.identity_tutors),
    )


def _through_a_provider(openid: OpenIdSettings | None) -> Doorway:
    if openid is None:
        raise SetupError(
            "Les comptes passent par un fournisseur d’identité, mais aucun n’est réglé.",
            hint=f"Réglez {PREFIX}OPENID__ISSUER et {PREFIX}OPENID__CLIENT_ID (docs/administrateur.md).",
        )
    return Doorway("openid", openid=openid)


def _trusted(written: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(written)
    except ValueError:
        raise SetupError(
            f"«\u00a0{written}\u00a0» n’est pas une adresse ni un réseau.",
            hint=f"{PREFIX}IDENTITY_PROXIES attend des adresses IP ou des réseaux (10.0.0.0/24), séparés par des virgules.",
        ) from None
    if network.prefixlen < (_WIDEST_V4 if network.version == 4 else _WIDEST_V6):
        raise SetupError(
            f"Le réseau «\u00a0{written}\u00a0» est trop vaste pour être de confiance.", hint="Donnez l’adresse du proxy."
        )
    return network


def first_invitation(workspace: Workspace) -> str | None:
    """Return the token of the first administrator's link, a new one each time; None once there is an administrator."""
    if workspace.doorway.mode != "local" or workspace.accounts.has_administrator():
        return None
    for invitation in workspace.accounts.invitations():
        if invitation.role is Role.ADMINISTRATEUR:
            workspace.accounts.withdraw_invitation(invitation.id, by="installation")
    return workspace.accounts.invite(Role.ADMINISTRATEUR, by="installation")[1]


def tidy(workspace: Workspace) -> int:
    """Erase what is too old, forget what time has closed, finish what was prevented; return how many texts were erased."""
    workspace.database.finish_scrubs()
    workspace.accounts.purge()
    return workspace.drafts.purge(workspace.kept_for) + workspace.jobs.purge(workspace.kept_for)


@contextmanager
def tidied(workspace: Workspace | None, every: float = _EVERY_SECONDS) -> Iterator[None]:
    """Tidy at once and then every hour, in a thread of its own, for as long as this lasts."""
    if workspace is None:
        yield
        return
    ended = threading.Event()

    def go_on() -> None:
        while not ended.is_set():
            try:
                tidy(workspace)
            except JuryBlancError as error:
                _LOG.warning("entretien remis : %s", error.code)
            ended.wait(every)

    thread = threading.Thread(target=go_on, name="entretien", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
