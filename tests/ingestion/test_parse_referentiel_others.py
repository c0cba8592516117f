"""Référentiels that are not ours: other numberings, other tables."""

import pytest

from assistant.domain.referentiel import Referentiel
from ingestion.parse_referentiel import parse_referentiel

BAKER = (
    (
        "Fabriquer le pain",
        ("C1 Pétrir la pâte en respectant la recette", "C2 Façonner les pâtons"),
        ("La pâte est lisse", "Les pâtons sont réguliers"),
        "Épreuve pratique de 4 heures",
    ),
    (
        "Fabriquer la viennoiserie",
        ("C3 Tourer la pâte", "C4 Cuire afin de garantir la conservation"),
        ("Le feuilletage est régulier",),
        "Épreuve pratique de 4 heures",
    ),
    (
        "Vendre",
        ("C5 Accueillir les clients", "C6 Encaisser"),
        ("L'accueil est courtois", "L'encaissement est exact"),
        "Mise en situation orale",
    ),
    (
        "Gérer l'entreprise",
        ("C7 Établir un prix", "C8 Recruter", "C9 Respecter l'hygiène"),
        ("Le prix est juste",),
        "Dossier de 10 pages",
    ),
)
HEAD = "Activités\tCompétences\tModalités\tCritères\n"
CODES = [["C1.1", "C1.2"], ["C2.1", "C2.2"], ["C3.1", "C3.2"], ["C4.1", "C4.2", "C4.3"]]


def read(text: str, name: str = "r.txt") -> Referentiel:
    return parse_referentiel(text.encode(), name)


def criteres(referentiel: Referentiel) -> list[list[str]]:
    return [[c.texte for c in b.criteres] for b in referentiel.blocs]


def is_the_baker_s(found: Referentiel) -> None:
    assert [b.intitule for b in found.blocs] == [title for title, *_ in BAKER]
    assert [[c.code for c in b.competences] for b in found.blocs] == CODES
    assert criteres(found) == [list(listed) for _, _, listed, _ in BAKER]
    assert [[m.texte for m in b.modalites] for b in found.blocs] == [[m] for *_, m in BAKER]
    assert found.blocs[0].competences[0].texte == "Pétrir la pâte en respectant la recette"
    assert any("C3 → C2.1" in line.message for line in found.report)


def test_a_markdown_table_with_a_row_for_each_bloc() -> None:
    rows = [
        f"| Bloc {n} : {title} | {'<br>'.join(skills)} | {modality} | {'<br>'.join('- ' + c for c in listed)} |"
        for n, (title, skills, listed, modality) in enumerate(BAKER, 1)
    ]
    head = "# Titre de boulanger\n\n| Blocs | Compétences | Modalités d'évaluation | Critères |\n|:--|---|---|--:|\n"
    is_the_baker_s(read(head + "\n".join(rows) + "\n", "r.md"))


def test_tables_each_announced_by_the_name_of_its_bloc() -> None:
    parts = [
        f"Bloc {n} : {title}\nCompétences\tCritères d'évaluation\tModalités\n"
        f"{'<br>'.join(skills)}\t{'<br>'.join('• ' + c for c in listed)}\t{modality}\n"
        for n, (title, skills, listed, modality) in enumerate(BAKER, 1)
    ]
    is_the_baker_s(read("\n".join(parts)))


def test_one_table_with_a_banner_row_for_each_bloc_and_a_row_for_each_competence() -> None:
    rows = ["<tr><th>Compétences</th><th>Modalités d’évaluation</th><th>Critères</th></tr>"]
    for n, (title, skills, listed, modality) in enumerate(BAKER, 1):
        rows.append(f"<tr><td colspan=3>BC0{n} – {title}</td></tr>")
        for index, skill in enumerate(skills):
            spanning = f"<td rowspan={len(skills)}>{modality}</td>" if index == 0 else ""
            critere = listed[index] if index < len(listed) else ""
            rows.append(f"<tr><td>{skill}</td>{spanning}<td>{critere}</td></tr>")
    is_the_baker_s(read(f"<table>{''.join(rows)}</table>", "r.html"))


def test_a_heading_that_spans_and_a_single_evaluation_column() -> None:
    rows = [
        f"<tr><td>Bloc {n} – {title}</td><td>{'<br>'.join(skills)}</td>"
        f"<td><p>{modality}</p><ul><li>{'<li>'.join(listed)}</ul></td></tr>"
        for n, (title, skills, listed, modality) in enumerate(BAKER, 1)
    ]
    head = "<tr><th>Blocs de compétences</th><th>Référentiel de compétences</th><th>Référentiel d’évaluation</th></tr>"
    is_the_baker_s(read(f"<table>{head}{''.join(rows)}</table>", "r.html"))


def test_codes_in_a_column_of_their_own() -> None:
    text = "Bloc\tCode\tCompétences\tCritères\tModalités\n"
    text += "Bloc 1 : Vendre\tC1.2\tAccueillir\tL’accueil est courtois\tOral\n\tC1.4\tEncaisser\tLe compte est juste\t\n"
    found = read(text)
    assert [(c.code, c.texte) for c in found.blocs[0].competences] == [("C1.2", "Accueillir"), ("C1.4", "Encaisser")]
    assert len(found.blocs) == 1


def test_the_national_four_columns_with_three_level_codes() -> None:
    found = read(
        """<table><tr><td rowspan=2>RÉFÉRENTIEL D’ACTIVITÉS</td><td rowspan=2>RÉFÉRENTIEL DE COMPÉTENCES</td>
        <td colspan=2>RÉFÉRENTIEL D’ÉVALUATION</td></tr><tr><td>MODALITÉS D’ÉVALUATION</td><td>CRITÈRES D’ÉVALUATION</td></tr>
        <tr><td colspan=4>RNCP38000BC01 – Préparer la vente</td></tr>
        <tr><td>A1.1 Analyse du marché</td>
        <td>C1.1.1 Analyser le marché en consultant des études<br>C1.1.2 Identifier les concurrents</td>
        <td rowspan=2>Étude de cas</td><td>• Les sources sont variées<br>• Le marché est décrit</td></tr>
        <tr><td>A1.2 Prospection</td><td>C1.2.1 Prospecter des clients</td><td>• Le fichier est à jour</td></tr>
        <tr><td colspan=4>RNCP38000BC02 – Négocier</td></tr>
        <tr><td>A2.1 Négociation</td><td>C2.1.1 Négocier un prix</td>
        <td>Mise en situation</td><td>La marge est défendue</td></tr></table>""",
        "r.html",
    )
    assert [(b.code, b.intitule) for b in found.blocs] == [("B1", "Préparer la vente"), ("B2", "Négocier")]
    assert [a.code for a in found.activites] == ["A1.1", "A1.2", "A2.1"]
    assert [c.code for c in found.blocs[0].competences] == ["C1.1", "C1.2", "C1.3"]
    assert [len(b.criteres) for b in found.blocs] == [3, 1]
    assert found.blocs[0].activite is None
    assert any("C1.2.1 → C1.3" in line.message for line in found.report)


def test_numbers_that_start_again_in_each_bloc_are_told_apart() -> None:
    text = "\n".join(
        f"{HEAD}A{n} – {title}\tC1.1 Préparer {title}<br>C1.2 Suivre {title}\tOral\t- Le suivi de {title} est fait\n"
        for n, title in enumerate(("l'accueil", "la paie", "la veille"), 1)
    )
    found = read(text)
    assert [[c.code for c in b.competences] for b in found.blocs] == [["C1.1", "C1.2"], ["C2.1", "C2.2"], ["C3.1", "C3.2"]]
    assert any("renumérotées" in line.message for line in found.report if line.severity == "warning")


def test_rows_without_any_number_make_a_bloc_for_each_activite() -> None:
    found = read(
        f"{HEAD}Accueil du public\tAccueillir les visiteurs<br>Orienter les visiteurs\tOral\t"
        "- L’accueil est courtois<br>- L’orientation est juste\n"
        "Gestion du courrier\tTrier le courrier\tÉtude de cas\t- Le courrier est trié\n"
    )
    assert [(b.code, b.intitule, b.activite) for b in found.blocs] == [
        ("B1", "Accueil du public", "A1.1"),
        ("B2", "Gestion du courrier", "A2.1"),
    ]
    assert [[c.code for c in b.competences] for b in found.blocs] == [["C1.1", "C1.2"], ["C2.1"]]


@pytest.mark.parametrize("title", ["Intitulé : Boulanger", "Titre : « Boulanger »"])
def test_a_stated_title_is_kept(title: str) -> None:
    row = "Bloc 1 : Vendre\tC1.1 Accueillir<br>C1.2 Encaisser\tOral\tLe compte est juste\n"
    assert read(f"{title}\n\n{HEAD}{row}").intitule == "Boulanger"


def test_a_modalite_that_spans_rows_keeps_them_in_one_bloc_when_nothing_is_numbered() -> None:
    head = "<tr><th>Activités</th><th>Compétences</th><th>Modalités</th><th>Critères</th></tr>"
    rows = (
        "<tr><td>Accueil</td><td>Accueillir les visiteurs</td><td rowspan=2>Oral</td><td>L’accueil est courtois</td></tr>"
        "<tr><td>Orientation</td><td>Orienter les visiteurs</td><td>L’orientation est juste</td></tr>"
    )
    found = read(f"<table>{head}{rows}</table>", "r.html")
    assert [[c.code for c in b.competences] for b in found.blocs] == [["C1.1", "C1.2"]]
    assert [a.code for a in found.activites] == ["A1.1", "A1.2"]


def test_a_modalite_that_spans_two_blocs_belongs_to_both() -> None:
    head = "<tr><th>Activités</th><th>Compétences</th><th>Modalités</th><th>Critères</th></tr>"
    rows = (
        "<tr><td>A1.1 Accueil</td><td>C1.1 Accueillir</td><td rowspan=2>Oral</td><td>L’accueil est courtois</td></tr>"
        "<tr><td>A2.1 Vente</td><td>C2.1 Vendre</td><td>La vente est conclue</td></tr>"
    )
    found = read(f"<table>{head}{rows}</table>", "r.html")
    assert [[m.texte for m in b.modalites] for b in found.blocs] == [["Oral"], ["Oral"]]


def test_headings_given_once_serve_tables_whose_content_tells_nothing() -> None:
    text = (
        f"{HEAD}A1.1 Accueil\tC1.1 Accueillir<br>C1.2 Orienter\tOral\t- L’accueil est courtois\n\n"
        "A2.1 Vente\tC2.1 Vendre\tPratique\t- Propreté du poste\n"
    )
    found = read(text)
    assert criteres(found) == [["L’accueil est courtois"], ["Propreté du poste"]]
    assert [m.texte for m in found.blocs[1].modalites] == ["Pratique"]
