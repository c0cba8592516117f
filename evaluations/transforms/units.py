"""The outline of a draft as written: headings, paragraphs, lists and tables, with whole lines and the gaps between."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.domain.base import Span

Kind = Literal["heading", "paragraph", "list", "table", "mixed"]

HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
ITEM = re.compile(r"[ \t]*(?:[-*+•–]|\d{1,3}[.)])[ \t]+(?=\S)")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t\r]*")
RULING = re.compile(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t\r]*")
_BLANK = re.compile(r"\n[ \t\r]*\n")
_MARKDOWN = re.compile(r"^(?: {0,3}#{1,6}[ \t]+\S|[ \t]*\|.*\|[ \t\r]*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that stay together when paragraphs are moved; `start:end` leaves out the last line break."""

    kind: Kind
    start: int
    end: int
    level: int = 0
    """Depth of a heading."""

    @property
    def span(self) -> Span:
        """Return the interval of the unit in the text."""
        return Span(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line break, and where it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the place of its line break."""
        return self.start + len(self.text)


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Yield the lines of `text[start:end]`, placed in the text."""
    for line in text[start : len(text) if end is None else end].split("\n"):
        yield Line(line, start)
        start += len(line) + 1


def is_flowing(text: str) -> bool:
    """Tell whether blank lines, not line breaks, separate the paragraphs.

    A text that a word processor gave has neither blank lines nor Markdown marks.
    """
    body = text.strip()
    return "\n" not in body or bool(_BLANK.search(body)) or bool(_MARKDOWN.search(body))


def separator(text: str) -> str:
    """Return what separates two paragraphs of that text."""
    return "\n\n" if is_flowing(text) else "\n"


def units(text: str, *, flowing: bool | None = None) -> tuple[Unit, ...]:
    """Return the units in order; what is between them is white space only."""
    flowing = is_flowing(text) if flowing is None else flowing
    found: list[Unit] = []
    group: list[tuple[Line, Kind]] = []

    def close() -> None:
        if group:
            kinds = {kind for _, kind in group}
            found.append(Unit(kinds.pop() if len(kinds) == 1 else "mixed", group[0][0].start, group[-1][0].end))
            group.clear()

    for line in lines(text):
        heading = HEADING.match(line.text)
        if heading or not line.text.strip():
            close()
        if heading:
            found.append(Unit("heading", line.start, line.end, len(heading.group(1))))
        elif line.text.strip():
            kind = _kind(line.text)
            if group and not flowing and (kind == "paragraph" or kind != group[-1][1]):
                close()
            group.append((line, kind))
    close()
    return tuple(found)


def closing_runs(text: str, kind: Literal["list", "table"]) -> list[Unit]:
    """Return the lists or the tables that units consist of or end with, after a line that introduces them."""
    found: list[Unit] = []
    for unit in units(text):
        run = unit.end
        for line in reversed(list(lines(text, unit.start, unit.end))):
            if unit.kind == "heading" or _kind(line.text) != kind:
                break
            run = line.start
        if run < unit.end:
            found.append(Unit(kind, run, unit.end))
    return found


def _kind(line: str) -> Kind:
    if _ROW.fullmatch(line):
        return "table"
    return "list" if ITEM.match(line) else "paragraph"


def gaps(text: str, found: Sequence[Unit]) -> list[str]:
    """Return the white space before, between and after the units."""
    bounds = [(0, 0), *((u.start, u.end) for u in found), (len(text), len(text))]
    return [text[a[1] : b[0]] for a, b in pairwise(bounds)]


def cells(row: Line) -> list[Span]:
    """Return the places of the cells of a pipe row, without the blanks around; a bar after a backslash is a character."""
    first, last = row.text.index("|"), row.text.rindex("|")
    found: list[Span] = []
    begin = first + 1
    for bar in re.finditer(r"(?<!\\)\|", row.text[: last + 1]):
        if bar.start() < begin:
            continue
        cell = row.text[begin : bar.start()]
        left = begin + len(cell) - len(cell.lstrip())
        found.append(Span(start=row.start + left, end=row.start + max(left, begin + len(cell.rstrip()))))
        begin = bar.end()
    return found


def rows(text: str, table: Unit) -> list[Line]:
    """Return the rows of a table, the ruling left out."""
    return [line for line in lines(text, table.start, table.end) if not RULING.fullmatch(line.text)]
