"""HTML, a whole page or the inside of one cell, as lines, prose and tables."""

import re
from collections.abc import Iterator

from lxml import etree, html

from assistant.errors import DocumentTooLarge
from ingestion.referentiel.grid import MAX_CELLS, Cell, Line, Mark, Prose, Source, Table, clean, lines_of, rectangle
from ingestion.referentiel.spans import SpanGrid

_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|br|caption|center|d[dlt]|details|div|figure|footer|form|h[1-6]|header|hr|li|main|nav|p|pre"
    r"|section|summary|table|t(?:body|d|foot|h|head|r)"
)
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_LIST_START = re.compile(r"<[uo]l\b", re.IGNORECASE)
_LIST_END = re.compile(r"</[uo]l\b", re.IGNORECASE)
_CELL_EDGE = re.compile(r"</?(?:td|th|tr|table)\b", re.IGNORECASE)
_SILENT = frozenset({"head", "noscript", "script", "style", "svg", "template", "title"})


def has_markup(text: str) -> bool:
    """Tell whether the text holds tags or entities worth reading."""
    return "&" in text or ("<" in text and ">" in text)


def cell_from_markup(text: str) -> Cell:
    """Return the lines of a cell written in HTML or in plain text, in which line breaks count."""
    if not has_markup(text):
        return Cell(lines_of(text.splitlines()))
    broken = "<br>".join(text.splitlines())
    root = html.document_fromstring(f"<div>{broken}</div>".encode(), parser=_parser())
    return Cell(tuple(_lines(root)))


def source_from_html(text: str) -> Source:
    """Return the prose and tables of a page, in order."""
    if not text.strip():
        return ()
    root = html.document_fromstring(_with_lists_closed(text).encode(), parser=_parser())
    collector = _Collector()
    parts: list[Table | Prose] = []
    tables = 0
    skipped: etree._Element | None = None
    for event, node in _walk(root):
        if skipped is not None:
            if event == "end" and node is skipped:
                skipped = None
                collector.text(node.tail)
            continue
        if event == "start" and node.tag == "table" and not _is_layout(node):
            tables += 1
            parts += _prose(collector.take(), tables)
            parts.append(_table(node, tables))
            skipped = node
        else:
            collector.see(event, node)
    return (*parts, *_prose(collector.take(), tables + 1))


def _with_lists_closed(text: str) -> str:
    """Close lists left open at the end of their cell, in which the parser would put the next cells."""
    if len(_LIST_START.findall(text)) <= len(_LIST_END.findall(text)):
        return text
    return _CELL_EDGE.sub(r"</li></ul></ol></li></ul></ol>\g<0>", text)


def _prose(lines: list[Line], table: int) -> list[Prose]:
    return [Prose(line, f"texte avant le tableau {table}" if table else "texte") for line in lines]


def _parser() -> html.HTMLParser:
    return html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, node in walker:
        if event == "start" and node.tag in _SILENT:
            walker.skip_subtree()
        yield event, node


def _is_layout(table: etree._Element) -> bool:
    """A table that holds tables, in rows of one or two cells, only places them on the page."""
    if next(table.iterdescendants("table"), None) is None:
        return False
    widths = [len([cell for cell in row if cell.tag in ("td", "th")]) for row in _rows(table)]
    return max(widths, default=0) < 3


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _table(node: etree._Element, number: int) -> Table:
    grid, cells = SpanGrid(), 0
    for row in _rows(node):
        grid.start_row()
        for child in row:
            if child.tag not in ("td", "th"):
                continue
            cells += 1
            grid.add(Cell(tuple(_lines(child))), _span(child, "colspan"), _span(child, "rowspan"))
        if cells > MAX_CELLS or sum(map(len, grid.rows[-1:])) * len(grid.rows) > MAX_CELLS * 10:
            raise DocumentTooLarge(
                "Ce tableau a trop de cellules pour un référentiel.", hint="Gardez les tableaux du référentiel."
            )
    placed = ((row, f"tableau {number}, ligne {position}") for position, row in enumerate(grid.rows, 1))
    return Table(rectangle(placed), number)


def _span(node: etree._Element, name: str) -> int:
    value = str(node.get(name, "1")).strip()
    return int(value) if value.isdecimal() and len(value) < 6 else 1


def _lines(node: etree._Element) -> list[Line]:
    collector = _Collector()
    for event, child in _walk(node):
        if child is node:
            if event == "start":
                collector.text(node.text)
            continue
        collector.see(event, child)
    return collector.take()


class _Collector:
    """Turns the walk of a tree into lines: block elements break, list items are marked."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._pieces: list[str] = []
        self._depth = 0
        self._items: list[bool] = []

    def see(self, event: str, node: etree._Element) -> None:
        """Take in the start or the end of an element."""
        tag = str(node.tag)
        if tag in _LISTS or _BLOCK.fullmatch(tag):
            self._break()
            self._count(event, tag)
        if event == "start" and tag not in _SILENT:
            self.text(node.text)
        elif event == "end":
            self.text(node.tail)

    def text(self, piece: str | None) -> None:
        """Take in words of the current line."""
        if piece:
            self._pieces.append(piece)

    def take(self) -> list[Line]:
        """Return the lines so far, and start anew."""
        self._break()
        taken, self._lines = self._lines, []
        return taken

    def _count(self, event: str, tag: str) -> None:
        if tag in _LISTS:
            self._depth += 1 if event == "start" else -1
        elif tag == "li" and event == "start":
            self._items.append(False)
        elif tag == "li" and self._items:
            self._items.pop()

    def _break(self) -> None:
        text = clean("".join(self._pieces))
        self._pieces.clear()
        if text:
            self._lines.append(Line(text, self._mark(), max(0, self._depth)))

    def _mark(self) -> Mark:
        if not self._items:
            return "none"
        mark: Mark = "inside" if self._items[-1] else "item"
        self._items[-1] = True
        return mark
