"""Calculations written inside table rows (« 28 jours à 320 € | 8 960 € »), and what is left over at the foot."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.assessment.calculations import Calculation, calculations
from assistant.assessment.tables import Table, TableCell
from assistant.domain.feedback import CellAddress, Finding
from assistant.text.numbers import Quantity, agrees, write_like

_INCOME = re.compile(
    r"(?:total (?:des )?)?(?:produits?|recettes?|ressources|chiffre d'affaires|ca\b|financements?|ventes|encaissements"
    r"|argent gagne)"
)
_SPENDING = re.compile(
    r"(?:total (?:des )?)?(?:charges?|depenses?|couts?|emplois|decaissements)(?: (?:total|complet|global))?|total depense"
)
_LEFT_OVER = re.compile(r"(?:resultat|solde|benefice|excedent|marge(?! nette)|(?:ce qui )?reste(?! a (?:charge|payer)))\b")
_LONGEST_CELL = 300
_EACH = re.compile(r"(\d+) [^\d()]{3,40}\((\d[\d ]*(?:,\d+)?) ?€ (?:chacun|l'unite|piece|par personne|l'un)")


def check_written_products(table: Table) -> tuple[list[Finding], dict[tuple[int, int], Decimal]]:
    """Return the amounts that differ from the calculation of their row, and their right values."""
    found: list[Finding] = []
    right: dict[tuple[int, int], Decimal] = {}
    for row in table.rows:
        cells = [row[c] for c in sorted(row)]
        for index, cell in enumerate(cells):
            if cell.quantity is not None and "(" not in cell.text:
                continue
            for written in _whole_calculations(cell):
                amounts = [c for c in cells[index + 1 :] if c.quantity is not None]
                wrong = _contradicted(table, written, amounts)
                if wrong is not None:
                    found.append(_finding(table, wrong, written, cell))
                    right[wrong.row, wrong.column] = written.value
    return found, right


def _whole_calculations(cell: TableCell) -> list[Calculation]:
    """Return the one calculation of a cell; several, or an unsure one, say nothing of the amount."""
    if len(cell.text) > _LONGEST_CELL:
        return []
    each = _EACH.search(cell.folded)
    if each is not None:
        price = Decimal(each[2].replace(" ", "").replace(",", "."))
        return [Calculation(each.start(), each.end(), int(each[1]) * price, "€", Decimal(0), "times")]
    found = [c for c in calculations(cell.text) if c.kind in ("times", "plus") and c.unit != "%"]
    rest = cell.text[found[0].end :] if found else ""
    if len(found) != 1 or re.search(r"[=+×]|\bsoit\b|\d", rest):
        return []
    alone = found[0].start == 0 and not rest.strip()
    return found if alone or found[0].kind == "times" else []


def _contradicted(table: Table, written: Calculation, amounts: list[TableCell]) -> TableCell | None:
    same = []
    for cell in amounts:
        quantity = cell.quantity
        if quantity is None:
            continue
        if written.value and quantity.value % written.value == 0 and quantity.value != written.value:
            return None  # another factor, such as the number of learners, is understood
        if agrees(written.value, quantity, slack=max(written.slack, Decimal(1) if written.value % 1 else Decimal(0))):
            return None
        if (quantity.unit or _header_unit(table, cell.column)) == written.unit != "":
            same.append(cell)
    priced = [c for c in same if not re.search("unitaire|prix", table.header(c.column))]
    return priced[0] if len(priced) == 1 else None


def _header_unit(table: Table, column: int) -> str:
    head = table.header(column)
    return (
        "€"
        if re.search(r"€|montant|cout|charges?$|produits?$|recettes?$|depenses?$", head)
        else "h"
        if re.search(r"heure|\(h\)", head)
        else ""
    )


def check_balances(table: Table) -> list[Finding]:
    """Return the results that are not income less spending, where the table shows both."""
    found: list[Finding] = []
    for column in table.numeric_columns:
        if not re.search(r"%|taux|ecart|difference", table.header(column)):
            found.extend(_balance(table, column))
    return found


def _balance(table: Table, column: int) -> Iterator[Finding]:
    income: list[Quantity] = []
    spending: list[Quantity] = []
    for row in table.body:
        cell, label = row.get(column), table.label(row, column)
        if cell is None or cell.quantity is None or label is None:
            continue
        if _LEFT_OVER.match(label.folded) and len(income) == 1 and len(spending) == 1:
            expected = income[0].value - abs(spending[0].value)
            size = Quantity(cell.start, cell.end, abs(cell.quantity.value), cell.quantity.unit, cell.quantity.step)
            if cell.quantity.unit != "%" and not agrees(abs(expected), size, slack=Decimal(1)):
                yield _balance_finding(table, cell, expected)
        elif _INCOME.match(label.folded):
            income.append(cell.quantity)
        elif _SPENDING.match(label.folded):
            spending.append(cell.quantity)


def _balance_finding(table: Table, cell: TableCell, expected: Decimal) -> Finding:
    because = f"les recettes moins les dépenses donnent {_shown(expected, cell)}"
    return _cell_finding(table, cell, expected, ("budget-solde", because))


def _finding(table: Table, wrong: TableCell, written: Calculation, origin: TableCell) -> Finding:
    calculation = origin.text[written.start : written.end]
    because = f"« {calculation} » donne {_shown(written.value, wrong)}"
    return _cell_finding(table, wrong, written.value, ("tableau-produit", because))


def _cell_finding(table: Table, cell: TableCell, expected: Decimal, why: tuple[str, str]) -> Finding:
    found = _shown(cell.quantity.value, cell) if cell.quantity else cell.text
    return Finding(
        code=why[0],
        severity="erreur",
        message=f"Tableau {table.number}, ligne {cell.row}, colonne {cell.column} : vous écrivez {found}, mais {why[1]}. "
        "Corrigez ce nombre, puis ceux qui en dépendent.",
        start=cell.start,
        end=cell.end,
        cell=CellAddress(table=table.number, row=cell.row, column=cell.column),
        expected=_shown(expected, cell),
        found=found,
    )


def _shown(value: Decimal, cell: TableCell) -> str:
    return write_like(value, cell.quantity or Quantity(cell.start, cell.end, value))
