"""Texts that say nothing of the candidate: keywords, the référentiel's wordings, headings, other languages, letters, nothing.

Each is long enough to be judged as a whole draft, so that its length is never what keeps it from being praised.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from assistant.domain.knowledge import Knowledge
from evaluations.french_data import FrenchData
from evaluations.transforms.gaming import Parrot, Stuff
from evaluations.transforms.units import units

FEWEST_WORDS = 160
_WORDS_A_LINE = 12
_LETTERS = "aaabcdeeeeéfghiijllmnnoopqrrssttuuvxyz"
_NO_TERM = re.compile(r"[*<\d]")
"""What cues are written with besides words: cut stems, kinds of value, and figures, which would be facts."""
_INFINITIVE = re.compile(r"(?:S’|S'|Se )?\w+(?:er|ir|re)\b")
_WORD = re.compile(r"[^\s|#*>]*\w[^\s|#*>]*")


def terms(knowledge: Knowledge, bloc: str) -> list[str]:
    """Return the vocabulary of a bloc: names of its indicateurs and whole words of their themes, none with a figure."""
    indicateurs = [i for c in knowledge.grille(bloc).criteres for i in c.indicateurs]
    known = (*(i.label for i in indicateurs), *(cue.replace(" ~ ", " ") for i in indicateurs for cue in i.cues))
    return [term for term in dict.fromkeys(known) if not _NO_TERM.search(term)]


def stuffed(knowledge: Knowledge, bloc: str, rng: random.Random, *, in_sentences: bool) -> str:
    """Return paragraphs made of the vocabulary of a bloc and of nothing else, or of sentences without facts around it."""
    known = terms(knowledge, bloc)
    return _until_long(lambda: Stuff(tuple(_some(known, 24, rng)), in_sentences).paragraph(rng))


def parroted(knowledge: Knowledge, bloc: str, rng: random.Random, *, framed: bool) -> str:
    """Return paragraphs made of the référentiel's wordings of a bloc, bare or after « J’ai veillé à »."""
    found = knowledge.referentiel.bloc(bloc)
    criteres, competences = ([x.texte for x in kind] for kind in (found.criteres, found.competences))
    known = [*criteres, *competences, *(m.texte for m in found.modalites)]
    if framed:
        known = [Parrot((c,), framed=True).paragraph for c in criteres]
        known += [f"J’ai veillé à {c[:1].lower()}{c[1:].rstrip('. ')}." for c in competences if _INFINITIVE.match(c)]
    return _until_long(lambda: Parrot(tuple(_some(known, 4, rng))).paragraph)


def headings(knowledge: Knowledge, bloc: str, rng: random.Random) -> str:
    """Return the headings of a draft that nobody has written."""
    names = [i.label for c in knowledge.grille(bloc).criteres for i in c.indicateurs]
    return _until_long(lambda: f"{'#' * rng.randint(1, 3)} {rng.choice(names)}")


def salad(text: str, rng: random.Random) -> str:
    """Return the words of each paragraph, heading, list and table in a drawn order, without the marks of any layout."""
    words = (_WORD.findall(text[u.start : u.end]) for u in units(text))
    return "\n\n".join(" ".join(rng.sample(found, len(found))) for found in words) + "\n"


def foreign(data: FrenchData, rng: random.Random) -> str:
    """Return paragraphs of one other language."""
    language = rng.choice(sorted({p.langue for p in data.foreign}))
    deck = _deck([p.text for p in data.foreign if p.langue == language], rng)
    return _until_long(lambda: next(deck))


def letters(rng: random.Random) -> str:
    """Return words and sentences of drawn letters."""

    def line() -> str:
        drawn = ["".join(rng.choices(_LETTERS, k=rng.randint(2, 9))) for _ in range(_WORDS_A_LINE)]
        return " ".join(drawn).capitalize() + "."

    return _until_long(line)


def _until_long(paragraph: Callable[[], str]) -> str:
    found: list[str] = []
    while sum(len(p.split()) for p in found) < FEWEST_WORDS:
        found.append(paragraph())
    return "\n\n".join(found) + "\n"


def _some(known: Sequence[str], most: int, rng: random.Random) -> list[str]:
    return rng.sample(list(known), min(most, len(known)))


def _deck(known: Sequence[str], rng: random.Random) -> Iterator[str]:
    while True:
        yield from rng.sample(list(known), len(known))
