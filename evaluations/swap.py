"""Two readers of the same dossiers: how far each agrees with the labels, and the two with each other."""

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.domain.base import Frozen
from evaluations.agreement import Table, cluster_interval, confusion, exact, krippendorff_alpha, weighted_kappa
from evaluations.harness.cases import LEVELS, Case, Judged

ALL = "tous"
"""Stands for a critère where all are taken together."""


class KappaChange(Frozen):
    """Agreement with the labels before and after, over the critères that both runs judged."""

    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None
    """95 % interval of the difference; whole dossiers are drawn, the same for both runs."""
    dossiers: int
    judgements: int


class Swap(Frozen):
    """Agreement of two runs' readings with each other on one critère."""

    critere: str
    dossiers: int
    exact: float | None
    kappa: float | None
    alpha: float | None
    gap: float
    """Largest difference, over the niveaux, of the part of dossiers read at it."""


class Pair(Frozen):
    """One critère of one dossier, as it was labelled and as both runs read it."""

    dossier: str
    critere: str
    label: int
    before: int
    after: int


def paired(before: Sequence[Case], after: Sequence[Case]) -> list[Pair]:
    """Return the critères that both runs judged under the same label, each once, abstentions left out."""
    first, second = _judged(before), _judged(after)
    return [
        Pair(
            dossier=dossier,
            critere=critere,
            label=LEVELS.index(one.label),
            before=LEVELS.index(one.read),
            after=LEVELS.index(other.read),
        )
        for (dossier, critere), one in first.items()
        if (other := second.get((dossier, critere))) and other.label is one.label
    ]


def kappa_change(before: Sequence[Case], after: Sequence[Case]) -> KappaChange | None:
    """Return the change of the quadratic kappa, with its paired bootstrap interval; None without a common judgement."""
    pairs = paired(before, after)
    if not pairs:
        return None
    dossiers = list(dict.fromkeys(p.dossier for p in pairs))
    tables = [_both([p for p in pairs if p.dossier == d]) for d in dossiers]
    whole = _both(pairs)
    interval = cluster_interval(_difference, tables)
    return KappaChange(
        before=weighted_kappa(whole[: len(LEVELS)]),
        after=weighted_kappa(whole[len(LEVELS) :]),
        difference=_difference(whole),
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        dossiers=len(dossiers),
        judgements=len(pairs),
    )


def swaps(before: Sequence[Case], after: Sequence[Case]) -> Iterator[Swap]:
    """Yield the agreement of the two runs with each other, of all critères together and then of each."""
    pairs = paired(before, after)
    if not pairs:
        return
    yield _swap(ALL, pairs)
    for critere in sorted({p.critere for p in pairs}):
        yield _swap(critere, [p for p in pairs if p.critere == critere])


def _swap(critere: str, pairs: Sequence[Pair]) -> Swap:
    readings = np.array([[p.before for p in pairs], [p.after for p in pairs]])
    table = confusion(readings[0].tolist(), readings[1].tolist(), len(LEVELS))
    shares = (table.sum(axis=1) - table.sum(axis=0)) / len(pairs)
    return Swap(
        critere=critere,
        dossiers=len({p.dossier for p in pairs}),
        exact=exact(table),
        kappa=weighted_kappa(table),
        alpha=krippendorff_alpha(readings.astype(np.float64), len(LEVELS)),
        gap=float(np.abs(shares).max()),
    )


def _judged(cases: Sequence[Case]) -> dict[tuple[str, str], Judged]:
    """Return what was judged of each base against its own bloc; properties that read the same thing agree on it."""
    found: dict[tuple[str, str], Judged] = {}
    for case in cases:
        for judged in case.judged:
            if not case.against and judged.label in LEVELS and judged.read in LEVELS:
                found.setdefault((case.base, judged.critere), judged)
    return found


def _both(pairs: Sequence[Pair]) -> Table:
    """Return the confusion of the first run above that of the second, so that they are drawn together."""
    labels = [p.label for p in pairs]
    return np.concatenate([confusion(labels, reads, len(LEVELS)) for reads in _reads(pairs)])


def _reads(pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    return [p.before for p in pairs], [p.after for p in pairs]


def _difference(table: Table) -> float | None:
    before, after = weighted_kappa(table[: len(LEVELS)]), weighted_kappa(table[len(LEVELS) :])
    return None if before is None or after is None else after - before
