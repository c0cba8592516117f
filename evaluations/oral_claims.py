"""How well contradictions between an answer and a dossier are found: `python -m evaluations.oral_claims [--half develop]`."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import yaml

from assistant.assessment.contradictions import Clash, ClashKind, contradictions
from assistant.domain.base import Frozen
from evaluations.gold import GOLD

PAIRS = GOLD / "oral-pairs.yaml"
OTHER_HAND = GOLD / "oral-pairs-other-hand.yaml"
"""Pairs written after the detector, by someone who had not read it."""
Half = Literal["develop", "test"]


class LabelledClash(Frozen):
    """A contradiction that a reader found, by its words."""

    kind: ClashKind
    answer: str
    dossier: str


class Pair(Frozen):
    """A piece of dossier, an answer, and what a reader found between them."""

    id: int
    dossier: str
    answer: str
    clashes: tuple[LabelledClash, ...]

    @property
    def half(self) -> Half:
        """Return the half of the pair: odd numbers tuned the rules, even ones measure them."""
        return "develop" if self.id % 2 else "test"


class Score(Frozen):
    """What was found, what should have been, and what both have in common."""

    pairs: int
    found: int
    right: int
    expected: int
    caught: int

    @property
    def precision(self) -> float | None:
        """Return the share of what was found that a reader found too."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Return the share of what a reader found that was found."""
        return self.caught / self.expected if self.expected else None


def load_pairs(path: Path = PAIRS) -> tuple[Pair, ...]:
    """Return the labelled pairs."""
    return tuple(Pair.model_validate(pair) for pair in yaml.safe_load(path.read_text(encoding="utf-8"))["pairs"])


def same(found: Clash, labelled: LabelledClash) -> bool:
    """Tell whether a clash found is the labelled one: same nature, and the labelled words in both quotes."""
    return found.kind == labelled.kind and labelled.answer in found.answer.quote and labelled.dossier in found.dossier.quote


def score(pairs: Iterable[Pair]) -> Score:
    """Return how the detector does on these pairs."""
    pairs = tuple(pairs)
    found = right = expected = caught = 0
    for pair in pairs:
        clashes = contradictions(pair.answer, pair.dossier)
        found += len(clashes)
        right += sum(any(same(clash, labelled) for labelled in pair.clashes) for clash in clashes)
        expected += len(pair.clashes)
        caught += sum(any(same(clash, labelled) for clash in clashes) for labelled in pair.clashes)
    return Score(pairs=len(pairs), found=found, right=right, expected=expected, caught=caught)


def main(arguments: list[str] | None = None) -> None:
    """Print precision and recall, and what is missed or wrong in the half asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["develop", "test", "other-hand"], help="list the mistakes of that part")
    listed = parser.parse_args(arguments).half
    pairs, others = load_pairs(), load_pairs(OTHER_HAND)
    parts = {half: [p for p in pairs if p.half == half] for half in ("develop", "test")} | {"other-hand": others}
    for part, own in parts.items():
        done = score(own)
        precision, recall = (f"{value:.2f}" if value is not None else "-" for value in (done.precision, done.recall))
        sys.stdout.write(
            f"{part}: {done.pairs} pairs, precision {precision} ({done.right}/{done.found}), "
            f"recall {recall} ({done.caught}/{done.expected})\n"
        )
    for pair in parts.get(listed, ()):
        clashes = contradictions(pair.answer, pair.dossier)
        wrong = [f"{c.kind}: {c.answer.quote} / {c.dossier.quote}" for c in clashes if not any(same(c, x) for x in pair.clashes)]
        missed = [f"{x.kind}: {x.answer}" for x in pair.clashes if not any(same(c, x) for c in clashes)]
        sys.stdout.writelines(
            f"  {pair.id} {word} {line}\n" for word, lines in (("wrong", wrong), ("missed", missed)) for line in lines
        )


if __name__ == "__main__":
    main()
