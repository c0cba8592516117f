"""Word documents: the text as it reads once every tracked change is accepted.

Insertions are in, deletions and the origin of moved text are out. A note stands right after
the paragraph (or table row) that calls it, text boxes after the paragraph that anchors them.
Headers, footers, comments, field codes and what cannot be seen are left out.
"""

import posixpath
from collections.abc import Iterator

from ingestion.readers import limits, refusals
from ingestion.readers.archive import Archive
from ingestion.readers.characters import symbol
from ingestion.readers.colours import WHITE, Colour, Look, colour, is_unseen
from ingestion.readers.docx_styles import Styles, shading
from ingestion.readers.kinds import Source
from ingestion.readers.manuscript import Item, Manuscript, Paragraph, Reading, Table, TableCell
from ingestion.readers.markup import Element, attribute, child, local, parse
from ingestion.readers.origins import Piece

_THROUGH = frozenset(
    (
        "ins",
        "moveTo",
        "smartTag",
        "sdt",
        "sdtContent",
        "customXml",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
        "oMathPara",
    )
)
_OUT = frozenset(("delText", "instrText", "delInstrText", "rPr"))
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_PARTS = ("styles", "footnotes", "endnotes")


def read(source: Source) -> Reading:
    """Return the reading of a .docx file."""
    archive = source.archive
    if archive is None:
        raise refusals.damaged()
    main = main_part(archive)
    manuscript = written_down(archive, main, parse(archive.read(main)))
    return manuscript.finish(stored_pages=_stored_pages(archive))


def written_down(archive: Archive, main: str, document: Element) -> Manuscript:
    """Return the manuscript of the main part of a container, whose traces lead to its elements."""
    body = child(document, "body")
    if body is None:
        raise refusals.damaged()
    parts = _related_parts(archive, main)
    manuscript = Manuscript()
    walker = _Walker(manuscript, Styles(parts.get("styles")), parts)
    manuscript.write(walker.flow(body, WHITE))
    return manuscript


def main_part(archive: Archive) -> str:
    """Return the name of the part that holds the body."""
    relations = _relations(archive, "_rels/.rels")
    name = relations.get("officeDocument", "word/document.xml").lstrip("/")
    if name not in archive.names:
        raise refusals.damaged()
    return name


def _related_parts(archive: Archive, main: str) -> dict[str, Element]:
    folder, name = posixpath.split(main)
    relations = _relations(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Element] = {}
    for kind in _PARTS:
        target = relations.get(kind, f"{kind}.xml")
        path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
        if path in archive.names:
            found[kind] = parse(archive.read(path))
    return found


def _relations(archive: Archive, part: str) -> dict[str, str]:
    data = archive.read(part)
    relations = parse(data) if data else ()
    return {(attribute(r, "Type") or "").rpartition("/")[2]: attribute(r, "Target") or "" for r in relations}


def _stored_pages(archive: Archive) -> int | None:
    data = archive.read("docProps/app.xml")
    pages = child(parse(data), "Pages") if data else None
    written = (pages.text or "").strip() if pages is not None else ""
    return int(written) if written.isdecimal() and len(written) < 6 else None


class _Walker:
    """Goes through block-level elements; paragraphs and tables come out in reading order."""

    def __init__(self, manuscript: Manuscript, styles: Styles, parts: dict[str, Element]) -> None:
        self.manuscript = manuscript
        self.styles = styles
        self._paragraphs = 0
        self._notes = {(kind, attribute(note, "id")): note for kind in ("footnotes", "endnotes") for note in parts.get(kind, ())}

    def flow(self, parent: Element, behind: Colour | None) -> Iterator[Item]:
        """Return the paragraphs and tables of a container, on paper of that colour."""
        carried: list[Piece] = []
        yield from self._blocks(parent, behind, carried)
        yield from _last(carried)

    def _blocks(self, parent: Element, behind: Colour | None, carried: list[Piece]) -> Iterator[Item]:
        for element in parent:
            name = local(str(element.tag))
            if name == "p":
                yield from self._paragraph(element, behind, carried)
            elif name == "tbl":
                yield from _last(carried)
                yield self._table(element, behind)
            elif name in _THROUGH:
                yield from self._blocks(element, behind, carried)
            elif name == "AlternateContent":
                yield from self._blocks(alternative(element), behind, carried)
            elif name in ("altChunk", "subDoc"):
                self.manuscript.leave_out()

    def note(self, call: Element, kind: str) -> Paragraph | None:
        """Return a note the first time it is called; its words all hang on its call."""
        identifier = attribute(call, "id")
        element = self._notes.pop((kind, identifier), None)
        if element is None:
            return None
        items = [item for item in self.flow(element, WHITE) if isinstance(item, Paragraph)]
        return _paragraph([Piece("\n".join(item.text.strip() for item in items), call)], "note")

    def _paragraph(self, element: Element, behind: Colour | None, carried: list[Piece]) -> Iterator[Item]:
        """Return a paragraph and what hangs on it; one whose mark is deleted is carried over to the next."""
        self._paragraphs += 1
        if self._paragraphs > limits.PARAGRAPHS:
            raise refusals.too_many_paragraphs()
        properties = child(element, "pPr")
        inline = Inline(self, self.styles.paragraph_look(properties), behind)
        inline.walk(element)
        carried.extend(inline.pieces)
        if not _is_mark_deleted(properties):
            yield self._styled(carried, properties, strong=inline.strong)
            carried.clear()
        yield from inline.after

    def _styled(self, pieces: list[Piece], properties: Element | None, *, strong: bool) -> Paragraph:
        if level := self.styles.heading_level(properties):
            return _paragraph(pieces, "heading", level)
        if level := self.styles.list_level(properties):
            return _paragraph(pieces, "list_item", level)
        return _paragraph(pieces, strong=strong)

    def _table(self, element: Element, behind: Colour | None) -> Table:
        behind = None if self.styles.is_shaded(element) else behind
        table = Table()
        for row in _through(element, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is None:
                cells = [TableCell()] * _grid_before(properties)
                table.rows.append(cells + [self._cell(cell, behind) for cell in _through(row, "tc")])
        return table

    def _cell(self, element: Element, behind: Colour | None) -> TableCell:
        properties = child(element, "tcPr")
        fill, span, merge = shading(properties), child(properties, "gridSpan"), child(properties, "vMerge")
        columns = _bounded(attribute(span, "val")) if span is not None else 1
        if child(properties, "cellDel") is not None or (merge is not None and attribute(merge, "val") in (None, "continue")):
            return TableCell(columns=columns)
        return TableCell(list(self.flow(element, colour(fill) if fill else behind)), columns)


class Inline:
    """Goes through the runs of one paragraph."""

    def __init__(self, walker: _Walker, look: Look, behind: Colour | None) -> None:
        self._walker = walker
        self._look = look
        self._behind = behind
        self._in_code: list[bool] = []
        self._bold: set[bool] = set()
        self.pieces: list[Piece] = []
        self.after: list[Item] = []

    @property
    def strong(self) -> bool:
        """Whether every visible run is bold."""
        return self._bold == {True}

    def walk(self, parent: Element) -> None:
        """Collect the text of the runs under an element."""
        for element in parent:
            name = local(str(element.tag))
            if name == "r":
                self._run(element)
            elif name in _THROUGH:
                self.walk(element)
            elif name == "AlternateContent":
                self.walk(alternative(element))
            elif name == "oMath":
                self.pieces.append(Piece("".join(t.text or "" for t in element.iter("{*}t")), element))

    def _run(self, element: Element) -> None:
        look = self._walker.styles.run_look(child(element, "rPr"), self._look)
        pieces = list(self._content(element))
        text = "".join(piece.text for piece in pieces)
        if any(self._in_code) or not text:
            return
        if text.strip() and is_unseen(look, self._behind):
            self._walker.manuscript.hide(text)
            return
        if text.strip():
            self._bold.add(bool(look.bold))
        self.pieces.extend(pieces)

    def _content(self, run: Element) -> Iterator[Piece]:
        for element in run:
            name = local(str(element.tag))
            if name == "t":
                yield Piece(text_of(element), element)
            elif name in _CHARACTERS:
                yield Piece(_CHARACTERS[name], element)
            elif name == "sym":
                yield Piece(_symbol(element), element)
            elif name == "fldChar":
                self._field(attribute(element, "fldCharType"))
            elif name == "AlternateContent":
                yield from self._content(alternative(element))
            elif name not in _OUT:
                self._hang(element, name)

    def _hang(self, element: Element, name: str) -> None:
        """Collect what hangs on the paragraph: notes and text boxes."""
        if name in ("footnoteReference", "endnoteReference"):
            note = self._walker.note(element, name.removesuffix("Reference") + "s")
            self.after.extend([note] if note else [])
        else:
            self._boxes(element, self._behind)

    def _field(self, kind: str | None) -> None:
        """Follow a field: its code is out, its result is in; a code ends with its paragraph at the latest."""
        if kind == "begin":
            self._in_code.append(True)
        elif kind == "separate" and self._in_code:
            self._in_code[-1] = False
        elif kind == "end" and self._in_code:
            self._in_code.pop()

    def _boxes(self, element: Element, behind: Colour | None) -> None:
        """Collect the text boxes of a drawing, count its pictures."""
        name = local(str(element.tag))
        if name == "txbxContent":
            self.after.extend(self._walker.flow(element, behind))
        elif name in ("pic", "imagedata", "chart", "relIds"):
            self._walker.manuscript.leave_out()
        elif name == "AlternateContent":
            self._boxes(alternative(element), behind)
        else:
            behind = None if name == "wsp" and _is_filled(element) else behind
            for inner in element:
                self._boxes(inner, behind)


def text_of(element: Element) -> str:
    """Return the characters that a text element shows."""
    text = element.text or ""
    return text if attribute(element, "space") == "preserve" else text.strip(" \t\r\n")


def alternative(element: Element) -> Element:
    """Return the one version to read of content that is stored several times."""
    chosen = child(element, "Choice")
    other = child(element, "Fallback")
    return chosen if chosen is not None else other if other is not None else element


def _paragraph(pieces: list[Piece], kind: str = "paragraph", level: int | None = None, *, strong: bool = False) -> Paragraph:
    return Paragraph("".join(piece.text for piece in pieces), kind, level, strong=strong, pieces=tuple(pieces))


def _last(carried: list[Piece]) -> Iterator[Paragraph]:
    """Return what is carried over to no other paragraph."""
    if carried:
        yield _paragraph(carried)
        carried.clear()


def _is_filled(shape: Element) -> bool:
    properties, style = child(shape, "spPr"), child(child(shape, "style"), "fillRef")
    if any(child(properties, fill) is not None for fill in ("solidFill", "gradFill", "blipFill", "pattFill")):
        return True
    return child(properties, "noFill") is None and style is not None and attribute(style, "idx") != "0"


def _is_mark_deleted(properties: Element | None) -> bool:
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _symbol(element: Element) -> str:
    try:
        return symbol(int(attribute(element, "char") or "", 16))
    except ValueError:
        return ""


def _through(parent: Element, name: str) -> Iterator[Element]:
    for element in parent:
        if local(str(element.tag)) == name:
            yield element
        elif local(str(element.tag)) in _THROUGH:
            yield from _through(element, name)


def _grid_before(properties: Element | None) -> int:
    before = child(properties, "gridBefore")
    return _bounded(attribute(before, "val"), least=0) if before is not None else 0


def _bounded(written: str | None, least: int = 1) -> int:
    number = int(written) if written and written.isdecimal() and len(written) < 6 else least
    return max(least, min(number, limits.COLUMNS))
