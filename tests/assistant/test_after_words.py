"""Only talk and denials are read aloud: a ready-made question seldom fits a fact."""

import pytest

from assistant.domain.feedback import Etat
from assistant.domain.interview import JuryStyle
from assistant.oral.after_words import is_talk, of_talk
from assistant.oral.choice import Chooser

FACT = "Le 20 mars, j'ai vu la cadre de la dialyse, 45 minutes, dans son bureau"
TALK = "On a fait attention à ce que tout le monde puisse suivre"


@pytest.mark.parametrize(
    ("words", "etat", "talk"),
    [
        (TALK, Etat.EVOQUE, True),
        ("L'alignement pédagogique est respecté dans tous les modules", Etat.PARTIEL, True),
        (TALK, Etat.ATTESTE, False),
        (FACT, Etat.EVOQUE, False),
        ("Il faut savoir se remettre en question", Etat.EVOQUE, False),
        ("Les objectifs de changement désignent les effets attendus par l'organisation", Etat.EVOQUE, False),
        ("Chaque formateur fera ses objectifs", Etat.EVOQUE, False),
        (FACT, Etat.PARTIEL, False),
        (FACT, Etat.ATTESTE, False),
    ],
)
def test_talk_is_what_a_gap_claims_in_general(words: str, etat: Etat, *, talk: bool) -> None:
    assert is_talk(words, etat) is talk


@pytest.mark.parametrize("style", ["referentiel", "terrain", "qualite-risques"])
def test_a_jury_asks_for_the_fact_in_two_ways_before_it_repeats_itself(style: JuryStyle) -> None:
    deck = of_talk(style, Chooser(style, "B3/1", ()))
    one, two, three = deck.next(), deck.next(), deck.next()
    assert one != two
    assert three != two
    assert three == one
