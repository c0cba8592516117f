"""OpenDocument texts, with the same text as the same document in .docx.

Tracked deletions are out, insertions in; a note stands right after the paragraph (or table
row) that calls it, frames after the paragraph that anchors them. Headers, footers,
annotations and what cannot be seen are left out.
"""

import re
from collections.abc import Iterator

from ingestion.readers import limits, refusals
from ingestion.readers.archive import Archive
from ingestion.readers.colours import WHITE, Colour, Look, colour, is_unseen
from ingestion.readers.kinds import Source
from ingestion.readers.manuscript import Item, Manuscript, Paragraph, Reading, Table, TableCell
from ingestion.readers.markup import Element, attribute, child, local, parse
from ingestion.readers.odt_styles import Styles

_SPACES = re.compile(r"[ \t\r\n]+")
_THROUGH = frozenset(
    (
        "section", "table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index",
        "bibliography", "index-body", "index-title", "numbered-paragraph",
    )
)  # fmt: skip
_SHAPES = frozenset(("frame", "custom-shape", "rect", "ellipse", "polygon", "path", "caption", "line", "connector", "g", "a"))
_LIST = {"list": 1, "list-item": 0, "list-header": 0}
_ROWS = frozenset(("table-header-rows", "table-rows", "table-row-group"))
_INLINE = frozenset(("span", "a", "meta", "meta-field", "ruby", "ruby-base", "conditional-text", "bookmark-ref", "reference-ref"))
_OUT = frozenset(("annotation", "hidden-text", "hidden-paragraph", "ruby-text", "script"))
_MOST_SPACES = 200


def read(source: Source) -> Reading:
    """Return the reading of an .odt file."""
    archive = source.archive
    if archive is None:
        raise refusals.damaged()
    content = parse(archive.read("content.xml"))
    body = child(child(content, "body"), "text")
    if body is None:
        raise refusals.damaged()
    shared = archive.read("styles.xml")
    styles = Styles(*([parse(shared)] if shared else []), content)
    manuscript = Manuscript()
    manuscript.write(_Walker(manuscript, styles).flow(body, WHITE))
    return manuscript.finish(stored_pages=_stored_pages(archive))


def _stored_pages(archive: Archive) -> int | None:
    data = archive.read("meta.xml")
    for statistic in parse(data).iter("{*}document-statistic") if data else ():
        written = attribute(statistic, "page-count") or ""
        return int(written) if written.isdecimal() and len(written) < 6 else None
    return None


class _Walker:
    """Goes through block-level elements; paragraphs and tables come out in reading order."""

    def __init__(self, manuscript: Manuscript, styles: Styles) -> None:
        self.manuscript = manuscript
        self.styles = styles
        self._paragraphs = 0

    def flow(self, parent: Element, behind: Colour | None, depth: int = 0) -> Iterator[Item]:
        """Return the paragraphs and tables of a container, on paper of that colour, in lists of that depth."""
        for element in parent:
            name = local(str(element.tag))
            if name in ("p", "h"):
                yield from self._paragraph(element, behind, depth)
            elif name in _LIST:
                yield from self.flow(element, behind, depth + _LIST[name])
            elif name == "table":
                yield self._table(element, behind)
            elif name == "section" and _is_hidden(element):
                self.manuscript.hide(" ".join(str(t) for t in element.itertext()))
            elif name in _THROUGH:
                yield from self.flow(element, behind, depth)
            elif name in _SHAPES:
                yield from self.shape(element, behind)

    def shape(self, element: Element, behind: Colour | None) -> Iterator[Item]:
        """Return what stands in a frame or a drawn shape."""
        fill = self.styles.look("graphic", attribute(element, "style-name")).paper
        behind = colour(fill) if fill else behind
        if child(element, "image") is not None or child(element, "object") is not None:
            self.manuscript.leave_out()
        boxes = [inner for inner in element if local(str(inner.tag)) == "text-box"]
        for inner in boxes or [element]:
            yield from self.flow(inner, behind)

    def note(self, element: Element) -> Paragraph:
        """Return a note as one block."""
        body = child(element, "note-body")
        items = [i for i in self.flow(body, WHITE) if isinstance(i, Paragraph)] if body is not None else []
        return Paragraph("\n".join(item.text.strip() for item in items), "note")

    def _paragraph(self, element: Element, behind: Colour | None, depth: int) -> Iterator[Item]:
        self._paragraphs += 1
        if self._paragraphs > limits.PARAGRAPHS:
            raise refusals.too_many_paragraphs()
        style = attribute(element, "style-name")
        inline = _Inline(self, behind)
        inline.walk(element, self.styles.look("paragraph", style))
        text = "".join(inline.pieces)
        outline = attribute(element, "outline-level") or ""
        is_heading = local(str(element.tag)) == "h"
        level = (int(outline) if outline.isdecimal() else 1) if is_heading else self.styles.heading_level(style)
        if level:
            yield Paragraph(text, "heading", level)
        elif depth:
            yield Paragraph(text, "list_item", depth)
        else:
            yield Paragraph(text, strong=inline.bold == {True})
        yield from inline.after

    def _table(self, element: Element, behind: Colour | None) -> Table:
        behind = self._paper("table", element, behind)
        table = Table()
        for row in _rows(element):
            cells = self._cells(row, self._paper("table-row", row, behind))
            table.rows.extend([cells] * _repeated(row, "number-rows-repeated", limits.REPEATED_ROWS))
            if len(table.rows) > limits.PARAGRAPHS:
                raise refusals.too_many_paragraphs()
        return table

    def _cells(self, row: Element, behind: Colour | None) -> list[TableCell]:
        cells: list[TableCell] = []
        for element in row:
            if local(str(element.tag)) not in ("table-cell", "covered-table-cell"):
                continue
            covered = local(str(element.tag)) == "covered-table-cell"
            items = [] if covered else list(self.flow(element, self._paper("table-cell", element, behind)))
            cell = TableCell([i for i in items if isinstance(i, Table) or i.text.strip()])
            cells.extend([cell] * _repeated(element, "number-columns-repeated", limits.COLUMNS))
            if len(cells) > limits.COLUMNS:
                break
        return cells

    def _paper(self, family: str, element: Element, behind: Colour | None) -> Colour | None:
        fill = self.styles.look(family, attribute(element, "style-name")).paper
        return colour(fill) if fill else behind


class _Inline:
    """Goes through the spans of one paragraph, white space collapsed as ODF says."""

    def __init__(self, walker: _Walker, behind: Colour | None) -> None:
        self._walker = walker
        self._behind = behind
        self.pieces: list[str] = []
        self.after: list[Item] = []
        self.bold: set[bool] = set()

    def walk(self, element: Element, look: Look) -> None:
        """Collect the text of an element and what hangs on it."""
        self._say(element.text, look)
        for inner in element:
            self._element(inner, look)
            self._say(inner.tail, look)

    def _element(self, element: Element, look: Look) -> None:
        name = local(str(element.tag))
        if name == "s":
            self._say_as_is(" " * _repeated(element, "c", _MOST_SPACES), look)
        elif name == "tab":
            self._say_as_is("\t", look)
        elif name == "line-break":
            self._say_as_is("\n", look)
        elif name == "note":
            self.after.append(self._walker.note(element))
        elif name in _OUT:
            if name in ("hidden-text", "hidden-paragraph"):
                self._walker.manuscript.hide(attribute(element, "string-value") or "".join(str(t) for t in element.itertext()))
        elif name == "a" or name not in _SHAPES:
            style = attribute(element, "style-name")
            self.walk(element, self._walker.styles.look("text", style).over(look) if style and name in _INLINE else look)
        else:
            self.after.extend(self._walker.shape(element, self._behind))

    def _say(self, text: str | None, look: Look) -> None:
        if text:
            collapsed = _SPACES.sub(" ", text)
            if collapsed.startswith(" ") and (not self.pieces or self.pieces[-1].endswith((" ", "\n", "\t"))):
                collapsed = collapsed[1:]
            self._say_as_is(collapsed, look)

    def _say_as_is(self, text: str, look: Look) -> None:
        if text.strip() and is_unseen(look, self._behind):
            self._walker.manuscript.hide(text)
            return
        if text.strip():
            self.bold.add(bool(look.bold))
        if text:
            self.pieces.append(text)


def _is_hidden(section: Element) -> bool:
    display = attribute(section, "display")
    return display == "none" or (display == "condition" and attribute(section, "is-hidden") == "true")


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        name = local(str(element.tag))
        if name == "table-row":
            yield element
        elif name in _ROWS:
            yield from _rows(element)


def _repeated(element: Element, name: str, most: int) -> int:
    written = attribute(element, name) or "1"
    return max(1, min(int(written), most)) if written.isdecimal() and len(written) < 10 else 1
