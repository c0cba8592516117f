"""A process killed at any moment loses nothing that it acknowledged, and the next start works."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from architecture_map import ROOT
from library import files_holding, library

from assistant.domain.exemplar import ReviewState

_WORKER = ROOT / "tests" / "support" / "keep_adding.py"
_FEW, _MANY = 10, 120


Said = tuple[str, str, str]


@contextmanager
def _workers(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")])}
    command = [sys.executable, str(_WORKER), str(folder)]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as server:
        yield server


def _work_and_die(server: "subprocess.Popen[str]", seed: int, seconds: float) -> Iterator[Said]:
    """Let a worker work for that long, kill it, and yield what it acknowledged."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{seed}\n")
    worker, sentence = 0, "started" if seed % 2 else "added"  # one in two dies while it opens the library
    for line in server.stdout:
        what, code, word = line.split()
        worker = int(code) if what == "started" else worker
        if what == sentence:
            sentence = ""
            threading.Timer(seconds, os.kill, (worker, signal.SIGKILL)).start()
        if what == "dead":
            break
        if what != "started":
            yield what, code, word


def _check_all_kept(folder: Path, said: list[Said]) -> None:
    done: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for what, code, word in said:
        done[code, word].add(what)
    store = library(folder)
    states = {summary.id: summary.state for summary in store.summaries()}
    gone = [word for (_, word), kinds in done.items() if "erased" in kinds]
    if gone:
        assert files_holding(folder, *gone) == []
    for (code, word), kinds in done.items():
        if "erasing" in kinds:
            assert "erased" not in kinds or code not in states
            if code not in states:  # interrupted between the deletion and its end: the opening above finished it
                assert files_holding(folder, word) == []
            continue
        assert word in store.get(code).text
        if "published" in kinds:
            assert states[code] is ReviewState.PUBLIE


@pytest.mark.parametrize("kills", [_FEW, pytest.param(_MANY, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
def test_nothing_acknowledged_is_lost_and_what_was_erased_stays_erased(kills: int, tmp_path: Path) -> None:
    chance = random.Random(kills)
    said: list[Said] = []
    with _workers(tmp_path) as server:
        for seed in range(kills):
            said += _work_and_die(server, seed, chance.uniform(0.0, 0.4))
            _check_all_kept(tmp_path, said)
    assert sum(what == "added" for what, _, _ in said) >= kills // 2
    assert kills == _FEW or {what for what, _, _ in said} == {"added", "published", "erasing", "erased"}


def test_a_process_killed_while_it_makes_the_library_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from assistant.store.database import open_database; print(flush=True); open_database(Path(sys.argv[1]))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for delay in (0.0, 0.15, 0.4):
        folder = tmp_path / str(delay)
        with subprocess.Popen([sys.executable, "-c", script, str(folder)], env=environment, stdout=subprocess.PIPE) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            time.sleep(delay)
            worker.kill()
        assert library(folder).summaries() == ()
