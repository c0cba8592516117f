"""The suites: how much material each one uses, and what their results are worth as an exit code."""

from collections.abc import Mapping

from evaluations.harness.material import Size
from evaluations.harness.record import Run, SuiteName

SIZES: Mapping[SuiteName, Size] = {
    "smoke": Size(short=6, dossier=1, indicateur=4, attack=3, benign=2),
    "full": Size(long=20, process=6, short=312, dossier=200, indicateur=400, attack=312, benign=312),
    "model": Size(short=60, dossier=6, indicateur=40, attack=60, benign=20),
}
"""`smoke` is for every commit (ten seconds), `full` for a release (a quarter of an hour on two cores), and `model` for
paid readings."""
GATE_FAILED, TOO_MANY_ERRORS, TOO_LITTLE = 1, 4, 5
_MOST_ERRORS = 0.05
_LEAST_COVERAGE = 0.9


def exit_code(run: Run, *, strict: bool = False) -> int:
    """Return 0 when no gate failed; 1, 4 or 5 otherwise; `strict` counts an undetermined gate as failed."""
    judged = sum(r.n for r in run.results)
    errors, abstained = sum(r.errors for r in run.results), sum(r.abstained for r in run.results)
    tried = judged + errors + abstained
    if not judged:
        return TOO_MANY_ERRORS if errors else TOO_LITTLE
    if errors > _MOST_ERRORS * tried:
        return TOO_MANY_ERRORS
    bad = ("fail", "undetermined") if strict else ("fail",)
    if any(r.gate and r.verdict in bad for r in run.results):
        return GATE_FAILED
    return TOO_LITTLE if judged < _LEAST_COVERAGE * tried else 0
