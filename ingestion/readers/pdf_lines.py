"""Lines of pages become paragraphs again: running titles out, broken words and lines rejoined."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingestion.readers.manuscript import Item, Paragraph
from ingestion.readers.pdf_page import Line, width
from ingestion.readers.pdf_tables import read_table
from ingestion.readers.shapes import headings_by_look, past_bullet, past_number, without_drawn_bullet

_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\s\-–—|]*(?:p(?:age|\.)?\s*)?\d{1,3}(?:\s*(?:/|sur|de)\s*\d{1,3})?[\s\-–—|]*", re.IGNORECASE)
_EDGE = 3
_SHORT = 0.7
_BROKEN = re.compile(r"([^\W\d_]+)[-‐]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_ENDS = ".!?:;…»"
_AFTER_HYPHEN = frozenset(
    (
        "ce", "ci", "dire", "elle", "elles", "en", "être", "eux", "faire", "il", "ils", "je", "la", "le",
        "les", "leur", "lui", "là", "moi", "même", "mêmes", "nous", "on", "savoir", "t", "toi", "tu", "vous",
        "y",
    )
)  # fmt: skip
"""What follows a hyphen that belongs to the word: « peut-être », « celui-ci », « a-t-il »."""
_FORCED_BREAK = 0.88


def without_furniture(pages: Sequence[list[Line]]) -> list[Line]:
    """Return the lines of all pages without the running titles, footers and page numbers."""
    edges = [_edges(lines) for lines in pages]
    seen = Counter(shape for lines, edge in zip(pages, edges, strict=True) for shape in {_shape(lines[i]) for i in edge})
    longest = max((len(line.text) for lines in pages for line in lines), default=0)

    def is_furniture(line: Line, rank: int | None, lines: list[Line]) -> bool:
        if rank is None:
            return False
        count = seen[_shape(line)]
        if count >= 3 and (
            2 * count >= len(pages) or (rank == 0 and len(line.text) < _SHORT * longest and _stands_apart(line, lines))
        ):
            return True
        return rank == 0 and _is_page_number(line, lines, count)

    return [
        line
        for lines, edge in zip(pages, edges, strict=True)
        for index, line in enumerate(lines)
        if not is_furniture(line, edge.get(index), lines)
    ]


def rebuild(lines: Sequence[Line]) -> Iterator[Item]:
    """Return the paragraphs, headings, items and tables that the lines were set from."""
    if not lines:
        return
    flow = _Flow(lines)
    index = 0
    while index < len(lines):
        table, after = read_table(lines, index)
        if table is None:
            after = flow.paragraph_end(index)
            yield flow.paragraph(index, after)
        else:
            yield table
        index = after


class _Flow:
    """What the lines of a document have in common, and so where each paragraph ends."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self._body = sizes.most_common(1)[0][0]
        self._titles = sorted({round(line.size, 1) for line in lines if line.size > 1.1 * self._body}, reverse=True)
        lengths = sorted(len(line.text) for line in lines if abs(line.size - self._body) < 0.6)
        self._full = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 80
        ends = sorted(line.end for line in lines)
        self._right = ends[int(0.9 * (len(ends) - 1))]
        gaps = Counter(round(a.y - b.y, 0) for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * a.size)
        self._leading = _leading(gaps)
        self._known = Counter(word.lower() for line in lines for word in _WORDS.findall(line.text))

    def paragraph_end(self, first: int) -> int:
        last = first + 1
        while last < len(self._lines) and self._continues(self._lines[first], self._lines[last - 1], self._lines[last]):
            last += 1
        return last

    def paragraph(self, first: int, last: int) -> Paragraph:
        line = self._lines[first]
        text = line.text
        for following in self._lines[first + 1 : last]:
            text = self._joined(text, following.text)
        text = text.replace("\t", " ")
        text, is_item = without_drawn_bullet(text)
        if is_item:
            return Paragraph(text, "list_item", 1, line.page)
        level = self._heading_level(text, line)
        return Paragraph(text, "heading" if level else "paragraph", level, line.page, strong=line.bold)

    def _continues(self, first: Line, before: Line, line: Line) -> bool:
        if past_bullet(line.text) or abs(line.size - before.size) > 0.1 * before.size:
            return False
        if (line.bold != before.bold and line.bold != first.bold) or (past_number(line.text) and before.text[-1:] in _ENDS):
            return False
        word = line.text.split(maxsplit=1)[0]
        if before.page != line.page:
            goes_on = not line.text[0].isupper() and not past_number(line.text)
            return before.text[-1] not in _ENDS and (goes_on or _BROKEN.search(before.text) is not None)
        if not 0 < before.y - line.y <= 1.35 * max(self._leading, before.size):
            return False
        if self._is_title(before):
            return self._is_title(line)
        room = len(before.text) + 1 + len(word) < _FORCED_BREAK * self._full * self._body / max(before.size, 1)
        room = room and before.end + line.size * width(word) < self._right
        indented = line.x - before.x > 0.8 * line.size and before.text[-1] in _ENDS
        return not room and not indented

    def _joined(self, text: str, following: str) -> str:
        broken, word = _BROKEN.search(text), _FIRST_WORD.match(following)
        if not broken or not word or not word.group()[0].islower():
            return f"{text} {following}"
        if self._is_compound(broken.group(1).lower(), word.group().lower()):
            return text + following
        return text[:-1] + following

    def _is_compound(self, left: str, right: str) -> bool:
        """Tell whether the hyphen belongs to the word; what the document writes elsewhere decides first."""
        as_compound, as_one = self._known[f"{left}-{right}"], self._known[left + right]
        if as_compound != as_one:
            return as_compound > as_one
        return right in _AFTER_HYPHEN or (self._known[left] > 1 and self._known[right] > 1)

    def _is_title(self, line: Line) -> bool:
        return line.size > 1.1 * self._body

    def _heading_level(self, text: str, line: Line) -> int | None:
        if len(text) > 150 or text[-1:] in ".;,":
            return None
        if self._is_title(line):
            return min(6, 1 + self._titles.index(round(line.size, 1)))
        by_look = headings_by_look([(text, line.bold)])[0] if line.bold else None
        return min(6, by_look + len(self._titles)) if by_look else None


def _leading(gaps: Counter[float]) -> float:
    """Return the usual distance between lines of a paragraph: the smallest of the common ones."""
    common = [gap for gap, count in gaps.items() if count >= 0.15 * gaps.total()]
    return min(common) if common else 0.0


def _edges(lines: list[Line]) -> dict[int, int]:
    """Return the highest and lowest lines of a page, with their rank from the edge (0 is outermost)."""
    by_height = sorted(range(len(lines)), key=lambda i: lines[i].y)
    ranks = {index: rank for rank, index in enumerate(by_height[:_EDGE])}
    return ranks | {index: rank for rank, index in enumerate(reversed(by_height[-_EDGE:])) if ranks.get(index, rank) >= rank}


def _stands_apart(line: Line, lines: list[Line]) -> bool:
    distances = [abs(other.y - line.y) for other in lines if other is not line]
    return not distances or min(distances) > 1.6 * line.size


def _shape(line: Line) -> tuple[str, int]:
    return _NUMBERS.sub("#", line.text.lower()), round(line.y / 4)


def _is_page_number(line: Line, lines: list[Line], count: int) -> bool:
    if len(lines) < 2 or not _PAGE_NUMBER.fullmatch(line.text):
        return False
    return count >= 2 or str(line.page) in _NUMBERS.findall(line.text)
