"""Counts how often each word is met: `python -m evaluations.training.word_counts`.

What is printed first is of slips made on purpose in dossiers kept aside; what is written is counted in all that may be
learned from.
"""

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.knowledge.loader import load_knowledge
from assistant.text import respelling
from assistant.text.french import WORD
from assistant.text.lexicon import key_of
from assistant.text.respelling import COUNTS, respelt
from assistant.text.vocabulary import is_scored
from evaluations.french_data import FrenchData
from evaluations.gold import GoldSet
from evaluations.transforms.typos import typos

_FOLDER = Path(respelling.__file__).with_name("resources")
_LEAST = 2
_ASIDE = 12
"""One dossier in so many is read with slips."""
_LETTERS = 6000
_TYPED = re.compile(r"[^\W\d_]+")


def counted(texts: Iterable[str]) -> dict[str, int]:
    """Return how often each word of the language or of the field was met, by its folded spelling, as powers of two."""
    met = Counter(word.lower() for text in texts for word in WORD.findall(text) if word.isalpha() and word[1:].islower())
    counts = Counter[str]()
    for word, n in met.items():
        if is_scored(word):
            counts[key_of(word)] += n
    return {word: 1 << (n.bit_length() - 1) for word, n in counts.items() if n >= _LEAST}


def written(counts: Mapping[str, int]) -> str:
    """Return the text of the file of counts: a count, then the words met about so often."""
    words = defaultdict(list)
    for word, n in counts.items():
        words[n].append(word)
    rows = (f"{n} {' '.join(sorted(words[n]))}\n" for n in sorted(words, reverse=True))
    head = (
        "# Mots rencontrés environ tant de fois dans les textes d’apprentissage, sans accents.\n"
        "# Fait par python -m evaluations.training.word_counts ; ne pas corriger à la main.\n"
    )
    return head + "".join(rows)


def figures(texts: Sequence[str]) -> Iterator[str]:
    """Yield what becomes of words in which one slip was made."""
    slip = next(t for t in typos(FrenchData().neighbours) if t.percent == 1)
    found = Counter[str]()
    for n, text in enumerate(t[:_LETTERS] for t in texts):
        variant = slip.apply(text, random.Random(n))  # noqa: S311 - reproducible, not secret
        if variant:
            pairs = zip(_TYPED.findall(text), _TYPED.findall(variant.text), strict=False)
            found.update(_became(meant, typed) for meant, typed in pairs if meant != typed and is_scored(meant))
    total = found.total()
    yield from (f"{name} : {n / total:.0%} de {total}" for name, n in found.most_common())


def _became(meant: str, typed: str) -> str:
    if is_scored(typed):
        return "devenu un autre mot"
    read = respelt(typed)
    return "compris" if read == key_of(meant) else "mal compris" if read else "laissé"


def main(folder: Path = _FOLDER) -> int:
    """Write the counts of everything else, print figures on dossiers kept aside, then write the counts of everything."""
    gold = GoldSet(load_knowledge())
    dossiers = [d.text for d in gold.dossiers("develop")]
    beside = [*(p.text for p in gold.bank("develop")), *gold.other_subjects(), *gold.neutral_talk()]
    path, aside = folder / COUNTS, dossiers[::_ASIDE]
    path.write_text(written(counted([*(t for n, t in enumerate(dossiers) if n % _ASIDE), *beside])), encoding="utf-8")
    sys.stdout.writelines(f"{line}\n" for line in figures(aside))
    path.write_text(written(counted([*dossiers, *beside])), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
