"""What the page draws: intervals, blocs against blocs, labels against readings, confidence against being right."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from assistant.domain.feedback import Niveau
from evaluations import agreement
from evaluations.harness.cases import LEVELS, Case, Judged
from evaluations.harness.verdict import exact_interval
from evaluations.reports.words import Line

CROSS_BLOC = ("X1", "X1-B")
"""Properties whose cases say how strong drafts of a bloc are read for another; either will do."""
_BINS = 10
_TINTS = 10


@dataclass(frozen=True)
class Bar:
    """An interval on a scale of 0 to 1 whose strict end is stretched; places are parts of the width."""

    start: float | None
    end: float | None
    point: float | None
    threshold: float | None
    accepted: tuple[float, float] | None
    """The zone on the right side of the threshold."""


@dataclass(frozen=True)
class Cell:
    """A figure of a table with its tint, from 0 to 10."""

    value: float | None
    tint: int
    own: bool
    """On the diagonal."""
    drafts: int = 0


@dataclass(frozen=True)
class CrossBloc:
    """Mean niveau of strong drafts, one row the bloc they answer and one column the bloc they were read for."""

    blocs: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    own: float | None
    """Mean of the diagonal."""
    others: float | None
    """Mean of the rest."""


@dataclass(frozen=True)
class Confusion:
    """Labels against readings of a critère, or of all."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    """One row a label and one column a reading, from `absent` to `demontre`."""
    abstained: tuple[int, ...]
    """Of each label, the critères without a reading."""
    labelled: tuple[int, ...]
    """Of each label, the readings and abstentions."""
    read: tuple[int, ...]
    n: int
    kappa: float | None
    exact: float | None
    adjacent: float | None

    @property
    def abstentions(self) -> int:
        """Return how many critères were not read."""
        return sum(self.abstained)


@dataclass(frozen=True)
class Bin:
    """Readings of about the same confidence."""

    confidence: float
    right: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Reliability:
    """How often readings are right, against how sure they said they were."""

    bins: tuple[Bin, ...]
    error: float
    floor: float
    """What a perfectly calibrated reader would show with as many readings."""
    n: int


def bar(line: Line) -> Bar:
    """Return the interval of a property; rates that must be low are stretched near 0, the others near 1."""
    result = line.result

    def place(value: float | None) -> float | None:
        if value is None:
            return None
        inside = min(max(value, 0.0), 1.0)
        return 1 - sqrt(1 - inside) if result.at_least else sqrt(inside)

    threshold = place(result.threshold)
    accepted = None if threshold is None else (threshold, 1.0) if result.at_least else (0.0, threshold)
    return Bar(place(result.low), place(result.high), place(result.estimate), threshold, accepted)


def cross_bloc(cases: Iterable[Case]) -> CrossBloc | None:
    """Return the table of blocs, None without a figure."""
    by_property: dict[str, dict[tuple[str, str], list[float]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        if case.property in CROSS_BLOC and case.value is not None and case.against:
            by_property[case.property][case.bloc, case.against].append(case.value)
    figures = next((by_property[code] for code in CROSS_BLOC if by_property[code]), None)
    if figures is None:
        return None
    blocs = tuple(sorted({bloc for pair in figures for bloc in pair}, key=lambda b: (len(b), b)))
    rows = tuple(tuple(_mean_cell(figures.get((one, other), []), own=one == other) for other in blocs) for one in blocs)
    own = [v for (one, other), values in figures.items() if one == other for v in values]
    others = [v for (one, other), values in figures.items() if one != other for v in values]
    return CrossBloc(blocs, rows, _mean(own), _mean(others))


def labelled_pairs(cases: Iterable[Case]) -> list[Judged]:
    """Return each labelled critère of each dossier once, whichever agreement properties hold it."""
    found: dict[tuple[str, str], Judged] = {}
    for case in cases:
        if case.property.startswith("A"):
            for pair in case.judged:
                found.setdefault((case.base, pair.critere), pair)
    return list(found.values())


def confusion(name: str, pairs: Sequence[Judged]) -> Confusion:
    """Return labels against readings; abstentions stand apart and count in no figure."""
    known = [p for p in pairs if p.label in LEVELS]
    read = [p for p in known if p.read in LEVELS]
    table = agreement.confusion([LEVELS.index(p.label) for p in read], [LEVELS.index(p.read) for p in read], len(LEVELS))
    abstained = tuple(sum(p.label is level and p.read is Niveau.NON_EVALUABLE for p in known) for level in LEVELS)
    most = int(table.max()) or 1
    return Confusion(
        name=name,
        rows=tuple(
            tuple(Cell(float(n), round(_TINTS * int(n) / most), own=i == j) for j, n in enumerate(row))
            for i, row in enumerate(table)
        ),
        abstained=abstained,
        labelled=tuple(int(n) + gone for n, gone in zip(table.sum(axis=1), abstained, strict=True)),
        read=tuple(int(n) for n in table.sum(axis=0)),
        n=len(known),
        kappa=agreement.weighted_kappa(table),
        exact=agreement.exact(table),
        adjacent=agreement.adjacent(table),
    )


def confusions(pairs: Sequence[Judged]) -> list[Confusion]:
    """Return one table a critère, in the order of the référentiel."""
    by_critere: dict[str, list[Judged]] = defaultdict(list)
    for pair in pairs:
        by_critere[pair.critere].append(pair)
    return [confusion(code, by_critere[code]) for code in sorted(by_critere, key=_by_number)]


def reliability(pairs: Iterable[Judged]) -> Reliability | None:
    """Return the bins of equal size from the least to the most sure, None without a reading."""
    read = [p for p in pairs if p.read in LEVELS and p.label in LEVELS]
    if not read:
        return None
    sure = np.array([p.confidence for p in read], dtype=np.float64)
    right = np.array([p.read is p.label for p in read], dtype=np.float64)
    order = np.argsort(sure, kind="stable")
    bins = []
    for part in np.array_split(order, min(_BINS, len(order))):
        low, high = exact_interval(int(right[part].sum()), len(part))
        bins.append(Bin(float(sure[part].mean()), float(right[part].mean()), low, high, len(part)))
    error, floor = agreement.calibration_error(sure, right, _BINS), agreement.calibration_noise(sure, _BINS)
    return Reliability(tuple(bins), error or 0.0, floor or 0.0, len(read))


def _mean_cell(values: Sequence[float], *, own: bool) -> Cell:
    mean = _mean(values)
    return Cell(mean, 0 if mean is None else round(_TINTS * min(max(mean, 0.0), 1.0)), own, len(values))


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _by_number(code: str) -> list[int]:
    return [int(part[1:]) for part in code.split("-")]
