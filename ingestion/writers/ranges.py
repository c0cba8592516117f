"""Where in a Word document a remark begins and ends.

Comments cannot live in notes and text boxes: there, a remark stands at the mark of the
note or at the box.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ingestion.readers.docx import text_of
from ingestion.readers.manuscript import Trace
from ingestion.readers.markup import Element, local
from ingestion.readers.origins import Origins, Stretch

_WHOLE = frozenset({"AlternateContent", "oMath", "oMathPara", "ruby"})
"""What a range may surround, and not enter."""


class Point(NamedTuple):
    """A place in the body: before the child of that rank of a run, `offset` characters into it.

    Where the host is no run, rank 0 is before it and rank 1 after it.
    """

    host: Element
    rank: int
    offset: int


class Anchor(NamedTuple):
    """The two ends of a remark, and whether it stands apart from its own words."""

    start: Point
    end: Point
    apart: bool


class Anchors:
    """Finds where a remark belongs in the elements from which a draft was read."""

    def __init__(self, traces: Sequence[Trace]) -> None:
        self._traces = sorted(traces, key=lambda trace: trace.start)
        self._origins: dict[int, Origins] = {}

    def of(self, start: int, end: int) -> Anchor | None:
        """Return where the words between two characters of the draft stand; None where there are none."""
        places: list[Anchor] = []
        for trace in self._traces:
            if trace.start < end and start < trace.end and (held := self._held(trace, start, end)):
                first, last = _start_of(held[0]), _end_of(held[-1])
                apart = trace.paragraph.kind == "note" or _in_a_box(held[0].element)
                places.append(Anchor(first, last, apart))
        own = [place for place in places if not place.apart] or places
        return Anchor(own[0].start, own[-1].end, own[0].apart) if own else None

    def _held(self, trace: Trace, start: int, end: int) -> list[Stretch]:
        key = id(trace.paragraph)
        if key not in self._origins:
            self._origins[key] = Origins(trace.paragraph.pieces)
        return self._origins[key].between(max(start, trace.start) - trace.start, min(end, trace.end) - trace.start)


def _start_of(stretch: Stretch) -> Point:
    host, inner = _host(stretch.element)
    if inner is None:
        return Point(host, 0, 0)
    return Point(host, host.index(inner), stretch.start if _is_text(inner, stretch) else 0)


def _end_of(stretch: Stretch) -> Point:
    host, inner = _host(stretch.element)
    if inner is None:
        return Point(host, 1, 0)
    if _is_text(inner, stretch) and stretch.end < len(text_of(inner)):
        return Point(host, host.index(inner), stretch.end)
    return Point(host, host.index(inner) + 1, 0)


def _host(element: object) -> tuple[Element, Element | None]:
    """Return the run of the body in which an element stands and its child there, or what stands for the run whole."""
    if not isinstance(element, Element):
        raise TypeError("a trace of a Word document leads to elements")
    chain = [element, *element.iterancestors()]
    names = [local(str(e.tag)) for e in chain]
    run = max((i for i, name in enumerate(names) if name == "r"), default=0)
    whole = max((i for i, name in enumerate(names) if name in _WHOLE), default=-1)
    if whole > run or run == 0:
        return chain[max(whole, run)], None
    return chain[run], chain[run - 1]


def _is_text(inner: Element, stretch: Stretch) -> bool:
    return inner is stretch.element and local(str(inner.tag)) == "t"


def _in_a_box(element: object) -> bool:
    return isinstance(element, Element) and any(local(str(e.tag)) == "txbxContent" for e in element.iterancestors())
