"""Totals of tables that a PDF flattened into lines: a label, then the amount at the end of each line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.draft import Draft
from assistant.domain.feedback import Finding
from assistant.text.french import fold
from assistant.text.numbers import Quantity, agrees, quantities, write_like

_TOTAL = re.compile(r"\s*(?:sous-total|total)\b")
_HEADER = re.compile(r"montant|cout|charges|produits|recettes|depenses|budget|prix|total|duree|heures|€")
_WITHIN = re.compile(r"\s*(?:dont|soit|y compris)\b")


@dataclass(frozen=True)
class _Line:
    folded: str
    amount: Quantity | None
    """The amount with a unit that ends the line."""


def check_flat_tables(draft: Draft) -> list[Finding]:
    """Return the totals that are not the sum of the lines between them and the header line."""
    if draft.cells:
        return []
    found: list[Finding] = []
    lines = list(_lines(draft.text))
    for number, line in enumerate(lines):
        if _TOTAL.match(line.folded) and line.amount is not None:
            found.extend(_check(lines[:number], line.amount))
    return found


def _lines(text: str) -> Iterator[_Line]:
    position = 0
    for written in text.split("\n"):
        end = position + len(written.rstrip())
        whole = "|" not in written and "\t" not in written and len(written) < 160
        numbers = quantities(text, position, end) if whole and written[-3:].strip() else []
        last = numbers[-1] if numbers and numbers[-1].end == end and numbers[-1].unit in ("€", "h", "min") else None
        yield _Line(fold(written), last)
        position += len(written) + 1


def _check(above: list[_Line], total: Quantity) -> Iterator[Finding]:
    addends: list[Quantity] = []
    for line in reversed(above):
        if line.amount is None or _TOTAL.match(line.folded):
            if not addends or not _is_header(line):
                return
            break
        if _WITHIN.match(line.folded) or line.amount.unit != total.unit:
            return
        addends.append(line.amount)
    expected = sum((q.value for q in addends), Decimal(0))
    if len(addends) > 1 and expected / 3 <= total.value <= expected * 3 and not agrees(expected, total, slack=Decimal(1)):
        right, found = write_like(expected, total), write_like(total.value, total)
        yield Finding(
            code="budget-somme" if total.unit == "€" else "tableau-somme",
            severity="erreur",
            message=f"Vous écrivez un total de {found}, mais la somme des {len(addends)} lignes au-dessus donne {right}. "
            "Corrigez ce nombre, puis ceux qui en dépendent.",
            start=total.start,
            end=total.end,
            expected=right,
            found=found,
        )


def _is_header(line: _Line) -> bool:
    """Tell whether the line heads a column of amounts; a cut label or a sentence would not."""
    return bool(_HEADER.search(line.folded)) and not re.search(r"\d|[.,;:]\s*$", line.folded) and len(line.folded.split()) < 12
