"""What a jury asks after words read aloud is about what they say."""

import pytest

from assistant.domain.feedback import Etat
from assistant.domain.interview import JuryStyle
from assistant.oral.after_words import AfterWords
from assistant.oral.choice import Chooser

FACT = "Le 20 mars, j'ai vu la cadre de la dialyse, 45 minutes, dans son bureau"
TALK = "Il faut savoir se remettre en question"


def _after(style: JuryStyle) -> AfterWords:
    return AfterWords(style, Chooser(style, "B3/1", ()))


@pytest.mark.parametrize("style", ["referentiel", "terrain", "qualite-risques"])
def test_of_a_fact_each_part_has_its_own_question(style: JuryStyle) -> None:
    after = _after(style)
    asked = [after.ask(FACT, Etat.PARTIEL, part) for part in ("contexte", "action", "resultat", "analyse")]
    assert None not in asked
    assert len(set(asked)) == 4


def test_of_talk_the_jury_asks_for_the_fact_in_two_ways_before_it_repeats_itself() -> None:
    after = _after("terrain")
    one, two, three = (after.ask(TALK, Etat.PARTIEL, "contexte") for _ in range(3))
    assert {one, two} == {
        "Donnez-nous-en un exemple précis, tiré de votre projet.",
        "Comment cela s’est-il passé dans votre projet\u00a0?",
    }
    assert three != two


def test_a_fact_that_is_only_evoked_is_asked_about_as_talk() -> None:
    assert _after("terrain").ask(FACT, Etat.EVOQUE, "resultat") in (
        "Donnez-nous-en un exemple précis, tiré de votre projet.",
        "Comment cela s’est-il passé dans votre projet\u00a0?",
    )


def test_words_that_show_an_element_without_telling_a_fact_get_the_question_of_the_element() -> None:
    assert _after("terrain").ask(TALK, Etat.ATTESTE, "contexte") is None


def test_a_plan_is_asked_about_as_a_plan() -> None:
    plan = "Le 12 mai, je présenterai le tableau à la directrice"
    asked = _after("qualite-risques").ask(plan, Etat.ATTESTE, "resultat")
    assert asked == "Qu’est-ce qui pourrait vous en empêcher, et que feriez-vous alors\u00a0?"
