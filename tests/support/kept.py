"""Accounts, kept drafts and two versions of a draft, with a clock that tests turn."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from b1_grounds import b1_grille
from fake_assistant import simple_report
from library import LetterEmbedder

from assistant.compare_versions import compare_versions
from assistant.domain.account import Account, Role
from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import Assessment, Etat, Evidence, FeedbackReport, IndicateurReading, Niveau
from assistant.domain.workspace import KeptVersion
from assistant.store.accounts import AccountStore
from assistant.store.claims import ClaimStore
from assistant.store.cohorts import CohortStore
from assistant.store.credentials import Passwords
from assistant.store.database import Database, open_database
from assistant.store.doors import DoorStore
from assistant.store.drafts import DraftStore
from assistant.store.exemplars import ExemplarStore
from assistant.store.identities import IdentityStore
from assistant.store.jobs import JobStore
from assistant.store.opinions import OpinionStore
from assistant.store.shown import ShownStore
from web.doorway import Doorway
from web.workspace import Workspace

PHRASE = "quatre mots sans rapport"
OTHER_PHRASE = "cinq autres mots bien choisis"


class FakeClock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def turn(self, **by: float) -> None:
        self.time += timedelta(**by)


class Kept:
    """The stores of one data folder, with quick passwords."""

    def __init__(self, folder: Path, wait: float = 0.3) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.database: Database = open_database(folder, wait=wait)
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.accounts = AccountStore(self.database, passwords=passwords, clock=self.clock)
        self.identities = IdentityStore(self.database, clock=self.clock)
        self.doors = DoorStore(self.database)
        self.drafts = DraftStore(self.database, clock=self.clock)
        self.jobs = JobStore(self.database, clock=self.clock)
        self.claims = ClaimStore(self.database, clock=self.clock)
        self.cohorts = CohortStore(self.database, clock=self.clock)
        self.shown = ShownStore(self.database, clock=self.clock)
        self.opinions = OpinionStore(self.database, clock=self.clock)
        self.library = ExemplarStore(self.database)

    def account(self, name: str, role: Role = Role.CANDIDAT) -> Account:
        _, token = self.accounts.invite(role, by="commande")
        return self.accounts.sign_up(token, name, PHRASE)


def version_of(text: str, original: bytes | None = None) -> tuple[Draft, FeedbackReport, bytes | None]:
    """Return a text as it is kept: the draft, its reading and the file."""
    draft = Draft(name="dossier.md", text=text)
    return draft, simple_report(draft), original


def kept_version(
    number: int, text: str, niveau: Niveau, states: dict[str, tuple[Etat, tuple[str, ...]]], *, advice: str = "Ajoutez une date."
) -> KeptVersion:
    """Return a version whose one critère, B1-C1, has these states, each shown by these words of the text."""
    draft = Draft(name="dossier.md", text=text)
    readings = tuple(
        IndicateurReading(code=f"B1-C1-{code}", etat=etat, evidence=tuple(_evidence(text, words) for words in quotes))
        for code, (etat, quotes) in states.items()
    )
    assessment = Assessment(
        critere="B1-C1",
        niveau=niveau,
        confidence=0.7,
        indicateurs=readings,
        explanation="Lu.",
        advice=advice,
        question="Quand ?",
        unassessed_because="Trop court." if niveau is Niveau.NON_EVALUABLE else None,
    )
    report = simple_report(draft).model_copy(update={"assessments": (assessment,)})
    return KeptVersion(number=number, created_at="2026-11-02T09:00:00.000000+00:00", draft=draft, report=report)


def _evidence(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence.of(text, Span(start=start, end=start + len(words)))


def workspace_of(kept: Kept, doorway: Doorway | None = None) -> Workspace:
    """Return the accounts of a folder, ready for the pages."""
    return Workspace(
        database=kept.database,
        accounts=kept.accounts,
        identities=kept.identities,
        drafts=kept.drafts,
        jobs=kept.jobs,
        claims=kept.claims,
        doors=kept.doors,
        cohorts=kept.cohorts,
        shown=kept.shown,
        opinions=kept.opinions,
        library=kept.library,
        embedder=LetterEmbedder,
        compare=lambda before, after: compare_versions(b1_grille(), before, after),
        doorway=doorway or Doorway("local"),
        secret=b"secret",
        kept_for=timedelta(days=90),
    )
