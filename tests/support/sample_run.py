"""A run of the harness with the true cards and invented cases: what holds, what fails, and what is open."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.domain.feedback import Niveau
from evaluations.harness.cases import LEVELS, Case, Change, Judged
from evaluations.harness.record import Described, Identity, Run, Times
from evaluations.harness.verdict import Result
from evaluations.properties.base import Card, Property
from evaluations.properties.catalogue import all_properties
from evaluations.runner import conclude

BLOCS = ("B1", "B2", "B3", "B4", "B5", "B6")
CRITERES = {"B1": 8, "B2": 6, "B3": 7, "B4": 7, "B5": 6, "B6": 5}
_RATES = {
    "D4": 0.06,
    "D7": 0.42,
    "G1-B": 0.24,
    "G2": 0.04,
    "G4": 0.03,
    "I9": 0.09,
    "I11": 0.03,
    "D2-C": 0.55,
    "X2": 0.02,
    "I10": 0.004,
}
"""Part of the broken cases of properties that are not wholly held."""
_FEW = {"D5": 55, "D6": 96, "D4-B": 73, "I12": 128, "X3": 12, "D9": 23}
_EXCERPTS = (
    (
        "Le suivi des dépenses s’est fait chaque mois dans un tableau de bord partagé avec la comptable, et j’ai analysé l’écart de 1 250 € sur les repas.",
        "Aucun suivi des dépenses n’a été fait dans un tableau de bord partagé avec la comptable, et je n’ai pas analysé l’écart de 1 250 € sur les repas.",
    ),
    (
        "J’ai rencontré les quatre formateurs de la filière froid le 12 mars pour recueillir leurs difficultés.",
        "J’ai rencontré les quatre formateurs de la filière froid le 12 mars pour recueillir leurs difficultés. Avec le recul, on se dit toujours que l’on aurait pu faire mieux ; c’est une pensée à la fois juste et stérile.",
    ),
    (
        "Madame Nadia Benkirane, responsable de formation à Lille, a présenté le plan à ses collègues.",
        "Monsieur Loïc Le Goff, responsable de formation à Quimper, a présenté le plan à ses collègues.",
    ),
    (
        "Lola lit le droit (Légifrance, lettre de la branche) et chacun note ce qui change.",
        "Le pouls d’une musaraigne dépasse 800 battements par minute, celui d’une baleine bleue descend à deux.",
    ),
    ("", "Notre démarche articule vérification, attestation, égalité, prescripteur et effet prix."),
)


@dataclass(frozen=True)
class Sample:
    """A run with its cases and times."""

    run: Run
    cases: tuple[Case, ...]
    times: Times


@lru_cache(maxsize=1)
def sample() -> Sample:
    """Return the run, the same each time."""
    properties = all_properties()
    cases = tuple(c for p in properties for c in _cases(p))
    results = conclude(properties, cases, "embedded")
    run = Run(
        suite="full",
        assessor="embedded",
        sort="embedded",
        identity=identity(),
        complete=True,
        properties=tuple(described(p.card) for p in properties),
        results=tuple(results),
    )
    seconds = {p.card.code: 1.5 + n for n, p in enumerate(properties)}
    return Sample(run, cases, Times(total=702.25, properties=seconds, readings_made=9000, readings_kept=1200))


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd",
    "[clic](javascript:alert(1)) ![](https://exemple.test/x.png) | `x` | <b>gras</b>\n# titre",
    "\x1b[31mrouge\x1b[0m\x00\x08\u202eesrever\ufffe]]>",
    "'\" onload='alert(3)'; -- {{ 7 * 7 }} {% raw %}",
)
"""What a candidate or an assessor may write to be obeyed by a report."""


def hostile() -> Sample:
    """Return a run in which every word that is not the harness's own is an attack."""
    shown, cases = [], []
    for n, words in enumerate(HOSTILE):
        code = f"Z{n}"
        card = Described(code=code, family=words, title=words, meaning=words, change=words, expected=words, metric=words)
        shown.append((card, made_result(code, verdict="fail", broken=1, note=words)))
        cases.append(
            made_case(
                code, n, id=f"{code}/{words}", change=words, outcome="broken", note=words, before=words, after=f"{words} et plus"
            )
        )
        cases.append(
            made_case(code, n, id=words, base=words, cluster=words, against=words, before="", after=words, outcome="broken")
        )
    hashes = identity().model_copy(update={"assessor": HOSTILE[0], "product": HOSTILE[4]})
    run = made_run(*(r for _, r in shown)).model_copy(
        update={"assessor": HOSTILE[3] + HOSTILE[4], "properties": tuple(c for c, _ in shown), "identity": hashes}
    )
    return Sample(run, tuple(cases), Times(total=1.0, properties={}, readings_made=1, readings_kept=0))


def made_run(*results: Result, family: str = "surface", complete: bool = True) -> Run:
    """Return a run of these results, with plain words for their properties."""
    words = {"family": family, "meaning": "Sens.", "change": "Rien.", "expected": "Rien ne bouge.", "metric": "part des textes"}
    return Run(
        suite="smoke",
        assessor="embedded",
        sort="embedded",
        identity=identity(),
        complete=complete,
        properties=tuple(Described(code=r.code, title=f"Titre {r.code}.", **words) for r in results),
        results=results,
    )


def made_result(code: str, **more: Any) -> Result:
    """Return a passing result, or another one."""
    known: dict[str, Any] = {"verdict": "pass", "gate": True, "threshold": 0.02, "n": 300, "clusters": 300, "estimate": 0.01}
    return Result(code=code, **{**known, "low": 0.002, "high": 0.0185, **more})


def identity() -> Identity:
    """Return an identity with plausible hashes."""
    hashes = {
        name: f"{n}" * 4 + "c0ffee" * 10 for n, name in enumerate(("subject", "referentiel", "material", "properties"), start=1)
    }
    return Identity(product="0.1.0", assessor="embedded-rules-3", seed=0, **hashes)


def described(card: Card) -> Described:
    """Return the words of a card."""
    return Described(**{name: getattr(card, name) for name in Described.model_fields})


def made_case(code: str, n: int, **more: Any) -> Case:
    """Return a held case of a short draft, or another one."""
    base = more.pop("base", f"court-{BLOCS[n % 6]}-{n // 6:03d}")
    known = {
        "property": code,
        "id": f"{code}/{base}/essai",
        "base": base,
        "cluster": base,
        "bloc": BLOCS[n % 6],
        "change": "essai",
    }
    return Case(**{**known, "outcome": "held", **more})


def _cases(prop: Property) -> Iterator[Case]:
    code = prop.card.code
    if code in ("X1", "X1-B"):
        yield from _cross_bloc(code)
    elif prop.card.family == "accord":
        yield from _labelled(code)
    else:
        yield from _trials(code)


def _trials(code: str) -> Iterator[Case]:
    rng = random.Random(code)
    rate = _RATES.get(code, 0.0)
    for n in range(_FEW.get(code, 312)):
        if rng.random() < rate:
            yield _broken(code, n, rng)
        elif code == "I10" and n % 5 == 0:
            yield made_case(code, n, outcome="not_applicable")
        else:
            yield made_case(code, n)


def _broken(code: str, n: int, rng: random.Random) -> Case:
    before, after = _EXCERPTS[n % len(_EXCERPTS)]
    low = rng.randrange(3)
    moved = Change(critere=f"{BLOCS[n % 6]}-C{1 + n % 5}", before=LEVELS[low], after=LEVELS[low + 1])
    note = f"{moved.critere}\u00a0: {moved.before.shown} → {moved.after.shown}"
    return made_case(code, n, outcome="broken", size=1, changes=(moved,), note=note, before=before, after=after)


def _cross_bloc(code: str) -> Iterator[Case]:
    rng = random.Random("X")
    for n in range(30):
        for other in BLOCS:
            own = other == BLOCS[n % 6]
            near = {BLOCS[n % 6], other} == {"B3", "B4"}
            value = rng.uniform(0.55, 0.95) if own else rng.uniform(0.3, 0.5) if near else rng.uniform(0.0, 0.22)
            base = f"ind-{BLOCS[n % 6]}-{n // 6}"
            yield made_case(code, n, base=base, id=f"{code}/{base}/read-for-{other}", against=other, value=round(value, 3))


def _labelled(code: str) -> Iterator[Case]:
    rng = random.Random("A")
    for n in range(48):
        bloc = BLOCS[n % 6]
        pairs = tuple(_judged(f"{bloc}-C{k}", rng) for k in range(1, CRITERES[bloc] + 1))
        base = f"{bloc}-{n // 6 + 1:02d}"
        if code != "A1-E":
            yield made_case(code, n, base=base, judged=pairs)
            continue
        for pair in pairs:
            praised = pair.read in LEVELS[2:] and pair.label in LEVELS[:2]
            outcome = "abstained" if pair.read not in LEVELS else "broken" if praised else "held"
            note = (
                f"{pair.critere}\u00a0: étiqueté «\u00a0{pair.label.shown}\u00a0», lu «\u00a0{pair.read.shown}\u00a0»"
                if praised
                else ""
            )
            yield made_case(code, n, base=base, id=f"{code}/{base}/{pair.critere}", judged=(pair,), outcome=outcome, note=note)


def _judged(critere: str, rng: random.Random) -> Judged:
    label = rng.choices(range(4), weights=(2, 3, 4, 3))[0]
    sure = round(rng.uniform(0.35, 0.95), 2)
    off = 0 if rng.random() < 0.25 + 0.6 * sure else rng.choice((-1, -1, 1, 1, 2))
    read = LEVELS[min(3, max(0, label + off))] if rng.random() > 0.03 else Niveau.NON_EVALUABLE
    return Judged(critere=critere, label=LEVELS[label], read=read, confidence=sure)
