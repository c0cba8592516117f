"""Web pages, with the same text as the same document in .docx; what is not displayed is out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml import html as lxml_html

from ingestion.readers import encodings, limits, refusals
from ingestion.readers.colours import SMALLEST_POINTS, WHITE, Colour, colour, indistinct
from ingestion.readers.kinds import Source
from ingestion.readers.manuscript import Item, Manuscript, Paragraph, Reading, Table, TableCell
from ingestion.readers.markup import Element
from ingestion.readers.notices import undecodable_characters

_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_CHARSETS = {
    "utf-8": "utf-8", "utf8": "utf-8", "iso-8859-1": "cp1252", "windows-1252": "cp1252", "us-ascii": "cp1252",
    "iso-8859-15": "iso-8859-15", "macintosh": "mac_roman", "x-mac-roman": "mac_roman",
}  # fmt: skip
_PROLOG = re.compile(r"\A\s*<\?xml[^>]*>")
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"[a-z0-9]*[.#][\w-]+|[a-z0-9]+", re.IGNORECASE)
_OFF_SCREEN = re.compile(r"-\d{3,}")
"""A place hundreds of pixels before the edge of the page."""
_LENGTH = re.compile(r"(\d*\.?\d+)(pt|px|em|rem|%|cm|mm)?")
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12, "cm": 28.35, "mm": 2.835, None: 0.75}
_SKIPPED = frozenset(
    (
        "script", "style", "head", "title", "template", "noscript", "iframe", "object", "embed", "audio",
        "video", "canvas", "select", "textarea", "nav",
    )
)  # fmt: skip
_PICTURES = frozenset(("img", "svg", "picture"))
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "input", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span",
        "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_BOLD = frozenset(("b", "strong"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class _Look:
    ink: Colour | None = (0, 0, 0)
    paper: Colour | None = WHITE
    bold: bool = False
    kept: bool = False
    """Whether white space is kept (`pre`)."""


@dataclass(slots=True)
class _Line:
    """The paragraph being collected."""

    kind: str = "paragraph"
    level: int | None = None
    pieces: list[str] = field(default_factory=list)
    bold: set[bool] = field(default_factory=set)


def read(source: Source) -> Reading:
    """Return the reading of an .html file."""
    markup, lost = _decode(source.data)
    markup = _PROLOG.sub("", markup).replace("\0", "")
    if markup.count("<") > limits.XML_TAGS:
        raise refusals.too_intricate()
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise refusals.no_text() from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise refusals.too_intricate()
    manuscript = Manuscript()
    manuscript.write(_Walker(manuscript, _style_rules(root)).flow(root))
    reading = manuscript.finish()
    return replace(reading, notices=undecodable_characters(lost) + reading.notices)


def _decode(data: bytes) -> tuple[str, int]:
    declared = _CHARSET.search(data[:4096])
    encoding = _CHARSETS.get(declared.group(1).decode("ascii").lower()) if declared else None
    if encoding and encoding != "utf-8" and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return data.decode(encoding, "replace"), 0
    return encodings.decode(data)


def _style_rules(root: Element) -> dict[str, dict[str, str]]:
    """Return what the style sheets of the page say of simple selectors (`.class`, `#id`, `tag`)."""
    rules: dict[str, dict[str, str]] = {}
    for sheet in root.iter("style"):
        for selectors, declarations in _RULE.findall(sheet.text or ""):
            for selector in selectors.split(","):
                if _SIMPLE.fullmatch(selector.strip()):
                    rules.setdefault(selector.strip().lower(), {}).update(_declarations(declarations))
    return rules


def _declarations(written: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in written.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


class _Walker:
    """Goes through elements; a block element ends the paragraph being collected."""

    def __init__(self, manuscript: Manuscript, rules: dict[str, dict[str, str]]) -> None:
        self._manuscript = manuscript
        self._rules = rules
        self._line = _Line()
        self._lists = 0
        self._paragraphs = 0

    def flow(self, root: Element) -> Iterator[Item]:
        """Return the paragraphs and tables under an element."""
        yield from self._children(root, _Look())
        yield from self._flush()

    def _children(self, element: Element, look: _Look) -> Iterator[Item]:
        self._say(element.text, look)
        for inner in element:
            if isinstance(inner.tag, str):
                yield from self._element(inner, inner.tag.lower(), look)
            self._say(inner.tail, look)

    def _element(self, element: Element, tag: str, look: _Look) -> Iterator[Item]:
        style = self._style(element, tag)
        if tag in _SKIPPED:
            return
        if _is_removed(element, style):
            self._manuscript.hide(" ".join(str(t) for t in element.itertext()))
        elif tag == "br":
            self._line.pieces.append("\n")
        elif tag in _PICTURES:
            self._manuscript.leave_out()
        elif tag == "table":
            yield from self._flush()
            yield self._table(element, _styled(look, style, tag))
        elif tag in _INLINE:
            yield from self._children(element, _styled(look, style, tag))
        else:
            yield from self._block(element, tag, _styled(look, style, tag))

    def _block(self, element: Element, tag: str, look: _Look) -> Iterator[Item]:
        yield from self._flush()
        is_list = tag in ("ul", "ol")
        self._lists += is_list
        if tag in _HEADINGS:
            self._line = _Line("heading", _HEADINGS[tag])
        elif tag == "li":
            self._line = _Line("list_item", max(1, self._lists))
        yield from self._children(element, look)
        yield from self._flush(inherit=False)
        self._lists -= is_list

    def _table(self, element: Element, look: _Look) -> Table:
        outer, lists = self._line, self._lists
        self._line, self._lists = _Line(), 0
        table = Table()
        covered: dict[int, int] = {}
        for row in _rows(element):
            style = self._style(row, "tr")
            if _is_removed(row, style):
                self._manuscript.hide(" ".join(str(t) for t in row.itertext()))
                continue
            table.rows.append(self._cells(row, _styled(look, style, "tr"), covered))
        self._line, self._lists = outer, lists
        return table

    def _cells(self, row: Element, look: _Look, covered: dict[int, int]) -> list[TableCell]:
        """Return the cells of a row; `covered` tells, by column, for how many rows a cell above still reaches down."""
        cells: list[TableCell] = []
        column = 0
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            column = _skip_covered(cells, column, covered)
            style = self._style(element, str(element.tag))
            items: list[Item] = []
            if _is_removed(element, style):
                self._manuscript.hide(" ".join(str(t) for t in element.itertext()))
            else:
                items = [*self._children(element, _styled(look, style, "td")), *self._flush(inherit=False)]
            width, height = _span(element, "colspan"), _span(element, "rowspan")
            cells.append(TableCell(items, width))
            covered.update(dict.fromkeys(range(column, column + width), height - 1) if height > 1 else {})
            column += width
            if column > limits.COLUMNS:
                break
        _skip_covered(cells, column, covered)
        return cells

    def _flush(self, *, inherit: bool = True) -> Iterator[Item]:
        """End the paragraph; what follows inside the same heading or item is of the same kind."""
        line = self._line
        self._line = _Line(line.kind, line.level) if inherit and not line.pieces else _Line()
        if "".join(line.pieces).strip():
            self._paragraphs += 1
            if self._paragraphs > limits.PARAGRAPHS:
                raise refusals.too_many_paragraphs()
            yield Paragraph("".join(line.pieces), line.kind, line.level, strong=line.bold == {True})

    def _say(self, text: str | None, look: _Look) -> None:
        if not text:
            return
        words = text if look.kept else _SPACES.sub(" ", text)
        if words.startswith(" ") and not look.kept and (not self._line.pieces or self._line.pieces[-1].endswith((" ", "\n"))):
            words = words[1:]
        if words.strip() and indistinct(look.ink, look.paper):
            self._manuscript.hide(words)
            return
        if words.strip():
            self._line.bold.add(look.bold)
        if words:
            self._line.pieces.append(words)

    def _style(self, element: Element, tag: str) -> dict[str, str]:
        inline = element.get("style")
        if not self._rules:
            return _declarations(inline) if inline else {}
        style = dict(self._rules.get(tag, {}))
        for name in (element.get("class") or "").lower().split()[:20]:
            style |= self._rules.get(f".{name}", {}) | self._rules.get(f"{tag}.{name}", {})
        style |= self._rules.get(f"#{(element.get('id') or '').lower()}", {})
        return style | _declarations(inline or "")


def _is_removed(element: Element, style: dict[str, str]) -> bool:
    if element.get("hidden") is not None or style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    placed = style.get("position") in ("absolute", "fixed")
    if placed and any(_OFF_SCREEN.match(style.get(side, "")) for side in ("left", "top")):
        return True
    size = _LENGTH.fullmatch(style.get("font-size", ""))
    too_small = size is not None and float(size.group(1)) * _POINTS[size.group(2)] <= SMALLEST_POINTS
    return too_small or style.get("opacity") in ("0", "0.0", "0%") or style.get("mso-hide") == "all"


def _styled(look: _Look, style: dict[str, str], tag: str) -> _Look:
    paper = look.paper
    background = style.get("background-color") or style.get("background")
    if background and background not in ("transparent", "none", "inherit", "initial"):
        paper = colour(background)
    ink = colour(style["color"]) if "color" in style and style["color"] != "inherit" else look.ink
    weight = style.get("font-weight")
    bold = weight in ("bold", "bolder", "600", "700", "800", "900") if weight else look.bold or tag in _BOLD
    return _Look(ink, paper, bold, look.kept or tag == "pre")


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(element)


def _skip_covered(cells: list[TableCell], column: int, covered: dict[int, int]) -> int:
    while covered.get(column, 0) > 0:
        covered[column] -= 1
        cells.append(TableCell())
        column += 1
    return column


def _span(element: Element, name: str) -> int:
    written = element.get(name) or "1"
    return max(1, min(int(written), limits.COLUMNS)) if written.isdecimal() and len(written) < 6 else 1
