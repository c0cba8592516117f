"""Workers of readings that outlive a request: they share them, try again what fails, and take over from a service that stops."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from kept import Kept
from library import MARKER
from markup import said
from underway import TEXT, Waiting, hurry, unread, until, worker_of
from visitors import Visitor

from assistant.domain.account import Role
from assistant.domain.draft import Draft
from assistant.domain.job import JobState
from assistant.errors import InputError, LibraryBusy
from assistant.store.claims import MOST_ATTEMPTS, ClaimStore
from assistant.store.jobs import JobStore, Sent
from web.desk import Desk
from web.jobs import Worker


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, wait=10)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


def broken() -> None:
    raise RuntimeError(f"je cite {MARKER}")


def refused() -> None:
    raise InputError("Ce texte ne se lit pas.", hint="Donnez-en un autre.")


@pytest.mark.parametrize(
    ("failing", "times", "told"),
    [(broken, MOST_ATTEMPTS, "Une erreur est survenue de notre côté"), (refused, 1, "ne se lit pas")],
)
def test_a_reading_that_fails_is_tried_a_few_times_and_the_reason_is_given(
    failing: Callable[[], None], times: int, told: str, kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = Visitor(kept, Role.CANDIDAT, assistant=FakeAssistant(failing))
    where = unread(visitor)
    for _ in range(times):
        assert worker_of(visitor).read_next()
        kept.clock.turn(minutes=1)
    assert not worker_of(visitor).read_next()
    assert told in said(visitor.get(where))
    assert MARKER not in visitor.get(where).text + caplog.text


def test_a_service_that_stops_gives_back_what_it_cannot_finish_and_another_reads_it_once(kept: Kept) -> None:
    wait, reader = Waiting(), FakeAssistant()
    visitor = Visitor(kept, Role.CANDIDAT)
    where = unread(visitor)
    slow = Worker(kept.claims, Desk(FakeAssistant(wait)), finishes_within=0.1)
    with slow.running():
        assert wait.begun.wait(20)
    assert "Elle va commencer" in said(visitor.get(where))
    other = Worker(Kept(kept.folder, wait=10).claims, Desk(reader))
    assert other.read_next()
    wait.allowed.set()
    until(lambda: visitor.get(where).status_code == 303)
    time.sleep(0.2)
    assert visitor.who is not None
    assert [d.versions for d in kept.drafts.summaries(visitor.who.id)] == [1]
    assert len(reader.asked) == 1


def test_several_services_on_one_database_share_the_readings_and_make_each_once(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    for number in range(6):
        unread(visitor, f"{TEXT} {number}")
    readers = [FakeAssistant(lambda: time.sleep(0.02)) for _ in range(3)]
    workers = [Worker(Kept(kept.folder, wait=10).claims, Desk(reader)) for reader in readers]
    threads = [Thread(target=lambda w=w: [w.read_next() for _ in range(6)]) for w in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(len(reader.asked) for reader in readers) == 6
    assert kept.jobs.counts()[JobState.DONE] == 6
    assert visitor.who is not None
    assert len(kept.drafts.summaries(visitor.who.id)) == 6


def test_a_long_reading_gives_signs_of_life_and_is_not_taken_over(kept: Kept) -> None:
    wait, owner = Waiting(), kept.account("Ana Durand").id
    JobStore(kept.database).submit(owner, Sent(Draft(name="d.txt", text=TEXT)))
    claims = ClaimStore(kept.database, lease=timedelta(seconds=1.5))
    worker = Worker(claims, Desk(FakeAssistant(wait)), beats=0.3)
    with worker.running():
        assert wait.begun.wait(20)
        for _ in range(8):
            time.sleep(0.3)
            assert claims.claim() is None
        wait.allowed.set()
        until(lambda: kept.jobs.counts()[JobState.DONE] == 1)


def test_a_database_that_is_held_puts_readings_off_and_the_worker_goes_on(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, held, times = Visitor(kept, Role.CANDIDAT), kept.claims.claim, iter(range(9))

    def claim() -> Any:
        if next(times) < 2:
            raise LibraryBusy("occupée")
        return held()

    where = unread(visitor)
    monkeypatch.setattr(kept.claims, "claim", claim)
    with worker_of(visitor).running():
        for _ in range(2):
            worker_of(visitor).wake()
            time.sleep(0.1)
        until(lambda: visitor.get(where).status_code == 303)


def test_the_worker_lives_as_long_as_the_service(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    where = unread(visitor)
    with visitor.http:
        until(lambda: visitor.get(where).status_code == 303)
    again = unread(visitor, "Après l’arrêt.")
    time.sleep(0.2)
    assert visitor.get(again).status_code == 200
