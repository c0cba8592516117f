"""Words in the order of a language, and the same words shuffled."""

import random
from math import log

import pytest
from assistants import gold_draft
from drafts import draft_from_markdown

from assistant.bootstrap import Assistant
from assistant.text.segment import passages
from assistant.text.word_order import in_order
from evaluations.training.word_order import learned

SAID = (
    "Le 4 mars, j’ai comparé trois devis avec la comptable de l’antenne, puis j’ai retenu celui de Tours parce que le "
    "formateur se déplace et que la salle est comprise dans le prix."
)
TEXTED = (
    "g comparé 3 devis avec la comptable le 4 mars é j’ai pris celui de Tours pcq le formateur se déplace et que la salle "
    "est comprise ds le prix, c tt"
)
TABLE = "| Poste | Prévu | Réalisé |\n|---|---|---|\n| Salle | 300 | 280 |\n| Formateur | 2 400 | 2 350 |\n| Repas | 190 | 210 |"


def _shuffled(text: str, seed: int) -> str:
    words = text.split()
    random.Random(seed).shuffle(words)
    return " ".join(words)


@pytest.mark.parametrize("text", [SAID, SAID.upper(), TEXTED, TABLE, "Devis, comptable, salle, Tours, formateur.", ""])
def test_what_people_write_is_in_order(text: str) -> None:
    assert in_order(text)


@pytest.mark.parametrize("seed", range(20))
def test_the_same_words_shuffled_are_not(seed: int) -> None:
    assert not in_order(_shuffled(SAID, seed))


@pytest.mark.parametrize("dossier", ["B1-04", "B4-02", "B6-55"])
def test_every_passage_of_a_dossier_is_in_order(dossier: str) -> None:
    draft = gold_draft(dossier)
    assert [draft.slice(p.span) for p in passages(draft) if not in_order(draft.slice(p.span))] == []


def test_words_in_no_order_speak_of_no_indicateur(assistant: Assistant) -> None:
    indicateurs = assistant.knowledge.critere("B1-C1").indicateurs
    for text, found in ((SAID, 1), (_shuffled(SAID, 0), 0)):
        draft = draft_from_markdown(text)
        candidates = assistant.matcher.candidates(draft.text, passages(draft), indicateurs)
        assert {len(of_one) for of_one in candidates.values()} == {found}


def test_a_pair_tells_how_much_oftener_it_is_met_than_by_chance() -> None:
    order = learned(["un deux un deux", "un deux"])
    # « un deux » is met three times in four pairs; by chance it would be 3 × 3 / 4.
    assert order.told("un deux") == pytest.approx([log((3 + 1) / (2.25 + 1))], abs=0.01)
    assert order.told("un un") == pytest.approx([log(1 / 1.75)], abs=0.01)
    assert order.told("un, deux") == []
