"""Tables that span, split, merge or lack columns give the same blocs as the owner's file."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document
from docx.table import Table as DocxTable
from referentiel_shapes import HEADINGS, SOURCE, Fiche, Shape, as_html, as_text, closing, source_fiches, without_number

from assistant.domain.referentiel import Referentiel
from ingestion.parse_referentiel import parse_referentiel

FICHES = source_fiches()
EXPECTED = parse_referentiel(SOURCE.read_bytes(), "referentiel.txt")
TAIL = "".join(f"<p>{line}</p>" for line in closing())


def same(found: Referentiel) -> None:
    for bloc, other in zip(EXPECTED.blocs, found.blocs, strict=True):
        assert other == bloc
    assert found.activites == EXPECTED.activites
    assert found.fonctions == EXPECTED.fonctions
    assert found.entretien_final == EXPECTED.entretien_final
    assert [line.message for line in found.report if line.severity != "info"] == []


def shares(fiche: Fiche) -> list[tuple[str, tuple[str, ...]]]:
    """Return each compétence with its critères: one each, the rest with the last."""
    count = len(fiche.competences)
    return [(c, fiche.criteres[i:] if i == count - 1 else fiche.criteres[i : i + 1]) for i, c in enumerate(fiche.competences)]


@pytest.mark.parametrize("repeated", [False, True])
def test_a_row_for_each_competence_with_the_other_cells_empty_or_repeated(repeated: bool) -> None:
    lines = ["\t".join(HEADINGS)]
    for fiche in FICHES:
        activites = "<br>".join([fiche.fonction, fiche.activite, *(f"- {t}" for t in fiche.taches)])
        modalites = "<br>".join(fiche.modalites)
        for index, (competence, criteres) in enumerate(shares(fiche)):
            shown = repeated or index == 0
            cells = [activites if shown else "", competence, modalites if shown else "", "<br>".join(f"- {c}" for c in criteres)]
            lines.append("\t".join(cells))
    same(parse_referentiel("\n".join([*lines, "", *closing()]).encode(), "r.txt"))


def test_a_word_table_with_merged_cells() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=4)
    table.cell(0, 0).merge(table.cell(1, 0)).text = HEADINGS[0]
    table.cell(0, 1).merge(table.cell(1, 1)).text = HEADINGS[1]
    table.cell(0, 2).merge(table.cell(0, 3)).text = "RÉFÉRENTIEL D'ÉVALUATION"
    table.cell(1, 2).text, table.cell(1, 3).text = HEADINGS[2:]
    for fiche in FICHES:
        rows = []
        for competence, criteres in shares(fiche):
            row = table.add_row()
            row.cells[1].text, row.cells[3].text = competence, "\n".join(f"• {c}" for c in criteres)
            rows.append(row)
        activites = "\n".join([fiche.fonction, fiche.activite, *(f"- {t}" for t in fiche.taches)])
        rows[0].cells[0].merge(rows[-1].cells[0]).text = activites
        rows[0].cells[2].merge(rows[-1].cells[2]).text = "\n".join(fiche.modalites)
    for line in closing():
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    same(parse_referentiel(written.getvalue(), "r.docx"))


def test_a_table_cut_in_two_by_a_page_with_its_headings_repeated() -> None:
    parts = []
    for fiche in FICHES:
        parts.append(replace(fiche, competences=fiche.competences[:3], criteres=fiche.criteres[:4]))
        parts.append(replace(fiche, competences=fiche.competences[3:], criteres=fiche.criteres[4:]))
    same(parse_referentiel(as_text(parts, Shape()).encode(), "r.txt"))


@pytest.mark.parametrize("heading", ["Modalités et critères d'évaluation", "Référentiel d’évaluation", "Critères et modalités"])
@pytest.mark.parametrize("titled", [False, True])
def test_three_columns_of_which_the_last_holds_modalites_and_criteres(heading: str, titled: bool) -> None:
    rows = []
    for fiche in FICHES:
        activites = f"<p>{fiche.fonction}</p><p>{fiche.activite}</p><ul><li>{'<li>'.join(fiche.taches)}</ul>"
        modalites = "".join(f"<p>{m}</p>" for m in fiche.modalites)
        if titled:
            criteres = "".join(f"<p>{c}</p>" for c in fiche.criteres)
            evaluation = f"<b>Modalités d'évaluation :</b>{modalites}<b>Critères d'évaluation :</b>{criteres}"
        else:
            evaluation = f"{modalites}<ul><li>{'</li><li>'.join(fiche.criteres)}</li></ul>"
        rows.append(f"<tr><td>{activites}</td><td>{'<br>'.join(fiche.competences)}</td><td>{evaluation}</td></tr>")
    page = f"<table><tr><th>Activités</th><th>Compétences</th><th>{heading}</th></tr>{''.join(rows)}</table>{TAIL}"
    found = parse_referentiel(page.encode(), "r.html")
    assert found.blocs == EXPECTED.blocs


def test_a_column_for_each_thing() -> None:
    head = "".join(f"<th>{h}</th>" for h in ("Bloc", "Fonctions", "Activités", "Tâches", "Compétences", "Modalités", "Critères"))
    rows = [
        f"<tr><td>Bloc {n}</td><td>{f.fonction}</td><td>{f.activite}</td><td>{'<br>'.join(f.taches)}</td>"
        f"<td>{'<br>'.join(f.competences)}</td><td>{'<br>'.join(f.modalites)}</td><td>{'<br>'.join(f.criteres)}</td></tr>"
        for n, f in enumerate(FICHES, 1)
    ]
    same(parse_referentiel(f"<table><tr>{head}</tr>{''.join(rows)}</table>{TAIL}".encode(), "r.html"))


def test_a_page_saved_by_a_word_processor() -> None:
    mark = '<span style="font-family:Symbol">·<span style="font:7pt">&nbsp;&nbsp;&nbsp; </span></span>'
    page = as_html(FICHES, Shape(bullet="li"))
    saved = re.sub(r"<li>(.*?)</li>", rf"<p class=MsoListParagraph><![if !supportLists]>{mark}<![endif]>\1<o:p></o:p></p>", page)
    same(parse_referentiel(saved.encode("cp1252"), "r.htm"))


def test_a_page_whose_tables_are_placed_by_a_table_and_never_closed() -> None:
    page = as_html(FICHES, Shape(bullet="unclosed"))
    body = page.partition("<body>")[2].replace("</td>", "").replace("</tr>", "").replace("</p>", "")
    same(parse_referentiel(f"<table><tr><td>{body}".encode(), "r.html"))


def test_markdown_tables_under_the_names_of_their_blocs() -> None:
    parts = []
    for number, fiche in enumerate(FICHES, 1):
        activites = "<br>".join([f"**{fiche.fonction}**", f"**{fiche.activite}**", *(f"- {t}" for t in fiche.taches)])
        cells = [
            activites,
            "<br>".join(fiche.competences),
            "<br>".join(fiche.modalites),
            "<br>".join(f"- {c}" for c in fiche.criteres),
        ]
        parts.append(
            f"## Bloc {number} – {EXPECTED.blocs[number - 1].intitule}\n\n| Activités | Compétences | Modalités | Critères |"
        )
        parts.append(f"|---|---|---|---|\n| {' | '.join(cells)} |\n")
    same(parse_referentiel("\n".join([*parts, *closing()]).encode(), "r.md"))


def test_competences_without_numbers_are_numbered_by_order() -> None:
    fiches = [replace(f, competences=tuple(f"x {without_number(c)}" for c in f.competences)) for f in FICHES]
    text = as_text(fiches, Shape(code=lambda _: ""))
    found = parse_referentiel(text.encode(), "r.txt")
    assert found.blocs == EXPECTED.blocs
    assert any("B1 à B6" in line.message for line in found.report)


def word_table(rows: list[list[str]]) -> DocxTable:
    table = Document().add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return table


def saved(table: DocxTable) -> bytes:
    written = io.BytesIO()
    table.part.package.save(written)
    return written.getvalue()


def test_a_merged_word_cell_belongs_to_each_bloc_it_spans() -> None:
    table = word_table(
        [
            ["Activités", "Compétences", "Modalités", "Critères"],
            ["A1.1 Accueil", "C1.1 Accueillir", "", "L’accueil est courtois"],
            ["A2.1 Vente", "C2.1 Vendre", "", "La vente est conclue"],
        ]
    )
    table.cell(1, 2).merge(table.cell(2, 2)).text = "Oral"
    found = parse_referentiel(saved(table), "r.docx")
    assert [[m.texte for m in b.modalites] for b in found.blocs] == [["Oral"], ["Oral"]]


def test_word_s_own_lists_are_lists() -> None:
    table = word_table([["Activités", "Compétences", "Évaluation"], ["A1.1 Accueil", "C1.1 Accueillir\nC1.2 Orienter", "Oral"]])
    for text in ("Accueil courtois", "Orientation juste"):
        properties = table.cell(1, 2).add_paragraph(text)._p.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = 1
    [bloc] = parse_referentiel(saved(table), "r.docx").blocs
    assert [m.texte for m in bloc.modalites] == ["Oral"]
    assert [c.texte for c in bloc.criteres] == ["Accueil courtois", "Orientation juste"]
