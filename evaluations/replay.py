"""A case made again with everything that was read for it, and how many readings a suite would take."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from assistant.domain.base import Frozen
from assistant.domain.feedback import Niveau
from assistant.errors import InputError
from evaluations.harness.bench import excerpts
from evaluations.harness.cases import Case
from evaluations.harness.material import Base
from evaluations.harness.readings import Asked, Reading
from evaluations.harness.record import Described, Identity, Run
from evaluations.properties.base import Property
from evaluations.runner import Plan, Workplace, safely, workplace

_MOST = 20_000
"""Characters of a changed stretch; more are cut in their middle."""


class Quotes(Frozen):
    """What was quoted for one critère before and after the change, and the niveau that came of it."""

    critere: str
    before: Niveau | None
    after: Niveau | None
    quotes_before: tuple[str, ...] = ()
    quotes_after: tuple[str, ...] = ()


class Explanation(Frozen):
    """A case as a person can check it."""

    case: Case
    property: Described
    before: str
    """The words that the change touched, before it; empty where nothing was changed."""
    after: str
    criteres: tuple[Quotes, ...] = ()
    """The critères that moved; where none did, those that were read."""
    warning: str = ""
    """Why what is shown may not be what the run saw, a French sentence."""


@dataclass(frozen=True)
class Remade:
    """A case and the two readings that it compares; None where it reads only one text."""

    case: Case
    before: Reading | None
    after: Reading | None


class Estimate(Frozen):
    """About how much a run reads; readings that are stored already are counted too."""

    readings: int
    judgements: int
    """Critères judged, all readings together."""


def explained(run: Run, case: Case, store: str = "") -> Explanation:
    """Return what was done and what was read; made again from the base of the case."""
    try:
        place = workplace(_plan_of(run, case, store))
    except InputError:
        place = None
    made = remade(place, case) if place else None
    texts = case.before, case.after
    if made and made.before and made.after:
        differ = made.before.text != made.after.text
        texts = excerpts(made.before.text, made.after.text, _MOST) if differ else ("", "")
    return Explanation(
        case=case,
        property=next(p for p in run.properties if p.code == case.property),
        before=texts[0],
        after=texts[1],
        criteres=tuple(_quotes(case, made)) if made else (),
        warning=_warning(run.identity, place.identity if place else None, case, made),
    )


def _plan_of(run: Run, case: Case, store: str) -> Plan:
    return Plan(
        suite=run.suite, assessor=run.assessor, properties=(case.property,), seed=run.identity.seed, half=run.half, store=store
    )


def _warning(then: Identity, now: Identity | None, case: Case, made: Remade | None) -> str:
    if now is None or made is None:
        return "Ce cas ne se refait plus\u00a0: seul ce que la mesure en a gardé est montré."
    if made.case.outcome != case.outcome:
        return "Refait aujourd’hui, ce cas a une autre issue que dans la mesure."
    if (now.subject, now.material, now.properties) != (then.subject, then.material, then.properties):
        return "Le code ou les textes ont changé depuis la mesure\u00a0: ce qui est relu ici peut différer."
    return ""


def remade(place: Workplace, case: Case) -> Remade | None:
    """Return the case made again with its readings, None when its base or its change is there no more."""
    for prop, base in _trials(place, case):
        read: list[tuple[Asked, Reading]] = []

        def recorded(asked: Asked, kept: list[tuple[Asked, Reading]] = read) -> Reading:
            reading = place.bench.read(asked)
            kept.append((asked, reading))
            return reading

        seen = 0
        for found in safely(prop, base, replace(place.bench, read=recorded)):
            if found.id == case.id:
                return _compared(found, read, seen)
            seen = len(read)
    return None


def _trials(place: Workplace, case: Case) -> Iterator[tuple[Property, Base]]:
    """Yield the property with each base that may give the case; what reads several drafts together names each of them."""
    for prop in place.properties:
        if prop.card.code == case.property:
            for base in place.bases:
                if base.kind in prop.uses and case.base in (base.id, *(b.id for b in base.others)):
                    yield prop, base


def _compared(found: Case, read: Sequence[tuple[Asked, Reading]], seen: int) -> Remade:
    """Return the case with the first thing read and the last thing read for it, which is what properties compare."""
    if not read:
        return Remade(found, None, None)
    latest = [reading for _, reading in read[seen:]]
    before = read[0][1]
    after = next((r for r in reversed(latest) if r is not before and r.text != before.text), None)
    return Remade(found, before, after or (latest[-1] if latest else None))


def _quotes(case: Case, made: Remade) -> Iterator[Quotes]:
    moved = [c.critere for c in case.changes]
    before, after = made.before, made.after
    codes = moved or [c.critere for c in (after or before or Reading(text="")).criteres if c.evidence]
    for code in codes:
        old = before.critere(code) if before else None
        new = after.critere(code) if after else None
        yield Quotes(
            critere=code,
            before=old.niveau if old else None,
            after=new.niveau if new else None,
            quotes_before=tuple(dict.fromkeys(e.quote for _, e in old.evidence)) if old else (),
            quotes_after=tuple(dict.fromkeys(e.quote for _, e in new.evidence)) if new else (),
        )


def estimated(plan: Plan, sample: int = 2) -> Estimate:
    """Return about how much a plan reads: the embedded assessor stands in on a few bases of each kind."""
    place = workplace(plan.model_copy(update={"assessor": "embedded"}))
    by_kind: dict[str, list[Base]] = defaultdict(list)
    for base in place.bases:
        by_kind[base.kind].append(base)
    readings = judgements = 0
    for bases in by_kind.values():
        counted = [_counted(place, base) for base in bases[:sample]]
        readings += ceil(sum(n for n, _ in counted) / len(counted) * len(bases))
        judgements += ceil(sum(n for _, n in counted) / len(counted) * len(bases))
    return Estimate(readings=readings, judgements=judgements)


def _counted(place: Workplace, base: Base) -> tuple[int, int]:
    judged: dict[str, int] = {}

    def counting(asked: Asked) -> Reading:
        reading = place.bench.read(asked)
        judged[asked.key] = sum(c.niveau is not Niveau.NON_EVALUABLE for c in reading.criteres)
        return reading

    bench = replace(place.bench, read=counting)
    for prop in place.properties:
        if base.kind in prop.uses:
            for _ in safely(prop, base, bench):
                pass
    made = [n for n in judged.values() if n]
    return len(made), sum(made)
