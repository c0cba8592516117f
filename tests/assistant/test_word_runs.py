from pathlib import Path

import numpy as np
import pytest

from assistant.bootstrap import Assistant
from assistant.domain.grille import Basis, Indicateur
from assistant.errors import KnowledgeInvalid
from assistant.retrieval.static import signature
from assistant.retrieval.word_runs import MANNERS, WordRuns, load_word_runs
from assistant.text.fragments import fragments, word_runs


def _indicateur(code: str, label: str) -> Indicateur:
    return Indicateur(code=code, label=label, description="", essential=True, basis=Basis.LIBELLE, advice="…", question="…")


COSTS, PEOPLE = _indicateur("B1-C1-I1", "Coûts"), _indicateur("B1-C1-I2", "Acteurs")


@pytest.fixture
def runs() -> WordRuns:
    table = np.array([[300, 0, 0, 0, 0, 0], [0, 400, 0, 0, 0, 0], [0, 0, 0, 0, 1000, 0]], dtype=np.int16)
    return WordRuns(table, ("cout", "equipe", "pas de"), (signature(COSTS), signature(PEOPLE)))


def test_a_text_is_its_words_and_each_two_that_follow_each_other() -> None:
    assert word_runs("Pas de coût.") == pytest.approx(
        dict.fromkeys(["pas", "de", "cout", ".", "pas de", "de cout", "cout ."], 7**-0.5)
    )


def test_a_number_is_a_number_whichever_it_is() -> None:
    assert word_runs("12 devis") == word_runs("3 devis")


def test_what_is_said_twice_counts_a_little_more_not_twice() -> None:
    read = word_runs("non non")
    assert read == pytest.approx({"non": 1.6931 / 2.6931**0.5, "non non": 1 / 2.6931**0.5}, abs=1e-4)


def test_fragments_are_parts_of_words_and_stems() -> None:
    assert set(fragments("Un an")) == {"c: un", "c:un ", "c: un ", "c: an", "c:an ", "c: an ", "t:un", "t:an", "t:un an"}


def test_a_text_points_to_what_its_runs_are_said_of(runs: WordRuns) -> None:
    read = runs.read(["coût équipe", "pas de coût"])
    assert read.topics.tolist() == [[0.6, 0.8], [1.0, 0.0]]
    assert read.manners[1].tolist() == pytest.approx([0.0, 0.0, 2.0 / 5**0.5, 0.0], abs=1e-6)
    assert read.manners.shape == (2, len(MANNERS))


def test_a_text_of_unknown_words_is_zero(runs: WordRuns) -> None:
    assert not runs.read(["zébulon", ""]).topics.any()
    assert runs.read([]).topics.shape == (0, 2)


def test_an_indicateur_it_was_not_trained_for_is_read_by_its_words(runs: WordRuns) -> None:
    foreign = _indicateur("B1-C1-I1", "équipe")
    assert runs.prototypes([COSTS, foreign]).tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_what_is_saved_reads_the_same(runs: WordRuns, tmp_path: Path) -> None:
    runs.save(tmp_path / "runs.npz")
    again = load_word_runs(tmp_path / "runs.npz")
    assert again.read(["pas de coût"]).topics.tolist() == runs.read(["pas de coût"]).topics.tolist()


@pytest.mark.parametrize("content", [None, b"", b"{}", b"PK\x03\x04 truncated"])
def test_a_table_that_cannot_be_read_is_told_in_french(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "runs.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnowledgeInvalid) as refused:
        load_word_runs(path)
    assert "evaluations.training.fit" in refused.value.hint


def test_the_shipped_table_has_a_column_for_every_indicateur(assistant: Assistant) -> None:
    every = [i for g in assistant.knowledge.grilles for c in g.criteres for i in c.indicateurs]
    assert load_word_runs().dimensions == tuple(signature(i) for i in every)
