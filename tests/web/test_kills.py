"""The service killed, stopped and started again under load, and its whole log searched for what a candidate wrote."""

import json
import os
import random
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Event

import pytest
from b1_dossier import b1_draft
from processes import asked, free_port, running, start

pytestmark = pytest.mark.long

_KILLS = 100
_READY_WITHIN = 5.0
_CROWDED = 2.0
"""Programs that want each core, from which a start is given twice the time: two on one core slow each other even while they run."""
REVIEW = json.dumps({"text": b1_draft().text, "bloc": "B1"}).encode()
CANARY = b"perroquet violet"


def loaded(port: int, stopped: Event) -> list[int]:
    """Ask for readings, answers and pages until told to stop; return every status, 0 for no answer."""
    seen = []
    while not stopped.is_set():
        seen.append(asked(port, "/api/v1/reviews", REVIEW)[0])
        seen.append(asked(port, "/api/v1/chat", b'{"message": "combien de pages pour le bloc 3 ?"}')[0])
        seen.append(asked(port, "/")[0])
        if 0 in seen[-3:]:
            time.sleep(0.05)
    return seen


@dataclass(frozen=True)
class Killed:
    """What was seen of a service killed again and again."""

    took: list[float]
    """Seconds each start took to be ready."""
    statuses: list[int]
    """Of every request, 0 for no answer."""
    crowded: bool


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    folder, port, chance, stopped = tmp_path_factory.mktemp("killed"), free_port(), random.Random(7), Event()
    took: list[float] = []
    with ThreadPoolExecutor(3) as pool:
        load: list[Future[list[int]]] = [pool.submit(loaded, port, stopped) for _ in range(3)]
        try:
            for _ in range(_KILLS + 1):
                server = start(folder, port, rate_limit=0)
                took.append(server.until_ready())
                time.sleep(chance.uniform(0.2, 3.0))
                server.kill()
        finally:
            stopped.set()
    statuses = [status for one in load for status in one.result()]
    return Killed(took, statuses, os.getloadavg()[0] > _CROWDED * (os.cpu_count() or 1))


@pytest.mark.timeout(2700)
def test_killed_a_hundred_times_under_load_it_is_ready_again_and_answers_whole(killed: Killed) -> None:
    assert len(killed.took) == _KILLS + 1
    assert set(killed.statuses) == {0, 200}
    assert killed.statuses.count(200) > 0


def test_killed_a_hundred_times_it_is_mostly_ready_again_within_five_seconds_and_never_after_ten(killed: Killed) -> None:
    most = _READY_WITHIN * (2 if killed.crowded else 1)
    assert median(killed.took) <= most
    assert max(killed.took) <= 2 * most


@pytest.mark.xfail(
    raises=AssertionError, reason="a machine that lends its processor is now and then half as fast: not strict, machines differ"
)
def test_killed_a_hundred_times_it_is_ready_again_within_five_seconds(killed: Killed) -> None:
    assert {round(t, 1) for t in killed.took if t > _READY_WITHIN * (2 if killed.crowded else 1)} == set()


def test_asked_to_stop_it_finishes_what_it_is_reading(tmp_path: Path) -> None:
    with running(tmp_path) as server, ThreadPoolExecutor(2) as pool:
        slow = [pool.submit(asked, server.port, "/api/v1/reviews", REVIEW) for _ in range(2)]
        time.sleep(0.2)
        began = time.monotonic()
        code = server.stop()
        answers = [one.result() for one in slow]
    assert [status for status, _ in answers] == [200, 200]
    assert all(json.loads(content)["bloc"] == "B1" for _, content in answers)
    assert code in (0, -15)
    assert time.monotonic() - began < 60


def test_what_is_read_never_reaches_the_log_nor_the_data_folder(tmp_path: Path) -> None:
    form = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="perroquet violet.docx"\r\n\r\n'
        b"PK\x03\x04 perroquet violet\r\n--b--\r\n"
    )
    with running(tmp_path, log_format="json") as server:
        for body in (b'{"text": "Un perroquet violet."}', b"perroquet violet", b'{"text": 3, "perroquet violet": 1}'):
            asked(server.port, "/api/v1/reviews", body)
        assert asked(server.port, "/lecture/suivie", form, "multipart/form-data; boundary=b")[0] == 200
        asked(server.port, "/perroquet%20violet")
        server.stop()
    log = (tmp_path / "stderr.log").read_bytes()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith(b"{")]
    assert len(lines) >= 5
    assert all(a["time"] <= b["time"] for a, b in pairwise(lines))
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or CANARY not in path.read_bytes(), path.name
