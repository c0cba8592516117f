"""A draft: its text, and where everything stands in it."""

import hashlib
from functools import cached_property
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Span
from assistant.domain.feedback import Finding

BlockKind = Literal["heading", "paragraph", "list_item", "table_row", "note"]
PagesAre = Literal["counted", "stored", "estimated"]


class Block(Frozen):
    """A paragraph, heading, list item, table row or note of the draft."""

    kind: BlockKind
    start: int
    end: int
    level: int | None = None
    """Depth of a heading (1 is the title) or of a list item (1 is outermost)."""
    page: int | None = None

    @property
    def span(self) -> Span:
        """Return the interval of the block in the text."""
        return Span(start=self.start, end=self.end)


class Cell(Frozen):
    """A table cell, counted from 1; `start:end` is its text without separators."""

    table: int
    row: int
    column: int
    start: int
    end: int


class Draft(Frozen):
    r"""What a candidate wrote, as plain text that every position refers to.

    The text is NFC with `\n` line ends; blocks are in order and do not overlap;
    rows of a table are blocks whose cells are separated by a tab (or by `|` in Markdown).
    """

    name: str
    text: str
    blocks: tuple[Block, ...] = ()
    cells: tuple[Cell, ...] = ()
    pages: int | None = None
    pages_are: PagesAre | None = None
    notices: tuple[Finding, ...] = Field(default=())
    """What reading the file found: hidden text, invisible characters, parts left out."""

    @property
    def sha256(self) -> str:
        """Return the sha256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def words(self) -> int:
        """Return the number of words, cell separators left out."""
        return sum(word.isalnum() or any(map(str.isalnum, word)) for word in self.text.split())

    def slice(self, span: Span) -> str:
        """Return the words of the draft at that place."""
        return self.text[span.start : span.end]


class Passage(Frozen):
    """A stretch of the draft that reads on its own: a paragraph, a list, a few table rows."""

    number: int
    start: int
    end: int
    heading: str = ""
    """Words of the nearest heading above, which tell what the passage is about."""
    tabular: bool = False
    sentences: tuple[Span, ...]
    """Sentences, list items or rows, in order."""

    @property
    def span(self) -> Span:
        """Return the interval of the passage in the text."""
        return Span(start=self.start, end=self.end)
