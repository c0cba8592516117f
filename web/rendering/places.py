"""Where something stands in a draft, in words a reader can follow."""

from bisect import bisect_right
from itertools import accumulate

from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import CellAddress, Finding
from web.rendering.plain import shortened
from web.rendering.words import NBSP

NUMBERED = frozenset({"paragraph", "list_item", "note"})
"""Kinds of blocks that count as a paragraph; headings and table rows are named otherwise."""


class Places:
    """Names the places of one draft; without a draft, only the rank of a character is known."""

    def __init__(self, draft: Draft | None) -> None:
        self._draft = draft
        self._blocks = draft.blocks if draft else ()
        self._cells = sorted(draft.cells, key=lambda c: (c.start, c.end)) if draft else []
        self._numbers = list(accumulate(int(block.kind in NUMBERED) for block in self._blocks))
        self._block_starts = [block.start for block in self._blocks]
        self._cell_starts = [cell.start for cell in self._cells]

    def of(self, start: int) -> str:
        """Return « page 3, § 12 », « tableau 1, ligne 2, colonne 3 » or « ligne 5 » for a position."""
        if self._draft is None:
            return f"signe{NBSP}{start + 1}"
        block = bisect_right(self._block_starts, start) - 1
        inside = block >= 0 and start < self._blocks[block].end
        if inside and self._blocks[block].kind != "table_row":
            return self._block_words(self._draft, block)
        cell = self._cell_at(start)
        return cell_words(cell) if cell else f"ligne{NBSP}{line_of(self._draft.text, start)}"

    def _cell_at(self, start: int) -> CellAddress | None:
        """Return the cell at a position, or the next one of the line when it stands on a separator."""
        rank = bisect_right(self._cell_starts, start) - 1
        if rank < 0 or start >= self._cells[rank].end:
            rank += 1
        if self._draft is None or rank == len(self._cells) or "\n" in self._draft.text[start : self._cells[rank].start]:
            return None
        cell = self._cells[rank]
        return CellAddress(table=cell.table, row=cell.row, column=cell.column)

    def of_finding(self, finding: Finding) -> str:
        """Return where a finding stands; empty when it concerns the whole draft."""
        if finding.cell is not None:
            return cell_words(finding.cell)
        return self.of(finding.start) if finding.start is not None else ""

    def _block_words(self, draft: Draft, rank: int) -> str:
        block = self._blocks[rank]
        words = f"§{NBSP}{self._numbers[rank]}"
        if block.kind == "heading":
            words = f"titre «{NBSP}{shortened(draft.text[block.start : block.end].lstrip('# '), 40)}{NBSP}»"
        return f"page{NBSP}{block.page}, {words}" if block.page else words


def line_of(text: str, start: int) -> int:
    """Return the line of a position, counted from 1."""
    return text.count("\n", 0, start) + 1


def cell_words(cell: CellAddress) -> str:
    """Return the address of a table cell in words."""
    return f"tableau{NBSP}{cell.table}, ligne{NBSP}{cell.row}, colonne{NBSP}{cell.column}"


def span_of_finding(draft: Draft, finding: Finding) -> Span | None:
    """Return the words a finding is about, by its positions or else by its table cell."""
    if finding.start is not None and finding.end is not None and 0 <= finding.start < finding.end <= len(draft.text):
        return Span(start=finding.start, end=finding.end)
    address = finding.cell
    if address is None:
        return None
    for cell in draft.cells:
        if (cell.table, cell.row, cell.column) == (address.table, address.row, address.column) and cell.start < cell.end:
            return Span(start=cell.start, end=cell.end)
    return None
