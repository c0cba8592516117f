"""What of an exemplar may be shown: whole sentences, labelled as showing an indicateur, that read on their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.base import Span
from assistant.domain.exemplar import Exemplar, ExemplarPassage
from assistant.domain.feedback import Etat, Niveau
from assistant.text.french import fold, sentences

RULE = "excerpts/1"
"""Changes whenever other words of the same exemplar would be shown."""
_SHOWING = (Niveau.DEMONTRE, Niveau.PARTIEL)
_FEWEST_WORDS, _MOST_WORDS = 18, 90
_MOST_CHARACTERS = 480
_LEANING = re.compile(
    r"""\W*(?:(?:elles?|ils?(?!\ (?:y\ a|faut|s'agit|est|existe)\b)|lui|eux|leurs?|celui|celles?|ceux|ca|cela|ceci|en|y
    |cet(?:te)?|ces|sa|son|ses|puis|mais|donc|et|or|car|aussi|ensuite|pourtant|ainsi|oui|non|idem)\b|c'|ce\ (?!qu))""",
    re.VERBOSE,
)
"""How a sentence begins that leans on the one before it."""
_MARKS = re.compile(r"^\s*[-–•*+>]\s+|^#+\s*|\*\*|__|\||(?<!\s)\*|\*(?!\s)", re.MULTILINE)


@dataclass(frozen=True)
class Excerpt:
    """Words of an exemplar that show an indicateur."""

    id: str
    exemplar: str
    indicateur: str
    critere: str
    passage: int
    """Number, in the exemplar, of the passage that it stands in."""
    demontre: bool
    """Whether the exemplar shows the whole critère."""
    text: str


def excerpts_of(exemplar: Exemplar) -> Iterator[Excerpt]:
    """Yield the excerpts of an exemplar; none of a critère that it does not show at least in part."""
    for label in exemplar.indicateurs:
        critere = label.code.rpartition("-")[0]
        niveau = exemplar.niveaux.get(critere)
        if label.etat is not Etat.ATTESTE or niveau not in _SHOWING:
            continue
        taken: list[Span] = []
        for span in label.spans:
            passage = next((p for p in exemplar.passages if p.start <= span.start < p.end and not p.tabular), None)
            place = _place(exemplar.text, passage, span) if passage else None
            if passage is None or place is None or any(place.overlaps(other) for other in taken):
                continue
            taken.append(place)
            yield Excerpt(
                id=f"{exemplar.id}/{label.code}/{place.start}",
                exemplar=exemplar.id,
                indicateur=label.code,
                critere=critere,
                passage=passage.number,
                demontre=niveau is Niveau.DEMONTRE,
                text=_readable(exemplar.words(place)),
            )


def _place(text: str, passage: ExemplarPassage, span: Span) -> Span | None:
    """Return the sentences around a label that can be read alone; None when there are none of a fit length."""
    every = sentences(text, passage.start, passage.end)
    held = [n for n, sentence in enumerate(every) if sentence.overlaps(span)]
    if not held:
        return None
    first, last = _standing(text, every, held[0]), held[-1]
    while _words(text, every, first, last) < _FEWEST_WORDS and last + 1 < len(every):
        last += 1
    while _words(text, every, first, last) < _FEWEST_WORDS and first > 0:
        first = _standing(text, every, first - 1)
    place = Span(start=every[first].start, end=every[last].end)
    fits = _FEWEST_WORDS <= _words(text, every, first, last) <= _MOST_WORDS and place.end - place.start <= _MOST_CHARACTERS
    return place if fits and not _leans(text, every[first]) else None


def _standing(text: str, every: Sequence[Span], first: int) -> int:
    """Return the nearest sentence, that one or before, which does not lean on another."""
    while first > 0 and _leans(text, every[first]):
        first -= 1
    return first


def _leans(text: str, sentence: Span) -> bool:
    words = text[sentence.start : sentence.end]
    begins = re.search(r"\w", words)
    return _LEANING.match(fold(words)) is not None or begins is None or begins.group().islower()


def _words(text: str, every: Sequence[Span], first: int, last: int) -> int:
    return len(text[every[first].start : every[last].end].split())


def _readable(words: str) -> str:
    """Return the words on one line, without what only draws a page."""
    lines = [" ".join(_MARKS.sub(" ", line).split()) for line in words.splitlines()]
    return re.sub(r"(?<=[^.!?;:,…]) \n", " ; ", " \n".join(filter(None, lines))).replace(" \n", " ")
