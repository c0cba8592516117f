"""The words of the oral cover what interviews ask, and can be said aloud."""

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.domain.interview import PARTS, SpokenCritere
from assistant.errors import KnowledgeInvalid
from assistant.knowledge.loader import load_knowledge

KNOWLEDGE = load_knowledge()


def _questions(critere: SpokenCritere) -> list[str]:
    own = [q for e in critere.elements.values() for q in (e.referentiel, e.terrain, e.risques) if q]
    return [*own, *(critere.relances.of(part) for part in PARTS)]


def test_every_indicateur_that_an_interview_may_ask_about_has_its_words() -> None:
    asked = [*KNOWLEDGE.grille("B3").criteres, *KNOWLEDGE.grille("B4").criteres, *KNOWLEDGE.entretien]
    spoken = {s.code: set(s.elements) for s in KNOWLEDGE.oral}
    assert spoken == {c.code: {i.code for i in c.indicateurs} for c in asked}


def test_no_question_is_written_twice_and_each_is_one_sentence_that_can_be_said() -> None:
    every = [q for critere in KNOWLEDGE.oral for q in _questions(critere)]
    assert len(set(every)) == len(every)
    for question in every:
        assert re.match(r"[A-ZÀÉÊ]", question), question
        assert question.endswith(("\u202f?", ".")), question
        assert len(re.findall(r"[?.](?:\s|$)", question)) == 1, question
        assert len(question) <= 130, question
        assert "!" not in question
        assert "'" not in question
        assert "(e)" not in question


def test_subjects_can_follow_sur() -> None:
    for critere in KNOWLEDGE.oral:
        for element in critere.elements.values():
            assert re.match(r"(?:l’|le |la |les |vos |votre |ce que |une )", element.sujet), element.sujet
            assert not element.sujet.endswith((".", "?"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      E1-I1:", "      E1-I9:", "E1-I9 n’est pas un indicateur de E1"),
        ("      E1-I1:", "      E1-I9:", "E1-I1 manque parmi les éléments de E1"),
        ("  - code: E5", "  - code: B3-C9", "B3-C9 n’est ni un critère"),
        ("  - code: E5", "  - code: E4", "le code E4 sert deux fois"),
    ],
)
def test_a_mistake_of_a_trainer_is_told_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / "connaissances"
    shutil.copytree(Path(str(files("assistant.knowledge"))), folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = folder / "oral.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeInvalid) as refused:
        load_knowledge(folder=folder)
    assert said in str(refused.value)
    assert "oral.yaml" in str(refused.value)
