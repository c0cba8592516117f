"""A reading asked for by an account: made once, numbered, bounded, cancelled, and erased with its text."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from kept import Kept
from kept_jobs import copied, finished, folder_of_ana, sent, submitted, taken
from library import MARKER, files_holding

import assistant.store.drafts as drafts_module
from assistant.domain.account import Account
from assistant.domain.job import JobState, JobStep
from assistant.errors import KeyReused, TooMuchKept, UnknownDraft, UnknownJob
from assistant.store.backup import back_up, restore
from assistant.store.claims import LEASE
from assistant.store.jobs import MOST_OPEN

ELSEWHERE = timedelta(days=90)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of_ana(tmp_path_factory.mktemp("made"))


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Kept:
    return copied(made, tmp_path / "data")


@pytest.fixture
def ana(kept: Kept) -> Account:
    return kept.accounts.named("Ana Durand")


def test_a_text_waits_is_read_once_and_becomes_a_version_in_the_same_breath(kept: Kept, ana: Account) -> None:
    step = JobStep(step="lu", words="Fichier lu")
    job = submitted(kept, ana, title=" Mission \n B1 ", bloc="B1", original=b"\x00fichier", steps=(step,))
    assert (job.state, job.title, job.attempts, job.draft, job.steps) == (JobState.WAITING, "Mission B1", 0, None, (step,))
    claim = taken(kept)
    assert (claim.draft.text, claim.bloc, claim.steps) == ("Le 12 mai, trois offres.", "B1", (step,))
    assert kept.claims.claim() is None
    assert kept.drafts.summaries(ana.id) == ()
    assert finished(kept, claim)
    done = kept.jobs.get(ana.id, job.id)
    assert (done.state, done.number, done.title) == (JobState.DONE, 1, "")
    assert done.draft is not None
    version = kept.drafts.version(ana.id, done.draft, 1)
    assert (version.draft, version.original, kept.drafts.get(ana.id, done.draft).title) == (
        claim.draft,
        b"\x00fichier",
        "Mission B1",
    )
    assert not finished(kept, claim)
    assert kept.drafts.get(ana.id, done.draft).versions == 1
    assert kept.jobs.open(ana.id) == ()


def test_a_reading_that_is_cancelled_while_it_waits_or_goes_on_is_never_kept(kept: Kept, ana: Account) -> None:
    waiting, running = submitted(kept, ana, f"Un {MARKER}.", title=MARKER), submitted(kept, ana, f"Deux {MARKER}. " * 4000)
    kept.clock.turn(seconds=1)
    kept.jobs.cancel(ana.id, waiting.id)
    claim = taken(kept)
    assert claim.code == running.id
    with kept.database.reading() as another:  # as long as it is there, what was written stays in the journal
        another.exec_driver_sql("SELECT count(*) FROM jobs").scalar()
        another.rollback()
        kept.jobs.cancel(ana.id, running.id)
        assert files_holding(kept.folder, MARKER) == []
    assert not kept.claims.beat(claim)
    assert not kept.claims.tell(claim, ())
    assert not finished(kept, claim)
    assert {kept.jobs.get(ana.id, job.id).state for job in (waiting, running)} == {JobState.CANCELLED}
    assert kept.drafts.summaries(ana.id) == ()
    assert kept.claims.claim() is None
    assert kept.jobs.retry(ana.id, waiting.id).state is JobState.CANCELLED


def test_a_reading_that_is_done_before_it_is_cancelled_stays_done(kept: Kept, ana: Account) -> None:
    job = submitted(kept, ana)
    assert finished(kept, taken(kept))
    kept.jobs.cancel(ana.id, job.id)
    assert kept.jobs.get(ana.id, job.id).state is JobState.DONE
    assert len(kept.drafts.summaries(ana.id)) == 1


def test_ended_and_cancelled_at_the_same_instant_it_is_one_or_the_other(kept: Kept, ana: Account) -> None:
    for number in range(5):
        job = submitted(kept, ana, f"Texte {number}.")
        claim = taken(kept)
        kept_before = len(kept.drafts.summaries(ana.id))
        with ThreadPoolExecutor(2) as pool:
            ended = pool.submit(finished, kept, claim)
            pool.submit(Kept(kept.folder, wait=10).jobs.cancel, ana.id, job.id).result()
        expected = JobState.DONE if ended.result() else JobState.CANCELLED
        assert kept.jobs.get(ana.id, job.id).state is expected
        assert len(kept.drafts.summaries(ana.id)) - kept_before == (expected is JobState.DONE)


def test_the_same_text_sent_twice_is_one_reading_for_as_long_as_that_is_no_wish(kept: Kept, ana: Account) -> None:
    first, again = kept.jobs.submit(ana.id, sent(bloc="B1")), kept.jobs.submit(ana.id, sent(bloc="B1"))
    assert (first[0].id, first[1], again[1]) == (again[0].id, False, True)
    other = kept.account("Bob Petit")
    different = (sent(bloc="B2"), sent("Autre."), sent(bloc="B1", original=b""), sent(bloc="B1", title="Un titre"))
    assert (
        len({submitted(kept, other, bloc="B1").id, first[0].id, *(kept.jobs.submit(ana.id, one)[0].id for one in different)}) == 6
    )
    while claim := kept.claims.claim():
        finished(kept, claim)
    kept.clock.turn(minutes=9)
    assert kept.jobs.submit(ana.id, sent(bloc="B1")) == (kept.jobs.get(ana.id, first[0].id), True)
    kept.clock.turn(minutes=2)
    assert not kept.jobs.submit(ana.id, sent(bloc="B1"))[1]


def test_two_threads_that_send_the_same_text_have_the_same_reading(kept: Kept, ana: Account) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: Kept(kept.folder, wait=10).jobs.submit(ana.id, sent())[0].id, range(8)))
    assert len(set(found)) == 1


def test_a_key_stands_for_one_text_and_one_account(kept: Kept, ana: Account) -> None:
    job = submitted(kept, ana, key="k1")
    assert submitted(kept, ana, key="k1").id == job.id
    kept.jobs.cancel(ana.id, job.id)
    assert submitted(kept, ana, key="k1").state is JobState.CANCELLED
    with pytest.raises(KeyReused):
        submitted(kept, ana, "Autre.", key="k1")
    assert submitted(kept, ana).id != job.id
    assert submitted(kept, kept.account("Bob Petit"), "Autre.", key="k1").state is JobState.WAITING


def test_versions_of_a_draft_are_numbered_in_the_order_they_were_sent(kept: Kept, ana: Account) -> None:
    submitted(kept, ana, "Un.")
    finished(kept, taken(kept))
    [draft] = kept.drafts.summaries(ana.id)
    second = submitted(kept, ana, "Deux.", version_of=draft.id)
    kept.clock.turn(seconds=1)
    third = submitted(kept, ana, "Trois.", version_of=draft.id)
    other = submitted(kept, ana, "Un autre texte.")
    claims = [taken(kept), taken(kept)]
    assert [c.code for c in claims] == [second.id, other.id]
    assert kept.claims.claim() is None
    assert all(finished(kept, claim) for claim in claims)
    assert finished(kept, taken(kept))
    assert (kept.jobs.get(ana.id, second.id).number, kept.jobs.get(ana.id, third.id).number) == (2, 3)
    assert kept.drafts.version(ana.id, draft.id, 3).draft.text == "Trois."


def test_nobody_else_sees_cancels_or_tries_again_and_no_version_is_added_to_the_draft_of_another(
    kept: Kept, ana: Account
) -> None:
    bob, job = kept.account("Bob Petit"), submitted(kept, ana)
    attempts: tuple[Callable[[str, str], object], ...] = (kept.jobs.get, kept.jobs.cancel, kept.jobs.retry)
    for attempt in attempts:
        with pytest.raises(UnknownJob, match="pas parmi les vôtres"):
            attempt(bob.id, job.id)
    assert (kept.jobs.open(bob.id), kept.jobs.texts(bob.id)) == ((), ())
    finished(kept, taken(kept))
    [draft] = kept.drafts.summaries(ana.id)
    with pytest.raises(UnknownDraft):
        submitted(kept, bob, version_of=draft.id)


def test_an_account_has_so_many_readings_under_way_and_no_more(kept: Kept, ana: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MOST_OPEN):
        submitted(kept, ana, f"Texte {number}.")
    with pytest.raises(TooMuchKept, match="déjà 10 lectures"):
        submitted(kept, ana, "Un de plus.")
    assert submitted(kept, ana, "Texte 3.")
    monkeypatch.setattr(drafts_module, "MOST_DRAFTS", 0)
    with pytest.raises(TooMuchKept, match="déjà 0 textes"):
        finished(kept, taken(kept))
    assert kept.jobs.counts()[JobState.RUNNING] == 1


def test_erasing_the_draft_or_the_account_takes_its_readings_with_every_byte(kept: Kept, ana: Account) -> None:
    submitted(kept, ana, "Un.")
    finished(kept, taken(kept))
    [draft] = kept.drafts.summaries(ana.id)
    job = submitted(kept, ana, f"Deux {MARKER}. " * 3000, version_of=draft.id, original=MARKER.encode())
    claim = taken(kept)
    kept.drafts.erase(ana.id, draft.id)
    assert files_holding(kept.folder, MARKER) == []
    assert not finished(kept, claim)
    with pytest.raises(UnknownJob):
        kept.jobs.get(ana.id, job.id)
    submitted(kept, ana, f"Trois {MARKER}.", title=MARKER)
    claim = taken(kept)
    kept.accounts.erase(ana.id, by="commande")
    assert files_holding(kept.folder, MARKER) == []
    assert not finished(kept, claim)
    assert sum(kept.jobs.counts().values()) == 0


def test_texts_that_were_not_read_are_erased_when_they_are_too_old(kept: Kept, ana: Account) -> None:
    old = submitted(kept, ana, f"Un {MARKER}.")
    kept.claims.fail(taken(kept), "Non.", "", for_good=True)
    kept.clock.turn(days=2)
    done = submitted(kept, ana, "Deux.")
    assert finished(kept, taken(kept))
    kept.clock.turn(days=87, hours=23)
    assert kept.jobs.purge(ELSEWHERE) == 0
    with pytest.raises(UnknownJob):
        kept.jobs.get(ana.id, done.id)  # remembered for a day
    assert kept.jobs.get(ana.id, old.id).state is JobState.ABANDONED
    kept.clock.turn(hours=1)
    assert kept.jobs.purge(ELSEWHERE) == 1
    assert files_holding(kept.folder, MARKER) == []
    assert ("retention", "effacement", old.id) in [(e.actor, e.action, e.subject) for e in kept.accounts.audit()]
    assert len(kept.drafts.summaries(ana.id)) == 1


def test_a_reading_in_flight_is_in_the_backup_and_goes_on_where_it_is_restored(kept: Kept, ana: Account, tmp_path: Path) -> None:
    job = submitted(kept, ana, original=b"fichier")
    kept.clock.turn(seconds=1)
    submitted(kept, ana, "Une autre qui attend.")
    claim = taken(kept)
    back_up(kept.database, tmp_path / "a.zip", "0.1.0")
    assert finished(kept, claim)
    restore(tmp_path / "a.zip", tmp_path / "ailleurs")
    there = Kept(tmp_path / "ailleurs")
    assert there.jobs.get(ana.id, job.id).state is JobState.RUNNING
    there.clock.turn(seconds=1 + LEASE.total_seconds())
    for _ in range(2):
        assert finished(there, taken(there))
    assert sorted(d.title for d in there.drafts.summaries(ana.id)) == ["mission.md", "mission.md"]
    assert there.jobs.counts()[JobState.DONE] == 2


def test_counts_say_how_many_are_in_each_state(kept: Kept, ana: Account) -> None:
    for number in range(5):
        submitted(kept, ana, f"Texte {number}.")
    kept.claims.fail(taken(kept), "Non.", "", for_good=True)
    finished(kept, taken(kept))
    taken(kept)
    assert kept.jobs.counts() == {
        JobState.WAITING: 2,
        JobState.RUNNING: 1,
        JobState.DONE: 1,
        JobState.ABANDONED: 1,
        JobState.CANCELLED: 0,
    }
    assert [text.draft.text for text in kept.jobs.texts(ana.id)] != []
