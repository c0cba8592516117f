"""Changes to a masked text: more words masked, a placeholder taken off, and every position carried along."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.domain.base import Span
from assistant.domain.exemplar import Exemplar
from assistant.text.french import fold

_PLACEHOLDER = re.compile(r"\[([A-ZÀ-Þ]{3,20}) (\d{1,6})\]")


class Edit(NamedTuple):
    """Words put in the place of others."""

    start: int
    end: int
    words: str


class Moves:
    """Edits of one text, and where each position of it stands afterwards."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = sorted(edits)
        if any(after.start < before.end for before, after in zip(self._edits, self._edits[1:], strict=False)):
            raise ValueError("edits overlap")
        self._starts = [edit.start for edit in self._edits]
        self._shifts = [0]
        for edit in self._edits:
            self._shifts.append(self._shifts[-1] + len(edit.words) - (edit.end - edit.start))

    def apply(self, text: str) -> str:
        """Return the text after the edits."""
        pieces, position = [], 0
        for edit in self._edits:
            pieces += [text[position : edit.start], edit.words]
            position = edit.end
        return "".join([*pieces, text[position:]])

    def span(self, start: int, end: int) -> Span:
        """Return where an interval stands after the edits; one that cuts a replaced stretch takes all that replaces it."""
        first = self._moved(start, at_end=False)
        return Span(start=first, end=max(first, self._moved(end, at_end=True)))

    def _moved(self, position: int, *, at_end: bool) -> int:
        rank = bisect_right(self._starts, position - at_end)
        if rank == 0:
            return position
        edit = self._edits[rank - 1]
        if position < edit.end or (at_end and position == edit.end):
            start = edit.start + self._shifts[rank - 1]
            return start + len(edit.words) if at_end else start
        return position + self._shifts[rank]


def placeholders(text: str) -> list[Span]:
    """Return where the placeholders of a masked text stand: « [PERSONNE 1] »."""
    return [Span(start=m.start(), end=m.end()) for m in _PLACEHOLDER.finditer(text)]


def masking(text: str, words: str, label: str) -> list[Edit]:
    """Return the edits that put one new placeholder wherever these words stand, in any case, accents or spacing."""
    pieces = fold(words).split()
    if not any(character.isalnum() for piece in pieces for character in piece):
        return []
    spaced = r"\s+".join(map(re.escape, pieces))
    sought = re.compile(rf"(?<!\w){spaced}(?!\w)")
    taken = placeholders(text)
    found = [Span(start=m.start(), end=m.end()) for m in sought.finditer(fold(text))]
    new = f"[{label} {_highest(text, label) + 1}]"
    return [Edit(f.start, f.end, new) for f in found if not any(f.overlaps(t) for t in taken)]


def unmasking(text: str, placeholder: str, words: str) -> list[Edit]:
    """Return the edits that put words back wherever this placeholder stands."""
    return [Edit(s.start, s.end, words) for s in placeholders(text) if text[s.start : s.end] == placeholder]


def rewritten(exemplar: Exemplar, edits: Sequence[Edit]) -> Exemplar:
    """Return the exemplar after these edits; a risk whose words are all replaced is gone, headings follow."""
    moves = Moves(edits)
    replaced = [Span(start=e.start, end=e.end) for e in edits]
    return Exemplar.model_validate(
        exemplar.model_dump()
        | {
            "text": moves.apply(exemplar.text),
            "passages": [
                p.model_dump()
                | moves.span(p.start, p.end).model_dump()
                | {"heading": _in_heading(exemplar.text, p.heading, edits)}
                for p in exemplar.passages
            ],
            "indicateurs": [
                i.model_dump() | {"spans": [moves.span(s.start, s.end) for s in i.spans]} for i in exemplar.indicateurs
            ],
            "risks": [
                r.model_dump() | moves.span(r.start, r.end).model_dump()
                for r in exemplar.risks
                if any(
                    exemplar.text[n].isalnum() and not any(s.start <= n < s.end for s in replaced) for n in range(r.start, r.end)
                )
            ],
        }
    )


def _in_heading(text: str, heading: str, edits: Sequence[Edit]) -> str:
    """Return a heading in which the words that the edits replace are replaced too."""
    for old, new in {(text[e.start : e.end], e.words) for e in edits}:
        if old[:1] == "[":
            heading = heading.replace(old, new)
        elif old:
            heading = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new.replace("\\", r"\\"), heading)
    return heading


def _highest(text: str, label: str) -> int:
    return max((int(m.group(2)) for m in _PLACEHOLDER.finditer(text) if m.group(1) == label), default=0)
