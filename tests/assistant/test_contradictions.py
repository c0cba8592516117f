"""What an answer says otherwise than a dossier, nature by nature, and what is let go."""

import pytest

from assistant.assessment.contradictions import contradictions

DOSSIER = (
    "J’ai mené six entretiens avec les chefs d’équipe. Le diagnostic a été restitué au comité de direction le 22 novembre 2024. "
    "Le cahier des charges a été rédigé par la directrice. Aucun test de positionnement n’a été organisé avant l’entrée. "
    "Le budget total s’élève à 8 640 €."
)


@pytest.mark.parametrize(
    ("answer", "kind", "source"),
    [
        ("J’ai mené vingt entretiens avec les chefs d’équipe.", "nombre", "six entretiens"),
        ("Le budget total s’élevait à 12 500 euros.", "nombre", "8 640"),
        ("Le diagnostic a été restitué au comité de direction le 9 mars 2024.", "date", "22 novembre"),
        ("C’est moi qui ai rédigé le cahier des charges.", "role", "par la directrice"),
        ("J’ai organisé un test de positionnement avant l’entrée.", "fait", "Aucun test"),
        ("Le diagnostic n’a jamais été restitué au comité de direction.", "fait", "restitué"),
    ],
)
def test_a_claim_that_the_dossier_does_not_bear_out_is_shown_with_both_passages(answer: str, kind: str, source: str) -> None:
    said = f"Bonjour. {answer} Voilà."
    (clash,) = contradictions(said, DOSSIER)
    assert clash.kind == kind
    assert clash.answer.quote == answer
    assert said[clash.answer.start : clash.answer.end] == answer
    assert source in clash.dossier.quote
    assert DOSSIER[clash.dossier.start : clash.dossier.end] == clash.dossier.quote
    assert clash.message.endswith(".")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Je ne sais pas.",
        DOSSIER,
        "J’ai mené les six entretiens moi-même.",
        "J’ai mené une demi-douzaine d’entretiens avec les chefs d’équipe.",
        "Le budget total est d’environ 8 600 euros.",
        "Le diagnostic a été restitué en novembre.",
        "La directrice a rédigé le cahier des charges, je l’ai relu.",
        "J’aurais dû organiser un test de positionnement avant l’entrée.",
        "L’année suivante, j’ai mené douze entretiens avec les chefs d’équipe.",
        "Je n’ai pas organisé de test de positionnement.",
        "J’ai rédigé le compte rendu du comité de direction.",
    ],
)
def test_what_agrees_adds_or_regrets_is_let_go(answer: str) -> None:
    assert contradictions(answer, DOSSIER) == ()


@pytest.mark.parametrize(
    ("dossier", "answer", "kinds"),
    [
        ("Le parcours compte 98 heures, en 14 journées.", "Le parcours dure 140 heures.", ["nombre"]),
        ("Le parcours compte 98 heures, en 14 journées.", "Le stage dure 140 heures.", []),
        ("Le parcours compte 98 heures.", "Le parcours des tuteurs dure 14 heures.", []),
        ("Une collègue, Mme D., a construit les grilles d’évaluation.", "J’ai construit les grilles d’évaluation.", ["role"]),
        ("Ma collègue, formatrice depuis dix ans, a animé l’atelier.", "J’ai animé l’atelier sur la sécurité.", ["role"]),
        ("Notre centre compte 11 salariés permanents.", "Dans un centre voisin, il y a 40 salariés permanents.", []),
        ("Notre centre compte 11 salariés permanents.", "Notre centre compte 40 salariés permanents.", ["nombre"]),
    ],
)
def test_what_is_measured_who_acts_and_where_are_told_apart(dossier: str, answer: str, kinds: list[str]) -> None:
    assert [clash.kind for clash in contradictions(answer, dossier)] == kinds


def test_nothing_to_compare_with_is_no_contradiction() -> None:
    assert contradictions("J’ai mené vingt entretiens.", "") == ()


def test_long_texts_are_compared_quickly() -> None:
    assert len(contradictions("J’ai mené vingt entretiens avec les chefs d’équipe.", f"{DOSSIER}\n" * 400)) == 1
