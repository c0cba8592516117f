"""Trains how words follow each other: `python -m evaluations.training.word_order`.

What is printed first is of dossiers kept aside; what is written is learned from all that may be learned from.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from assistant.knowledge.loader import load_knowledge
from assistant.text import word_order
from assistant.text.segment import passages
from assistant.text.word_order import FEWEST, MIDDLE, NUMBER, OTHER, RESOURCE, SCALE, WordOrder, class_of, clauses, ending
from evaluations.gold import GoldSet
from ingestion.readers import read_text

_FOLDER = Path(word_order.__file__).with_name("resources")
_WORDS, _ENDINGS = 200, 60
_CAUTION = 1.0
"""Pairs that are supposed to have been met in excess, both as often as by chance."""
_MOST = 2.0
"""Natural logarithm beyond which a pair tells no more."""
_ASIDE = 3
"""One dossier in so many is kept aside for what is printed."""


def learned(texts: Sequence[str]) -> WordOrder:
    """Return what the pairs of neighbours of texts tell."""
    counts = Counter(word for text in texts for clause in clauses(text) for word in clause if not word[0].isdigit())
    frequent = [word for word, _ in counts.most_common(_WORDS)]
    endings = Counter[str]()
    for word, n in counts.items():
        if word not in frequent:
            endings[ending(word)] += n
    classes = (*frequent, *(name for name, _ in endings.most_common(_ENDINGS)), NUMBER, OTHER)
    place = {name: n for n, name in enumerate(classes)}
    met = np.zeros((len(classes), len(classes)))
    for text in texts:
        for clause in clauses(text):
            for a, b in pairwise(place[class_of(word, place)] for word in clause):
                met[a, b] += 1
    chance = np.outer(met.sum(axis=1), met.sum(axis=0)) / met.sum()
    told = np.clip(np.log((met + _CAUTION) / (chance + _CAUTION)), -_MOST, _MOST)
    return WordOrder(classes, np.round(told * SCALE + MIDDLE).astype(np.uint8).tobytes())


def figures(order: WordOrder, texts: Sequence[str]) -> Iterator[str]:
    """Yield how many passages are told apart from the same words shuffled."""
    rng = random.Random(0)  # noqa: S311 - reproducible, not secret
    means: dict[str, list[float]] = {"en ordre": [], "mélangés": []}
    for text in texts:
        draft = read_text(text)
        for passage in passages(draft):
            words = draft.slice(passage.span).split()
            for name in means:
                told = order.told(" ".join(words) if name == "mélangés" else draft.slice(passage.span))
                if len(told) >= FEWEST:
                    means[name].append(sum(told) / len(told))
                rng.shuffle(words)
    for name, found in means.items():
        without = sum(mean < 0 for mean in found)
        yield f"{name} : {len(found)} passages, {without} lus comme sans ordre, moyenne {np.mean(found):.2f}"


def main(folder: Path = _FOLDER) -> int:
    """Print the figures of dossiers kept aside, and write what is learned from all of them."""
    knowledge = load_knowledge()
    gold = GoldSet(knowledge)
    dossiers = [d.text for d in gold.dossiers("develop")]
    beside = [*(p.text for p in gold.bank("develop")), *gold.other_subjects(), *gold.neutral_talk()]
    beside += [*(p.text for p in gold.phrases()), *(q.text for q in gold.learned_questions())]
    aside = [text for n, text in enumerate(dossiers) if n % _ASIDE == 0]
    seen = [text for n, text in enumerate(dossiers) if n % _ASIDE]
    sys.stdout.writelines(f"{line}\n" for line in figures(learned([*seen, *beside]), aside))
    order = learned([*dossiers, *beside])
    (folder / RESOURCE).write_bytes(json.dumps(order.classes, ensure_ascii=False).encode() + b"\n" + order.pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
