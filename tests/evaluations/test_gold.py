"""The gold set is what it says it is, and a label that cannot be right is told."""

import json
import shutil
from pathlib import Path

import pytest
from architecture_map import ROOT

from assistant.domain.feedback import Etat, Niveau
from assistant.domain.knowledge import Knowledge
from assistant.errors import InputError
from assistant.knowledge.loader import load_knowledge
from assistant.text.french import fold
from evaluations.gold import GOLD, GoldSet, leaks, read_questions


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def gold(knowledge: Knowledge) -> GoldSet:
    return GoldSet(knowledge)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "gold"
    shutil.copytree(GOLD / "dossiers" / "B6-01", copy / "dossiers" / "B6-01")
    shutil.copy(GOLD / "folds.yaml", copy)
    return copy


def test_every_dossier_and_passage_is_there(gold: GoldSet) -> None:
    # 39 critères in six blocs: 24 dossiers a bloc to develop and 5 to test, four long ones of bloc 4, then 48 unequally shared,
    # eight short ones a bloc, and seven more; 26 more to test, unequally shared too
    assert [len(gold.dossiers(half)) for half in ("develop", "test")] == [282, 60]
    unequal = 10 * 8 + 7 * 6 + 7 * 7 + 10 * 7 + 7 * 6 + 7 * 5
    later = 3 * 8 + 4 * 6 + 3 * 7 + 8 * 7 + 4 * 6 + 4 * 5
    assert sum(len(d.labels.criteres) for d in gold.dossiers()) == (29 + 8 + 7) * 39 + 4 * 7 + unequal + later
    assert all(len(d.text) > 60_000 for d in gold.dossiers("test") if d.labels.id in ("B4-22", "B4-23", "B4-24", "B4-25"))
    assert len(gold.bank("develop")) == 11 * 218 + 520 + 4 * 218 + 736 + 3 * 218 + 40
    assert len(gold.bank("test")) == 470 + 200
    assert len(gold.other_subjects()) == 860
    assert len(gold.neutral_talk()) == 650
    assert len(gold.questions()) == 160
    hands = (80, 360, 320, 300, 1100, 900, 420, 420, 317, 320, 350, 360, 260, 300, 320, 260, 360, 380, 399)
    assert len(gold.learned_questions()) == sum(hands) + 2 * 380 + 2 * 400 + 2 * 360 + 2 * 200 + 5 * 240 + 239
    assert len(gold.phrases()) == 2 * 4 * 218


def test_a_dossier_is_read_with_its_labels(gold: GoldSet) -> None:
    dossier = next(d for d in gold.dossiers() if d.labels.id == "B4-03")
    assert dossier.labels.criteres["B4-C1"].niveau is Niveau.DEMONTRE
    assert dossier.labels.criteres["B4-C2"].indicateurs["B4-C2-I3"].etat is Etat.ABSENT
    assert dossier.text.startswith("# Responsable d’unité de traitement du linge")


def test_the_folds_share_nothing_and_cover_everything(gold: GoldSet) -> None:
    assert not {d.labels.id for d in gold.dossiers("develop")} & {d.labels.id for d in gold.dossiers("test")}
    assert len({p.indicateur for p in gold.bank("develop")}) == 218
    assert len({p.indicateur for p in gold.bank("test")}) == 94 + 40
    assert (
        leaks([p.text for p in gold.bank("test") if p.kind not in ("parrot", "course")], [p.text for p in gold.bank("develop")])
        == []
    )
    assert {q.id[-1] for q in gold.questions("test")} == set("13579")


def test_nothing_of_the_test_fold_is_in_what_is_shipped(gold: GoldSet) -> None:
    shipped = [
        path.read_text(encoding="utf-8")
        for room in ("assistant/knowledge", "ingestion/sources", "prompts")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".yaml", ".json", ".md", ".txt", ".j2"}
    ]
    assert len(shipped) > 10
    tested = [p.text for p in gold.bank("test") if p.kind not in ("parrot", "course")]
    assert leaks(tested, shipped) == []
    law = [(ROOT / "ingestion/sources/referentiel.txt").read_text(encoding="utf-8")]
    written = [d.text for d in gold.dossiers("test")]
    repeated = set(leaks(written, law))  # a dossier may recite the référentiel: that is what parroting is
    assert set(leaks(written, shipped)) - repeated == {"des actions seront mises en place tout au long de l annee"}


def test_what_people_type_to_learn_from_is_nothing_that_is_asked_to_test(gold: GoldSet) -> None:
    learned = [p.text for p in gold.phrases()]
    learned += [q.text for q in gold.learned_questions()]
    tested = [*gold.questions("test"), *read_questions(GOLD / "questions-test.jsonl")]
    assert leaks([q.text for q in tested], learned) == []
    asked = {" ".join(fold(q.text).split()) for q in tested}
    assert asked.isdisjoint(" ".join(fold(text).split()) for text in learned)


def test_neutral_talk_to_learn_from_is_none_of_the_padding_to_test_with(gold: GoldSet) -> None:
    padding = [
        path.read_text(encoding="utf-8")
        for path in (ROOT / "evaluations" / "resources").rglob("*")
        if path.suffix in (".jsonl", ".tsv", ".txt")
    ]
    assert len(padding) > 3
    assert leaks(list(gold.neutral_talk()), padding) == []


def test_a_copied_sentence_is_a_leak_whatever_its_typography() -> None:
    sentence = "Le 12 mai, j’ai comparé l’offre de trois prestataires avec la directrice et le comptable."
    copied = "Exemple : le 12 mai, j'ai comparé l'offre de trois prestataires avec la directrice et le comptable, puis tranché."
    assert leaks([sentence], [copied])
    assert leaks([sentence], ["Le 12 mai, j’ai comparé trois offres avec la directrice."]) == []


def _rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / "dossiers" / "B6-01" / "gold.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("B6-C1:", "B9-C1:", "critère inconnu B9-C1"),
        ("niveau: evoque", "niveau: excellent", "n’est pas accepté"),
        ("bloc: B6", "bloc: six", "bloc"),
    ],
)
def test_a_label_that_cannot_be_right_is_refused_with_its_place(
    old: str, new: str, said: str, folder: Path, knowledge: Knowledge
) -> None:
    _rewrite(folder, old, new)
    with pytest.raises(InputError, match=said):
        GoldSet(knowledge, folder).dossiers()


def test_a_quote_that_the_draft_does_not_have_is_refused(folder: Path, knowledge: Knowledge) -> None:
    draft = folder / "dossiers" / "B6-01" / "draft.md"
    draft.write_text("# Tout autre chose\n", encoding="utf-8")
    with pytest.raises(InputError, match="citation absente"):
        GoldSet(knowledge, folder).dossiers()


def test_a_passage_of_an_unknown_indicateur_is_refused(folder: Path, knowledge: Knowledge) -> None:
    (folder / "evidence-bank" / "develop").mkdir(parents=True)
    line = {"id": "x", "indicateur": "B1-C1-I99", "kind": "shows", "text": "t", "also": []}
    (folder / "evidence-bank" / "develop" / "B1.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(InputError, match="ligne 1"):
        GoldSet(knowledge, folder).bank()


def test_a_phrase_about_an_unknown_indicateur_is_refused(folder: Path, knowledge: Knowledge) -> None:
    line = {"id": "P0001", "indicateur": "B1-C1-I99", "text": "qui paie ?"}
    (folder / "phrases.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(InputError, match="B1-C1-I99"):
        GoldSet(knowledge, folder).phrases()


def test_a_dossier_without_a_fold_is_refused(folder: Path, knowledge: Knowledge) -> None:
    (folder / "folds.yaml").write_text(
        "dossiers: {develop: [], test: []}\nindicateurs: {develop: [], test: []}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match="aucun pli"):
        GoldSet(knowledge, folder).dossiers()
