"""The real server killed in the middle of readings: each that was acknowledged ends, once, after the next start."""

import http.client
import json
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from b1_dossier import b1_draft
from kept import Kept
from killed_service import STEP_SECONDS, Killed, killed_service
from processes import free_port, start

from web.gate import SESSION

_KILLS, _REAL_KILLS = 5, 12
_LONG = "\n\n".join([b1_draft().text] * 6)


class Sender:
    """A program that acts for one account."""

    def __init__(self, port: int, session: str) -> None:
        self._port = port
        self._session = session

    def ask(self, method: str, path: str, body: dict[str, str] | None = None, key: str = "") -> tuple[int, Any]:
        """Return the status and the document of an answer; 0 when there is none."""
        link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"cookie": f"{SESSION}={self._session}", "content-type": "application/json", "idempotency-key": key}
        try:
            link.request(method, path, json.dumps(body) if body else None, headers)
            answer = link.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None
        finally:
            link.close()

    def send(self, text: str, key: str) -> str | None:
        """Ask for a reading; return its id once it was acknowledged."""
        status, job = self.ask("POST", "/api/v1/jobs", {"text": text, "bloc": "B1", "title": key}, key)
        assert status in (0, 202), job
        return job["id"] if job else None

    def job(self, code: str) -> dict[str, Any]:
        status, job = self.ask("GET", f"/api/v1/jobs/{code}")
        assert status == 200, job
        assert isinstance(job, dict)
        return job

    def until(self, code: str, true: Callable[[dict[str, Any]], bool], within: float) -> dict[str, Any]:
        end = time.monotonic() + within
        while not true(job := self.job(code)):
            assert time.monotonic() < end, job["state"]
            time.sleep(0.03)
        return job


def begun(times: int, job: dict[str, Any]) -> bool:
    return bool(job["state"] == "en_cours" and job["attempts"] == times)


def kept_titles(kept: Kept, owner: str) -> list[tuple[str, int]]:
    return sorted((draft.title, draft.versions) for draft in kept.drafts.summaries(owner))


@dataclass(frozen=True)
class Room:
    """A service that starts at once, what it keeps, and an account."""

    service: Killed
    kept: Kept
    owner: str
    sender: Sender


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Killed, Kept]]:
    folder = tmp_path_factory.mktemp("killed")
    kept = Kept(folder, wait=10)
    with killed_service(folder) as service:
        yield service, kept


@pytest.fixture
def room(forks: tuple[Killed, Kept]) -> Iterator[Room]:
    service, kept = forks
    owner = kept.account(f"Ana Durand {len(kept.accounts.summaries())}").id
    service.start()
    yield Room(service, kept, owner, Sender(service.port, kept.accounts.open_session(owner)))
    service.kill()


@pytest.mark.timeout(240)
def test_killed_in_the_middle_of_readings_each_ends_once_and_nothing_acknowledged_is_lost(room: Room) -> None:
    service, sender, chance = room.service, room.sender, random.Random(5)
    with ThreadPoolExecutor(1) as pool:
        for number in range(_KILLS):
            code = sender.send(f"Texte {number}.", f"a{number}")
            assert code is not None
            sender.until(code, lambda job: job["state"] == "en_cours" and len(job["steps"]) > 1, 30)
            other = pool.submit(sender.send, f"Autre {number}.", f"b{number}")
            time.sleep(chance.uniform(0, 2 * STEP_SECONDS))
            service.kill()
            service.start()
            acknowledged = other.result()
            again = sender.send(f"Autre {number}.", f"b{number}")
            assert again is not None
            assert acknowledged in (None, again)
            done = sender.until(code, lambda job: job["state"] == "faite", 30)
            assert (done["attempts"], done["number"]) == (2, 1)
            sender.until(again, lambda job: job["state"] == "faite", 30)
    assert kept_titles(room.kept, room.owner) == sorted([(f"{a}{n}", 1) for n in range(_KILLS) for a in "ab"])


@pytest.mark.timeout(240)
def test_a_text_that_kills_its_process_is_begun_three_times_and_then_others_are_read_in_peace(room: Room) -> None:
    service, sender = room.service, room.sender
    poison = sender.send("Un texte empoisonné.", "poison")
    assert poison is not None
    for attempt in range(1, 4):
        sender.until(poison, partial(begun, attempt), 30)
        service.kill()
        service.start()
    left = sender.until(poison, lambda job: job["state"] == "abandonnee", 30)
    assert "arrêtée net 3 fois" in left["detail"]
    other = sender.send("Un texte sain.", "sain")
    assert other is not None
    sender.until(other, lambda job: job["state"] == "faite", 30)
    assert sender.job(poison)["attempts"] == 3
    assert kept_titles(room.kept, room.owner) == [("sain", 1)]


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_whole_product_killed_in_the_middle_of_long_readings_loses_none(tmp_path: Path) -> None:
    kept, port, chance = Kept(tmp_path, wait=10), free_port(), random.Random(11)
    owner = kept.account("Ana Durand").id
    kept.clock.time = kept.clock.time.now(kept.clock.time.tzinfo)  # a session of today
    sender = Sender(port, kept.accounts.open_session(owner))
    server = start(tmp_path, port, rate_limit=0, accounts="local", index="exact")
    try:
        server.until_ready()
        for number in range(_REAL_KILLS):
            code = sender.send(f"{_LONG}\n\nEnvoi {number}.", f"a{number}")
            other = sender.send(f"{_LONG}\n\nAutre envoi {number}.", f"b{number}")
            assert code is not None
            assert other is not None
            sender.until(code, lambda job: job["state"] == "en_cours", 60)
            time.sleep(chance.uniform(0, 0.8))
            server.kill()
            server = start(tmp_path, port, rate_limit=0, accounts="local", index="exact")
            server.until_ready()
            for one in (code, other):
                done = sender.until(one, lambda job: job["state"] == "faite", 120)
                assert done["number"] == 1
    finally:
        server.kill()
    assert kept_titles(kept, owner) == sorted([(f"{a}{n}", 1) for n in range(_REAL_KILLS) for a in "ab"])
