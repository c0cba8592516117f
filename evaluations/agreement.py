"""Agreement statistics on ordered levels, small and checked; what is undefined stays undefined.

Levels are integers from 0 to `levels - 1`. Undefined values (no case, no variation) are
None, never 0 and never 1, so that a figure is not mistaken for a result.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr

Table = NDArray[np.int64]
Ratings = NDArray[np.float64]
"""One row a rater and one column a unit; nan where a rater did not rate."""
Times = NDArray[np.int64]
"""How many times each draft counts: once, or as often as a bootstrap drew it."""
REAL_JURORS = "accord avec des jurés réels : non mesuré"
"""Stands beside every figure of agreement until people who sit on juries have labelled drafts."""


def confusion(truth: Sequence[int], read: Sequence[int], levels: int) -> Table:
    """Return the counts, one row a true level and one column a read level."""
    table = np.zeros((levels, levels), dtype=np.int64)
    np.add.at(table, (np.asarray(truth, dtype=np.int64), np.asarray(read, dtype=np.int64)), 1)
    return table


def weighted_kappa(table: Table) -> float | None:
    """Return Cohen's kappa with quadratic weights; every level counts, used or not.

    None when there is no case or when neither side varies.
    """
    total = int(table.sum())
    if total == 0:
        return None
    weights = _squared_gaps(len(table))
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    chance = float((weights * expected).sum())
    return 1 - float((weights * table).sum()) / chance if chance else None


def exact(table: Table) -> float | None:
    """Return the part of the cases read at their true level."""
    return _part(int(np.trace(table)), int(table.sum()))


def adjacent(table: Table) -> float | None:
    """Return the part of the cases read at most one level away."""
    return _part(int(table[_squared_gaps(len(table)) <= 1].sum()), int(table.sum()))


def praise_without_evidence(table: Table, praised_from: int = 2) -> float | None:
    """Return the part of all cases read at `praised_from` or better whose truth is below it."""
    return _part(int(table[:praised_from, praised_from:].sum()), int(table.sum()))


def recalls(table: Table) -> list[float | None]:
    """Return, for each true level, the part of its cases that were read at it."""
    return [_part(int(table[n, n]), int(table[n].sum())) for n in range(len(table))]


def precisions(table: Table) -> list[float | None]:
    """Return, for each read level, the part of its cases that were truly at it."""
    return recalls(table.T)


def specificity(table: Table, level: int) -> float | None:
    """Return the part of the cases truly at another level that were not read at this one."""
    elsewhere = np.delete(table, level, axis=0)
    return _part(int(elsewhere.sum() - elsewhere[:, level].sum()), int(elsewhere.sum()))


def standardised_difference(table: Table) -> float | None:
    """Return by how much readings are above the truth on average, in pooled standard deviations.

    None when there is no case or when neither side varies.
    """
    total = int(table.sum())
    if total == 0:
        return None
    levels = np.arange(len(table))
    sides = [table.sum(axis=axis) / total for axis in (1, 0)]
    means = [float(side @ levels) for side in sides]
    variances = [float(side @ levels**2) - mean**2 for side, mean in zip(sides, means, strict=True)]
    spread = float(np.sqrt(max(sum(variances), 0.0) / 2))
    return (means[1] - means[0]) / spread if spread else None


def krippendorff_alpha(ratings: Ratings, levels: int) -> float | None:
    """Return Krippendorff's alpha for ordered levels; units rated once are left out.

    None when nothing is paired or when a single level was ever used.
    """
    counts = _unit_counts(ratings, levels)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        return None
    sizes = counts.sum(axis=1, keepdims=True)
    coincidences = (counts[:, :, None] * counts[:, None, :] / (sizes - 1)[:, :, None]).sum(axis=0)
    coincidences -= np.diag((counts / (sizes - 1)).sum(axis=0))
    totals = coincidences.sum(axis=1)
    gaps = _ordinal_gaps(totals)
    expected = float((np.outer(totals, totals) * gaps).sum()) / (totals.sum() - 1)
    return 1 - float((coincidences * gaps).sum()) / expected if expected else None


def gwet_ac2(ratings: Ratings, levels: int) -> float | None:
    """Return Gwet's AC2 with quadratic weights; None when no unit was rated twice."""
    counts = _unit_counts(ratings, levels)
    paired = counts[counts.sum(axis=1) >= 2]
    if not len(paired):
        return None
    weights = 1 - _squared_gaps(levels) / (levels - 1) ** 2
    sizes = paired.sum(axis=1)
    weighted = paired @ weights
    observed = float(((paired * (weighted - 1)).sum(axis=1) / (sizes * (sizes - 1))).mean())
    rated = counts[counts.sum(axis=1) >= 1]
    shares = (rated / rated.sum(axis=1, keepdims=True)).mean(axis=0)
    chance = float(weights.sum() * (shares * (1 - shares)).sum() / (levels * (levels - 1)))
    return (observed - chance) / (1 - chance) if chance < 1 else None


def true_score_gain(first: ArrayLike, second: ArrayLike, read: ArrayLike) -> float | None:
    """Return how much of the variance of true scores a reading predicts, two readers having given each unit a score.

    The proportional reduction in mean squared error: what readers disagree about is taken out of the scores and of the
    error alike. 1 at best; below 0 when the mean would predict better. None when true scores do not vary.
    Source: Loukina, Madnani, Cahill, Yao, Johnson, Riordan and McCaffrey, « Using PRMSE to evaluate automated scoring
    systems in the presence of label noise », 2020.
    """
    one, two, system = (np.asarray(v, dtype=np.float64) for v in (first, second, read))
    n = len(one)
    if n < 2:
        return None
    mean = (one + two) / 2
    noise = float(((one - two) ** 2).mean()) / 2
    true = (2 * float(((mean - mean.mean()) ** 2).sum()) - (n - 1) * noise) / (2 * n - 2)
    missed = (2 * float(((mean - system) ** 2).sum()) - n * noise) / (2 * n)
    return 1 - missed / true if true > 0 else None


def mcnemar(newly_broken: int, newly_held: int) -> float | None:
    """Return the exact two-sided p-value of McNemar's test, None when nothing changed."""
    changed = newly_broken + newly_held
    return min(1.0, 2 * float(bdtr(min(newly_broken, newly_held), changed, 0.5))) if changed else None


def cluster_interval(
    statistic: Callable[[Table], float | None], tables: Sequence[Table], *, draws: int = 2000, seed: int = 0, level: float = 0.95
) -> tuple[float, float] | None:
    """Return the percentile bootstrap interval of a statistic, whole drafts drawn together.

    `tables` holds one confusion table a draft. Draws where the statistic is undefined are
    left out; None when fewer than half remain.
    """
    stacked = np.stack(tables) if tables else np.zeros((0, 1, 1), dtype=np.int64)
    return bootstrap_interval(
        lambda times: statistic(np.tensordot(times, stacked, axes=1)), len(tables), draws=draws, seed=seed, level=level
    )


def bootstrap_interval(
    statistic: Callable[[Times], float | None], drafts: int, *, draws: int = 2000, seed: int = 0, level: float = 0.95
) -> tuple[float, float] | None:
    """Return the percentile bootstrap interval of a statistic of how many times each draft counts.

    Draws where the statistic is undefined are left out; None when fewer than half remain, or
    with fewer than two drafts.
    """
    if drafts < 2:
        return None
    chooser = np.random.default_rng(seed)
    drawn = chooser.multinomial(drafts, np.full(drafts, 1 / drafts), size=draws)
    values = [v for times in drawn if (v := statistic(times)) is not None]
    if len(values) < draws / 2:
        return None
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def calibration_error(confidence: ArrayLike, right: ArrayLike, bins: int = 10) -> float | None:
    """Return the expected calibration error over bins of equal size; None without a case.

    Cases that are equally sure count as one mean, so that their order does not matter.
    """
    sure, correct = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if not len(sure):
        return None
    _, tie = np.unique(sure, return_inverse=True)
    correct = (np.bincount(tie, correct) / np.bincount(tie))[tie]
    order = np.argsort(sure, kind="stable")
    parts = [p for p in np.array_split(order, min(bins, len(order))) if len(p)]
    return float(sum(len(p) * abs(sure[p].mean() - correct[p].mean()) for p in parts) / len(order))


def calibration_noise(confidence: ArrayLike, bins: int = 10, *, draws: int = 500, seed: int = 0) -> float | None:
    """Return the mean calibration error that a perfectly calibrated reader would show here."""
    sure = np.asarray(confidence, dtype=np.float64)
    if not len(sure):
        return None
    chooser = np.random.default_rng(seed)
    errors = [calibration_error(sure, chooser.random(len(sure)) < sure, bins) or 0.0 for _ in range(draws)]
    return float(np.mean(errors))


def _part(count: int, total: int) -> float | None:
    return count / total if total else None


def _squared_gaps(levels: int) -> NDArray[np.float64]:
    return np.subtract.outer(np.arange(levels), np.arange(levels)).astype(np.float64) ** 2


def _unit_counts(ratings: Ratings, levels: int) -> NDArray[np.float64]:
    """Return how many raters gave each level to each unit, one row a unit."""
    return np.stack([(ratings == level).sum(axis=0) for level in range(levels)], axis=1).astype(np.float64)


def _ordinal_gaps(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the squared ordinal distances: levels stand at the middle of their cumulated counts."""
    middles = np.cumsum(totals) - totals / 2
    return np.subtract.outer(middles, middles) ** 2
