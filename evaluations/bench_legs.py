"""What each leg of a search brings: the ranks of right answers without it, and with it alone.

Run `python -m evaluations.bench_legs [FILE …]`: files of questions in the form of
`questions.jsonl`; without any, the half kept aside and the two sets of other hands. An entry
whose code the question holds comes first whatever the legs.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from assistant.domain.base import Frozen
from assistant.knowledge.loader import load_knowledge
from assistant.retrieval.asked import load_asked
from assistant.retrieval.corpus import corpus
from assistant.retrieval.hybrid import HybridSearch, Weights
from assistant.retrieval.static import load_static
from evaluations.gold import GOLD, GoldQuestion, GoldSet, read_questions
from evaluations.questions import FIRST, Share, rank, searchable

_OTHER_HANDS = ("questions-test.jsonl", "questions-test-3.jsonl")
_SAID: Mapping[str, str] = {
    "words": "mots entiers",
    "characters": "morceaux de mots",
    "everyday": "mots de tous les jours",
    "subject": "sujet (vecteurs appris)",
    "asked": "ce que demandent de telles questions",
}
_NOTHING = Weights(**{f.name: 0.0 for f in fields(Weights)})


class Ranks(Frozen):
    """How well one search finds."""

    reciprocal: float
    """Mean over the questions of 1/rank of the first right entry, 0 when it is not found."""
    first: Share
    """Questions with a right entry among the first results."""
    within_five: Share


def combinations() -> dict[str, Weights]:
    """Return the whole search, each leg left out, and each alone."""
    whole = Weights()
    without = {f"sans {said}": replace(whole, **{leg: 0.0}) for leg, said in _SAID.items()}
    # Everyday words are turned into words of the trade, which the first two legs look up: they find nothing alone.
    own = [leg for leg in _SAID if leg != "everyday"]
    alone = {f"seulement {_SAID[leg]}": replace(_NOTHING, **{leg: getattr(whole, leg)}) for leg in own}
    return {"toutes les voies": whole, **without, **alone}


def ranked(search: HybridSearch, questions: Sequence[GoldQuestion]) -> Ranks:
    """Return how well a search finds the critères and compétences that the questions aim at."""
    asked = [q for q in questions if q.kind == "referentiel" and searchable(q.codes)]
    ranks = [rank(q.codes, [r.code for r in search.search(q.text, len(search.entries))]) for q in asked]
    return Ranks(
        reciprocal=sum(1 / r for r in ranks if r) / len(ranks) if ranks else float("nan"),
        first=_within(ranks, FIRST),
        within_five=_within(ranks, 5),
    )


def _within(ranks: Sequence[int], most: int) -> Share:
    return Share(held=sum(0 < r <= most for r in ranks), asked=len(ranks))


def lines(name: str, found: Mapping[str, Ranks]) -> Iterator[str]:
    """Yield the ranks as a person reads them."""
    width = max(map(len, found))
    yield name
    yield f"{'':{width}}  rang réciproque  parmi {FIRST}  parmi 5"
    for said, ranks in found.items():
        yield f"{said:{width}}  {ranks.reciprocal:15.2f}  {ranks.first.value:7.0%}  {ranks.within_five.value:7.0%}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table a set of questions."""
    paths = [Path(a) for a in (sys.argv[1:] if arguments is None else arguments)]
    knowledge = load_knowledge()
    sets = {p.name: read_questions(p) for p in paths or [GOLD / name for name in _OTHER_HANDS]}
    if not paths:
        sets = {"questions.jsonl, moitié mise de côté": GoldSet(knowledge).questions("test"), **sets}
    entries, static, asked = corpus(knowledge), load_static(), load_asked()
    searches = {said: HybridSearch(entries, static, asked, weights) for said, weights in combinations().items()}
    for name, questions in sets.items():
        found = {said: ranked(search, questions) for said, search in searches.items()}
        sys.stdout.write("\n".join(lines(name, found)) + "\n\n")


if __name__ == "__main__":
    main()
