"""Readings that an account asks for: sent, taken by a worker, finished; and the data folder where they are kept."""

import shutil
from pathlib import Path

from fake_assistant import simple_report
from kept import Kept

from assistant.domain.account import Account
from assistant.domain.draft import Draft
from assistant.domain.job import Job
from assistant.store.claims import Claim
from assistant.store.jobs import Sent


def folder_of_ana(folder: Path) -> Path:
    """Make the account of Ana Durand in a data folder, and return the folder."""
    Kept(folder).account("Ana Durand")
    return folder


def copied(made: Path, folder: Path) -> Kept:
    """Return the stores of a copy of a data folder."""
    return Kept(Path(shutil.copytree(made, folder)), wait=10)


def sent(text: str = "Le 12 mai, trois offres.", **more: object) -> Sent:
    return Sent(Draft(name="mission.md", text=text), **more)  # type: ignore[arg-type]  # fields of the test's choice


def submitted(kept: Kept, owner: Account, text: str = "Le 12 mai, trois offres.", **more: object) -> Job:
    return kept.jobs.submit(owner.id, sent(text, **more))[0]


def taken(kept: Kept) -> Claim:
    claim = kept.claims.claim()
    assert claim is not None
    return claim


def finished(kept: Kept, claim: Claim) -> bool:
    return kept.claims.finish(claim, simple_report(claim.draft))
