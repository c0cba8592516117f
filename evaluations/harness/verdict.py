"""From the cases of a property to a conclusion: pass, fail, or not enough to tell."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from scipy.special import betaincinv

from assistant.domain.base import Frozen
from evaluations.harness.cases import Case

Verdict = Literal["pass", "fail", "undetermined", "not_applicable"]
ENOUGH_FOR_NONE = 299
"""Cases without a broken one that show, at 95 %, that less than one in a hundred is."""
FEWEST_DRAFTS = 10
"""Drafts under which the interval of a figure would only seem narrow: it is left out."""
_ALPHA = 0.05
_MOST = 100_000


class Result(Frozen):
    """What a run concludes about one property."""

    code: str
    verdict: Verdict
    gate: bool
    threshold: float | None
    at_least: bool = False
    """The figure must be high rather than low."""
    n: int
    """Cases that count: held or broken."""
    clusters: int
    broken: int = 0
    estimate: float | None
    low: float | None = None
    high: float | None = None
    """95 % interval; cases of one draft count together."""
    needed: int = 0
    """Cases still needed, at the rate seen, to conclude; 0 when it is concluded or more cases would not tell."""
    abstained: int = 0
    errors: int = 0
    not_applicable: int = 0
    unverified: int = 0
    note: str = ""


class Figure(Frozen):
    """A statistic of the cases, where a rate of broken ones would not say it."""

    estimate: float | None
    """None where it is undefined."""
    interval: tuple[float, float] | None
    n: int
    """What it was computed from: pairs, critères."""
    at_least: bool = False
    """It must be high rather than low."""
    note: str = ""


def figure_result(code: str, cases: Sequence[Case], figure: Figure, threshold: float | None, *, gate: bool) -> Result:
    """Return the conclusion about a statistic: its whole interval must be on the right side of the threshold."""
    counts = Counter(c.outcome for c in cases)
    clusters = len({c.cluster for c in cases if c.outcome in ("held", "broken")})
    interval = figure.interval if figure.estimate is not None and clusters >= FEWEST_DRAFTS else None
    return Result(
        code=code,
        verdict=figure_verdict(interval, threshold, at_least=figure.at_least),
        gate=gate,
        threshold=threshold,
        at_least=figure.at_least,
        n=figure.n,
        clusters=clusters,
        broken=counts["broken"],
        estimate=figure.estimate,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        needed=max(0, FEWEST_DRAFTS - clusters),
        abstained=counts["abstained"],
        errors=counts["error"],
        not_applicable=counts["not_applicable"],
        unverified=counts["unverified"],
        note=figure.note,
    )


def rate_result(code: str, cases: Sequence[Case], threshold: float | None, *, gate: bool) -> Result:
    """Return the conclusion about a rate of broken cases that must stay at or under a threshold."""
    counts = Counter(c.outcome for c in cases)
    judged = [c for c in cases if c.outcome in ("held", "broken")]
    clusters = len({c.cluster for c in judged})
    broken = counts["broken"]
    interval = clustered_interval(judged)
    verdict: Verdict = "not_applicable" if threshold is None else _verdict(broken, clusters, interval, threshold)
    return Result(
        code=code,
        verdict=verdict,
        gate=gate,
        threshold=threshold,
        n=len(judged),
        clusters=clusters,
        broken=broken,
        estimate=broken / len(judged) if judged else None,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        needed=_needed(judged, clusters, threshold) if verdict == "undetermined" and threshold is not None else 0,
        abstained=counts["abstained"],
        errors=counts["error"],
        not_applicable=counts["not_applicable"],
        unverified=counts["unverified"],
    )


def figure_verdict(interval: tuple[float, float] | None, threshold: float | None, *, at_least: bool) -> Verdict:
    """Return the verdict about a figure with its interval: the whole of it must be on the right side."""
    if threshold is None:
        return "not_applicable"
    if interval is None:
        return "undetermined"
    low, high = interval
    if at_least:
        return "pass" if low >= threshold else "fail" if high < threshold else "undetermined"
    return "pass" if high <= threshold else "fail" if low > threshold else "undetermined"


def clustered_interval(cases: Sequence[Case]) -> tuple[float, float] | None:
    """Return the 95 % interval of the rate of broken cases (Korn and Graubard), None without a case.

    The exact binomial interval is computed on the effective number of cases: fewer than there
    are when cases of one draft go together, and no more than the drafts when none is broken.
    """
    if not cases:
        return None
    per_cluster: dict[str, list[int]] = {}
    for c in cases:
        per_cluster.setdefault(c.cluster, []).append(c.outcome == "broken")
    n, k = len(cases), len(per_cluster)
    rate = sum(map(sum, per_cluster.values())) / n
    if rate in (0.0, 1.0):
        return exact_interval(rate * k, k)
    if k < 2:
        return (0.0, 1.0)
    residuals = sum((sum(v) - rate * len(v)) ** 2 for v in per_cluster.values())
    variance = k / (k - 1) * residuals / n**2
    effective = min(float(n), rate * (1 - rate) / variance) if variance else float(n)
    return exact_interval(rate * effective, effective)


def exact_interval(broken: float, n: float) -> tuple[float, float]:
    """Return the Clopper-Pearson 95 % interval; counts may be effective ones."""
    tail = _ALPHA if broken in (0, n) else _ALPHA / 2
    low = float(betaincinv(broken, n - broken + 1, tail)) if broken > 0 else 0.0
    high = float(betaincinv(broken + 1, n - broken, 1 - tail)) if broken < n else 1.0
    return low, high


def _verdict(broken: int, clusters: int, interval: tuple[float, float] | None, threshold: float) -> Verdict:
    if interval is None:
        return "undetermined"
    if threshold == 0:
        return "fail" if broken else "pass" if clusters >= ENOUGH_FOR_NONE else "undetermined"
    return figure_verdict(interval, threshold, at_least=False)


def _needed(cases: Sequence[Case], clusters: int, threshold: float) -> int:
    """Return how many more drafts would conclude at the rate seen; 0 where the rate is too near the threshold."""
    if threshold == 0:
        return ENOUGH_FOR_NONE - clusters
    rate = sum(c.outcome == "broken" for c in cases) / len(cases) if cases else 0.0
    n = max(clusters, 8)
    while n < _MOST:
        low, high = exact_interval(rate * n, n)
        if high <= threshold or low > threshold:
            return max(1, n - clusters)
        n = n + 1 if n < 300 else int(n * 1.02) + 1
    return 0
