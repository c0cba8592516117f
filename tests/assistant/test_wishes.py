import pytest

from assistant.bootstrap import Assistant
from assistant.coaching.wishes import WISHES, Hearing, WishReader, likeliest
from assistant.text.spoken import SpokenFrench

ASKED = [
    ("tu me ponds un petit texte sur l'accueil des nouveaux ?", "ecrire"),
    ("reformule ça en mieux stp", "ecrire"),
    ("fé moi la partie budget", "ecrire"),
    ("donne trois phrases toutes prêtes pour ma conclusion", "ecrire"),
    ("à ton avis le jury va me le donner ?", "predire"),
    ("honnêtement ça suffira pour avoir mon titre ?", "predire"),
    ("mes chances sur cent ?", "predire"),
    ("comment faire pousser des courgettes", "hors-sujet"),
    ("mon employeur peut-il refuser mes congés d'été", "hors-sujet"),
    ("quel vaccin pour partir au Kenya", "hors-sujet"),
    ("comment montrer que mes stagiaires ont progressé ?", "repondre"),
    ("j'ai fait le point chaque lundi avec les formateurs", "repondre"),
    ("à quoi sert la convention avec l'entreprise", "repondre"),
    ("la soutenance dure combien de temps ?", "examen"),
]


@pytest.mark.parametrize(("question", "wish"), ASKED)
def test_a_wish_is_told_from_the_way_it_is_said(assistant: Assistant, question: str, wish: str) -> None:
    spelt = SpokenFrench().spelt(question)
    assert WishReader().read(spelt, assistant.coach.hear(spelt)).wish == wish


def test_a_decision_can_be_read_from_what_it_adds_up() -> None:
    read = WishReader().read("redige ma conclusion", Hearing(understood=0.5, words=1.0, parts=0.1))
    assert read.wish == "ecrire"
    assert 0.5 < read.certainty <= 1
    assert "r:write" in read.because


def test_an_answer_must_be_likelier_than_all_refusals_together() -> None:
    close = [1.0, -9.0, 0.9, 0.9, -9.0]
    assert WISHES[likeliest(close)[0]] == "ecrire"
    assert WISHES[likeliest([2.5, -9.0, 0.9, 0.9, -9.0])[0]] == "repondre"


def test_the_subject_of_a_request_is_what_it_is_about() -> None:
    assert WishReader().subject("redige ma conclusion sur le budget") == "ma sur le budget"
