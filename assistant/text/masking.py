"""A text as it may leave the machine, and the way back to the original."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from assistant.domain.base import Span
from assistant.protocols import Replaced


class MaskedText:
    """A text in which placeholders stand for what was replaced; places are mapped both ways."""

    def __init__(self, original: str, replaced: Sequence[Replaced] = ()) -> None:
        kept, at = [], 0
        for one in replaced:
            kept += [original[at : one.start], one.placeholder]
            at = one.end
        self.text = "".join([*kept, original[at:]])
        gains = [0, *accumulate(len(r.placeholder) - (r.end - r.start) for r in replaced)]
        self._out = [(r.start, r.end) for r in replaced]
        self._in = [(r.start + g, r.start + g + len(r.placeholder)) for r, g in zip(replaced, gains, strict=False)]

    def masked(self, span: Span) -> Span:
        """Return the place in the masked text of a place in the original."""
        return _moved(span, self._out, self._in)

    def original(self, span: Span) -> Span:
        """Return the place in the original of a place in the masked text; a cut placeholder gives all that it stands for."""
        return _moved(span, self._in, self._out)


def _moved(span: Span, here: Sequence[tuple[int, int]], there: Sequence[tuple[int, int]]) -> Span:
    return Span(start=_place(span.start, here, there, last=False), end=_place(span.end, here, there, last=True))


def _place(position: int, here: Sequence[tuple[int, int]], there: Sequence[tuple[int, int]], *, last: bool) -> int:
    """Return where a position is on the other side; inside a replaced stretch it is one of its ends."""
    n = bisect_right([start for start, _ in here], position) - 1
    if n < 0:
        return position
    (start, end), (other_start, other_end) = here[n], there[n]
    if position == start:
        return other_start
    if position >= end:
        return other_end + position - end
    return other_end if last else other_start
