"""The same référentiel in every shape an institute may send gives the same blocs."""

import re
import unicodedata
from functools import cache
from itertools import permutations

import pytest
from referentiel_shapes import SOURCE, Fiche, Shape, as_docx, as_html, as_text, closing, source_fiches

from assistant.domain.referentiel import Referentiel
from ingestion.parse_referentiel import parse_referentiel

FICHES = source_fiches()
TEXT = SOURCE.read_text(encoding="utf-8")


@cache
def expected() -> Referentiel:
    return parse_referentiel(SOURCE.read_bytes(), "referentiel.txt")


def same(found: Referentiel, *, blocs_only: bool = False) -> None:
    wanted = expected()
    for bloc, other in zip(wanted.blocs, found.blocs, strict=True):
        assert other == bloc
    assert found.fonctions == wanted.fonctions
    assert found.activites == wanted.activites
    if not blocs_only:
        assert found.entretien_final == wanted.entretien_final
        assert found.attribution == wanted.attribution


def warnings(found: Referentiel) -> list[str]:
    return [line.message for line in found.report if line.severity != "info"]


def from_text(shape: Shape) -> Referentiel:
    return parse_referentiel(as_text(FICHES, shape).encode(), "r.txt")


def from_html(shape: Shape) -> Referentiel:
    return parse_referentiel(as_html(FICHES, shape).encode(), "r.html")


def from_docx(shape: Shape) -> Referentiel:
    return parse_referentiel(as_docx(FICHES, shape), "r.docx")


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_columns_in_another_order_give_the_same_blocs(order: tuple[int, ...]) -> None:
    for found in (from_text(Shape(order=order)), from_html(Shape(order=order))):
        same(found)
        assert warnings(found) == []


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_tables_without_headings_are_read_by_their_content(order: tuple[int, ...]) -> None:
    same(from_text(Shape(order=order, headings=None)))
    same(from_html(Shape(order=order, headings=None)))


def test_headings_given_once_serve_every_table() -> None:
    same(from_text(Shape(headings_once=True)))
    same(from_html(Shape(headings_once=True)))
    same(from_docx(Shape(headings_once=True)))


@pytest.mark.parametrize(
    "headings",
    [
        ("Activités", "Compétences attestées", "Modalités d’évaluation", "Critères d'évaluation"),
        ("ACTIVITES ET TACHES", "COMPETENCES", "MODALITES D'EVALUATION", "CRITERES D'EVALUATION"),
        ("référentiel d’activités", "référentiel de compétences", "Référentiel d'évaluation", "Référentiel d'évaluation"),
        ("Situations de travail", "Capacités", "Modalités", "Indicateurs"),
        ("REFERENTIEL D'ACTIVITES", "REFERENTIEL DE COMPETENCES", "REFERENTIEL D'ÉVALUATION", ""),
    ],
)
def test_headings_may_vary(headings: tuple[str, ...]) -> None:
    same(from_text(Shape(headings=headings, order=(2, 3, 1, 0))))
    same(from_html(Shape(headings=headings)))


@pytest.mark.parametrize("bullet", ["-", "–", "—", "•", "·", "*", "1.", "li", "nested", "unclosed"])
def test_items_may_be_marked_in_any_way(bullet: str) -> None:
    same(from_text(Shape(bullet=bullet)))
    same(from_html(Shape(bullet=bullet)))


@pytest.mark.parametrize("glue", ["<br>", "<br/>", "<br />\n", "\n", "\u00a0"])
def test_items_may_be_separated_in_any_way(glue: str) -> None:
    same(from_text(Shape(glue=glue, paragraph="br")))


@pytest.mark.parametrize(
    "code", ["{}", "{}.", "C{}", "C{}.", "C{} –", "C{} -", "C{} :", "C.{}", "c{}", "C {}", "Compétence {} :", "{})", "{}\u00a0:"]
)
def test_competence_codes_may_be_written_in_any_way(code: str) -> None:
    found = from_html(Shape(code=lambda number: code.format(number)))
    same(found)
    assert warnings(found) == []


@pytest.mark.parametrize("bullet", ["-", "•", "li"])
def test_a_word_document_gives_the_same_blocs(bullet: str) -> None:
    found = from_docx(Shape(bullet=bullet, order=(3, 0, 1, 2)))
    same(found)
    assert warnings(found) == []


def test_a_row_for_each_competence_gives_the_same_blocs() -> None:
    same(from_html(Shape(split_rows=True)))
    same(from_html(Shape(split_rows=True, order=(1, 3, 0, 2))))


def test_all_the_blocs_may_stand_in_one_table() -> None:
    page = as_html(FICHES, Shape(headings_once=True))
    joined = re.sub(r"</table>\s*<table border=1>", "", page)
    assert joined.count("<table") == 1
    same(parse_referentiel(joined.encode(), "r.html"))


def test_a_further_column_is_named_and_left_out() -> None:
    for found in (from_text(Shape(extra="Remarques")), from_html(Shape(extra="Remarques"))):
        same(found)
        [line, *_] = [line for line in found.report if line.severity == "warning"]
        assert "Remarques" in line.message
        assert "colonne 5" in line.where


def test_prose_around_the_tables_is_reported_and_changes_nothing() -> None:
    before = "Ce document présente le référentiel du titre.\nIl comprend les blocs 1 à 6 et leurs modalités."
    found = from_text(Shape(before=before))
    same(found)
    assert any("2 lignes hors tableau" in line.message for line in found.report)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.replace(" de ", "\u00a0de ").replace(" - ", "\u00a0- ").encode(),
        TEXT.replace("é", "&eacute;").replace("à", "&#224;").replace(" de ", "&nbsp;de ").encode(),
        TEXT.replace("Activité", "ACTIVITE").replace("Fonction", "FONCTION").encode(),
        TEXT.replace("Activité ", "A").encode(),
        "\n".join(line.rstrip() for line in TEXT.splitlines()).encode(),
        TEXT.replace("\n\n", "\n").encode(),
    ],
    ids=["crlf", "bom", "cp1252", "utf-16", "nfd", "nbsp", "entities", "capitals", "A1.1", "stripped", "no blank lines"],
)
def test_the_encoding_and_the_typing_do_not_matter(data: bytes) -> None:
    same(parse_referentiel(data, "r.txt"))


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("</p> <p>", "<br/>"),
        TEXT.replace(" - ", "\n- "),
        TEXT.replace("</p> <p>", "</p>\n<p>").replace(" - ", "\n- "),
        re.sub(r"<[^>]+>", "", TEXT),
        "Jour\tA\tB\tC\tD\tE\tF\n1\t2\t3\t4\t5\t6\t7\n\n" + TEXT.replace(" - ", "\n- "),
    ],
    ids=["br", "line an item", "line a paragraph", "no tag", "after a wider table"],
)
def test_lines_may_be_cut_anywhere_between_items(text: str) -> None:
    same(parse_referentiel(text.encode(), "r.txt"))


def test_a_tab_separated_export_with_quoted_line_breaks_is_read() -> None:
    rows = []
    for line in as_text(FICHES, Shape(glue="\n")).replace("\n- ", "\v- ").split("\n"):
        cells = [f'"{cell}"'.replace("\v", "\n") if "\v" in cell else cell for cell in line.split("\t")]
        rows.append("\t".join(cells))
    same(parse_referentiel("\n".join(rows).encode(), "r.tsv"))


@pytest.mark.parametrize("label", ["Bloc {} : ", "BLOC {} - ", "BC0{} – ", "RNCP38421BC0{} - ", "Bloc de compétences n° {} : "])
def test_blocs_may_be_announced_before_their_table(label: str) -> None:
    parts = []
    for number, fiche in enumerate(FICHES, 1):
        parts += [f"{label.format(number)}{fiche.activite.partition(' ')[2].partition(' ')[2].rstrip(' :')}", ""]
        parts += as_text([fiche], Shape(closing=False)).strip().split("\n")
    found = parse_referentiel("\n".join([*parts, "", *closing()]).encode(), "r.txt")
    same(found)
    assert warnings(found) == []


def test_a_missing_fonction_level_is_accepted() -> None:
    fiches = [Fiche("", f.activite, f.taches, f.competences, f.modalites, f.criteres) for f in FICHES]
    found = parse_referentiel(as_text(fiches, Shape()).encode(), "r.txt")
    assert found.fonctions == ()
    assert found.blocs == expected().blocs
    assert all(a.fonction is None for a in found.activites)


def test_activites_numbered_on_one_level_get_codes_in_their_fonction() -> None:
    fiches = [
        Fiche(f.fonction, re.sub(r"Activité \S+", f"A{n} –", f.activite), f.taches, f.competences, f.modalites, f.criteres)
        for n, f in enumerate(FICHES, 1)
    ]
    found = parse_referentiel(as_text(fiches, Shape()).encode(), "r.txt")
    same(found)
    assert any("A3" in line.message and "A2.1" in line.message for line in found.report)


def test_tables_out_of_order_are_put_back_with_a_warning() -> None:
    shuffled = [FICHES[i] for i in (1, 0, 2, 3, 5, 4)]
    found = parse_referentiel(as_text(shuffled, Shape()).encode(), "r.txt")
    assert found.blocs == expected().blocs
    assert any("ordre" in message for message in warnings(found))


def test_headings_of_the_closing_part_do_not_matter() -> None:
    intro, question, *points = closing()
    inline = f"{intro} {question} {' '.join(points)}"
    found = parse_referentiel((as_text(FICHES, Shape(closing=False)) + f"\n<p>{inline}</p>\n").encode(), "r.txt")
    assert found.entretien_final is not None
    assert [p.texte for p in found.entretien_final.points] == [p[2:].rstrip(",.") for p in points]
    assert found.entretien_final.minutes == 30
    assert found.attribution == intro


@pytest.mark.parametrize("ending", [".", " ;", ""])
def test_points_may_end_in_any_way(ending: str) -> None:
    *_, last = closing()
    text = TEXT.replace(",\n", f"{ending}\n").replace(last, last.rstrip(".") + ending)
    same(parse_referentiel(text.encode(), "r.txt"))


def test_the_closing_part_may_stand_in_a_table() -> None:
    intro, question, *points = closing()
    rows = "".join(f"<li>{p[2:]}</li>" for p in points)
    page = as_html(FICHES, Shape(closing=False))
    row = f'<tr><td colspan="4"><p>{intro}</p><p>{question}</p><ul>{rows}</ul></td></tr></table></body>'
    same(parse_referentiel(page.replace("</table></body>", row).encode(), "r.html"))
