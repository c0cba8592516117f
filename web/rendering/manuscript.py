"""The draft as its candidate wrote it, cut where the annotations begin and end."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, islice, pairwise

from assistant.domain.draft import Block, Cell, Draft
from web.rendering.places import NUMBERED, line_of
from web.rendering.plain import printable

_NUMBERED_ITEM = re.compile(r"\(?\w{1,3}[.)]\s")
_MARKS = {"heading": re.compile(r"#{1,6}\s+"), "list_item": re.compile(r"\s*[-*+•–—▪◦·]\s+")}
"""What Markdown and typed lists put before the words; the page has its own headings and bullets."""
_NUMERIC = re.compile(r"[-–+−±]?\s*\d[\d\s.,]*\s*(?:€|%|h|k€|j|jours?|heures?)?", re.IGNORECASE)
_SHORT_LINE = 50
MASKED = "masked"
"""Kind of a note about a placeholder: its label is the family of what is masked."""
_DEEPEST = 9


@dataclass(frozen=True)
class Note:
    """An annotation of the draft: where it applies and what its margin reference says."""

    start: int
    end: int
    anchor: str
    target: str
    text: str
    title: str
    kind: str
    """`critere`, the severity of a remark, or `MASKED`: such a note has no reference in the margin."""
    label: str = ""


@dataclass(frozen=True)
class Run:
    """Consecutive words that carry the same annotations."""

    text: str
    opening: tuple[Note, ...]
    """Annotations whose margin reference stands before these words."""
    notes: tuple[Note, ...]
    """Every annotation that applies to these words."""
    depth: int
    """How many critères these words count for; beyond three it is all the same."""
    severity: str
    masked: str = ""
    """Family of what these words stand for; empty when they are the writer's own."""

    @property
    def criteres(self) -> tuple[str, ...]:
        """Return the margin references of the critères these words count for."""
        return tuple(dict.fromkeys(note.text for note in self.notes if note.kind == "critere"))


@dataclass(frozen=True)
class Paragraph:
    """A heading, paragraph, note or list item, with its number in the margin."""

    kind: str
    runs: tuple[Run, ...]
    level: int = 1
    number: str = ""
    marked: bool = False
    """Whether the candidate typed the bullet or number."""
    broken: bool = False
    """Whether its line breaks mean something."""
    children: tuple["Paragraph", ...] = ()


@dataclass(frozen=True)
class Listing:
    """List items, nested as the candidate nested them."""

    items: tuple[Paragraph, ...]
    kind: str = "list"


@dataclass(frozen=True)
class TableCell:
    """A cell of a table; `span` is how many columns it takes."""

    runs: tuple[Run, ...]
    numeric: bool
    span: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first row may be its header."""

    number: int
    header: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    kind: str = "table"


Part = Paragraph | Listing | Table


class _Annotated:
    """Cuts text at the annotations, and places each margin reference once."""

    def __init__(self, text: str, notes: Sequence[Note]) -> None:
        self.text = text
        self.placed: set[str] = set()
        self._notes = sorted(notes, key=lambda n: (n.start, n.end, n.anchor))
        self._starts = [n.start for n in self._notes]
        self._reach = list(accumulate((n.end for n in self._notes), max))

    def runs(self, start: int, end: int) -> tuple[Run, ...]:
        here = self._between(start, end)
        cuts = sorted({start, end} | {c for n in here for c in (n.start, n.end) if start < c < end})
        return tuple(run for a, b in pairwise(cuts) if (run := self._run(a, b, here)).text or run.opening)

    def _between(self, start: int, end: int) -> list[Note]:
        """Walk back from the last annotation that begins before `end`, as far as any reaches `start`."""
        rank = bisect_left(self._starts, end)
        here = []
        while rank > 0 and self._reach[rank - 1] > start:
            rank -= 1
            if self._notes[rank].end > start:
                here.append(self._notes[rank])
        return here[::-1]

    def _run(self, start: int, end: int, notes: Sequence[Note]) -> Run:
        over = [n for n in notes if n.start < end and start < n.end]
        words = self.text[start:end]
        opening = tuple(n for n in over if n.kind != MASKED and n.anchor not in self.placed) if words.strip() else ()
        self.placed.update(n.anchor for n in opening)
        severities = [n.kind for n in over if n.kind != "critere"]
        masked = next((n.label for n in over if n.kind == MASKED), "")
        worst = next((s for s in ("erreur", "attention", "info") if s in severities), "")
        depth = min(3, len({n.target for n in over if n.kind == "critere"}))
        return Run(printable(words), opening, tuple(over), depth, worst, masked)


def manuscript_of(draft: Draft, notes: Sequence[Note]) -> tuple[tuple[Part, ...], frozenset[str]]:
    """Return the draft as parts to set on a page, and the anchors of the annotations that found a place."""
    annotated = _Annotated(draft.text, notes)
    parts: list[Part] = []
    for kind, group in groupby(_pieces(draft), key=_group):
        pieces = list(group)
        if kind == "list_item":
            parts.append(Listing(_nested([_paragraph(p, annotated) for p in pieces])))
        elif kind.startswith("table"):
            parts.append(_table(pieces, annotated))
        else:
            parts.extend(_paragraph(p, annotated) for p in pieces)
    return tuple(parts), frozenset(annotated.placed)


@dataclass(frozen=True)
class _Piece:
    kind: str
    start: int
    end: int
    level: int
    number: str
    cells: tuple[Cell, ...] = ()


def _group(piece: _Piece) -> str:
    return f"table {piece.cells[0].table}" if piece.kind == "table_row" else piece.kind


def _pieces(draft: Draft) -> Iterator[_Piece]:
    """Yield the blocks, and as paragraphs the words that stand in no block: nothing written is left out."""
    cells = sorted(draft.cells, key=lambda c: (c.start, c.column))
    starts = [c.start for c in cells]
    number, cursor = 0, 0
    for block in draft.blocks:
        yield from _loose(draft, cursor, block.start)
        number += block.kind in NUMBERED
        own = tuple(_inside(cells, bisect_left(starts, block.start), block.end)) if block.kind == "table_row" else ()
        yield _piece(draft.text, block, own, str(number) if block.kind in NUMBERED else "")
        cursor = block.end
    yield from _loose(draft, cursor, len(draft.text))


def _inside(cells: Sequence[Cell], first: int, end: int) -> Iterator[Cell]:
    for cell in islice(cells, first, None):
        if cell.start > end:
            return
        if cell.end <= end:
            yield cell


def _piece(text: str, block: Block, cells: tuple[Cell, ...], number: str) -> _Piece:
    kind = block.kind
    if kind == "table_row" and (not cells or _has_words_outside(text, block, cells)):
        return _Piece("paragraph", block.start, block.end, 1, "")
    return _Piece(kind, block.start, block.end, block.level or 1, number, cells)


def _has_words_outside(text: str, block: Block, cells: tuple[Cell, ...]) -> bool:
    cursor = block.start
    for cell in cells:
        if any(map(str.isalnum, text[cursor : cell.start])):
            return True
        cursor = max(cursor, cell.end)
    return any(map(str.isalnum, text[cursor : block.end]))


def _loose(draft: Draft, start: int, end: int) -> Iterator[_Piece]:
    position = start
    for line in draft.text[start:end].splitlines(keepends=True):
        if any(map(str.isalnum, line)):
            number = "" if draft.blocks else str(line_of(draft.text, position))
            yield _Piece("paragraph", position, position + len(line.rstrip("\r\n")), 1, number)
        position += len(line)


def _paragraph(piece: _Piece, annotated: _Annotated) -> Paragraph:
    marks = _MARKS.get(piece.kind)
    mark = marks.match(annotated.text, piece.start, piece.end) if marks else None
    start = mark.end() if mark else piece.start
    words = annotated.text[start : piece.end]
    return Paragraph(
        kind=piece.kind,
        runs=annotated.runs(start, piece.end),
        level=min(max(1, piece.level), _DEEPEST),
        number=piece.number,
        marked=piece.kind == "list_item" and _NUMBERED_ITEM.match(words.lstrip()) is not None,
        broken=any(len(line) < _SHORT_LINE for line in words.split("\n")[:-1]),
    )


def _nested(items: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Put under each item the following ones that are deeper."""
    nested: list[Paragraph] = []
    position = 0
    while position < len(items):
        item, after = items[position], position + 1
        while after < len(items) and items[after].level > item.level:
            after += 1
        children = _nested(items[position + 1 : after])
        nested.append(Paragraph(**{**vars(item), "children": children}))
        position = after
    return tuple(nested)


def _table(pieces: Sequence[_Piece], annotated: _Annotated) -> Table:
    width = max(cell.column for piece in pieces for cell in piece.cells)
    rows = [_row(piece, width, annotated) for piece in pieces]
    headed = len(rows) > 1 and not any(cell.numeric for cell in rows[0])
    header, body = (rows[0], rows[1:]) if headed else ((), rows)
    return Table(pieces[0].cells[0].table, _over_numbers(header, body), tuple(body))


def _over_numbers(header: tuple[TableCell, ...], body: Sequence[tuple[TableCell, ...]]) -> tuple[TableCell, ...]:
    """Set the header of a column of numbers as its numbers are."""
    columns = [[row[rank] for row in body if rank < len(row)] for rank in range(len(header))]
    return tuple(
        TableCell(cell.runs, 2 * sum(c.numeric for c in column) > len(column), cell.span)
        for cell, column in zip(header, columns, strict=True)
    )


def _row(piece: _Piece, width: int, annotated: _Annotated) -> tuple[TableCell, ...]:
    row: list[TableCell] = []
    columns = [cell.column for cell in piece.cells]
    for cell, following in zip(piece.cells, [*columns[1:], width + 1], strict=True):
        words = annotated.text[cell.start : cell.end].strip()
        span = max(1, following - cell.column)
        row.append(TableCell(annotated.runs(cell.start, cell.end), _NUMERIC.fullmatch(words) is not None, span))
    return tuple(row)
