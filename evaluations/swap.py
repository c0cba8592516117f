"""Two readers of the same dossiers: how far each agrees with the labels, and the two with each other."""

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.domain.base import Frozen
from evaluations.agreement import Table, cluster_interval, confusion, exact, krippendorff_alpha, mcnemar, weighted_kappa
from evaluations.harness.cases import LEVELS, Case, Judged
from evaluations.harness.verdict import FEWEST_DRAFTS, Verdict, figure_verdict

ALL = "tous"
"""Stands for a critère where all are taken together."""
ALIKE, SAME = 0.80, 0.95
"""Mean kappa of the critères that two readers must reach to stand for each other, and two versions of one reader."""
WIDEST = 0.15
"""Largest difference tolerated, on any critère, between the parts of dossiers that both put at a niveau."""
_SIGNIFICANT = 0.05


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


class Exchange(Frozen):
    """S4: whether either reader may stand for the other, whatever the labels say."""

    verdict: Verdict
    threshold: float
    kappa: float | None
    """Quadratic kappa between the two readers, mean of the critères; None where all are undefined."""
    low: float | None
    high: float | None
    """95 % interval of the mean; whole dossiers are drawn."""
    critere: str
    """Where the parts differ most."""
    gap: float
    """By how much they do there; it counts from fifteen points on where McNemar's test says that it is not chance."""
    p: float | None


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


def exchange(before: Sequence[Case], after: Sequence[Case], *, same: bool) -> Exchange | None:
    """Return whether the two runs' readers agree on each critère; None without a common judgement.

    `same` is for two versions of one reader, of which more is asked.
    """
    pairs = paired(before, after)
    if not pairs:
        return None
    criteres = sorted({p.critere for p in pairs})
    dossiers = list(dict.fromkeys(p.dossier for p in pairs))
    tables = [_stacked([p for p in pairs if p.dossier == d], criteres) for d in dossiers]
    threshold = SAME if same else ALIKE
    interval = cluster_interval(_mean_kappa, tables) if len(dossiers) >= FEWEST_DRAFTS else None
    gap, critere, p = max(_widest(c, [p for p in pairs if p.critere == c]) for c in criteres)
    agreed = figure_verdict(interval, threshold, at_least=True)
    apart = p is not None and p < _SIGNIFICANT
    verdict: Verdict = agreed if gap <= WIDEST else "fail" if apart or agreed == "fail" else "undetermined"
    return Exchange(
        verdict=verdict,
        threshold=threshold,
        kappa=_mean_kappa(_stacked(pairs, criteres)),
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        critere=critere,
        gap=gap,
        p=p,
    )


def _stacked(pairs: Sequence[Pair], criteres: Sequence[str]) -> Table:
    """Return the confusions of the two readers, one critère above the other."""
    chosen = [[p for p in pairs if p.critere == c] for c in criteres]
    return np.concatenate([confusion([p.before for p in some], [p.after for p in some], len(LEVELS)) for some in chosen])


def _mean_kappa(stacked: Table) -> float | None:
    found = [k for table in np.split(stacked, len(stacked) // len(LEVELS)) if (k := weighted_kappa(table)) is not None]
    return sum(found) / len(found) if found else None


def _widest(critere: str, pairs: Sequence[Pair]) -> tuple[float, str, float | None]:
    """Return the largest difference of one critère, and how likely chance alone would make one niveau differ so."""
    gains = [(sum((p.after == n) - (p.before == n) for p in pairs), n) for n in range(len(LEVELS))]
    _, level = max((abs(gain), n) for gain, n in gains)
    came = sum(p.after == level != p.before for p in pairs)
    went = sum(p.before == level != p.after for p in pairs)
    return abs(came - went) / len(pairs), critere, mcnemar(came, went)


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
