import re
from decimal import Decimal
from pathlib import Path

import pytest
from drafts import draft_from_markdown, plain_draft

from assistant.assessment.arithmetic import check_arithmetic
from assistant.domain.draft import Cell, Draft
from assistant.text.numbers import parse_number
from ingestion.readers import read_draft

DATA = Path(__file__).parent.parent / "data"
_MARK = re.compile(r"(?P<wrong>(?:[+–-] ?)?\d[\d  ,]*?(?: ?(?:€|%|h \d\d|heures|h))?)(?P<stars>\*{0,2})⟦(?P<right>[^⟧]*)⟧")


def _cases(name: str) -> dict[str, str]:
    text = (DATA / name).read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


CORRECT = _cases("arithmetic_correct.md")
WRONG = _cases("arithmetic_wrong.md")


def _plain(number: str | None) -> str:
    return re.sub(r"\s", "", number or "").replace("−", "-").replace("–", "-").lstrip("+")


@pytest.mark.parametrize("name", CORRECT)
def test_a_right_calculation_is_left_alone_even_when_its_shape_is_odd(name: str) -> None:
    findings = check_arithmetic(draft_from_markdown(CORRECT[name]))
    assert [f.message for f in findings] == []


@pytest.mark.parametrize("name", WRONG)
def test_a_planted_error_is_found_alone_at_its_place_with_the_right_value(name: str) -> None:
    marked = WRONG[name]
    mark = _MARK.search(marked)
    assert mark is not None
    text = marked[: mark.end("stars")] + marked[mark.end() :]
    findings = check_arithmetic(draft_from_markdown(text))
    assert [(f.start, f.end, _plain(f.expected)) for f in findings] == [(mark.start(), mark.end("wrong"), _plain(mark["right"]))]
    assert findings[0].severity == "erreur"


def test_there_are_enough_cases() -> None:
    assert len(CORRECT) >= 30
    assert len(WRONG) >= 40


def test_the_finding_of_a_table_gives_its_cell_as_a_person_counts() -> None:
    budget = "| Poste | Coût |\n|---|---|\n| Salle | 600 € |\n| Repas | 1 300 € |\n| Total | 2 000 € |\n"
    text = f"Avant.\n\n| A | B |\n|---|---|\n| x | 1 |\n\n{budget}"
    (finding,) = check_arithmetic(draft_from_markdown(text))
    assert finding.cell is not None
    assert (finding.cell.table, finding.cell.row, finding.cell.column) == (2, 4, 2)
    assert finding.expected == "1\u202f900\u00a0€"
    assert finding.found == "2\u202f000\u00a0€"
    assert text[finding.start : finding.end] == "2 000 €"


def test_a_table_from_word_is_read_from_its_cells() -> None:
    rows = [["Poste", "Montant"], ["Salle", "600 €"], ["Repas", "300 €"], ["Total", "800 €"]]
    text, cells = "", []
    for r, row in enumerate(rows, start=1):
        for c, words in enumerate(row, start=1):
            cells.append(Cell(table=1, row=r, column=c, start=len(text), end=len(text) + len(words)))
            text += words + ("\t" if c == 1 else "\n")
    (finding,) = check_arithmetic(Draft(name="d.docx", text=text, cells=tuple(cells)))
    assert text[finding.start : finding.end] == "800 €"


def test_a_table_known_only_by_its_tabs_or_bars_is_read_too() -> None:
    assert len(check_arithmetic(plain_draft("Poste\tCoût\nSalle\t600 €\nRepas\t300 €\nTotal\t800 €\n"))) == 1
    assert (
        len(
            check_arithmetic(
                plain_draft("| Poste | Coût |\n|---|---|\n| Salle | 600 € |\n| Repas | 300 € |\n| Total | 800 € |\n")
            )
        )
        == 1
    )


def test_a_table_flattened_by_a_pdf_is_checked_under_its_header_line() -> None:
    lines = "Charges Montant\nFormateurs 602 h x 58 € 34 916 €\nLocation 7 600 €\nRepas 2 790 €\nTotal 46 306 €\nSuite du texte."
    (finding,) = check_arithmetic(plain_draft(lines, name="d.pdf"))
    assert lines[finding.start : finding.end] == "46 306 €"
    assert finding.cell is None
    assert _plain(finding.expected) == "45306€"


def test_a_flattened_table_whose_first_line_is_cut_is_left_alone() -> None:
    lines = "Charges Montant\nLocation de l’atelier (12 jours à\n210 €) 2 520 €\nRepas 790 €\nCafé 10 €\nTotal 3 400 €"
    assert check_arithmetic(plain_draft(lines, name="d.pdf")) == ()


def test_a_wrong_product_does_not_make_its_right_total_wrong() -> None:
    lines = "| Repas | 12 × 20 € | 250 € |\n| Salle | 2 × 100 € | 200 € |\n| Total | | 440 € |\n"
    text = f"| Poste | Calcul | Montant |\n|---|---|---|\n{lines}"
    (finding,) = check_arithmetic(draft_from_markdown(text))
    assert text[finding.start : finding.end] == "250 €"


def test_the_reader_of_markdown_gives_the_same_findings() -> None:
    text = "# Budget\n\n| Poste | Coût |\n|---|---|\n| Salle | 600 € |\n| Repas | 300 € |\n| **Total** | **800 €** |\n"
    draft = read_draft(text.encode(), "d.md")
    (finding,) = check_arithmetic(draft)
    assert draft.text[finding.start : finding.end] == "800 €"
    assert finding.cell is not None and finding.cell.row == 4


def test_findings_do_not_depend_on_anything_but_the_text() -> None:
    draft = draft_from_markdown("\n\n".join(WRONG.values()).replace("⟦", " ").replace("⟧", " "))
    assert check_arithmetic(draft) == check_arithmetic(draft)
    starts = [f.start or 0 for f in check_arithmetic(draft)]
    assert starts == sorted(starts)


def test_a_point_may_group_thousands_or_mark_decimals() -> None:
    assert parse_number("12.500")[0] == Decimal(12500)
    assert parse_number("12.5")[0] == Decimal("12.5")
