from pathlib import Path

import numpy as np
import pytest

from assistant.assessment.embedded import MODEL, silenced, state_of
from assistant.assessment.features import PAIR_FEATURES
from assistant.assessment.gathering import INDICATEUR_FEATURES, RISING, indicateur_rows
from assistant.assessment.trees import Trees, load_model
from assistant.domain.feedback import Etat
from assistant.errors import KnowledgeInvalid
from assistant.knowledge.loader import load_knowledge


def _two_trees() -> Trees:
    """The first looks at column 1 (at most 0.5: -1, else column 0 at most 2: 1, else 3); the second adds 0.5 to all."""
    return Trees(
        roots=np.array([0, 5], dtype=np.int32),
        feature=np.array([1, -1, 0, -1, -1, -1], dtype=np.int32),
        threshold=np.array([0.5, 0, 2, 0, 0, 0], dtype=np.float64),
        left=np.array([1, 0, 3, 0, 0, 0], dtype=np.int32),
        right=np.array([2, 0, 4, 0, 0, 0], dtype=np.int32),
        value=np.array([0, -1, 0, 1, 3, 0.5], dtype=np.float64),
        start=-0.5,
    )


def test_each_row_goes_down_its_own_way_and_leaves_add_up() -> None:
    rows = np.array([[9.0, 0.5], [2.0, 0.6], [2.1, 0.6]])
    expected = [1 / (1 + np.exp(-x)) for x in (-1.0, 1.0, 3.0)]
    assert _two_trees().probability(rows).tolist() == [round(p, 6) for p in expected]


def test_many_rows_give_what_each_gives_alone() -> None:
    rows = np.random.default_rng(0).normal(size=(2500, 2)) * 3
    together = _two_trees().probability(rows)
    assert together.tolist() == [float(_two_trees().probability(row[None])[0]) for row in rows]


def test_no_row_gives_no_probability() -> None:
    assert _two_trees().probability(np.zeros((0, 2))).tolist() == []


def test_the_shipped_trees_look_only_at_figures_that_have_a_name() -> None:
    model = load_model(MODEL)
    assert all(t.feature.max() < len(PAIR_FEATURES) for t in model.passage.values())
    assert all(t.feature.max() < len(INDICATEUR_FEATURES) for t in model.indicateur.values())
    assert set(model.limits) == set(model.indicateur)


@pytest.mark.parametrize("name", ["evoque", "partiel", "atteste"])
def test_more_evidence_never_lowers_what_the_shipped_trees_say(name: str) -> None:
    trees = load_model(MODEL).indicateur[name]
    rows = np.random.default_rng(1).random((400, len(RISING)))
    for column, rising in enumerate(RISING):
        if rising:
            more = rows.copy()
            more[:, column] = np.minimum(1, more[:, column] + 0.3)
            assert (trees.probability(more) >= trees.probability(rows) - 1e-6).all(), INDICATEUR_FEATURES[column]


def test_what_is_hardly_likely_is_nothing_at_all() -> None:
    likely = np.array([[0.09, 0.1, 0.099], [0.5, 0.0, 0.2]])
    rows = np.zeros((2, len(PAIR_FEATURES)))
    rows[:, PAIR_FEATURES.index("formes concrètes")] = 1
    assert silenced(rows, likely).tolist() == [[0.0, 0.1, 0.0], [0.5, 0.0, 0.2]]


def test_what_holds_no_fact_is_no_evidence_and_may_still_be_a_mention_or_a_denial() -> None:
    rows = np.zeros((1, len(PAIR_FEATURES)))
    assert silenced(rows, np.array([[0.9, 0.8, 0.7]])).tolist() == [[0.0, 0.8, 0.7]]


def test_pages_that_say_next_to_nothing_leave_every_figure_of_an_indicateur_as_it_was() -> None:
    critere = load_knowledge().critere("B1-C1")
    read = [np.array([[0.8, 0.4, 0.2]]) for _ in critere.indicateurs]
    pages = np.tile([0.29, 0.29, 0.0], (60, 1))
    before = indicateur_rows(critere, read, simulated=True)
    after = indicateur_rows(critere, [np.concatenate([r, pages]) for r in read], simulated=True)
    assert after.tolist() == before.tolist()
    second = np.array([[0.3, 0.0, 0.0]])
    assert indicateur_rows(critere, [np.concatenate([r, second]) for r in read], simulated=True).tolist() != before.tolist()


def test_an_indicateur_is_shown_evoked_or_denied_by_passages_of_its_own_only() -> None:
    limits = {"contredit": 0.5, "atteste": 0.5, "partiel": 0.5, "evoque": 0.5}
    sure = {"contredit": 0.1, "atteste": 0.9, "partiel": 0.95, "evoque": 0.99}
    assert state_of(sure, limits, best=(0.2, 0.0, 0.0)) is Etat.ATTESTE
    assert state_of(sure, limits, best=(0.0, 0.2, 0.0)) is Etat.EVOQUE
    assert state_of(sure, limits, best=(0.0, 0.0, 0.2)) is Etat.ABSENT
    assert state_of({**sure, "contredit": 0.6}, limits, best=(0.0, 0.0, 0.2)) is Etat.CONTREDIT
    assert state_of({**sure, "contredit": 0.6}, limits, best=(0.0, 0.2, 0.0)) is Etat.EVOQUE
    assert state_of(dict.fromkeys(sure, 0.49), limits, best=(0.2, 0.2, 0.2)) is Etat.ABSENT


def test_one_clear_passage_shows_in_part_whatever_surrounds_it() -> None:
    limits = {"contredit": 0.5, "atteste": 0.5, "partiel": 0.5, "evoque": 0.5}
    low = dict.fromkeys(limits, 0.1)
    assert state_of(low, limits, best=(0.5, 0.0, 0.0)) is Etat.PARTIEL
    assert state_of(low, limits, best=(0.49, 0.0, 0.0)) is Etat.ABSENT
    assert state_of({**low, "contredit": 0.6}, limits, best=(0.9, 0.0, 0.1)) is Etat.CONTREDIT


def test_one_very_clear_passage_shows_whatever_surrounds_it() -> None:
    limits = {"contredit": 0.5, "atteste": 0.5, "partiel": 0.5, "evoque": 0.5}
    low = dict.fromkeys(limits, 0.1)
    assert state_of(low, limits, best=(0.75, 0.0, 0.0)) is Etat.ATTESTE
    assert state_of(low, limits, best=(0.74, 0.0, 0.0)) is Etat.PARTIEL


@pytest.mark.parametrize("damaged", [b"", b"not an archive", b"PK\x03\x04 cut short"])
def test_a_damaged_model_is_told_in_french_with_a_next_step(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "assessor.npz"
    path.write_bytes(damaged)
    with pytest.raises(KnowledgeInvalid, match="ne peut pas être chargé") as caught:
        load_model(path)
    assert "evaluations.training.fit" in str(caught.value.hint)
