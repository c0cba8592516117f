import pytest

from assistant.text.aspects import leans_on_before, meaning_asked, only_greets, step
from assistant.text.spoken import SpokenFrench


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("c koi la differense ?", "c'est quoi la difference ?"),
        ("Keski manque ds mon texte", "qu'est-ce qui manque dans mon texte"),
        ("sa dure cb de tps loral", "ca dure combien de temps l'oral"),
        ("stpppp", "s'il te plait"),
        ("Le critère B1-C3", "le critere b1-c3"),
        ("", ""),
    ],
)
def test_short_forms_are_spelt_out(typed: str, spelt: str) -> None:
    assert SpokenFrench().spelt(typed) == spelt


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("c'est quoi le positionnement ?", "positionnement"),
        ("que veut dire reste a charge", "reste a charge"),
        ("multimodalite c'est quoi", "multimodalite"),
        ("comment positionner les stagiaires ?", None),
    ],
)
def test_a_meaning_that_is_asked_is_found(question: str, words: str | None) -> None:
    assert meaning_asked(question) == words


def test_what_leans_on_the_turn_before_is_told() -> None:
    assert leans_on_before("et pour le bloc 4 ?")
    assert not leans_on_before("combien de pages pour le bloc 4 ?")
    assert [step("et le suivant ?"), step("le precedent"), step("la suite du parcours")] == [1, -1, 0]


@pytest.mark.parametrize(("said", "greets"), [("bonjour", True), ("merci beaucoup !", True), ("bonjour, que dit B1-C1 ?", False)])
def test_a_greeting_alone_asks_nothing(said: str, greets: bool) -> None:
    assert only_greets(said) is greets
