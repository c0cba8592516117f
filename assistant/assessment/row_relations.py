"""Relations between the columns of a table: quantity × price, planned and done, shares, totals of a row.

A relation holds when the header says so or when most rows agree; only then is a row that departs from it wrong.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, permutations

from assistant.assessment.tables import Corrections, Table, TableCell
from assistant.domain.feedback import CellAddress, Finding
from assistant.text.numbers import Quantity, agrees, write_like

_PRICE = re.compile(
    r"unitaire|\bp\.?u\b|tarif|prix|taux (?:horaire|journalier)|cout (?:horaire|journalier|par|jour|/)|/ ?(?:h|j|jour"
    r"|heure|pers)|€ ?/"
)
_AMOUNT = re.compile(r"montant|total|cout|budget|prix|charge|recette|produit|depense|ca\b|somme|sous-total|ensemble")
_ROW_TOTAL = re.compile(r"total|ensemble|cumul|somme")
_GAP = re.compile(r"ecart|difference|variation|evolution|solde|reste|delta|progression|gain")
_SHARE = re.compile(r"part\b|%|poids|proportion|repartition|pourcentage|structure")
_RATE = re.compile(r"%|taux|part|evolution|variation|ecart|pourcentage|realisation|progression|reussite|assiduite|remplissage")
_PER = re.compile(
    r"(?:par|/|de l'|a l')\s?(?:heure|h\b|stagiaire|personne|apprenant|jour|participant|place|agent)|horaire|moyen|unitaire"
)
_TOTAL_LINE = re.compile(r"(?:sous[- ]?)?tota(?:l|ux)\b|ensemble\b")


@dataclass(frozen=True)
class _Relation:
    kind: str
    operands: tuple[int, ...]
    target: int
    announced: bool
    """The headers say that the relation is meant."""


@dataclass(frozen=True)
class _Outcome:
    relation: _Relation
    kept: int
    broken: tuple[tuple[TableCell, Decimal], ...]


def check_row_relations(table: Table, known: Corrections) -> tuple[list[Finding], dict[tuple[int, int], Decimal]]:
    """Return the cells that depart from what their row implies, and their right values by row and column.

    `known` holds the right values of cells already found wrong: what follows from one of them is not wrong again.
    """
    found: list[Finding] = []
    right: dict[tuple[int, int], Decimal] = {}
    for target in table.numeric_columns:
        outcomes = [_outcome(table, relation, {**known, **right}) for relation in _relations(table, target)]
        holding = [o for o in outcomes if _holds(o)]
        if not holding:
            continue
        best = max(holding, key=lambda o: (o.relation.announced, o.kept - len(o.broken), -len(o.relation.operands)))
        for cell, expected in best.broken:
            if not _explained(cell, outcomes, best):
                found.append(_finding(table, best.relation, cell, expected))
                right[cell.row, cell.column] = expected
    return found, right


def _holds(outcome: _Outcome) -> bool:
    broken = len(outcome.broken)
    if outcome.relation.announced:
        return outcome.kept >= broken and outcome.kept + broken > 0 and (outcome.kept > 0 or outcome.relation.kind == "product")
    return outcome.kept >= 3 and outcome.kept >= 3 * broken


def _explained(cell: TableCell, outcomes: Sequence[_Outcome], best: _Outcome) -> bool:
    """Tell whether another relation of the same kind accounts for the cell."""
    rivals = (o for o in outcomes if o is not best and o.relation.kind == best.relation.kind)
    return any(o.kept >= best.kept and cell.row not in {c.row for c, _ in o.broken} for o in rivals)


def _relations(table: Table, target: int) -> Iterator[_Relation]:
    left = [c for c in table.numeric_columns if c < target]
    head = table.header(target)
    unit = _unit(table, target)
    if unit == "%":
        yield from _percentages(table, target, left)
        return
    plain = [c for c in left if _unit(table, c) != "%"]
    same = [c for c in plain if _unit(table, c) == unit and not _PRICE.search(table.header(c))]
    for first in range(len(same) - 1):
        yield _Relation("sum", tuple(same[first:]), target, bool(_ROW_TOTAL.search(head)) and unit != "€")
    yield from _products(table, target, plain)
    for a, b in combinations(same, 2):
        yield _Relation("difference", (a, b), target, bool(_GAP.search(head)) and b == a + 1)
    if _PER.search(head):
        for a, b in permutations(plain, 2):
            yield _Relation("quotient", (a, b), target, announced=False)


def _products(table: Table, target: int, plain: Sequence[int]) -> Iterator[_Relation]:
    amount = bool(_AMOUNT.search(table.header(target)))
    if amount or _unit(table, target) in ("€", ""):
        for a, b in combinations(plain, 2):
            priced = any(_PRICE.search(table.header(c)) for c in (a, b))
            announced = priced and amount and len(plain) == 2 and target == max(table.numeric_columns)
            yield _Relation("product", (a, b), target, announced)
    for triple in combinations(plain, 3):
        yield _Relation("product", triple, target, announced=False)


def _percentages(table: Table, target: int, left: Sequence[int]) -> Iterator[_Relation]:
    head = table.header(target)
    amounts = [c for c in left if _unit(table, c) != "%"]
    for a, b in permutations(amounts, 2):
        if _unit(table, a) == _unit(table, b):
            gap = bool(_GAP.search(table.header(a))) and b == min(amounts)
            yield _Relation("rate", (a, b), target, gap and bool(_RATE.search(head)))
            yield _Relation("change", (a, b), target, announced=False)
    if amounts:
        for a in amounts:
            yield _Relation("share", (a,), target, bool(_SHARE.search(head)) and a == amounts[-1])


def _unit(table: Table, column: int) -> str:
    units = [quantity.unit for row in table.body if (quantity := _number(row.get(column))) is not None]
    known = [u for u in units if u in ("€", "%", "h", "min")]
    if known and len(known) * 2 >= len(units):
        return max(sorted(set(known)), key=known.count)
    head = table.header(column)
    return next(
        (sign for sign, words in (("€", r"€|\beuros?\b"), ("%", "%"), ("h", r"\(h\)|heures?\b")) if re.search(words, head)), ""
    )


def _outcome(table: Table, relation: _Relation, known: Corrections) -> _Outcome:
    kept, broken = 0, []
    bases = _share_bases(table, relation.operands[0]) if relation.kind == "share" else [Decimal(0)]
    for row in table.body:
        cell = row.get(relation.target)
        operands = [row[c] for c in relation.operands if c in row and row[c].quantity is not None]
        complete = len(operands) > 1 if relation.kind == "sum" else len(operands) == len(relation.operands)
        if cell is None or cell.quantity is None or not complete:
            continue
        numbers = [q for q in map(_number, operands) if q is not None]
        expected = [_expected(relation.kind, values, base) for values in _values(operands, known) for base in bases]
        possible = [e for e in expected if e is not None]
        if any(_agree(relation.kind, e, cell.quantity, numbers) for e in possible):
            kept += not _trivial(relation.kind, numbers, cell.quantity)
        elif possible:
            broken.append((cell, possible[0] if cell.quantity.value >= 0 else -abs(possible[0])))
    return _Outcome(relation, kept, tuple(broken))


def _values(operands: Sequence[TableCell], known: Corrections) -> list[list[Decimal]]:
    """Return the numbers as written and, where some are wrong, as they should be."""
    written = [q.value for q in map(_number, operands) if q is not None]
    right = [known.get((cell.row, cell.column), value) for cell, value in zip(operands, written, strict=True)]
    return [written] if right == written else [written, right]


def _number(cell: TableCell | None) -> Quantity | None:
    return cell.quantity if cell is not None else None


def _expected(kind: str, values: Sequence[Decimal], base: Decimal) -> Decimal | None:
    result: Decimal | None = None
    if kind == "sum":
        result = sum(values, Decimal(0))
    elif kind == "product":
        result = Decimal(1)
        for value in values:
            result *= value
    elif kind == "difference":
        result = values[1] - values[0]
    elif kind == "share":
        result = values[0] / base * 100 if base else None
    elif values[1]:
        result = values[0] / values[1] * (1 if kind == "quotient" else 100)
        if kind == "change":
            result = (values[1] - values[0]) / values[0] * 100 if values[0] else None
    return result


def _agree(kind: str, expected: Decimal, found: Quantity, operands: Sequence[Quantity]) -> bool:
    if kind in ("difference", "rate", "change"):
        expected = abs(expected)
        found = Quantity(found.start, found.end, abs(found.value), found.unit, found.step, found.approximate)
    coarse = any(q.step < 1 or q.step > 1 for q in operands)
    slack = Decimal(0)
    if kind in ("sum", "difference") and coarse:
        slack = sum((q.step for q in operands), Decimal(0)) / 2
    elif kind in ("product", "quotient") and coarse:
        slack = max(found.step, expected / 200) if kind == "quotient" else found.step
    return agrees(expected, found, slack=slack)


def _trivial(kind: str, operands: Sequence[Quantity], found: Quantity) -> bool:
    """Tell whether the agreement could be mere chance: a factor of one, a difference from nothing."""
    if kind == "product":
        return any(q.value in (0, 1) for q in operands)
    return found.value == 0 or any(q.value == 0 for q in operands)


def _share_bases(table: Table, column: int) -> list[Decimal]:
    """Return what the shares of a column may be shares of: the total written, or the sum."""
    total, values = None, []
    for row in table.body:
        quantity, label = _number(row.get(column)), table.label(row, column)
        if quantity is None:
            continue
        if label is not None and _TOTAL_LINE.match(label.folded):
            total = quantity.value
        else:
            values.append(quantity.value)
    added = sum(values, Decimal(0))
    return [added] if total is None or total == added else [added, total]


_EXPLAINED = {
    "sum": "la somme de la ligne donne {}",
    "product": "{terms} font {}",
    "difference": "l’écart entre {terms} est de {}",
    "rate": "le rapport des deux colonnes donne {}",
    "change": "l’évolution d’une colonne à l’autre est de {}",
    "share": "la part dans le total est de {}",
    "quotient": "le rapport des deux colonnes donne {}",
}
_JOINED = {"product": " × ", "difference": " et "}
_CODES = {
    "sum": "tableau-somme",
    "product": "tableau-produit",
    "difference": "tableau-ecart",
    "quotient": "tableau-cout-unitaire",
}


def _finding(table: Table, relation: _Relation, cell: TableCell, expected: Decimal) -> Finding:
    quantity = cell.quantity or Quantity(cell.start, cell.end, Decimal(0))
    row = next(r for r in table.rows if r.get(cell.column) is cell)
    shown, found = write_like(expected, quantity), write_like(quantity.value, quantity)
    terms = _JOINED.get(relation.kind, ", ").join(row[c].text for c in relation.operands if c in row)
    because = _EXPLAINED[relation.kind].replace("{terms}", terms).replace("{}", shown)
    return Finding(
        code=_CODES.get(relation.kind, "tableau-pourcentage"),
        severity="erreur",
        message=f"Tableau {table.number}, ligne {cell.row}, colonne {cell.column} : vous écrivez {found}, mais {because}. "
        "Reprenez le calcul de cette ligne.",
        start=cell.start,
        end=cell.end,
        cell=CellAddress(table=table.number, row=cell.row, column=cell.column),
        expected=shown,
        found=found,
    )
