"""What the pages with an account need: the stores, and the work done now and then."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.bootstrap import Assistant
from assistant.domain.account import Role
from assistant.domain.comparison import Comparison
from assistant.domain.workspace import KeptVersion
from assistant.errors import JuryBlancError
from assistant.llm.secret import install_secret
from assistant.protocols import Embedder
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
from web.doorway import Doorway, doorway_of

_LOG = logging.getLogger(__name__)
_EVERY_SECONDS = 3600.0


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
def tidied(workspace: Workspace, every: float = _EVERY_SECONDS) -> Iterator[None]:
    """Tidy at once and then every hour, in a thread of its own, for as long as this lasts."""
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
