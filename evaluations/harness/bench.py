"""What a property may use: the assessor's readings, the French material, and a generator of its own."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from assistant.domain.knowledge import Knowledge
from assistant.protocols import PassageMatcher
from evaluations.french_data import FrenchData
from evaluations.gold import BankPassage
from evaluations.harness.cases import Case, Change, Outcome, changes, extreme, moved
from evaluations.harness.material import Base
from evaluations.harness.readings import Asked, Reading
from evaluations.transforms.base import Transform, Variant, cases

Sort = Literal["embedded", "model"]
_T = TypeVar("_T")
_EXCERPT = 400


@dataclass(frozen=True)
class Bench:
    """Everything a property is given besides its base."""

    read: Callable[[Asked], Reading]
    knowledge: Knowledge
    matcher: PassageMatcher
    data: FrenchData
    subject: str
    """Name of the assessor under test, with which another process can make it."""
    bank: tuple[BankPassage, ...]
    """The passages of the half of the evidence bank that nothing is trained on."""
    sort: Sort = "embedded"
    seed: int = 0
    tempered: bool = False
    """Whether the assessor can be asked at another temperature."""

    def rng(self, *names: object) -> random.Random:
        """Return a generator that depends on the seed and these names alone."""
        return random.Random("/".join(map(str, (self.seed, *names))))  # noqa: S311 - reproducible, not secret

    def turn(self, base: Base, options: Sequence[_T], n: int = 1) -> list[_T]:
        """Return n of the options, others for the next base, so that a suite sees them all."""
        drawn = self.rng("turn", base.id, len(options)).sample(range(len(options)), min(n, len(options)))
        return [options[k] for k in sorted(drawn)]

    def evidence(self, bloc: str) -> list[BankPassage]:
        """Return the passages that show an indicateur of a bloc, in the trade's words or in everyday ones."""
        return [p for p in self.bank if p.kind in ("shows", "shows_plain") and p.indicateur.startswith(f"{bloc}-")]

    def read_text(self, base: Base, text: str | None = None) -> Reading:
        """Return the reading of a base's text, or of another text, against its bloc."""
        return self.read(Asked(bloc=base.bloc, text=base.text if text is None else text))

    def variants(self, base: Base, transform: Transform, n: int = 1) -> Iterator[tuple[Variant | None, Outcome]]:
        """Yield the verified variants of a base's text as `held`, then, without a variant, why others are missing."""
        drawn = self.rng("variants", base.id).getrandbits(32)
        found = cases(transform, base.text, drawn, n)
        yield from ((variant, "held") for variant in found)
        if not found.variants:
            yield None, "unverified" if found.unverified else "not_applicable"


def case(prop: str, base: Base, change: str, outcome: Outcome, *, number: int = 0, **more: object) -> Case:
    """Return a case with its stable identity."""
    suffix = f"/{number}" if number else ""
    return Case.model_validate(
        {
            "property": prop,
            "id": f"{prop}/{base.id}/{change}{suffix}",
            "base": base.id,
            "cluster": base.id,
            "bloc": base.bloc,
            "change": change,
            "outcome": outcome,
            **more,
        }
    )


def excerpts(before: str, after: str, most: int = _EXCERPT) -> tuple[str, str]:
    """Return the shortest stretches that differ, with a few words around, cut to a readable length."""
    start = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    rest = min(len(before), len(after)) - start
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    low = max(0, start - 80)
    return tuple(_cut(text[low : len(text) - max(0, tail - 80)], most) for text in (before, after))  # type: ignore[return-value]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most // 2] + " […] " + text[-most // 2 :]


def outcome_of(before: Reading, after: Reading, broken: bool) -> Outcome:
    """Return the outcome of a pair: an abstention or a refusal on one side only is counted apart."""
    if after.refused or before.refused:
        return "error" if after.refused != before.refused else "held"
    return "broken" if broken else "abstained" if _abstained(after) and not _abstained(before) else "held"


def compared(prop: str, base: Base, change: str, readings: tuple[Reading, Reading], is_broken: Callable[[Change], bool]) -> Case:
    """Return the case of a pair of readings: broken if any critère moved in a way that is not allowed."""
    found = tuple(c for c in changes(*readings) if is_broken(c))
    outcome = outcome_of(*readings, broken=bool(found))
    before, after = excerpts(readings[0].text, readings[1].text) if outcome == "broken" else ("", "")
    note = " ; ".join(moved(found)) or readings[1].refused
    return case(prop, base, change, outcome, size=extreme(found), note=note, changes=found, before=before, after=after)


def _abstained(reading: Reading) -> bool:
    return any(c.niveau is not None and c.niveau.value == "non_evaluable" for c in reading.criteres)
