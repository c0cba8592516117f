"""Putting marks between the runs of a Word document, which are cut where a mark falls inside one.

A run is cut in two with its properties copied, and the words of a text element are divided;
nothing else of the document moves.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from ingestion.readers.docx import text_of
from ingestion.readers.markup import Element, child, local
from ingestion.writers.ranges import Point

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass
class _Marks:
    """What stands at one place: first what ends there, then what begins."""

    ending: list[Element] = field(default_factory=list)
    starting: list[Element] = field(default_factory=list)


class Cuts:
    """Collects marks while elements still stand where they were read, then puts all of them in."""

    def __init__(self) -> None:
        self._hosts: dict[Element, dict[tuple[int, int], _Marks]] = {}
        self._behind: dict[Element, list[Element]] = {}

    def begin(self, point: Point, mark: Element) -> None:
        """Put a mark where something begins."""
        self._at(point).starting.append(mark)

    def end(self, point: Point, mark: Element, behind: Element) -> None:
        """Put a mark where something ends, and one more behind it that stands in the paragraph itself."""
        top = _top(point.host)
        if top is point.host:
            self._at(point).ending.extend((mark, behind))
        else:
            self._at(point).ending.append(mark)
            self._behind.setdefault(top, []).append(behind)

    def make(self) -> None:
        """Put every mark in its place."""
        for top, elements in self._behind.items():
            _insert_after(top, elements)
        for host, marks in self._hosts.items():
            if local(str(host.tag)) == "r":
                _replace(host, list(_cut(host, marks)))
            else:
                _surround(host, marks)

    def _at(self, point: Point) -> _Marks:
        return self._hosts.setdefault(point.host, {}).setdefault((point.rank, point.offset), _Marks())


def _top(host: Element) -> Element:
    """Return what holds an element directly in its paragraph."""
    top = host
    while (parent := top.getparent()) is not None and local(str(parent.tag)) != "p":
        top = parent
    return top


def _cut(run: Element, marks: dict[tuple[int, int], _Marks]) -> Iterator[Element]:
    """Yield the pieces of a run with the marks between them."""
    properties = child(run, "rPr")
    piece = _like(run, properties)
    for rank, element in enumerate([*run, None]):
        offsets = sorted(offset for at, offset in marks if at == rank)
        words, position = text_of(element) if offsets[-1:] > [0] and element is not None else "", 0
        for offset in offsets:
            if offset and element is not None:
                piece.append(_part(element, words[position:offset]))
            if len(piece) > (properties is not None):
                yield piece
                piece = _like(run, properties)
            yield from (*marks[rank, offset].ending, *marks[rank, offset].starting)
            position = offset
        if element is not None and element is not properties:
            piece.append(_part(element, words[position:]) if position else element)
    if len(piece) > (properties is not None):
        yield piece


def _like(run: Element, properties: Element | None) -> Element:
    copy = etree.Element(run.tag, {str(name): str(value) for name, value in run.attrib.items()})
    if properties is not None:
        copy.append(deepcopy(properties))
    return copy


def _part(element: Element, words: str) -> Element:
    part = etree.Element(element.tag)
    part.text = words
    part.set(_SPACE, "preserve")
    return part


def _replace(element: Element, by: list[Element]) -> None:
    _insert_after(element, by)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _surround(element: Element, marks: dict[tuple[int, int], _Marks]) -> None:
    """Put marks on the sides of what is not cut: whatever begins before it, whatever ends behind it."""
    starting = [mark for place in marks.values() for mark in place.starting]
    _insert_after(element, [mark for place in marks.values() for mark in place.ending])
    for mark in starting:
        element.addprevious(mark)


def _insert_after(element: Element, elements: list[Element]) -> None:
    for following in reversed(elements):
        element.addnext(following)
