"""Words read aloud by a jury speak of what it asks."""

import pytest

from assistant.bootstrap import Assistant
from assistant.domain.grille import Indicateur
from assistant.oral.relevance import Relevance
from assistant.retrieval.static import load_static


def _about(assistant: Assistant, code: str, words: str) -> int:
    criteres = assistant.knowledge.grille(code[:2]).criteres
    wanted: Indicateur = next(i for c in criteres for i in c.indicateurs if i.code == code)
    return Relevance(load_static(), criteres).of(wanted)(words)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("B3-C2-I6", "Tout ce que j'avais noté, je l'ai découpé en bandes et posé sur la table en tas qui vont ensemble"),
        ("B4-C3-I6", "Budget : 640 000 €, dont 38 % de conception, 47 % de déploiement, 15 % de licences"),
        ("B4-C2-I2", "Le Gantt a été décalé de six semaines, les directeurs prévenus le lendemain"),
    ],
)
def test_words_that_speak_of_an_element_are_told(assistant: Assistant, code: str, words: str) -> None:
    assert _about(assistant, code, words) > 0


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("B3-C6-I5", "Au départ le patron me dit dans la cour que rien ne va"),
        ("B3-C7-I3", "J'ai mis côte à côte ce que dit le cahier et ce que j'ai vu"),
        ("B4-C3-I6", "Le Gantt a été décalé de six semaines, les directeurs prévenus le lendemain"),
        ("B4-C3-I6", "xyz"),
    ],
)
def test_words_that_speak_rather_of_others_are_not(assistant: Assistant, code: str, words: str) -> None:
    assert _about(assistant, code, words) == 0


def test_words_that_name_the_element_and_that_nothing_else_is_nearer_to_count_most(assistant: Assistant) -> None:
    assert (
        _about(assistant, "B4-C3-I6", "Budget : 640 000 €, dont 38 % de conception, 47 % de déploiement, 15 % de licences") == 3
    )
