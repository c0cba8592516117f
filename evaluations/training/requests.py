"""Trains how the coach tells what is wanted of it: `python -m evaluations.training.requests`.

Phrases of two writers and the gold questions that may be learned from are learned; what is
printed first is of a writer whose phrases were left out. What is written is learned from all.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from assistant.bootstrap import Assistant, build_assistant
from assistant.coaching import wishes
from assistant.coaching.exams import FINAL
from assistant.coaching.wishes import SCALE, WEIGHTS, WISHES, Families, Wish, likeliest
from assistant.text.fragments import PARTS, RUNS
from assistant.text.spoken import SpokenFrench
from evaluations.gold import GoldSet
from evaluations.training.asked import FEW
from evaluations.training.rarity import rarity

Floats = NDArray[np.float64]
_FOLDER = Path(__file__).with_name("requests")
_STRENGTH = 0.4
_OF_FRAGMENTS = 8.0
_LEAST = defaultdict(lambda: 3, {PARTS: 25, RUNS: 25})
"""Hundredths under which a weight is left out; a fragment is one of a hundred in its question."""
_OF_GOLD: dict[str, Wish] = {
    "referentiel": "repondre",
    "hors-sujet": "hors-sujet",
    "ecrire-a-ma-place": "ecrire",
    "serai-je-admis": "predire",
}

_ANSWERED: tuple[Wish, ...] = ("repondre", "examen")

Lesson = tuple[Wish, str]


def phrases(writer: str) -> Iterator[Lesson]:
    """Yield the phrases of a writer (`""` or `"-2"`), with what they want."""
    for wish in WISHES:
        path = _FOLDER / f"{wish}{writer}.txt"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        yield from ((wish, line) for line in lines if line.strip())


def known(assistant: Assistant) -> list[Lesson]:
    """Return what may be learned besides the writers: questions, and the questions and advice of the grilles."""
    indicateurs = [i for g in assistant.knowledge.grilles for c in g.criteres for i in c.indicateurs]
    gold = GoldSet(assistant.knowledge).learned_questions()
    lessons: list[Lesson] = [("examen" if _is_exam(q.codes) else _OF_GOLD[q.kind], q.text) for q in gold]
    return lessons + [("repondre", words) for i in indicateurs for words in (i.question, i.advice)]


def _is_exam(codes: Sequence[str]) -> bool:
    """Tell whether the most direct answer is how a bloc is assessed."""
    return bool(codes) and (codes[0] == FINAL or "-M" in codes[0])


class Trainer:
    """Learns weights from phrases."""

    def __init__(self, assistant: Assistant) -> None:
        self._coach = assistant.coach
        self._spoken = SpokenFrench()
        self._families = Families()

    def seen(self, text: str) -> dict[str, float]:
        """Return what the reader of wishes sees in a question."""
        spelt = self._spoken.spelt(text)
        return self._families.features(spelt, self._coach.hear(spelt))

    def weights(self, lessons: Sequence[Lesson]) -> dict[str, list[int]]:
        """Return the weights of each feature, in hundredths, in the order of `WISHES`.

        Three models are learned apart, of what people have named and of the two kinds of fragments: they are not wrong
        about the same questions, and the mean of three sums of weights is one.
        """
        seen = [self.seen(text) for _, text in lessons]
        wishes = [wish for wish, _ in lessons]
        named = [{n: v for n, v in each.items() if n[:2] not in (PARTS, RUNS)} for each in seen]
        learned = [_learned(named, wishes, _STRENGTH)]
        for kind, least in FEW.items():
            rare = rarity(seen, {kind: least})
            table, bias = _learned(
                [{n: v * rare[n] for n, v in each.items() if n in rare} for each in seen], wishes, _OF_FRAGMENTS
            )
            learned.append(({name: row * rare[name] for name, row in table.items()}, bias))
        scale = SCALE / len(learned)
        weights = {name: np.round(scale * row).astype(int).tolist() for table, _ in learned for name, row in table.items()}
        weights["n:1"] = (np.array(weights["n:1"]) + np.round(scale * sum(b for _, b in learned)).astype(int)).tolist()
        return {name: row for name, row in weights.items() if max(map(abs, row)) >= _LEAST[name[:2]]}

    def figures(self, weights: dict[str, list[int]], asked: Sequence[Lesson]) -> tuple[float, float]:
        """Return the part of the requests to refuse that are told, and the part of the others that are not answered."""
        told = [(wish, self._told(weights, text)) for wish, text in asked]
        right = [wish == read for wish, read in told if wish not in _ANSWERED]
        wrong = [read not in _ANSWERED for wish, read in told if wish in _ANSWERED]
        return float(np.mean(right)), float(np.mean(wrong))

    def _told(self, weights: dict[str, list[int]], text: str) -> Wish:
        seen = {name: value for name, value in self.seen(text).items() if name in weights}
        best, _ = likeliest([sum(weights[n][k] * v / SCALE for n, v in seen.items()) for k in range(len(WISHES))])
        return WISHES[best]


def _learned(seen: list[dict[str, float]], wishes: list[Wish], strength: float) -> tuple[dict[str, Floats], Floats]:
    """Return the weights of each feature, one a wish in the order of `WISHES`, and what is added to each wish."""
    names = DictVectorizer()
    model = LogisticRegression(C=strength, max_iter=3000, class_weight="balanced").fit(names.fit_transform(seen), wishes)
    order = [list(model.classes_).index(wish) for wish in WISHES]
    return dict(zip(names.feature_names_, model.coef_[order].T, strict=True)), model.intercept_[order]


def written(weights: dict[str, list[int]]) -> str:
    """Return the text of the file of weights."""
    head = (
        "# Poids de ce qui se voit dans une question, en centièmes, pour : " + ", ".join(WISHES) + ".\n"
        "# w: mot, b: deux mots qui se suivent, t: un ou deux radicaux, c: partie de mot, f: famille,\n"
        "# p: deux familles proches, 0: famille du premier mot, d: famille près d’un mot du quotidien, r: règle, n: nombre.\n"
        "# Fait par python -m evaluations.training.requests ; ne pas corriger à la main.\n"
    )
    rows = ("\t".join([name, *map(str, row)]) for name, row in sorted(weights.items()))
    return head + "\n".join(rows) + "\n"


def main() -> int:
    """Print figures on a writer left out, then learn from all and write the weights."""
    assistant = build_assistant()
    trainer, others = Trainer(assistant), known(assistant)
    one, two = list(phrases("")), list(phrases("-2"))
    for name, learned, kept in (("le second", one, two), ("le premier", two, one)):
        refused, wrongly = trainer.figures(trainer.weights([*learned, *others]), kept)
        sys.stdout.write(f"appris sans {name} auteur : refus à raison {refused:.1%}, refus à tort {wrongly:.1%}\n")
    weights = trainer.weights([*one, *two, *others])
    Path(wishes.__file__).with_name(WEIGHTS).write_text(written(weights), encoding="utf-8")
    sys.stdout.write(f"{len(weights)} poids écrits\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
