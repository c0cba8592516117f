import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.bootstrap import Assistant, build_assistant
from assistant.errors import IndexUnusable
from assistant.retrieval.index import ExactIndex, build_store, index_id, open_index
from assistant.settings import Settings

IDS = [f"B1-C{n}" for n in range(1, 41)]
VECTORS = np.random.default_rng(7).normal(size=(40, 16)).astype(np.float32)
QUERIES = [
    "budget prévisionnel", "recruter un formateur", "accueil des personnes handicapées", "comparer les financements",
    "analyser un écart", "évaluer à froid", "veille", "animer une réunion", "objectifs pédagogiques", "cahier des charges",
    "certification", "entretien professionnel", "marketing et communication", "investissement matériel", "distanciel",
    "positionement", "restituer le bilan au financeur", "coordonner des intervenants", "appel d’offres", "journée à thème",
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "store"
    assert build_store(folder, IDS, VECTORS)
    return folder


@pytest.fixture
def store(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "store"))


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _garble(file: Path) -> None:
    file.write_bytes(b"not a database" * 500)


def _executable(folder: Path, script: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_exact_index_ranks_by_similarity_ties_in_corpus_order() -> None:
    index = ExactIndex(["a", "b", "c"], np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32))
    assert index.nearest(np.array([1, 0.5], dtype=np.float32), 2) == ["a", "c"]
    assert index.nearest(np.array([0, 1], dtype=np.float32), 9) == ["b", "a", "c"]


def test_the_identity_of_an_index_changes_with_its_embedder_and_its_entries() -> None:
    assert (
        len({index_id("e/1", ["a", "b"]), index_id("e/2", ["a", "b"]), index_id("e/1", ["b", "a"]), index_id("e/1", ["a"])}) == 4
    )


def test_a_sound_store_is_left_alone_and_finds_what_the_exact_index_finds(sound: Path) -> None:
    before = sorted((p.name, p.stat().st_mtime_ns) for p in sound.iterdir() if p.name == "vectors.npz")
    assert not build_store(sound, IDS, VECTORS)
    assert before == sorted((p.name, p.stat().st_mtime_ns) for p in sound.iterdir() if p.name == "vectors.npz")
    index, name = open_index(sound)
    assert index is not None
    assert name == "chroma"
    unit = VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)
    exact = ExactIndex(IDS, unit)
    assert all(set(index.nearest(v, 5)) == set(exact.nearest(v, 5)) for v in unit[:10])


def test_no_store_means_the_exact_index(tmp_path: Path) -> None:
    assert open_index(tmp_path / "nowhere") == (None, "exact")


def test_a_broken_store_is_passed_over(store: Path) -> None:
    _garble(store / "chroma.sqlite3")
    assert open_index(store) == (None, "exact")


@pytest.mark.long
@pytest.mark.parametrize("damage", [_garble, _truncate, _empty])
def test_a_broken_store_is_replaced(store: Path, damage: Callable[[Path], None]) -> None:
    damage(store / "chroma.sqlite3")
    assert open_index(store) == (None, "exact")
    assert build_store(store, IDS, VECTORS)
    assert open_index(store)[1] == "chroma"
    assert [p.name for p in store.parent.iterdir()] == ["store"]


@pytest.mark.long
@pytest.mark.parametrize("name", ["vectors.npz", "header.bin", "data_level0.bin"])
def test_a_store_that_lost_a_part_is_passed_over_or_still_right(store: Path, name: str) -> None:
    for file in store.rglob(name):
        file.unlink()
    index, _ = open_index(store)
    assert index is None or set(index.nearest(VECTORS[3], 3)) >= {IDS[3]}


@pytest.mark.parametrize("script", ["kill -SEGV $$", "exit 1", "kill -KILL $$"])
def test_a_child_that_dies_leaves_the_exact_index_and_no_half_store(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(sys, "executable", _executable(tmp_path, script))
    assert open_index(store) == (None, "exact")
    with pytest.raises(IndexUnusable) as refused:
        build_store(tmp_path / "other" / "store", IDS, VECTORS)
    assert "recherche exacte" in refused.value.hint
    assert list((tmp_path / "other").iterdir()) == []


def test_a_child_that_hangs_is_given_up(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", _executable(tmp_path, "exec sleep 60"))
    monkeypatch.setattr("assistant.retrieval.index._SECONDS", 0.3)
    assert open_index(store) == (None, "exact")


def test_an_interrupted_build_leaves_the_old_store_as_it_was(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _garble(store / "chroma.sqlite3")
    before = sorted(p.relative_to(store) for p in store.rglob("*"))

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build_store(store, IDS, VECTORS)
    assert sorted(p.relative_to(store) for p in store.rglob("*")) == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_folder_that_cannot_be_written_is_told_to_the_administrator(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("occupied", encoding="utf-8")
    with pytest.raises(IndexUnusable) as refused:
        build_store(tmp_path / "file" / "index" / "store", IDS, VECTORS)
    assert "droits" in refused.value.hint


@pytest.mark.long
def test_searches_give_the_same_results_through_chroma_and_exactly(assistant: Assistant, data_dir: Path) -> None:
    with_chroma = build_assistant(Settings(data_dir=data_dir, index="chroma"))
    with_chroma.build_index()
    assert with_chroma.open_index() == "chroma"
    for query in QUERIES:
        assert with_chroma.search(query) == assistant.search(query)
    assert with_chroma.search("xyzzy").results == ()


def test_the_exact_setting_never_opens_a_store(assistant: Assistant) -> None:
    assert assistant.open_index() == "exact"
