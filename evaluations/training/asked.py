"""Trains what answers a question: `python -m evaluations.training.asked`.

Questions by several hands, what people type of each indicateur, and the entries themselves
are learned by ridge regression over the fragments of their words; what is printed is of
questions whose fifth was left out.
"""

import sys
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from assistant.bootstrap import Assistant, build_assistant
from assistant.retrieval.asked import Asked, Floats, signature, whole
from assistant.retrieval.corpus import Entry, corpus
from assistant.retrieval.hybrid import HybridSearch
from assistant.retrieval.static import load_static
from assistant.text.fragments import PARTS, RUNS, fragments
from evaluations.gold import GoldQuestion, GoldSet, Phrase
from evaluations.training.rarity import pieces, rarity

FEW = {PARTS: 3, RUNS: 2}
"""In how many texts a fragment of each kind must be to be learned."""
_RIDGE = 2.0
_FAINT = 8
"""Thousandths under which what a fragment says of an entry is left out."""
_FIRST, _ALSO = 1.0, 0.7
"""What the first right answer of a question is worth, and the others."""
_PHRASE = 0.5
"""Weight of a phrase about an indicateur beside a question."""
_FOLDS = 5
_AMONG = 3


class AskedTrainer:
    """Learns from texts and the entries that answer them."""

    def __init__(self, entries: Sequence[Entry], texts: Sequence[str], answers: Sequence[dict[str, float]]) -> None:
        self._entries = entries
        places = {e.code: n for n, e in enumerate(entries)}
        self._targets = np.zeros((len(texts), len(entries)))
        for row, answer in enumerate(answers):
            for code, worth in answer.items():
                if code in places:
                    self._targets[row, places[code]] = worth
        seen = [fragments(text) for text in texts]
        self._rarity = rarity(seen, FEW)
        self._rows = pieces(seen, self._rarity)

    def table(self, weights: Floats) -> Asked:
        """Return the table learned with these weights, one a text; 0 leaves a text out."""
        root = np.sqrt(weights)
        kept = root > 0
        rows = sparse.diags_array(root[kept]) @ self._rows[kept]
        alike = (rows @ rows.T).toarray()
        solved = np.linalg.solve(alike + _RIDGE * np.eye(len(alike)), self._targets[kept] * root[kept, None])
        learned = whole(np.asarray(rows.T @ solved) * np.array(list(self._rarity.values()))[:, None])
        learned[np.abs(learned) < _FAINT] = 0
        return Asked(learned, tuple(self._rarity), tuple(map(signature, self._entries)))


def lessons(assistant: Assistant, questions: Sequence[GoldQuestion], phrases: Sequence[Phrase]) -> tuple[AskedTrainer, Floats]:
    """Return the trainer of these questions, of phrases and of the entries, in that order, and the weight of each text."""
    entries = corpus(assistant.knowledge)
    answers: list[dict[str, float]] = [{c: _FIRST if n == 0 else _ALSO for n, c in enumerate(q.codes)} for q in questions]
    answers += [{phrase.indicateur.rpartition("-")[0]: _FIRST} for phrase in phrases]
    answers += [{e.code: _FIRST} for e in entries]
    texts = [*(q.text for q in questions), *(p.text for p in phrases), *(e.searched for e in entries)]
    weights = np.concatenate([np.ones(len(questions)), np.full(len(phrases), _PHRASE), np.ones(len(entries))])
    return AskedTrainer(entries, texts, answers), weights


def left_out(assistant: Assistant, trainer: AskedTrainer, weights: Floats, questions: Sequence[GoldQuestion]) -> str:
    """Return how well questions are answered by search when a fifth of them is left out of what it learned."""
    ranks: list[int] = []
    entries, static = corpus(assistant.knowledge), load_static()
    rng = np.random.default_rng(0)
    fold = rng.integers(_FOLDS, size=len(questions))
    for n in range(_FOLDS):
        kept = weights.copy()
        kept[: len(questions)][fold == n] = 0.0
        search = HybridSearch(entries, static, trainer.table(kept))
        for question in (q for q, f in zip(questions, fold, strict=True) if f == n):
            found = [r.code for r in search.search(question.text, len(entries), {e.kind for e in entries})]
            ranks.append(min((found.index(c) for c in question.codes if c in found), default=len(found)))
    found_at = np.array(ranks)
    return (
        f"{len(found_at)} questions, un cinquième laissé de côté : rang réciproque moyen {np.mean(1 / (found_at + 1)):.2f}, "
        f"bonne source parmi {_AMONG} premières {np.mean(found_at < _AMONG):.0%}\n"
    )


def main() -> int:
    """Print the figures of questions left out, then learn from all and write the table."""
    assistant = build_assistant()
    gold = GoldSet(assistant.knowledge)
    questions = [q for q in gold.learned_questions() if q.kind == "referentiel"]
    trainer, weights = lessons(assistant, questions, gold.phrases())
    sys.stdout.write(left_out(assistant, trainer, weights, questions))
    trainer.table(weights).save()
    return 0


if __name__ == "__main__":
    sys.exit(main())
