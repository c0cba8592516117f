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
from evaluations.transforms.direction import WrongTotal
from evaluations.transforms.units import cells, closing_runs, rows


class WrongTotals(Property):
    """D8: a total of a table changed by one digit."""

    card: ClassVar[Card] = Card(
        code="D8",
        family="direction",
        title="Un total faux est signalé à sa place, un total juste ne l’est pas.",
        meaning="Un budget dont les lignes ne font pas le total se voit en jury : mieux vaut le voir avant.",
        change="Dans un tableau dont le total tombe juste, le premier chiffre de ce total est remplacé par un autre.",
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
            if variant is None:
                continue
            at = next(n for n, (old, new) in enumerate(zip(table, variant.text, strict=True)) if old != new)
            if not _right(table, at):
                continue
            if not transform.verify(table, variant.text):
                yield case(code, base, transform.name, "unverified", number=number)
                continue
            right, wrong = (bench.read(Asked(bloc=base.bloc, text=t, whole=True)) for t in (table, variant.text))
            faults = ["un total juste est signalé"] if _pointed_at(right, table, at) else []
            faults += [] if _pointed_at(wrong, variant.text, at) else ["un total faux n’est pas signalé"]
            if not faults:
                yield case(code, base, transform.name, "held", number=number)
                continue
            note = f"{variant.note}\u00a0: {' ; '.join(faults)}"
            yield case(code, base, transform.name, "broken", number=number, note=note, before=table, after=variant.text)


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
