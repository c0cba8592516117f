"""What a property is: words for a trainer, cases from a base, a conclusion from all cases."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from assistant.domain.feedback import Niveau
from evaluations.french_data import FrenchData
from evaluations.harness.bench import Bench, Sort, case, compared
from evaluations.harness.cases import Case, Change
from evaluations.harness.material import Base, Kind
from evaluations.harness.verdict import Result, rate_result
from evaluations.transforms.base import Transform

Family = Literal["stabilite", "surface", "direction", "tricherie", "discrimination", "fidelite", "accord"]


@dataclass(frozen=True)
class Limits:
    """The highest tolerated rate of broken cases for each sort of assessor; None where it makes no sense.

    0.0 tolerates nothing: one broken case fails, and passing takes none in 299. Of a figure
    that must be high, the lowest that is tolerated.
    """

    embedded: float | None
    model: float | None

    def of(self, sort: Sort) -> float | None:
        """Return the limit of a sort of assessor."""
        return self.embedded if sort == "embedded" else self.model


@dataclass(frozen=True)
class Card:
    """A property in French words, for a trainer."""

    code: str
    """As in « I2 »."""
    family: Family
    title: str
    """A short plain sentence: what holds when the property holds."""
    meaning: str
    """What it changes for a candidate, in one or two sentences."""
    change: str
    """What is done to the text."""
    expected: str
    """What the reading must do then."""
    metric: str
    """What the figure is a rate of, or the name of the statistic."""
    limits: Limits
    gate: bool = True
    """An advisory property is shown and never fails a run."""
    at_least: bool = False
    """The figure must be high rather than low."""


class Property(ABC):
    """One property; it holds nothing between two bases."""

    card: ClassVar[Card]
    uses: ClassVar[frozenset[Kind]]
    """Kinds of base that it makes cases from."""

    @abstractmethod
    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield the cases of one base, the same whenever it is asked."""

    def conclude(self, cases: Sequence[Case], sort: Sort) -> Result:
        """Return the conclusion; unless a property says otherwise, from the rate of broken cases."""
        return rate_result(self.card.code, cases, self.card.limits.of(sort), gate=self.card.gate)


class Transformed(Property):
    """A property about pairs: the text, and the text after a transform."""

    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    tried: ClassVar[int] = 1
    """How many of the options are tried on each base."""

    @abstractmethod
    def options(self, data: FrenchData) -> Sequence[Transform]:
        """Return the transforms that bases take in turn."""

    def transforms(self, base: Base, bench: Bench) -> Sequence[Transform]:
        """Return the transforms to try on this base."""
        return bench.turn(base, self.options(bench.data), self.tried)

    def breaks(self, change: Change) -> bool:
        """Tell whether a movement of a critère breaks the property; unless it says otherwise, any does."""
        return change.before is not change.after

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a transform."""
        code = self.card.code
        for transform in self.transforms(base, bench):
            for variant, outcome in bench.variants(base, transform):
                if variant is None:
                    yield case(code, base, transform.name, outcome)
                    continue
                readings = bench.read_text(base), bench.read_text(base, variant.text)
                yield compared(code, base, transform.name, readings, self.breaks)


def rises(change: Change) -> bool:
    """Tell whether a critère went up; leaving an abstention for praise counts as going up."""
    if change.before is Niveau.NON_EVALUABLE:
        return change.after in (Niveau.PARTIEL, Niveau.DEMONTRE)
    return change.size > 0


def praises(change: Change) -> bool:
    """Tell whether a critère went up to praise; padding that names a subject may make it `evoque`, never more."""
    return rises(change) and change.after in (Niveau.PARTIEL, Niveau.DEMONTRE)


def falls(change: Change) -> bool:
    """Tell whether a critère went down."""
    return change.size < 0
