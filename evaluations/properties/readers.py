"""Two readers: how a reading agrees with what they have in common, and how they agree with each other."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import ClassVar

import numpy as np

from evaluations import agreement
from evaluations.agreement import Times
from evaluations.harness.cases import LEVELS, Judged
from evaluations.harness.verdict import Figure
from evaluations.properties.agreement import ADVISORY, CHANGE, Agreement, answered, noted
from evaluations.properties.base import Card, Limits

Levels = tuple[list[int], list[int], list[int]]
"""What the first reader, the second and the reading say of the same critères."""


class BetweenReaders(Agreement):
    """A2: agreement with a reader, compared with that of two readers."""

    card: ClassVar[Card] = Card(
        code="A2",
        family="accord",
        title="La lecture s’accorde avec un relecteur autant que deux relecteurs entre eux.",
        meaning="Deux jurés ne sont pas toujours d’accord : c’est à leur écart que le nôtre se compare.",
        change=CHANGE,
        expected=f"Un kappa qui n’est pas inférieur de plus de 0,10 à celui de deux relecteurs. {ADVISORY}",
        metric="kappa avec un relecteur, moins kappa entre deux relecteurs",
        limits=Limits(embedded=-0.10, model=-0.10),
        gate=False,
        at_least=True,
    )

    def figure(self, dossiers: Sequence[Sequence[Judged]]) -> Figure:
        """Return the difference over the dossiers that two people read."""
        return _figure(dossiers, _difference)


class TrueScore(Agreement):
    """A6: how well a reading predicts what two readers have in common."""

    card: ClassVar[Card] = Card(
        code="A6",
        family="accord",
        title="La lecture suit ce que deux relecteurs ont en commun.",
        meaning="Ce sur quoi deux jurés hésitent n’est reproché à personne ; ce qu’ils voient tous deux doit être vu.",
        change=CHANGE,
        expected=f"Au moins 70 % de ce qui distingue vraiment les critères est prédit (PRMSE). {ADVISORY}",
        metric="part de la variance des niveaux vrais qui est prédite",
        limits=Limits(embedded=0.70, model=0.80),
        gate=False,
        at_least=True,
    )

    def figure(self, dossiers: Sequence[Sequence[Judged]]) -> Figure:
        """Return the part over the dossiers that two people read."""
        return _figure(dossiers, agreement.true_score_gain)


def _figure(dossiers: Sequence[Sequence[Judged]], statistic: Callable[[list[int], list[int], list[int]], float | None]) -> Figure:
    read = [levels for pairs in dossiers if (levels := _levels(pairs))[0]]
    if not read:
        note = noted("non mesuré\u00a0: aucun de ces dossiers n’a deux relecteurs")
        return Figure(estimate=None, interval=None, n=0, at_least=True, note=note)

    def drawn(times: Times) -> float | None:
        chosen = [levels for levels, often in zip(read, times, strict=True) for _ in range(often)]
        first, second, ours = (list(chain.from_iterable(levels[k] for levels in chosen)) for k in range(3))
        return statistic(first, second, ours)

    return Figure(
        estimate=drawn(np.ones(len(read), dtype=np.int64)),
        interval=agreement.bootstrap_interval(drawn, len(read), draws=500),
        n=sum(len(first) for first, *_ in read),
        at_least=True,
        note=noted(f"{len(read)} dossiers lus deux fois"),
    )


def _levels(pairs: Sequence[Judged]) -> Levels:
    twice = [(j.label, j.second, j.read) for j in answered(pairs) if j.second in LEVELS]
    one, other, ours = ([LEVELS.index(niveaux[k]) for niveaux in twice] for k in range(3))
    return one, other, ours


def _difference(first: list[int], second: list[int], read: list[int]) -> float | None:
    ours, theirs = (agreement.weighted_kappa(agreement.confusion(first, other, len(LEVELS))) for other in (read, second))
    return None if ours is None or theirs is None else ours - theirs
