"""The derived index may break in any way: searches go on and give the same results."""

import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexUnusable
from assistant.protocols import Vectors
from assistant.retrieval import index as index_module
from assistant.retrieval.index import ExactIndex, build_store, index_id, open_index

IDS = [f"B1-C{n}" for n in range(1, 31)]


def _vectors(seed: int = 1) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(len(IDS), 16)).astype(np.float32)
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "one"
    assert build_store(folder, IDS, _vectors())
    return folder


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    copy.mkdir()
    for source in built.rglob("*"):
        target = copy / source.relative_to(built)
        target.mkdir(parents=True, exist_ok=True) if source.is_dir() else target.write_bytes(source.read_bytes())
    return copy


def test_a_sound_store_gives_what_the_exact_search_gives(built: Path) -> None:
    exact = ExactIndex(IDS, _vectors())
    index, name = open_index(built, exact)
    assert name == "chroma"
    for query in _vectors(seed=2)[:20]:
        assert index.nearest(query, 5) == exact.nearest(query, 5)


def test_building_again_does_nothing(built: Path) -> None:
    assert not build_store(built, IDS, _vectors())


def test_a_missing_store_leaves_the_exact_search(tmp_path: Path) -> None:
    exact = ExactIndex(IDS, _vectors())
    assert open_index(tmp_path / "absent", exact) == (exact, "exact")


@pytest.mark.long
@pytest.mark.parametrize("damage", ["truncated", "empty", "garbage", "missing"])
def test_a_broken_store_is_not_opened_and_is_rebuilt(damage: str, store: Path) -> None:
    database = store / "chroma.sqlite3"
    whole = database.read_bytes()
    damaged = {"truncated": whole[: len(whole) // 3], "empty": b"", "garbage": os.urandom(4096)}
    database.unlink()
    if damage in damaged:
        database.write_bytes(damaged[damage])
    exact = ExactIndex(IDS, _vectors())
    assert open_index(store, exact) == (exact, "exact")
    assert build_store(store, IDS, _vectors())
    assert open_index(store, exact)[1] == "chroma"


def test_a_child_that_dies_of_a_signal_is_a_failed_probe(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suicide = store.parent / "suicide"
    suicide.write_text(f"#!/bin/sh\nkill -{signal.SIGSEGV.value} $$\n", encoding="utf-8")
    suicide.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(suicide))
    exact = ExactIndex(IDS, _vectors())
    assert open_index(store, exact) == (exact, "exact")


def test_a_child_that_never_ends_is_a_failed_probe(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = store.parent / "sleeper"
    sleeper.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    sleeper.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(sleeper))
    monkeypatch.setattr(index_module, "_SECONDS", 0.5)
    exact = ExactIndex(IDS, _vectors())
    assert open_index(store, exact) == (exact, "exact")


def test_a_build_that_fails_leaves_no_half_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(IndexUnusable):
        build_store(tmp_path / "index" / "one", IDS, _vectors())
    assert list((tmp_path / "index").iterdir()) == []


def test_the_identity_follows_the_embedder_and_the_ids() -> None:
    one = index_id("e/1", ["a", "b"])
    assert one == index_id("e/1", ["a", "b"])
    assert len({one, index_id("e/2", ["a", "b"]), index_id("e/1", ["a", "c"]), index_id("e/1", ["a"])}) == 4
