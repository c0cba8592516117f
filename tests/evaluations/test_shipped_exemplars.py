"""The shipped library is made from the develop half of the gold set, and from nothing of the test half."""

import pytest

from assistant.domain.knowledge import Knowledge
from assistant.knowledge.loader import load_knowledge
from assistant.knowledge.shipped import shipped_exemplars
from evaluations.exemplars import FOLDER, chosen, written
from evaluations.gold import Dossier, GoldSet, runs


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def gold(knowledge: Knowledge) -> GoldSet:
    return GoldSet(knowledge)


@pytest.fixture(scope="module")
def made(knowledge: Knowledge, gold: GoldSet) -> tuple[Dossier, ...]:
    return chosen(knowledge, gold)


@pytest.mark.long
def test_the_shipped_files_are_what_the_command_writes(made: tuple[Dossier, ...]) -> None:
    shipped = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert sorted(shipped) == [f"{d.labels.id}.md" for d in made], "run: python -m evaluations.exemplars"
    assert [d.labels.id for d in made if written(d) != shipped[f"{d.labels.id}.md"]] == []


def test_every_exemplar_is_equal_to_its_dossier(gold: GoldSet) -> None:
    dossiers = {d.labels.id: d for d in gold.dossiers("develop")}
    for exemplar in shipped_exemplars():
        dossier = dossiers[exemplar.source.origin]
        assert exemplar.text == dossier.text
        assert exemplar.niveaux == {code: c.niveau for code, c in dossier.labels.criteres.items()}
        labels = {code: i for c in dossier.labels.criteres.values() for code, i in c.indicateurs.items()}
        assert {i.code: i.etat for i in exemplar.indicateurs} == {code: label.etat for code, label in labels.items()}
        assert all(tuple(map(exemplar.words, i.spans)) == labels[i.code].quotes for i in exemplar.indicateurs)


@pytest.mark.long
def test_none_is_of_the_test_half_nor_shares_a_run_of_words_with_it(knowledge: Knowledge, gold: GoldSet) -> None:
    tested = gold.dossiers("test")
    shipped = shipped_exemplars()
    assert not {e.source.origin for e in shipped} & {d.labels.id for d in tested}
    law = {run for bloc in knowledge.referentiel.blocs for run in runs(bloc.model_dump_json())}
    mine = {run for e in shipped for run in runs(e.text)} - law
    assert mine
    assert mine.isdisjoint(run for d in tested for run in runs(d.text))
    assert mine.isdisjoint(run for p in gold.bank("test") if p.kind not in ("parrot", "course") for run in runs(p.text))


def test_every_bloc_shows_five_overall_levels(gold: GoldSet) -> None:
    levels = {d.labels.id: d.labels.niveau_global for d in gold.dossiers("develop")}
    for bloc in ("B1", "B2", "B3", "B4", "B5", "B6"):
        found = {levels[e.source.origin] for e in shipped_exemplars(bloc)}
        assert found == {"insuffisant", "fragile", "moyen", "solide", "excellent"}
