"""Totals at the foot of table columns: subtotals, « dont » lines, deductions and percentages included."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.assessment.tables import Corrections, Table, TableCell
from assistant.domain.feedback import CellAddress, Finding
from assistant.text.numbers import Quantity, agrees, write_like

_Wrong = tuple[Finding, Decimal]
"""A finding with the right value of its cell."""

_TOTAL = re.compile(
    r"(?:sous[- ]?)?tota(?:l|ux|le|les)\b|ensemble\b|cumul\b|grand total|(?:montant|cout|budget|volume|duree"
    r"|charge) (?:total|globa)"
)
_GRAND = re.compile(
    r"(?:grand )?total(?: general| global| ttc| ht| net.*| \(.*\))?\W*$|ensemble|(?:montant|cout|budget) (?:total|global)|totaux"
)
_SOFT = re.compile(r"(?:cout|charge|produit|recette|depense|ressource|emploi|budget|montant|financement)s?\b.*|prix de revient.*")
_RESULT = re.compile(r"(?:resultat|solde|benefice|excedent|deficit|marge|reste|ce qui reste|difference|ecart|gain|perte)")
_WITHIN = re.compile(r"\W*(?:dont|y compris|parmi|soit|pour memoire|d'ou)\b")
_DEDUCTION = re.compile(r"\W*(?:remise|rabais|ristourne|a deduire|deductions?|avoir|acompte|moins)\b")
_NOT_ADDED = re.compile(
    r"unitaire|\bp\.?u\b|tarif|taux|moyen|horaire|\bage\b|ratio|delai|€ ?/|%|pourcentage|(?:cout|prix|montant|tarif"
    r"|€\)?) par \w+|\bdate|annee$|niveau|marge|evolution|ecart en"
)
_RATE = re.compile(r"(\d+(?:,\d+)?) ?%")
_FAR = 3
"""A total this many times larger or smaller than the sum sums something else, unless it is the sum but for one digit."""
_FEWEST_DIGITS = 3
"""Digits from which numbers that differ by one of them are not so by chance."""
_RATED = re.compile(r"indirect|structure|frais|tva|aleas|imprevu|gestion|provision")


@dataclass
class _Line:
    label: str
    cell: TableCell
    quantity: Quantity
    value: Decimal
    """The number, with its sign as it counts in a sum."""


@dataclass
class _Reading:
    """What has been read of a column so far, from the top."""

    block: list[_Line] = field(default_factory=list)
    """Lines since the last total, or since the last title inside the table."""
    items: list[_Line] = field(default_factory=list)
    totals: list[Decimal] = field(default_factory=list)
    after_total: list[_Line] = field(default_factory=list)
    supposed: list[_Line] = field(default_factory=list)
    """Lines taken for subtotals only because they equal the sum of those above."""
    titled: bool = False
    """A title inside the table has been read since the last line."""

    def add(self, line: _Line) -> None:
        if self.titled:
            self.block, self.titled = [], False
        self.block.append(line)
        self.items.append(line)
        self.after_total.append(line)

    def close(self, value: Decimal) -> None:
        self.totals.append(value)
        self.block, self.after_total, self.titled = [], [], False


def check_column_sums(table: Table, known: Corrections) -> tuple[list[Finding], dict[tuple[int, int], Decimal]]:
    """Return a finding for each total that does not follow from the lines above it, and the right values.

    `known` holds the right values of cells already found wrong: a total that counts them right is right.
    """
    wrong = [w for column in table.numeric_columns if _adds_up(table, column) for w in _check_column(table, column, known)]
    return [finding for finding, _ in wrong], {(f.cell.row, f.cell.column): value for f, value in wrong if f.cell is not None}


def _adds_up(table: Table, column: int) -> bool:
    units = Counter(q.unit for q in _column_quantities(table, column) if q.unit)
    if units.keys() - {"h", "min"} and len(units) > 1:
        return False
    percent = "%" in units
    header = table.header(column)
    if percent:
        return re.search(r"taux|evolution|variation|ecart|reussite|satisfaction|marge", header) is None
    return _NOT_ADDED.search(header.replace("(h)", "")) is None or bool(re.match(r"total|montant|cout total", header))


def _column_quantities(table: Table, column: int) -> Iterator[Quantity]:
    for row in table.body:
        cell = row.get(column)
        if cell is not None and cell.quantity is not None:
            yield cell.quantity


def _check_column(table: Table, column: int, corrections: Corrections) -> Iterator[_Wrong]:
    reading = _Reading()
    minutes = any(q.unit == "min" for q in _column_quantities(table, column))
    bold = _bold_totals(table, column)
    for index, row in enumerate(table.body):
        cell, label = row.get(column), table.label(row, column)
        words = label.folded if label else ""
        if cell is None or cell.quantity is None:
            if words and not any(c.quantity for c in row.values()):
                reading.titled = True
            continue
        if _WITHIN.match(words):
            continue
        line = _line(words, cell, cell.quantity, minutes=minutes)
        if _TOTAL.match(words) or index in bold:
            yield from _check_total(table, reading, line, (corrections, _is_last_total(table, index, column)))
            reading.close(line.value)
        elif _RESULT.match(words):
            reading.close(line.value)
        else:
            yield from _check_rate(table, reading, line, row)
            if _SOFT.match(words) and len(reading.block) > 1 and line.value == _sum(reading.block):
                reading.supposed.append(line)
                reading.close(line.value)
            else:
                reading.add(line)


def _line(words: str, cell: TableCell, quantity: Quantity, *, minutes: bool) -> _Line:
    value = quantity.value * 60 if minutes and quantity.unit == "h" else quantity.value
    return _Line(words, cell, quantity, -abs(value) if _DEDUCTION.match(words) else value)


def _bold_totals(table: Table, column: int) -> set[int]:
    """Return the body rows in bold that sum up lines above them though no « total » says so."""
    rows = [(i, row) for i, row in enumerate(table.body) if column in row and row[column].quantity]
    bold = [i for i, row in rows if row[column].bold]
    if not bold or len(bold) * 2 > len(rows) or bold[0] < rows[0][0] + 2:
        return set()
    labels = {i: table.label(table.body[i], column) for i in bold}
    return {i for i, label in labels.items() if label and _SOFT.match(label.folded) and not _RESULT.match(label.folded)}


def _is_last_total(table: Table, index: int, column: int) -> bool:
    later = (table.label(row, column) for row in table.body[index + 1 :])
    return not any(label and _TOTAL.match(label.folded) for label in later)


def _sum(lines: Sequence[_Line]) -> Decimal:
    return sum((line.value for line in lines), Decimal(0))


def _check_total(table: Table, reading: _Reading, total: _Line, context: tuple[Corrections, bool]) -> Iterator[_Wrong]:
    corrections, last = context
    if "moyen" in total.label:
        return
    if "pondere" in total.label:
        yield from _check_weighted(table, reading, total)
        return
    if total.quantity.unit == "%" and total.value != 100:
        return
    for lines in (reading.block, reading.items, [*reading.items, *reading.supposed], reading.after_total):
        slack = _slack(lines, total.quantity)
        previous = sum(reading.totals, Decimal(0)) if lines is reading.after_total else Decimal(0)
        for value in _readings_of(lines, corrections):
            if _same(value + previous, total, slack):
                return
    expected = _meant(reading, total, corrections, last=last)
    if expected is not None and not _same(expected, total, Decimal(0)):
        yield _sum_finding(table, reading, total, expected)


def _meant(reading: _Reading, total: _Line, corrections: Corrections, *, last: bool) -> Decimal | None:
    """Return the sum that a wrong total was meant to be, None when it may be the total of something else."""
    expected = _expected(reading, total, last=last)
    if expected is not None and expected / _FAR <= total.value <= expected * _FAR:
        return expected
    return next((value for value in _readings_of(reading.block, corrections) if _but_for_a_digit(value, total.value)), None)


def _but_for_a_digit(expected: Decimal, written: Decimal) -> bool:
    """Tell whether two numbers are written with the same digits but one: such a total was meant to be that sum."""
    right, wrong = (format(abs(value).normalize(), "f") for value in (expected, written))
    slips = sum(a != b for a, b in zip(right, wrong, strict=False))
    return len(right) == len(wrong) >= _FEWEST_DIGITS and slips == 1 and expected * written > 0


def _check_weighted(table: Table, reading: _Reading, total: _Line) -> Iterator[_Wrong]:
    weights = [c for c in table.numeric_columns if re.search(r"poids|coef|ponderation", table.header(c))]
    if len(weights) != 1 or len(reading.items) < 2:
        return
    column, expected = weights[0], Decimal(0)
    if column == total.cell.column:
        expected = _sum(reading.items)
    else:
        for line in reading.items:
            weight = next((r[column].quantity for r in table.body if column in r and r[column].row == line.cell.row), None)
            if weight is None:
                return
            expected += weight.value * line.value
    if not agrees(expected, total.quantity):
        yield _finding(table, total, expected, "tableau-somme", f"la somme pondérée donne {_shown(expected, total)}")


def _same(expected: Decimal, total: _Line, slack: Decimal) -> bool:
    factor = 60 if total.value != total.quantity.value and total.quantity.unit == "h" else 1
    return agrees(expected / factor, total.quantity, slack=slack)


def _slack(lines: Sequence[_Line], total: Quantity) -> Decimal:
    """Return how far rounding of the lines may move their sum; round amounts were not rounded."""
    if total.unit not in ("€", "%") or all(line.value % 5 == 0 for line in lines):
        return Decimal(0)
    return min((line.quantity.step for line in lines), default=Decimal(0)) * len(lines) / 2 if total.unit == "%" else Decimal(1)


def _readings_of(lines: Sequence[_Line], corrections: Corrections) -> Iterator[Decimal]:
    """Yield the sums that a reasonable author may have meant by the total of these lines."""
    if not lines:
        return
    yield _sum(lines)
    corrected = [corrections.get((line.cell.row, line.cell.column), line.value) for line in lines]
    yield sum(corrected, Decimal(0))
    yield sum((line.quantity.value for line in lines), Decimal(0))
    parents = _without_children(lines)
    if len(parents) < len(lines):
        yield _sum(parents)
    for kept in (
        [line for line in lines if not re.match(r"\d+\.\d", line.label)],
        [line for line in lines if not re.match(r"\s*[-–•>]", line.label)],
        [line for line in lines if line.cell.bold],
    ):
        if 1 < len(kept) < len(lines):
            yield _sum(kept)


def _without_children(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines left when those detailed by the next ones stand for them."""
    kept, i = [], 0
    while i < len(lines):
        kept.append(lines[i])
        step, detail = 1, Decimal(0)
        for j in range(i + 1, len(lines)):
            detail += lines[j].value
            if j > i + 1 and detail == lines[i].value:
                step = j - i + 1
                break
        i += step
    return kept


def _expected(reading: _Reading, total: _Line, *, last: bool) -> Decimal | None:
    grand = bool(last and _GRAND.match(total.label))
    lines = reading.items if grand and not reading.totals else reading.block
    parents = _without_children(lines)
    lines = parents if len(parents) > 1 else lines
    if grand and reading.totals and len(reading.totals) + len(reading.after_total) > 1:
        return sum(reading.totals, Decimal(0)) + _sum(reading.after_total)
    if len(lines) > 1 and (not reading.totals or not _GRAND.match(total.label)):
        return _sum(lines)
    return None


def _check_rate(table: Table, reading: _Reading, line: _Line, row: dict[int, TableCell]) -> Iterator[_Wrong]:
    """Check a line that is a percentage of the subtotal just above (« charges indirectes, 26 % »)."""
    words = " ".join(
        c.folded for c in row.values() if c.column < line.cell.column and (c.quantity is None or c.quantity.unit == "%")
    )
    rate = _RATE.search(words)
    if rate is None or not _RATED.search(words) or not reading.totals or reading.after_total or line.quantity.unit == "%":
        return
    share = Decimal(rate[1].replace(",", ".")) / 100
    bases = [reading.totals[-1], *(item.value for item in reading.items)]
    if any(agrees(share * base, line.quantity, slack=Decimal(1)) for base in bases):
        return
    expected = share * reading.totals[-1]
    yield _finding(
        table,
        line,
        expected,
        "tableau-pourcentage",
        f"{rate[1]} % de {_shown(reading.totals[-1], line)} font {_shown(expected, line)}",
    )


def _sum_finding(table: Table, reading: _Reading, total: _Line, expected: Decimal) -> _Wrong:
    percent = total.quantity.unit == "%"
    lines = reading.block or reading.items
    what = "la somme des pourcentages" if percent else f"la somme des {len(lines)} lignes qu’il reprend"
    if reading.totals:
        what = "la somme des sous-totaux et des lignes"
    code = "tableau-pourcentage" if percent else "budget-somme" if total.quantity.unit == "€" else "tableau-somme"
    forgotten = _forgotten(lines, total, expected)
    return _finding(table, total, expected, code, f"{what} donne {_shown(expected, total)}{forgotten}")


def _forgotten(lines: Sequence[_Line], total: _Line, expected: Decimal) -> str:
    missing = [line for line in lines if line.value and expected - line.value == total.value]
    return f" (le total écrit correspond à la somme sans la ligne {missing[0].cell.row})" if len(missing) == 1 else ""


def _shown(value: Decimal, line: _Line) -> str:
    in_minutes = line.quantity.unit == "h" and abs(line.value) != abs(line.quantity.value)
    return write_like(value / 60 if in_minutes else value, line.quantity)


def _finding(table: Table, line: _Line, expected: Decimal, code: str, because: str) -> _Wrong:
    found = _shown(line.value, line)
    where = f"Tableau {table.number}, ligne {line.cell.row}, colonne {line.cell.column}"
    finding = Finding(
        code=code,
        severity="erreur",
        message=f"{where} : vous écrivez {found}, mais {because}. Corrigez ce nombre, puis ceux qui en dépendent.",
        start=line.cell.start,
        end=line.cell.end,
        cell=CellAddress(table=table.number, row=line.cell.row, column=line.cell.column),
        expected=_shown(expected, line),
        found=found,
    )
    in_minutes = line.quantity.unit == "h" and abs(line.value) != abs(line.quantity.value)
    return finding, expected / 60 if in_minutes else expected
