"""Calibration and coverage: how sure a reading is when it is right, and how often there is one."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from evaluations import agreement
from evaluations.agreement import Times
from evaluations.harness.bench import Sort
from evaluations.harness.cases import LEVELS, Case, Judged, Outcome
from evaluations.harness.verdict import Figure, Result, clustered_interval, figure_result
from evaluations.properties.agreement import ADVISORY, CHANGE, Agreement, EachCritere, answered, noted, number
from evaluations.properties.base import Card, Limits


class Calibration(Agreement):
    """A7: how sure a reading says it is, and how often it is right."""

    card: ClassVar[Card] = Card(
        code="A7",
        family="accord",
        title="La lecture est juste aussi souvent qu’elle le dit.",
        meaning="Quand elle se dit sûre à 80 %, elle a raison huit fois sur dix.",
        change=CHANGE,
        expected=f"Un écart d’au plus 0,10 entre la confiance annoncée et la part de lectures justes. {ADVISORY}",
        metric="erreur de calibration attendue",
        limits=Limits(embedded=0.10, model=0.10),
        gate=False,
    )

    def figure(self, dossiers: Sequence[Sequence[Judged]]) -> Figure:
        """Return the error over bins of equal size, and that of a perfectly calibrated reader."""
        read = [(n, j) for n, pairs in enumerate(dossiers) for j in answered(pairs)]
        owner = np.array([n for n, _ in read], dtype=np.int64)
        sure, right = (
            np.array(v, dtype=np.float64) for v in ([j.confidence for _, j in read], [j.read is j.label for _, j in read])
        )

        def error(times: Times) -> float | None:
            often = times[owner]
            return agreement.calibration_error(np.repeat(sure, often), np.repeat(right, often))

        floor = agreement.calibration_noise(sure)
        return Figure(
            estimate=agreement.calibration_error(sure, right),
            interval=agreement.bootstrap_interval(error, len(dossiers), draws=500),
            n=len(read),
            note=noted("" if floor is None else f"un lecteur parfaitement calibré montrerait ici {number(floor)}"),
        )


class Coverage(EachCritere):
    """A8: how much is judged at all."""

    card: ClassVar[Card] = Card(
        code="A8",
        family="accord",
        title="Presque tous les critères reçoivent une lecture.",
        meaning="Une abstention est honnête, mais elle ne vous apprend rien : elle reste rare.",
        change=CHANGE,
        expected=f"Au moins 90 % des critères étiquetés sont lus, sans abstention ni erreur. {ADVISORY}",
        metric="part des critères étiquetés qui sont lus",
        limits=Limits(embedded=0.90, model=0.97),
        gate=False,
        at_least=True,
    )

    def outcome(self, pair: Judged, *, refused: bool) -> Outcome:
        """Return `broken` for a critère that was not read, whatever the reason."""
        return "broken" if refused or pair.read not in LEVELS else "held"

    def conclude(self, cases: Sequence[Case], sort: Sort) -> Result:
        """Return the conclusion about the part that was read; a dossier that could not be read at all counts once."""
        card = self.card
        tried = [c.model_copy(update={"outcome": "broken"}) if c.outcome == "error" else c for c in cases]
        interval = clustered_interval(tried)
        figure = Figure(
            estimate=sum(c.outcome == "held" for c in tried) / len(tried) if tried else None,
            interval=(1 - interval[1], 1 - interval[0]) if interval else None,
            n=len(tried),
            at_least=True,
            note=noted(""),
        )
        return figure_result(card.code, cases, figure, card.limits.of(sort), gate=card.gate)
