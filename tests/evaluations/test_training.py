from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Etat
from assistant.retrieval.static import load_static, signature
from assistant.retrieval.word_runs import MANNERS
from evaluations.gold import BankPassage, Dossier, GoldSet, LabelledCritere, LabelledIndicateur, Labels
from evaluations.training.export import sentence_transformer
from evaluations.training.material import Aside, Draft, asides, keyword_heaps, padded
from evaluations.training.quotes import author_of, holds
from evaluations.training.tokens import tokens
from evaluations.training.vectors import Lesson, VectorTrainer, bank_lessons, dossier_lessons, grille_lessons

PAYING, GREETING = "B1-C1-I1", "B2-C2-I2"
SAID = {
    PAYING: ["Le patron et la caisse régionale ont payé la moitié chacun.", "La caisse a payé, le patron a refusé."],
    GREETING: ["Le nouveau collègue a été accueilli le lundi par Samia.", "Samia accueille chaque nouveau collègue."],
}


def _lessons(manner: int = 0) -> list[Lesson]:
    manners = tuple(float(n == manner) for n in range(len(MANNERS)))
    return [
        Lesson(text, f"main-{n}", "bank", {code: 1.0}, manners) for code, texts in SAID.items() for n, text in enumerate(texts)
    ]


def _trainer(assistant: Assistant, lessons: Sequence[Lesson]) -> VectorTrainer:
    return VectorTrainer(assistant.knowledge, lessons, tokens(lesson.text for lesson in lessons))


def test_words_learned_for_an_indicateur_point_to_it(assistant: Assistant) -> None:
    talk = Lesson("Il est important de bien accueillir.", "main-0", "bank", {}, (0.0, 1.0, 0.0, 0.0))
    trainer = _trainer(assistant, [*_lessons(), talk])
    asked = ["qui a payé ?", "un collègue accueilli"]
    assert _nearest(trainer.vectors().dimensions, trainer.vectors().read(asked)) == [PAYING, GREETING]


def test_runs_of_words_point_to_their_indicateur_and_tell_how_it_is_said(assistant: Assistant) -> None:
    talk = Lesson("Il est important de bien accueillir.", "main-0", "bank", {}, (0.0, 1.0, 0.0, 0.0))
    runs = _trainer(assistant, [*_lessons(), talk] * 5).runs()  # a run of fewer lessons is not learned
    read = runs.read(["la caisse a", "nouveau collègue", SAID[PAYING][0], talk.text])
    assert _nearest(runs.dimensions, read.topics[:2]) == [PAYING, GREETING]
    shown, said = read.manners[2:]
    assert shown[0] > said[0]
    assert said[1] > shown[1]


def _nearest(dimensions: Sequence[str], topics: NDArray[np.float64]) -> list[str]:
    return [dimensions[int(n)].partition("/")[0] for n in np.argmax(topics, axis=1)]


def test_a_group_left_out_teaches_nothing(assistant: Assistant) -> None:
    own = Lesson("Le zébulon est gratuit.", "à part", "bank", {PAYING: 1.0}, (1.0, 0.0, 0.0, 0.0))
    twice = [*_lessons(), own, Lesson("Un zébulon.", "à part", "bank", {PAYING: 1.0}, (1.0, 0.0, 0.0, 0.0))]
    trainer = _trainer(assistant, twice)
    assert trainer.vectors().read(["zébulon"]).any()
    assert not trainer.vectors("à part").read(["zébulon"]).any()


def test_leaving_a_group_out_afterwards_is_as_never_having_learned_it(assistant: Assistant) -> None:
    texts = ("Le patron a payé le nouveau collègue.", "Samia a refusé la caisse.")
    learned = [Lesson(t, "à part", "bank", {GREETING: 1.0}, (0.0, 0.0, 1.0, 0.0)) for t in texts]
    heard = [Lesson(t, "à part", "bank", {}, None) for t in texts]  # their words are known all the same
    kept, tokenizer = [*_lessons(), *_lessons(manner=1)[:1]], load_static().tokenizer
    trainer = VectorTrainer(assistant.knowledge, [*kept * 5, *learned * 5], tokenizer)
    never = VectorTrainer(assistant.knowledge, [*kept * 5, *heard * 5], tokenizer)
    vectors, runs = never.vectors().table.astype(int), never.runs().table.astype(int)
    assert np.abs(trainer.vectors("à part").table - vectors).max() <= 1  # whole numbers of up to 32 000, once rounded
    assert np.abs(trainer.vectors().table - vectors).max() > 1000
    assert np.abs(trainer.runs("à part").table - runs).max() <= 1
    assert np.abs(trainer.runs().table - runs).max() > 10


def test_training_twice_gives_the_same_vectors(assistant: Assistant) -> None:
    tokenizer = load_static().tokenizer
    one, other = (VectorTrainer(assistant.knowledge, _lessons(), tokenizer).vectors() for _ in range(2))
    assert one.id == other.id


def test_bank_passages_teach_their_subject_unless_they_miss_it() -> None:
    kinds = ("shows", "negated", "neighbour")
    bank = [
        BankPassage.model_validate({"id": kind, "indicateur": PAYING, "kind": kind, "text": "…", "also": [GREETING]})
        for kind in kinds
    ]
    shown, denied, beside = bank_lessons(bank)
    assert shown.topics == {PAYING: 1.0, GREETING: 0.5}
    assert (shown.manners, denied.manners) == ((1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0))
    assert beside.topics == {}
    assert len({lesson.group for lesson in bank_lessons(bank * 8)}) == 8


def test_the_quotes_of_a_dossier_say_what_its_passages_are_about() -> None:
    text = "Nous avons comparé deux financements.\n\nIl pleuvait.\n\nLe tutorat n’a pas été prévu."
    indicateurs = {
        PAYING: LabelledIndicateur(etat=Etat.ATTESTE, quotes=("comparé deux financements",)),
        "B1-C2-I1": LabelledIndicateur(etat=Etat.CONTREDIT, quotes=("Le tutorat n’a pas été prévu.",)),
    }
    critere = LabelledCritere.model_validate({"niveau": "partiel", "indicateurs": indicateurs})
    labels = Labels(id="B1-03", bloc="B1", niveau_global="…", style="…", context="…", criteres={"B1-C1": critere})
    shown, rain, denied = dossier_lessons([Dossier(labels=labels, text=text, fold="develop")])
    assert (shown.topics, shown.manners, shown.group) == ({PAYING: 1.0}, (1.0, 0.0, 0.0, 0.0), "O-B1")
    assert (rain.topics, rain.manners) == ({}, (0.0, 0.0, 0.0, 1.0))
    assert (denied.topics, denied.manners) == ({"B1-C2-I1": 1.0}, (0.0, 0.0, 1.0, 0.0))


def test_every_indicateur_has_a_lesson_of_the_grille(assistant: Assistant) -> None:
    lessons = list(grille_lessons(assistant.knowledge))
    assert [next(iter(lesson.topics)) for lesson in lessons] == [
        i.code for g in assistant.knowledge.grilles for c in g.criteres for i in c.indicateurs
    ]
    assert signature(assistant.knowledge.critere("B1-C1").indicateurs[0]) in load_static().dimensions


@pytest.mark.parametrize(
    ("dossier", "author"),
    [("B1-05", "O-B1"), ("B4-12", "V2"), ("B5-15", "V2"), ("B1-16", "W16"), ("B6-16", "W16"), ("B2-61", "X60"), ("B6-66", "X64")],
)
def test_each_dossier_has_its_author(dossier: str, author: str) -> None:
    assert author_of(dossier) == author


def test_a_quote_longer_than_the_passage_is_in_it_when_the_passage_is_most_of_it() -> None:
    passage = "Nous avons comparé deux financements avec la candidate"
    assert holds(passage, [f"{passage}. Puis nous avons choisi."])
    assert holds(passage, ["DEUX  financements"])
    assert not holds("Nous", ["Nous avons comparé"])


def test_no_dossier_of_the_test_half_is_learned_from(assistant: Assistant) -> None:
    aside = {d.labels.id for d in GoldSet(assistant.knowledge).dossiers("test")}
    learned = {d.labels.id for d in GoldSet(assistant.knowledge).dossiers("develop")}
    assert aside
    assert not aside & learned


def test_sentence_transformers_gives_the_same_vectors_as_the_product(tmp_path: Path) -> None:
    vectors = load_static()
    texts = ["On a rappelé les anciens six mois après.", "Le budget : 4 200 €, œuvre de Mme Ali.", "Zzz"]
    model = sentence_transformer(vectors)
    ours = vectors.read([t.replace("œ", "oe") for t in texts])
    theirs = model.encode([t.replace("œ", "oe") for t in texts])
    assert np.allclose(ours, theirs, atol=1e-5)
    model.save_pretrained(str(tmp_path))
    assert np.allclose(type(model)(str(tmp_path), device="cpu").encode(texts[:1]), ours[:1], atol=1e-5)


def test_a_paragraph_about_another_subject_is_read_for_the_indicateurs_of_every_bloc_that_it_resembles_most(
    assistant: Assistant,
) -> None:
    found = list(
        asides(assistant.knowledge, ["J’ai pesé la farine le 4 mars, puis j’ai comparé deux fours."], lambda _: assistant.matcher)
    )
    assert [a.bloc for a in found] == ["B1", "B2", "B3", "B4", "B5", "B6"]
    assert {len(a.rows) for a in found} == {8}
    assert all(code.startswith(f"{a.bloc}-") for a in found for code in a.rows)


def test_a_dossier_with_other_paragraphs_keeps_what_it_shows() -> None:
    draft = Draft("B1-01", "O-B1", False, [], rows={"B1-C1-I1": np.ones((2, 3)), "B1-C1-I2": np.ones((1, 3))})
    beside = padded(draft, [Aside(4, "B1", {"B1-C1-I1": np.zeros((1, 3))})])
    assert beside.rows["B1-C1-I1"].tolist() == [[1, 1, 1], [1, 1, 1], [0, 0, 0]]
    assert beside.rows["B1-C1-I2"].tolist() == [[1, 1, 1]]
    assert draft.rows["B1-C1-I1"].tolist() == [[1, 1, 1], [1, 1, 1]]


def test_heaps_of_expert_words_hold_them_as_people_type_them_and_are_always_the_same(assistant: Assistant) -> None:
    heaps = list(keyword_heaps(assistant.knowledge))
    assert len(heaps) == 6 * 24
    assert heaps == list(keyword_heaps(assistant.knowledge))
    assert not any(set("*~<>") & set(heap) for heap in heaps)
    assert all(8 <= heap.count(", ") + 1 < 60 for heap in heaps)
