"""What every reader gives: prose and tables, whose cells are lines of clean text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.errors import DocumentTooLarge

Mark = Literal["none", "item", "inside"]

MAX_CELLS = 20_000
MAX_COLUMNS = 40
MAX_LINE = 20_000
MAX_TEXT = 400_000
MAX_TAGS = 150_000

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell or of prose, without outer or repeated white space."""

    text: str
    mark: Mark = "none"
    """`item` starts a real list item, `inside` goes on with it."""
    depth: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A table cell; one that spans rows or columns is the same object in each place."""

    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """Return the words of the cell on one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and where it stands."""

    cells: tuple[Cell, ...]
    place: str
    """In French, for the report (« tableau 2, ligne 3 »)."""

    def filled(self) -> list[Cell]:
        """Return the cells that hold text, each once."""
        return list({id(cell): cell for cell in self.cells if cell.lines}.values())


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular table."""

    rows: tuple[Row, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A line outside every table."""

    line: Line
    place: str


Source = tuple[Table | Prose, ...]


def clean(text: str) -> str:
    """Return the text in NFC with single plain spaces and without invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(text.split())


def lines_of(texts: Iterable[str], mark: Mark = "none") -> tuple[Line, ...]:
    """Return the lines that hold something."""
    return tuple(Line(kept, mark) for kept in map(clean, texts) if kept)


def rectangle(rows: Iterable[tuple[list[Cell], str]]) -> tuple[Row, ...]:
    """Return rows of equal width, the short ones completed by empty cells, empty ones left out."""
    kept = [(cells[:MAX_COLUMNS], place) for cells, place in rows if any(cell.lines for cell in cells)]
    width = max((len(cells) for cells, _ in kept), default=0)
    return tuple(Row(tuple(cells + [Cell()] * (width - len(cells))), place) for cells, place in kept)


def bounded(source: Source) -> Source:
    """Return the source, refused when it is longer than any référentiel."""
    lengths = [len(text) for text in _texts(source)]
    longest = max((len(line.text) for line in _lines(source)), default=0)
    if sum(lengths) > MAX_TEXT or longest > MAX_LINE or len(lengths) > MAX_CELLS:
        raise DocumentTooLarge(
            "Ce texte est trop long pour un référentiel, ou tient sur une seule ligne.",
            hint="Ne gardez que les tableaux du référentiel.",
        )
    return source


def _lines(source: Source) -> Iterator[Line]:
    for part in source:
        if isinstance(part, Prose):
            yield part.line
        else:
            yield from (line for row in part.rows for cell in row.cells for line in cell.lines)


def words_in(source: Source) -> int:
    """Return the number of words of the whole source, a spanning cell counted once."""
    return sum(len(re.findall(r"\w+", text)) for text in _texts(source))


def _texts(source: Source) -> Iterator[str]:
    for part in source:
        if isinstance(part, Prose):
            yield part.line.text
        else:
            yield from {id(cell): cell.text for row in part.rows for cell in row.cells}.values()
