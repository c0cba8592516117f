"""The owner's document, read: exact counts, and every wording as it stands there."""

import re

import pytest
from referentiel_shapes import SOURCE, closing, source_fiches, squeezed, without_number

from assistant.domain.referentiel import Competence, Referentiel
from ingestion.parse_referentiel import parse_referentiel


@pytest.fixture(scope="module")
def referentiel() -> Referentiel:
    return parse_referentiel(SOURCE.read_bytes(), "referentiel.txt")


def competence(referentiel: Referentiel, code: str) -> Competence:
    return next(c for bloc in referentiel.blocs for c in bloc.competences if c.code == code)


def test_the_source_has_three_fonctions_six_activites_and_six_blocs(referentiel: Referentiel) -> None:
    assert [f.code for f in referentiel.fonctions] == ["F1", "F2", "F3"]
    assert [(a.code, a.fonction, len(a.taches)) for a in referentiel.activites] == [
        ("A1.1", "F1", 8),
        ("A1.2", "F1", 5),
        ("A2.1", "F2", 5),
        ("A2.2", "F2", 4),
        ("A3.1", "F3", 5),
        ("A3.2", "F3", 3),
    ]
    assert [(b.code, b.activite) for b in referentiel.blocs] == [
        ("B1", "A1.1"),
        ("B2", "A1.2"),
        ("B3", "A2.1"),
        ("B4", "A2.2"),
        ("B5", "A3.1"),
        ("B6", "A3.2"),
    ]


def test_the_source_has_thirty_seven_competences_and_thirty_nine_criteres(referentiel: Referentiel) -> None:
    assert [c.code for b in referentiel.blocs for c in b.competences] == [
        f"C{bloc}.{n}" for bloc, count in enumerate((6, 6, 6, 7, 6, 6), 1) for n in range(1, count + 1)
    ]
    assert [c.code for b in referentiel.blocs for c in b.criteres] == [
        f"B{bloc}-C{n}" for bloc, count in enumerate((8, 6, 7, 7, 6, 5), 1) for n in range(1, count + 1)
    ]


def test_every_wording_is_the_source_s(referentiel: Referentiel) -> None:
    for bloc, fiche in zip(referentiel.blocs, source_fiches(), strict=True):
        assert [c.texte for c in bloc.competences] == [without_number(c) for c in fiche.competences]
        assert [c.texte for c in bloc.criteres] == list(fiche.criteres)
    words = squeezed(re.sub(r"<[^>]+>", "", SOURCE.read_text(encoding="utf-8")))
    for texte in (t for a in referentiel.activites for t in (a.intitule, *a.taches)):
        assert texte in words


def test_no_tag_and_no_double_space_is_left_anywhere(referentiel: Referentiel) -> None:
    for text in re.findall(r'"((?:[^"\\]|\\.)*)"', referentiel.model_dump_json()):
        assert "<" not in text
        assert "  " not in text


def test_the_intitule_of_a_bloc_is_that_of_its_activite(referentiel: Referentiel) -> None:
    intitules = {a.code: a.intitule for a in referentiel.activites}
    assert [b.intitule for b in referentiel.blocs] == [intitules[b.activite or ""] for b in referentiel.blocs]
    assert intitules["A3.2"] == "Animation de la réflexion pédagogique au sein de l'organisme"


def test_a_fonction_worded_in_two_ways_keeps_the_first_and_says_so(referentiel: Referentiel) -> None:
    assert referentiel.fonctions[0].intitule == "Pilotage d'actions ou de dispositifs de formation"
    [line] = [line for line in referentiel.report if "F1" in line.message]
    assert line.severity == "info"
    assert "Pilotage d'actions et de dispositifs de formation" in line.message


def test_nothing_is_missing_from_the_source(referentiel: Referentiel) -> None:
    assert {line.severity for line in referentiel.report} == {"info"}
    assert referentiel.intitule is None


def test_a_competence_is_split_into_action_finalite_and_moyens(referentiel: Referentiel) -> None:
    first = competence(referentiel, "C1.1")
    assert first.action == (
        "Informer et conseiller des candidats sur la mise en œuvre et le financement de leurs parcours de formation"
    )
    assert first.finalite == "afin de répondre à leurs projets professionnels"
    assert first.moyens == "en optimisant les moyens disponibles"


@pytest.mark.parametrize(
    ("code", "action", "finalite", "moyens"),
    [
        ("C1.2", "Concevoir et organiser", "afin de proposer", "en formalisant les processus"),
        ("C1.3", "Elaborer le budget", "afin d'en maîtriser l'équilibre financier", "en utilisant"),
        ("C2.4", "Conseiller un intervenant", "afin d'atteindre", "en l'aidant à analyser"),
        ("C2.5", "Identifier les besoins", "afin de définir des plans d'action (", "en réalisant notamment"),
        ("C3.6", "Dans le cadre d'un appel d'offres, identifier", "afin de décider", "en analysant"),
        ("C4.2", "Planifier les actions à mettre en œuvre", "afin de concevoir", "en identifiant"),
        ("C4.3", "Choisir les modalités", "afin de concevoir", "en étant attentif"),
        ("C5.2", "Proposer des adaptations", "afin de développer l'activité", "en analysant les évolutions"),
    ],
)
def test_the_parts_of_a_competence_start_where_they_should(
    referentiel: Referentiel, code: str, action: str, finalite: str, moyens: str
) -> None:
    found = competence(referentiel, code)
    assert found.action.startswith(action)
    assert (found.finalite or "").startswith(finalite)
    assert (found.moyens or "").startswith(moyens)


def test_every_part_of_a_competence_is_in_its_wording(referentiel: Referentiel) -> None:
    for found in (c for b in referentiel.blocs for c in b.competences):
        parts = [found.action, found.finalite, found.moyens]
        assert all(part is not None and part in found.texte for part in parts)
        assert sum(len(part or "") for part in parts) > len(found.texte) - 8


def test_et_between_paragraphs_separates_modalites(referentiel: Referentiel) -> None:
    assert [len(b.modalites) for b in referentiel.blocs] == [1, 1, 2, 2, 1, 1]
    assert referentiel.bloc("B3").modalites[1].texte.startswith("Entretien avec deux membres")
    assert referentiel.bloc("B3").modalites[0].texte.endswith("cahier des charges de la demande.")
    assert referentiel.bloc("B4").modalites[1].texte.startswith("Exposé oral devant le jury")
    assert referentiel.bloc("B1").modalites[0].texte.startswith("Mise en situation professionnelle simulée (production écrite")


def test_the_limits_are_data_with_the_words_that_state_them(referentiel: Referentiel) -> None:
    limites = {b.code: [(x.kind, x.value, x.texte) for m in b.modalites for x in m.limites] for b in referentiel.blocs}
    assert limites == {
        "B1": [],
        "B2": [],
        "B3": [("examinateurs", 2, "deux membres de l'équipe pédagogique"), ("pages", 4, "quatre pages")],
        "B4": [("caracteres_max", 140_000, "maximum 140 000 caractères espaces compris")],
        "B5": [],
        "B6": [],
    }
    for modalite in (m for b in referentiel.blocs for m in b.modalites):
        assert all(limite.texte in modalite.texte for limite in modalite.limites)


def test_the_final_interview_has_five_points_in_thirty_minutes(referentiel: Referentiel) -> None:
    attribution, intro, *points = closing()
    entretien = referentiel.entretien_final
    assert entretien is not None
    assert entretien.minutes == 30
    assert entretien.texte == intro
    assert [(p.code, p.texte) for p in entretien.points] == [(f"E{n}", p[2:].rstrip(",.")) for n, p in enumerate(points, 1)]
    assert len(entretien.points) == 5
    assert referentiel.attribution == attribution
