"""Runs and cases made by hand, for tests of what is concluded from them."""

from collections.abc import Sequence
from typing import Any

from assistant.domain.feedback import Niveau
from evaluations.harness.cases import LEVELS, Case, Judged, Outcome
from evaluations.harness.record import Described, Identity, Run
from evaluations.harness.verdict import Result, rate_result

IDENTITY = Identity(product="1", assessor="a/1", subject="s", referentiel="r", material="m", properties="p", seed=0)


def a_case(prop: str, base: str, outcome: Outcome = "held", **more: Any) -> Case:
    """Return a case of a base."""
    known = {"property": prop, "id": f"{prop}/{base}/change", "base": base, "cluster": base, "bloc": "B1", "change": "change"}
    return Case.model_validate(known | {"outcome": outcome} | more)


def some_cases(prop: str, outcomes: str) -> list[Case]:
    """Return a case for each letter: `h`eld, `b`roken, `a`bstained, `e`rror, or `n`ot applicable."""
    names: dict[str, Outcome] = {"h": "held", "b": "broken", "a": "abstained", "e": "error", "n": "not_applicable"}
    return [a_case(prop, f"t{n:03d}", names[letter]) for n, letter in enumerate(outcomes)]


def judged_case(dossier: str, label: int, read: int, critere: str = "B1-C1") -> Case:
    """Return a case that holds one judgement; levels are counted from 0."""
    judged = Judged(critere=critere, label=LEVELS[label], read=LEVELS[read], confidence=0.5)
    return a_case("A1", dossier, id=f"A1/{dossier}/{critere}", judged=(judged,))


def abstention(dossier: str) -> Case:
    """Return a case whose judgement is an abstention."""
    judged = Judged(critere="B1-C1", label=Niveau.ABSENT, read=Niveau.NON_EVALUABLE, confidence=0.0)
    return a_case("A1", dossier, judged=(judged,))


def a_result(code: str, verdict: str, **more: Any) -> Result:
    """Return a conclusion without figures, unless they are given."""
    plain = {"code": code, "verdict": verdict, "gate": True, "threshold": 0.05, "n": 10, "clusters": 10, "estimate": 0.0}
    return Result.model_validate(plain | more)


def concluded(cases: Sequence[Case], limits: dict[str, float], *, gate: bool = True) -> list[Result]:
    """Return the conclusion of each property under its limit."""
    return [rate_result(p, [c for c in cases if c.property == p], limit, gate=gate) for p, limit in limits.items()]


def a_run(results: Sequence[Result], **more: Any) -> Run:
    """Return a complete smoke run with these conclusions; identity fields go to the identity."""
    identity = IDENTITY.model_copy(update={k: v for k, v in more.items() if k in Identity.model_fields})
    described = tuple(
        Described(code=r.code, family="surface", title="T.", meaning="M.", change="C.", expected="E.", metric="m")
        for r in results
    )
    run = Run(
        suite="smoke",
        assessor="embedded",
        sort="embedded",
        identity=identity,
        complete=True,
        properties=described,
        results=tuple(results),
    )
    return run.model_copy(update={k: v for k, v in more.items() if k in Run.model_fields and k not in Identity.model_fields})
