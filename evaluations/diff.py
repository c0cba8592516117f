"""Two runs of one suite, case by case: what broke, what was mended, and whether that is more than chance.

Comparable runs share the suite, the référentiel, the material and the seed; other assessors,
other code and other limits are what one compares. Tolerance is for rates and figures alone:
a property that tolerates nothing never gets one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen
from assistant.errors import InputError
from evaluations.agreement import REAL_JURORS, mcnemar
from evaluations.harness.cases import Case, Outcome
from evaluations.harness.record import Identity, Run, SuiteName
from evaluations.harness.verdict import Result, Verdict
from evaluations.swap import Exchange, KappaChange, Swap, exchange, kappa_change, swaps

LEAST_OVERLAP = 0.95
"""Part of all case ids that both runs must have."""
_SIGNIFICANT = 0.05
_COUNTED: tuple[Outcome, ...] = ("held", "broken")


@dataclass(frozen=True)
class Measured:
    """A run with its cases."""

    run: Run
    cases: Sequence[Case]


class Side(Frozen):
    """What one of the two runs measured."""

    suite: str
    assessor: str
    product: str
    complete: bool


class Moved(Frozen):
    """A case whose outcome is not the same in both runs."""

    id: str
    property: str
    before: Outcome | None
    """None when the first run does not have it."""
    after: Outcome | None
    """None when the second run does not have it."""
    note: str


class PropertyChange(Frozen):
    """One property in both runs."""

    code: str
    gate: bool
    zero_tolerance: bool
    verdicts: tuple[Verdict, Verdict]
    estimates: tuple[float | None, float | None]
    pairs: int
    """Cases held or broken in both runs."""
    newly_broken: int
    newly_held: int
    p: float | None
    """Exact McNemar, two-sided; None where no paired case changed."""
    regression: str = ""
    """Why this fails the comparison, a French sentence; empty when it does not."""


class Comparison(Frozen):
    """What changed from the first run to the second."""

    schema_: Literal["jury-blanc/evaluation-diff/1"] = Field("jury-blanc/evaluation-diff/1", alias="schema")
    before: Side
    after: Side
    overlap: float
    """Case ids that both have, among those that either has, over the properties of both."""
    mismatches: tuple[str, ...]
    """Why the two are not strictly comparable, French sentences."""
    warnings: tuple[str, ...]
    properties: tuple[PropertyChange, ...]
    only_before: tuple[str, ...]
    """Properties that the second run left out."""
    only_after: tuple[str, ...]
    newly_failing: tuple[Moved, ...]
    newly_passing: tuple[Moved, ...]
    missing: tuple[Moved, ...]
    """Held or broken in the first run, and neither in the second."""
    kappa: KappaChange | None
    """Agreement with the labels of dossiers; None where the runs do not share any."""
    swaps: tuple[Swap, ...]
    """Agreement of the two runs' readings with each other, all critères together first."""
    exchange: Exchange | None
    """S4: whether either reader may stand for the other; None where the runs do not share any dossier."""
    regressed: bool
    real_jurors: str = REAL_JURORS

    model_config = Frozen.model_config | {"serialize_by_alias": True, "validate_by_name": True, "validate_by_alias": True}


def compare(before: Measured, after: Measured, *, tolerance: float = 0.0, allow_mismatch: bool = False) -> Comparison:
    """Return what changed; raise `InputError` for runs that cannot be compared.

    `allow_mismatch` accepts another référentiel, material, seed or suite; too few common cases
    are refused even so, for there is nothing to pair.
    """
    differing = tuple(mismatches((before.run.suite, before.run.identity), (after.run.suite, after.run.identity)))
    if differing and not allow_mismatch:
        raise InputError(" ".join(differing), hint="Ajoutez --allow-mismatch pour comparer quand même.")
    common = [r.code for r in before.run.results if after.run.result(r.code)]
    first, second = _by_id(before.cases, common), _by_id(after.cases, common)
    overlap = _overlap(first, second)
    moved = list(_moved(first, second))
    properties = tuple(_property(code, (before.run, after.run), (first, second), tolerance) for code in common)
    return Comparison(
        before=_side(before.run),
        after=_side(after.run),
        overlap=overlap,
        mismatches=differing,
        warnings=tuple(_warnings(before.run, after.run)),
        properties=properties,
        only_before=tuple(r.code for r in before.run.results if r.code not in common),
        only_after=tuple(r.code for r in after.run.results if r.code not in common),
        newly_failing=tuple(m for m in moved if m.after == "broken"),
        newly_passing=tuple(m for m in moved if (m.before, m.after) == ("broken", "held")),
        missing=tuple(m for m in moved if m.before in _COUNTED and m.after not in _COUNTED),
        kappa=kappa_change(before.cases, after.cases),
        swaps=tuple(swaps(before.cases, after.cases)),
        exchange=exchange(before.cases, after.cases, same=before.run.assessor == after.run.assessor),
        regressed=any(p.regression for p in properties),
    )


def mismatches(before: tuple[SuiteName, Identity], after: tuple[SuiteName, Identity]) -> Iterator[str]:
    """Yield why two suites with what they measured are not comparable, French sentences; nothing when they are."""
    (suite, one), (other_suite, other) = before, after
    if suite != other_suite:
        yield f"Les suites diffèrent\u00a0: {suite} et {other_suite}."
    if one.referentiel != other.referentiel:
        yield "Les référentiels diffèrent."
    if one.seed != other.seed:
        yield f"Les graines diffèrent\u00a0: {one.seed} et {other.seed}."
    elif suite == other_suite and one.material != other.material:
        yield "Les textes de départ diffèrent."


def _warnings(before: Run, after: Run) -> Iterator[str]:
    if before.identity.properties != after.identity.properties:
        yield "Le code des propriétés a changé entre les deux mesures\u00a0: un cas de même nom peut avoir un autre contenu."
    for run, which in ((before, "première"), (after, "seconde")):
        if not run.complete:
            yield f"La {which} mesure est incomplète."


def _by_id(cases: Sequence[Case], codes: Sequence[str]) -> dict[str, Case]:
    known = set(codes)
    return {c.id: c for c in cases if c.property in known}


def _overlap(first: dict[str, Case], second: dict[str, Case]) -> float:
    every = first.keys() | second.keys()
    overlap = len(first.keys() & second.keys()) / len(every) if every else 0.0
    if overlap < LEAST_OVERLAP:
        raise InputError(
            f"Les deux mesures n’ont que {overlap:.0%} de cas en commun\u00a0: il en faut {LEAST_OVERLAP:.0%}.",
            hint="Comparez deux mesures complètes de la même suite, faites avec la même graine.",
        )
    return overlap


def _moved(first: dict[str, Case], second: dict[str, Case]) -> Iterator[Moved]:
    for name in dict.fromkeys([*first, *second]):
        old, new = first.get(name), second.get(name)
        outcomes = old.outcome if old else None, new.outcome if new else None
        told = new or old
        if told and outcomes[0] != outcomes[1]:
            yield Moved(id=name, property=told.property, before=outcomes[0], after=outcomes[1], note=told.note)


def _property(
    code: str, runs: tuple[Run, Run], cases: tuple[dict[str, Case], dict[str, Case]], tolerance: float
) -> PropertyChange:
    one, other = (r.result(code) for r in runs)
    if one is None or other is None:
        raise KeyError(code)
    first, second = cases
    pairs = Counter((c.outcome, second[c.id].outcome) for c in first.values() if c.property == code and c.id in second)
    fresh = sum(c.outcome == "broken" and (c.id not in first or first[c.id].outcome != "broken") for c in _of(second, code))
    change = PropertyChange(
        code=code,
        gate=other.gate,
        zero_tolerance=zero_tolerance(other),
        verdicts=(one.verdict, other.verdict),
        estimates=(one.estimate, other.estimate),
        pairs=sum(pairs[a, b] for a in _COUNTED for b in _COUNTED),
        newly_broken=pairs["held", "broken"],
        newly_held=pairs["broken", "held"],
        p=mcnemar(pairs["held", "broken"], pairs["broken", "held"]),
    )
    worse = _worsening(other, change.estimates)
    return change.model_copy(update={"regression": _regression(change, fresh, worse, tolerance)})


def _of(cases: dict[str, Case], code: str) -> Iterator[Case]:
    return (c for c in cases.values() if c.property == code)


def zero_tolerance(result: Result) -> bool:
    """Tell whether a single broken case fails the property."""
    return result.threshold == 0 and not result.at_least


def _worsening(result: Result, estimates: tuple[float | None, float | None]) -> float | None:
    before, after = estimates
    if before is None or after is None:
        return None
    return before - after if result.at_least else after - before


def _regression(change: PropertyChange, fresh: int, worse: float | None, tolerance: float) -> str:
    if change.zero_tolerance and fresh:
        return f"{fresh} cas nouvellement en défaut, alors qu’aucun n’est toléré"
    tolerated = worse is not None and worse <= tolerance
    if not change.gate or tolerated:
        return ""
    if change.verdicts[1] == "fail" and change.verdicts[0] != "fail":
        return "échoue désormais"
    if change.p is not None and change.p < _SIGNIFICANT and change.newly_broken > change.newly_held:
        return f"recule nettement ({change.newly_broken} cas en défaut de plus, {change.newly_held} de moins)"
    return ""


def _side(run: Run) -> Side:
    return Side(suite=run.suite, assessor=run.identity.assessor, product=run.identity.product, complete=run.complete)
