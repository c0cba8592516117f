"""The tables and paragraphs of a .docx, tracked changes accepted."""

from collections.abc import Iterator

from lxml import etree

from assistant.errors import DocumentTooLarge, NotAReferentiel
from ingestion.readers.archive import Archive
from ingestion.readers.markup import Element, attribute, child, local, parse
from ingestion.referentiel.grid import MAX_CELLS, Cell, Line, Prose, Source, Table, clean, rectangle
from ingestion.referentiel.spans import SpanGrid

_SKIPPED = frozenset({"del", "moveFrom", "instrText", "pPr", "rPr", "Fallback", "tblPr", "tblGrid"})
_CHARACTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LIST_STYLES = ("list", "paragraphedeliste", "puce", "liste")
_MOST_SPANNED = 60


def source_from_docx(data: bytes) -> Source:
    """Return the prose and tables of a Word document, in order."""
    parts: list[Table | Prose] = []
    tables = 0
    for block in _blocks(_body(data)):
        if local(str(block.tag)) == "tbl":
            for node in _tables(block):
                tables += 1
                parts.append(_table(node, tables))
        else:
            place = f"paragraphe après le tableau {tables}" if tables else "paragraphe avant le tableau 1"
            parts += [Prose(line, place) for line in _paragraph(block)]
    return tuple(parts)


def _body(data: bytes) -> Element:
    archive = Archive(data)
    mains = sorted(name for name in archive.names if name.startswith("word/document") and name.endswith(".xml"))
    body = child(parse(archive.read(mains[0])), "body") if mains else None
    if body is None:
        raise NotAReferentiel("Ce fichier n’est pas un document Word lisible.", hint="Enregistrez-le de nouveau au format .docx.")
    return body


def _walk(node: Element) -> Iterator[tuple[str, Element, etree.iterwalk]]:
    """Yield what stands in the document once tracked changes are accepted, with the walker to skip what is done with."""
    walker = etree.iterwalk(node, events=("start",))
    for _, element in walker:
        name = local(str(element.tag))
        if name in _SKIPPED:
            walker.skip_subtree()
        else:
            yield name, element, walker


def _blocks(node: Element) -> Iterator[Element]:
    """Yield paragraphs and tables in order, those of content controls included."""
    for name, element, walker in _walk(node):
        if name in ("p", "tbl") and element is not node:
            walker.skip_subtree()
            yield element


def _tables(node: Element) -> list[Element]:
    """Return the tables of a frame that only places them, or the table itself."""
    inner = [element for name, element, _ in _walk(node) if name == "tbl" and element is not node]
    widest = max((len(list(_parts(row, "tc"))) for row in _parts(node, "tr")), default=0)
    return inner if inner and widest < 3 else [node]


def _parts(node: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those of content controls included."""
    for element in node:
        name = local(str(element.tag))
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _parts(element, wanted)


def _table(node: Element, number: int) -> Table:
    grid, cells = SpanGrid(), 0
    for row in _parts(node, "tr"):
        grid.start_row()
        for _ in range(_value(child(child(row, "trPr"), "gridBefore"))):
            grid.add(Cell())
        for cell in _parts(row, "tc"):
            cells += 1
            _place(grid, cell)
        if cells > MAX_CELLS:
            raise DocumentTooLarge(
                "Ce tableau a trop de cellules pour un référentiel.", hint="Gardez les tableaux du référentiel."
            )
    placed = ((row, f"tableau {number}, ligne {position}") for position, row in enumerate(grid.rows, 1))
    return Table(rectangle(placed), number)


def _place(grid: SpanGrid, cell: Element) -> None:
    properties = child(cell, "tcPr")
    columns = max(1, _value(child(properties, "gridSpan")))
    merge = child(properties, "vMerge")
    if merge is not None and (attribute(merge, "val") or "continue") == "continue":
        grid.repeat_above(columns)
    else:
        grid.add(Cell(tuple(line for block in _blocks(cell) for line in _deep_lines(block))), columns)


def _value(node: Element | None) -> int:
    written = (attribute(node, "val") or "") if node is not None else ""
    return min(int(written), _MOST_SPANNED) if written.isdecimal() and len(written) < 5 else 0


def _deep_lines(block: Element) -> Iterator[Line]:
    if local(str(block.tag)) == "p":
        yield from _paragraph(block)
        return
    for inner in _blocks(block):
        yield from _deep_lines(inner)


def _paragraph(node: Element) -> list[Line]:
    pieces = [element.text or "" if name == "t" else _CHARACTERS.get(name, "") for name, element, _ in _walk(node)]
    texts = [text for piece in "".join(pieces).split("\n") if (text := clean(piece))]
    depth = _list_depth(node)
    if depth is None:
        return [Line(text) for text in texts]
    return [Line(text, "inside" if index else "item", depth) for index, text in enumerate(texts)]


def _list_depth(paragraph: Element) -> int | None:
    properties = child(paragraph, "pPr")
    numbering, style = child(properties, "numPr"), child(properties, "pStyle")
    if numbering is not None:
        return 1 + _value(child(numbering, "ilvl"))
    name = (attribute(style, "val") or "").casefold() if style is not None else ""
    if not name.startswith(_LIST_STYLES):
        return None
    return max(1, int(name[-1])) if name[-1:].isdecimal() else 1
