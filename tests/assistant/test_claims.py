"""A reading in the hands of a worker: held by a lease, taken over, tried again, abandoned, given back."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kept import Kept
from kept_jobs import copied, finished, folder_of_ana, submitted, taken

from assistant.domain.account import Account
from assistant.domain.job import JobState, JobStep
from assistant.store.claims import LEASE, MOST_ATTEMPTS
from assistant.store.jobs import MOST_OPEN


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of_ana(tmp_path_factory.mktemp("made"))


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Kept:
    return copied(made, tmp_path / "data")


@pytest.fixture
def ana(kept: Kept) -> Account:
    return kept.accounts.named("Ana Durand")


def test_the_first_sent_is_read_first_and_each_knows_how_many_come_before(kept: Kept, ana: Account) -> None:
    bob = kept.account("Bob Petit")
    jobs = []
    for number, owner in enumerate((ana, bob, ana)):
        jobs.append((owner, submitted(kept, owner, f"Texte {number}.")))
        kept.clock.turn(seconds=1)
    assert [kept.jobs.get(owner.id, job.id).ahead for owner, job in jobs] == [0, 1, 2]
    assert [taken(kept).draft.text for _ in jobs] == ["Texte 0.", "Texte 1.", "Texte 2."]


def test_many_workers_at_once_never_take_the_same_reading(kept: Kept, ana: Account) -> None:
    for number in range(MOST_OPEN):
        submitted(kept, ana, f"Texte {number}.")
    others = [Kept(kept.folder, wait=10) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: [claim.code for _ in range(4) if (claim := one.claims.claim())], others))
    codes = [code for several in found for code in several]
    assert len(codes) == len(set(codes)) == MOST_OPEN


def test_a_lease_that_is_put_off_is_kept_and_one_that_ends_is_taken_over(kept: Kept, ana: Account) -> None:
    job, first = submitted(kept, ana), taken(kept)
    for _ in range(5):
        kept.clock.turn(seconds=LEASE.total_seconds() - 1)
        assert kept.claims.beat(first)
        assert kept.claims.claim() is None
    kept.clock.turn(seconds=LEASE.total_seconds())
    second = taken(kept)
    assert (second.code, kept.jobs.get(ana.id, job.id).attempts) == (job.id, 2)
    assert second.holder != first.holder
    assert not kept.claims.beat(first)
    assert not kept.claims.tell(first, ())
    assert not finished(kept, first)
    kept.claims.fail(first, "Trop tard.", "")
    kept.claims.give_back(first)
    assert kept.jobs.get(ana.id, job.id).state is JobState.RUNNING
    assert finished(kept, second)
    assert [d.versions for d in kept.drafts.summaries(ana.id)] == [1]


def test_a_worker_that_was_only_slow_may_still_end_what_nobody_took_over(kept: Kept, ana: Account) -> None:
    submitted(kept, ana)
    claim = taken(kept)
    kept.clock.turn(minutes=5)
    assert finished(kept, claim)
    assert kept.claims.claim() is None


def test_a_text_that_stops_every_worker_is_abandoned_with_a_reason_then_tried_again_when_asked(kept: Kept, ana: Account) -> None:
    job = submitted(kept, ana)
    for _ in range(MOST_ATTEMPTS):
        taken(kept)
        kept.clock.turn(seconds=LEASE.total_seconds())
    assert kept.claims.claim() is None
    left = kept.jobs.get(ana.id, job.id)
    assert (left.state, left.attempts) == (JobState.ABANDONED, MOST_ATTEMPTS)
    assert "arrêtée net 3 fois" in left.detail
    assert "Essayez encore" in left.hint
    assert kept.jobs.open(ana.id) == (left,)
    again = kept.jobs.retry(ana.id, job.id)
    assert (again.state, again.attempts, again.detail) == (JobState.WAITING, 0, "")
    assert finished(kept, taken(kept))
    assert kept.jobs.retry(ana.id, job.id).state is JobState.DONE


def test_an_attempt_that_fails_is_made_again_later_and_later_and_only_so_often(kept: Kept, ana: Account) -> None:
    job = submitted(kept, ana)
    for wait in (5, 10):
        kept.claims.fail(taken(kept), "Une erreur.", "Un conseil.")
        assert kept.jobs.get(ana.id, job.id).state is JobState.WAITING
        kept.clock.turn(seconds=wait - 1)
        assert kept.claims.claim() is None
        kept.clock.turn(seconds=1)
    kept.claims.fail(taken(kept), "Une erreur.", "Un conseil.")
    left = kept.jobs.get(ana.id, job.id)
    assert (left.state, left.detail, left.hint) == (JobState.ABANDONED, "Une erreur.", "Un conseil.")
    kept.clock.turn(days=1)
    assert kept.claims.claim() is None


def test_what_can_never_be_read_is_abandoned_at_once(kept: Kept, ana: Account) -> None:
    job = submitted(kept, ana)
    kept.claims.fail(taken(kept), "Le texte est vide.", "", for_good=True)
    assert (kept.jobs.get(ana.id, job.id).state, kept.jobs.get(ana.id, job.id).attempts) == (JobState.ABANDONED, 1)


def test_a_worker_that_stops_gives_its_reading_back_uncounted(kept: Kept, ana: Account) -> None:
    job = submitted(kept, ana)
    for _ in range(MOST_ATTEMPTS + 2):
        kept.claims.give_back(taken(kept))
    assert (kept.jobs.get(ana.id, job.id).state, kept.jobs.get(ana.id, job.id).attempts) == (JobState.WAITING, 0)


def test_steps_are_told_while_it_is_read_and_begin_anew_with_another_worker(kept: Kept, ana: Account) -> None:
    first, second = JobStep(step="lu", words="Fichier lu"), JobStep(step="bloc", words="Lecture pour le bloc B1")
    job = submitted(kept, ana, steps=(first,))
    claim = taken(kept)
    assert kept.claims.tell(claim, (*claim.steps, second))
    assert kept.jobs.get(ana.id, job.id).steps == (first, second)
    kept.clock.turn(seconds=LEASE.total_seconds())
    assert taken(kept).steps == (first,)
    assert kept.jobs.get(ana.id, job.id).steps == (first,)
