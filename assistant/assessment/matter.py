"""What a language model is shown of a draft for one critère, and the way back from what it quotes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.base import Span
from assistant.domain.draft import Passage
from assistant.protocols import AssessmentRequest, ScoredPassage
from assistant.text.french import fold
from assistant.text.masking import MaskedText

_PER_INDICATEUR = 6
"""Passages of an indicateur that are shown, when there is room."""
_MARGIN = 40
"""Characters that a sentence takes besides its words."""


@dataclass(frozen=True)
class Matter:
    """Numbered sentences of a draft."""

    passages: tuple[Mapping[str, object], ...]
    """As the template shows them."""
    places: Mapping[str, Span]
    """Where each numbered sentence stands in the draft as it may leave the machine."""
    draft: MaskedText

    def located(self, number: str, quote: str) -> Span | None:
        """Return where the quoted words of a sentence stand in the draft, None when they are not in it."""
        place = self.places.get(number.strip().upper())
        if place is None:
            return None
        words = quote.strip().strip('«»"“”').split()
        if not words:
            return self.draft.original(place)
        sentence = fold(self.draft.text[place.start : place.end])
        found = re.search(r"\s+".join(re.escape(fold(word)) for word in words), sentence)
        if found is None:
            return None
        return self.draft.original(Span(start=place.start + found.start(), end=place.start + found.end()))


def matter(request: AssessmentRequest, draft: MaskedText, room: int) -> Matter:
    """Return the passages worth reading that fit in so many characters, in reading order."""
    chosen = sorted(_chosen(request, room), key=lambda passage: passage.start)
    places: dict[str, Span] = {}
    shown = []
    for passage in chosen:
        sentences = []
        for sentence in passage.sentences:
            number = f"S{len(places) + 1}"
            places[number] = draft.masked(sentence)
            words = draft.text[places[number].start : places[number].end]
            sentences.append({"numero": number, "texte": _on_one_line(words)})
        shown.append({"titre": _heading(request.text, passage, draft), "phrases": sentences})
    return Matter(tuple(shown), places, draft)


def _chosen(request: AssessmentRequest, room: int) -> Iterator[Passage]:
    """Yield passages, the best of each indicateur first, as long as they fit."""
    seen: set[int] = set()
    for passage in (c.passage for c in _by_rank([request.candidates.get(i.code, ()) for i in request.critere.indicateurs])):
        size = passage.end - passage.start + len(passage.heading) + _MARGIN * len(passage.sentences)
        if passage.number not in seen and size <= room:
            seen.add(passage.number)
            room -= size
            yield passage


def _by_rank(candidates: Sequence[Sequence[ScoredPassage]]) -> Iterator[ScoredPassage]:
    for rank in range(_PER_INDICATEUR):
        for listed in candidates:
            yield from listed[rank : rank + 1]


def _heading(text: str, passage: Passage, draft: MaskedText) -> str:
    """Return the heading as it may leave the machine; none when it cannot be found in the draft."""
    start = text.rfind(passage.heading, 0, passage.start) if passage.heading else -1
    if start < 0:
        return ""
    place = draft.masked(Span(start=start, end=start + len(passage.heading)))
    return _on_one_line(draft.text[place.start : place.end])


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
