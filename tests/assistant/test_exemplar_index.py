"""The index of exemplars is disposable: readings do not depend on it, and it keeps nothing of what is gone."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from architecture_map import ROOT
from assistants import BLOCS, gold_draft
from library import MARKER, files_holding
from showing import institute, marked, quotes, showing

from assistant.bootstrap import Assistant, build_assistant
from assistant.retrieval.derived import DerivedStore
from assistant.retrieval.index import Collected
from assistant.settings import DERIVED_FOLDER, Settings

DRAFTS = {"B1": "B1-03", "B2": "B2-09", "B3": "B3-01", "B4": "B4-07", "B5": "B5-01", "B6": "B6-09"}
PATIENCE = 120.0
_KILLS = 10


def _reread(assistant: Assistant, bloc: str = "B1") -> tuple[str, bool]:
    """Return the index used for a reading of the draft of a bloc, and whether the institute's exemplar is shown."""
    report = assistant.review(gold_draft(DRAFTS[bloc]), bloc)
    return report.provenance.index.rpartition("/")[2], marked(report)


def _stores(folder: Path) -> list[Path]:
    return sorted((folder / DERIVED_FOLDER).glob("*"))


@pytest.mark.long
def test_an_index_proposes_what_exact_search_finds_and_follows_what_is_published(tmp_path: Path) -> None:
    served, [code] = institute(tmp_path, showing())
    assert served.showcase.serve(PATIENCE) == "chroma"
    exact = build_assistant(Settings(data_dir=tmp_path, index="exact"))
    for bloc in BLOCS:
        through, beside = (a.review(gold_draft(DRAFTS[bloc]), bloc) for a in (served, exact))
        assert quotes(through)
        assert through.assessments == beside.assessments
        assert through.provenance.index == beside.provenance.index.replace("/exact", "/chroma")
    [store] = _stores(tmp_path)
    exact.library.erase(code, by="Ana")
    assert files_holding(tmp_path, MARKER, code) == ["jury-blanc.sqlite"]  # the log keeps the id
    assert files_holding(tmp_path, MARKER) == []
    assert _stores(tmp_path) == []
    assert _reread(served) == ("exact", False)
    assert served.showcase.serve(PATIENCE) == "chroma"  # waits for what is made in the background
    assert _reread(served) == ("chroma", False)
    assert files_holding(tmp_path, MARKER) == []
    assert [path.name for path in _stores(tmp_path)] != [store.name]


@pytest.mark.long
def test_an_index_made_of_what_was_withdrawn_meanwhile_is_thrown_away(tmp_path: Path) -> None:
    published = ["one"]
    store = DerivedStore(tmp_path, lambda: published[0])

    def withdrawn_while_made() -> dict[str, Collected]:
        published[0] = "two"
        return {"exemplaires-B1": Collected(["a", "b"], np.eye(2, dtype=np.float32))}

    assert not store.build("one", withdrawn_while_made)
    assert list(tmp_path.iterdir()) == []


def test_what_killed_builders_left_is_swept_and_what_others_build_is_not(tmp_path: Path) -> None:
    old, fresh, stale = tmp_path / ".building-old", tmp_path / ".building-new", tmp_path / "withdrawn"
    for path in (old, fresh, stale):
        path.mkdir()
    os.utime(old, (0, 0))
    DerivedStore(tmp_path, lambda: "now").build("now", dict)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".building-new", "now"]


@pytest.mark.long
@pytest.mark.timeout(300)
def test_the_first_reading_waits_for_nothing_and_has_the_index_made(tmp_path: Path) -> None:
    served, _ = institute(tmp_path, showing())
    served.begin_exemplars()
    assert _stores(tmp_path) == []
    assert _reread(served) == ("exact", True)
    while served.showcase.busy:
        time.sleep(0.1)
    assert _reread(served) == ("chroma", True)


def _truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _of_another_version(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE collections RENAME TO collections_of_another_version")
    database.close()


def _gone(file: Path) -> None:
    file.unlink()


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("damage", [_truncated, _emptied, _of_another_version, _gone])
def test_a_broken_index_is_made_again_and_no_reading_fails(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    assistant, _ = institute(tmp_path, showing())
    assistant.showcase.build()
    [store] = _stores(tmp_path)
    damage(store / "chroma.sqlite3")
    assert assistant.showcase.serve(0.0) == "exact"
    assert _reread(assistant) == ("exact", True)
    assert assistant.showcase.serve(PATIENCE) == "chroma"
    assert _reread(assistant) == ("chroma", True)
    assert _stores(tmp_path) == [store]


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("damage", [_truncated, _emptied, _of_another_version, _gone])
def test_an_index_that_breaks_while_it_serves_fails_no_reading(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    assistant, _ = institute(tmp_path, showing())
    assert assistant.showcase.serve(PATIENCE) == "chroma"
    [store] = _stores(tmp_path)
    damage(store / "chroma.sqlite3")
    for bloc in BLOCS:
        assert _reread(assistant, bloc)[1] is (bloc == "B1")


@pytest.mark.long
def test_an_index_that_another_program_locks_fails_no_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant, _ = institute(tmp_path, showing())
    assistant.showcase.build()
    monkeypatch.setattr("assistant.retrieval.index._SECONDS", 8)
    [store] = _stores(tmp_path)
    with sqlite3.connect(store / "chroma.sqlite3") as other:
        other.execute("BEGIN EXCLUSIVE")
        opened = assistant.showcase.serve(PATIENCE)
        assert _reread(assistant) == (opened, True)
    other.close()


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_builder_killed_at_any_moment_leaves_an_index_that_is_sound_or_made_again(tmp_path: Path) -> None:
    chance = random.Random(_KILLS)
    assistant, _ = institute(tmp_path, showing())
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")])}
    command = [sys.executable, str(ROOT / "tests" / "support" / "keep_indexing.py"), str(tmp_path)]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        for _ in range(_KILLS):
            server.stdin.write("\n")
            _, worker = server.stdout.readline().split()
            threading.Timer(chance.uniform(0.2, 4.0), os.kill, (int(worker), signal.SIGKILL)).start()
            assert server.stdout.readline().startswith("dead")
            assert _reread(assistant) == ("exact", True)
    assert assistant.showcase.serve(PATIENCE) == "chroma"
    assert _reread(assistant) == ("chroma", True)
