"""What is missing, doubtful or renumbered is said, with its place."""

import re
from dataclasses import replace

import pytest
from referentiel_shapes import SOURCE, Fiche, Shape, as_html, as_text, source_fiches

from assistant.domain.referentiel import Bloc, Competence, Modalite, Referentiel
from ingestion.parse_referentiel import parse_referentiel

FICHES = source_fiches()
HEAD = "Activités\tCompétences\tModalités\tCritères\n"


def parsed(*fiches: Fiche, closing: bool = True) -> Referentiel:
    return parse_referentiel(as_text(fiches, Shape(closing=closing)).encode(), "r.txt")


def with_bloc(number: int, fiche: Fiche) -> Referentiel:
    fiches = list(FICHES)
    fiches[number - 1] = fiche
    return parsed(*fiches)


def warned(referentiel: Referentiel) -> list[tuple[str, str]]:
    return [(line.where, line.message) for line in referentiel.report if line.severity == "warning"]


def test_a_fiche_without_criteres_is_named() -> None:
    found = with_bloc(3, replace(FICHES[2], criteres=()))
    assert ("bloc B3", "Le bloc B3 n’a aucun critère.") in warned(found)
    assert [len(b.criteres) for b in found.blocs] == [8, 6, 0, 7, 6, 5]
    assert len(found.bloc("B3").competences) == 6


def test_a_fiche_without_modalite_or_competence_is_named() -> None:
    assert ("bloc B2", "Le bloc B2 n’a aucune modalité d’évaluation.") in warned(with_bloc(2, replace(FICHES[1], modalites=())))
    found = with_bloc(4, replace(FICHES[3], competences=()))
    assert any("aucune compétence" in message for _, message in warned(found))
    assert len(found.blocs) == 6


def test_a_missing_bloc_leaves_a_gap_that_is_named() -> None:
    found = parsed(*FICHES[:2], *FICHES[3:])
    assert [b.code for b in found.blocs] == ["B1", "B2", "B4", "B5", "B6"]
    assert any("bloc B3" in message for _, message in warned(found))


def test_a_missing_competence_leaves_a_gap_that_is_named() -> None:
    first = FICHES[0]
    found = with_bloc(1, replace(first, competences=first.competences[:2] + first.competences[3:]))
    assert ("bloc B1", "La numérotation saute : compétence C1.3 introuvable.") in warned(found)
    assert [c.code for c in found.bloc("B1").competences] == ["C1.1", "C1.2", "C1.4", "C1.5", "C1.6"]


def test_a_number_used_twice_is_reported_and_no_wording_is_lost() -> None:
    first = FICHES[0]
    third = first.competences[2].replace("1.3.", "1.2.")
    found = with_bloc(1, replace(first, competences=(*first.competences[:2], third, *first.competences[3:])))
    assert any("1.2 sert à deux compétences" in message for _, message in warned(found))
    assert sorted(c.texte for c in found.bloc("B1").competences) == sorted(c.split(" ", 1)[1] for c in first.competences)
    assert len({c.code for c in found.bloc("B1").competences}) == 6


def test_a_competence_of_another_bloc_is_reported() -> None:
    first = FICHES[0]
    found = with_bloc(1, replace(first, competences=(*first.competences[:5], first.competences[5].replace("1.6.", "9.6."))))
    assert any("C9.6" in message and "B1" in message for _, message in warned(found))


def test_a_table_pasted_twice_is_read_once_with_a_warning() -> None:
    found = parsed(*FICHES, FICHES[1])
    assert found.blocs == parsed(*FICHES).blocs
    assert any("deux fois" in message for _, message in warned(found))


def test_no_final_interview_is_a_warning() -> None:
    found = parsed(*FICHES, closing=False)
    assert found.entretien_final is None
    assert ("entretien final", "Aucun entretien final n’est décrit.") in warned(found)


def test_a_dash_that_may_be_an_incise_is_kept_and_reported() -> None:
    critere = "Le plan - une fois validé - est suivi"
    found = with_bloc(6, replace(FICHES[5], criteres=(*FICHES[5].criteres[:4], critere)))
    assert found.bloc("B6").criteres[-1].texte == critere
    assert any("tiret" in message and where.startswith("tableau 6") for where, message in warned(found))


@pytest.mark.parametrize(
    "critere",
    [
        "Les évolutions socio-économiques – climat, emploi – sont vis-à-vis du secteur prises en compte",
        "L'offre « clé en main » – Qualiopi comprise – est décrite",
        "Le rendez-vous est-il tenu ? La suite est notée",
    ],
)
def test_hyphens_and_incises_inside_an_item_do_not_cut_it(critere: str) -> None:
    found = with_bloc(6, replace(FICHES[5], criteres=(critere, *FICHES[5].criteres)))
    assert [c.texte for c in found.bloc("B6").criteres] == [critere, *FICHES[5].criteres]


def test_sub_items_stay_with_the_item_that_announces_them() -> None:
    page = as_html([FICHES[0]], Shape(bullet="li"))
    listed = "<li>Les pièces suivantes sont fournies :<ul><li>le budget</li><li>le planning</li></ul></li></ul></td></tr></table>"
    found = parse_referentiel(re.sub(r"</ul></td></tr></table>", listed, page).encode(), "r.html")
    assert found.bloc("B1").criteres[-1].texte == "Les pièces suivantes sont fournies : le budget ; le planning"
    assert len(found.bloc("B1").criteres) == 9


def test_separators_at_the_end_of_items_are_left_out() -> None:
    ended = (*(f"{c} ;" for c in FICHES[5].criteres[:-1]), f"{FICHES[5].criteres[-1]}.")
    found = with_bloc(6, replace(FICHES[5], criteres=ended))
    assert [c.texte for c in found.bloc("B6").criteres] == list(FICHES[5].criteres)


def only_competence(wording: str) -> Competence:
    table = f"{HEAD}Activité 1.1 Vente\t<p>1.1. {wording}</p><p>1.2. Vendre</p>\tDossier\tLe pain est cuit\n"
    return parse_referentiel(table.encode(), "r.txt").blocs[0].competences[0]


@pytest.mark.parametrize(
    ("wording", "action", "finalite", "moyens"),
    [
        ("Accueillir les clients", "Accueillir les clients", None, None),
        ("Accueillir les clients en situation de travail", "Accueillir les clients en situation de travail", None, None),
        (
            "Travailler en lien avec le jury, en particulier à distance",
            "Travailler en lien avec le jury, en particulier à distance",
            None,
            None,
        ),
        ("Agir en tant que tuteur en avant-première", "Agir en tant que tuteur en avant-première", None, None),
        ("Former en observant le poste, afin de progresser.", "Former", "afin de progresser", "en observant le poste"),
        ("Former les équipes afin qu’elles progressent", "Former les équipes", "afin qu’elles progressent", None),
        ("Agir (en notant les écarts) afin d’aider", "Agir (en notant les écarts)", "afin d’aider", None),
        ("Vendre en s’appuyant sur un argumentaire", "Vendre", None, "en s’appuyant sur un argumentaire"),
        ("Vendre tout en respectant la loi", "Vendre", None, "tout en respectant la loi"),
        ("Suivre un groupe, en y associant les tuteurs", "Suivre un groupe", None, "en y associant les tuteurs"),
    ],
)
def test_only_afin_de_and_gerunds_split_a_competence(wording: str, action: str, finalite: str | None, moyens: str | None) -> None:
    found = only_competence(wording)
    assert (found.texte, found.action, found.finalite, found.moyens) == (wording, action, finalite, moyens)


def only_bloc(modalite: str) -> Bloc:
    table = f"{HEAD}Activité 1.1 Vente\t1.1. Cuire<br>1.2. Vendre\t{modalite}\tLe pain est cuit\n"
    return parse_referentiel(table.encode(), "r.txt").blocs[0]


@pytest.mark.parametrize(
    ("modalite", "limites"),
    [
        ("Dossier de 20 pages maximum", [("pages", 20, "20 pages maximum")]),
        ("Écrit de douze à quinze pages", [("pages", 15, "douze à quinze pages")]),
        ("Rapport d’au moins 10 pages", []),
        ("Oral d’une heure et demie", [("minutes", 90, "une heure et demie")]),
        ("Oral de 1h30 devant trois évaluateurs", [("minutes", 90, "1h30"), ("examinateurs", 3, "trois évaluateurs")]),
        ("Oral : 45 min", [("minutes", 45, "45 min")]),
        ("Oral d’une demi-heure", [("minutes", 30, "une demi-heure")]),
        ("Mission de 35 heures en entreprise", []),
        ("Note de 12 000 signes, espaces comprises", [("caracteres_max", 12_000, "12 000 signes, espaces comprises")]),
        ("Note de cent quarante mille caractères", [("caracteres_max", 140_000, "cent quarante mille caractères")]),
        ("Entretien avec deux (2) membres du jury", [("examinateurs", 2, "deux (2) membres du jury")]),
        (
            "Épreuve devant un jury composé de quatre professionnels",
            [("examinateurs", 4, "jury composé de quatre professionnels")],
        ),
        ("Quatre-vingt-dix minutes d’oral", [("minutes", 90, "Quatre-vingt-dix minutes")]),
    ],
)
def test_limits_are_read_in_digits_and_in_words(modalite: str, limites: list[tuple[str, int, str]]) -> None:
    [found] = only_bloc(modalite).modalites
    assert [(x.kind, x.value, x.texte) for x in found.limites] == limites


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("<p>Étude de cas</p><p>Soutenance orale</p>", 2),
        ("<ul><li>Étude de cas</li><li>Oral</li></ul>", 2),
        ("Dossier écrit. et Entretien avec le jury", 2),
        ("<p>Mise en situation simulée</p><p>(production écrite)</p>", 1),
        ("Mise en situation comprenant :<br>- un écrit<br>- un oral", 1),
        ("Étude de cas<br>ou<br>Projet", 2),
    ],
)
def test_modalites_are_told_apart(cell: str, count: int) -> None:
    modalites: tuple[Modalite, ...] = only_bloc(cell).modalites
    assert len(modalites) == count


def test_the_owner_s_file_still_reads_after_a_lost_cell() -> None:
    text = SOURCE.read_text(encoding="utf-8").replace("<p>Mise en situation professionnelle simulée</p>", "", 1)
    found = parse_referentiel(text.encode(), "r.txt")
    assert len(found.blocs) == 6
