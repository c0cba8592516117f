"""Direction: a total that is made wrong must be pointed at, and one that is right left alone."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from assistant.domain.feedback import Finding
from assistant.text.numbers import cell_quantity
from evaluations.harness.bench import Bench, case
from evaluations.harness.cases import Case
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Asked, Reading
from evaluations.properties.base import Card, Limits, Property
from evaluations.transforms.base import Variant
from evaluations.transforms.direction import WrongTotal
from evaluations.transforms.units import cells, closing_runs, rows


class WrongTotals(Property):
    """D8: a total of a table changed by one digit."""

    card: ClassVar[Card] = Card(
        code="D8",
        family="direction",
        title="Un total faux est signalé à sa place, un total juste ne l’est pas.",
        meaning="Un budget dont les lignes ne font pas le total se voit en jury : mieux vaut le voir avant.",
        change="Le premier chiffre d’un total devient un autre, dans un tableau d’un dossier dont le total tombait juste.",
        expected="Un constat sur ce nombre, et aucun sur le même nombre quand il est juste. Les niveaux n’en dépendent pas : "
        "c’est le calcul qui est relevé.",
        metric="part des totaux faux qui ne sont pas signalés, ou justes qui le sont",
        limits=Limits(embedded=0.05, model=0.05),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"dossier"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a table that has a total; the table is read by itself, which is all that the calculation needs."""
        code, transform = self.card.code, WrongTotal()
        for number, run in enumerate(closing_runs(base.text, "table"), start=1):
            table = base.text[run.start : run.end].strip()
            variant = transform.apply(table, bench.rng(code, base.id, number))
            if variant is None or not _right(table, _changed(table, variant)):
                continue
            if not transform.verify(table, variant.text):
                yield case(code, base, transform.name, "unverified", number=number)
                continue
            at = _changed(table, variant)
            before, after = (bench.read(Asked(bloc=base.bloc, text=t, whole=True)) for t in (table, variant.text))
            wrong = [
                *(["un total juste est signalé"] if _pointed_at(before, table, at) else []),
                *([] if _pointed_at(after, variant.text, at) else ["un total faux n’est pas signalé"]),
            ]
            note = f"{variant.note}\u00a0: {' ; '.join(wrong)}" if wrong else ""
            row = next(r for r in variant.text.splitlines(keepends=True)[::-1] if r.strip())
            yield case(
                code, base, transform.name, "broken" if wrong else "held", number=number, note=note, after=row if wrong else ""
            )


def _changed(table: str, variant: Variant) -> int:
    return next(n for n, (a, b) in enumerate(zip(table, variant.text, strict=True)) if a != b)


def _right(table: str, at: int) -> bool:
    """Tell whether the number there is the sum of those above it in its column."""
    above: dict[int, list[Decimal]] = {}
    run = closing_runs(table, "table")[0]
    for row in rows(table, run):
        for column, cell in enumerate(cells(row)):
            quantity = cell_quantity(table[cell.start : cell.end])
            if quantity is None:
                continue
            if cell.start <= at < cell.end:
                return sum(above.get(column, []), Decimal(0)) == quantity.value
            above.setdefault(column, []).append(quantity.value)
    return False


def _pointed_at(reading: Reading, table: str, at: int) -> bool:
    """Tell whether a calculation is found wrong at this place of the table."""
    place = reading.text.find(table) + at
    return any(isinstance(f, Finding) and f.expected and (f.start or 0) <= place < (f.end or 0) for f in reading.findings)
