"""Words hidden in a file: what a word processor, a page or a PDF stores and no reader of the document sees."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap

from lxml import html as lxml_html
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream

from evaluations.transforms import hidden_office as office
from evaluations.transforms.files import FileBlock, Format, can_write, written

try:
    from reportlab.pdfgen.canvas import Canvas
except ImportError:
    Canvas = None

_LINE = 90
_LEADING = 10
_UNSEEN_STYLE = re.compile(r"display:none|visibility:hidden|font-size:1pt|color:#ffffff|left:-9999px")
_MASK = "masque"
_A4 = (595, 842)


@dataclass(frozen=True)
class Technique:
    """One way to store words in a file without showing them."""

    name: str
    """As in « docx-vanish »; the format comes first."""
    kind: Format
    is_text: bool
    """Whether the words stand in the running text, so that the candidate must be told of them."""
    put: Callable[[bytes, str], bytes] = field(repr=False)

    def hide(self, blocks: Sequence[FileBlock], words: str) -> tuple[bytes, bytes]:
        """Return the file without the words, and with them."""
        clean = written(blocks, self.kind)
        return clean, self.put(clean, words)

    def verify(self, clean: bytes, laced: bytes, words: str) -> bool:
        """Tell whether the second file stores the words that the first does not, and shows exactly the same."""
        needle = squeezed(words)
        stored = [_STORED[self.kind](data) for data in (clean, laced)]
        seen = [_SEEN[self.kind](data) for data in (clean, laced)]
        return needle in stored[1] and needle not in stored[0] and seen[0] == seen[1] and bool(seen[0])


def techniques(*, metadata_only: bool = False) -> tuple[Technique, ...]:
    """Return the techniques that this installation can use: all, or those that fill the file's properties."""
    return tuple(t for t in _TECHNIQUES if can_write(t.kind) and (not metadata_only or t.name.endswith("-metadata")))


def plain_words(text: str) -> str:
    """Return words as every format can store them: one line, ordinary spaces, Western characters, no end of a comment."""
    western = " ".join(text.split()).encode("cp1252", "ignore").decode("cp1252")
    return " ".join(re.sub(r"--+", "–", western).split())


def squeezed(text: str) -> str:
    """Return a text without its white space, to compare what formats lay out differently."""
    return "".join(text.split())


# HTML


def _html_element(markup: str, head: str = "") -> Callable[[bytes, str], bytes]:
    """Return what puts such an element, with the words in place of `{}`, before the middle block."""

    def put(data: bytes, words: str) -> bytes:
        rows = data.decode().split("\n")
        rows.insert(len(rows) // 2, markup.replace("{}", escape(words)))
        return "\n".join(rows).replace("</head>", f"{head.replace('{}', escape(words))}</head>", 1).encode()

    return put


def _html_seen(data: bytes) -> str:
    root = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8", remove_comments=True))
    unseen = [
        e
        for e in root.iter("*")
        if _UNSEEN_STYLE.search(e.get("style", "")) or e.get("hidden") is not None or e.get("class") == _MASK or e.tag == "head"
    ]
    for element in unseen:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return " ".join("".join(map(str, root.itertext())).split())


def _html_stored(data: bytes) -> str:
    root = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8"))
    found = [part for e in root.iter() for part in (e.text or "", e.tail or "", *map(str, e.attrib.values()))]
    return squeezed("".join(found))


def _html_comment(data: bytes, words: str) -> bytes:
    """Put the words in a comment, where nothing is escaped."""
    rows = data.decode().split("\n")
    rows.insert(len(rows) // 2, f"<!-- {words} -->")
    return "\n".join(rows).encode()


# PDF


def _pdf_drawn(look: Callable[["Canvas"], None], *, size: int = 9, bottom: int = 700) -> Callable[[bytes, str], bytes]:
    """Return what draws the words over the first page in an unseen way."""

    def put(data: bytes, words: str) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=_A4, invariant=1)
        look(canvas)
        drawn = canvas.beginText(40, bottom)
        drawn.setFont("Helvetica", size, _LEADING)
        if look is _invisible:
            drawn.setTextRenderMode(3)
        for line in wrap(words, _LINE):
            drawn.textLine(f"{line} ")
        canvas.drawText(drawn)
        canvas.save()
        writer = PdfWriter(clone_from=io.BytesIO(data))
        writer.pages[0].merge_page(PdfReader(out).pages[0])
        return _pdf_bytes(writer)

    return put


def _plain(_: "Canvas") -> None:
    """Leave the ink black: the place or the size hides the words."""


def _invisible(_: "Canvas") -> None:
    """Leave the ink black: the text is drawn in rendering mode 3."""


def _white(canvas: "Canvas") -> None:
    canvas.setFillColorRGB(1, 1, 1)


def _clear(canvas: "Canvas") -> None:
    canvas.setFillAlpha(0)


def _pdf_metadata(data: bytes, words: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.add_metadata(dict.fromkeys(("/Title", "/Subject", "/Keywords", "/Author"), words))
    return _pdf_bytes(writer)


def _pdf_bytes(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pdf_seen(data: bytes) -> str:
    """Return what is drawn in an ink, a size, a mode and a place that can be seen, without white space."""
    contents = [page.get_contents() for page in PdfReader(io.BytesIO(data)).pages]
    return squeezed("".join(_drawn(content) for content in contents if content is not None))


def _drawn(content: ContentStream) -> str:
    found: list[str] = []
    state = _FRESH
    stack: list[dict[bytes, list[float]]] = []
    for operands, operator in content.operations:
        if operator == b"q":
            stack.append(state)
        elif operator == b"Q":
            state = stack.pop()
        elif operator in _FRESH:
            state = state | {operator: [float(o) for o in operands if not isinstance(o, str)]}
        elif operator == b"Tj" and not _is_unseen(state):
            found.append(str(operands[0]))
    return "".join(found)


def _is_unseen(state: dict[bytes, list[float]]) -> bool:
    """Tell whether ink, transparency, size, mode or place hides what is drawn; only hidden words have a transparency."""
    off_page = state[b"Tm"][-1] < 0
    return state[b"rg"] == [1, 1, 1] or state[b"gs"] == [] or state[b"Tf"][-1] <= 1 or state[b"Tr"] == [3] or off_page


def _pdf_stored(data: bytes) -> str:
    reader = PdfReader(io.BytesIO(data))
    pages = [page.extract_text() for page in reader.pages]
    return squeezed("".join([*pages, *map(str, (reader.metadata or {}).values())]))


_FRESH: dict[bytes, list[float]] = {b"rg": [0], b"gs": [1], b"Tf": [12], b"Tr": [0], b"Tm": [0]}
"""What is written in before any operator says otherwise."""
_SEEN: Mapping[Format, Callable[[bytes], object]] = {
    "docx": office.docx_lines, "odt": office.odt_lines, "html": _html_seen, "pdf": _pdf_seen,
}  # fmt: skip
_STORED: Mapping[Format, Callable[[bytes], str]] = {
    "docx": office.stored_words, "odt": office.stored_words, "html": _html_stored, "pdf": _pdf_stored,
}  # fmt: skip
_TECHNIQUES = (
    Technique("docx-vanish", "docx", True, office.docx_run(office.vanish)),
    Technique("docx-vanish-inline", "docx", True, office.docx_run(office.vanish, inline=True)),
    Technique("docx-white", "docx", True, office.docx_run(office.whiten)),
    Technique("docx-tiny", "docx", True, office.docx_run(office.shrink)),
    Technique("docx-style", "docx", True, office.docx_style),
    Technique("docx-comment", "docx", False, office.docx_comment),
    Technique("docx-deletion", "docx", False, office.docx_deletion),
    Technique("docx-header", "docx", False, office.docx_header),
    Technique("docx-picture", "docx", False, office.docx_picture),
    Technique("docx-metadata", "docx", False, office.docx_metadata),
    Technique("odt-style", "odt", True, office.odt_style('text:display="none"')),
    Technique("odt-white", "odt", True, office.odt_style('fo:color="#ffffff"')),
    Technique("odt-tiny", "odt", True, office.odt_style('fo:font-size="1pt"')),
    Technique(
        "odt-section", "odt", True,
        office.odt_element('<text:section text:name="s" text:display="none"><text:p/></text:section>'),
    ),
    Technique("odt-field", "odt", True, office.odt_element('<text:p><text:hidden-text text:string-value=""/></text:p>')),
    Technique(
        "odt-comment", "odt", False,
        office.odt_element("<text:p><office:annotation><text:p/></office:annotation></text:p>"),
    ),
    Technique(
        "odt-deletion", "odt", False,
        office.odt_element(
            '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p/></text:deletion>'
            "</text:changed-region></text:tracked-changes>"
        ),
    ),
    Technique("odt-metadata", "odt", False, office.odt_metadata),
    Technique("html-display", "html", True, _html_element('<p style="display:none">{}</p>')),
    Technique("html-visibility", "html", True, _html_element('<p style="visibility:hidden">{}</p>')),
    Technique("html-hidden", "html", True, _html_element("<p hidden>{}</p>")),
    Technique("html-white", "html", True, _html_element('<p style="color:#ffffff">{}</p>')),
    Technique("html-tiny", "html", True, _html_element('<p style="font-size:1pt">{}</p>')),
    Technique("html-off-screen", "html", True, _html_element('<p style="position:absolute;left:-9999px">{}</p>')),
    Technique(
        "html-class", "html", True,
        _html_element(f'<p class="{_MASK}">{{}}</p>', f"<style>.{_MASK} {{ display: none }}</style>"),
    ),
    Technique("html-comment", "html", False, _html_comment),
    Technique("html-attribute", "html", False, _html_element('<p title="{}" aria-label="{}" data-note="{}"></p>')),
    Technique(
        "html-metadata", "html", False,
        _html_element("", '<meta name="description" content="{}"><meta name="keywords" content="{}">'),
    ),
    Technique("pdf-invisible", "pdf", True, _pdf_drawn(_invisible)),
    Technique("pdf-white", "pdf", True, _pdf_drawn(_white)),
    Technique("pdf-clear", "pdf", True, _pdf_drawn(_clear)),
    Technique("pdf-off-page", "pdf", True, _pdf_drawn(_plain, bottom=-40)),
    Technique("pdf-tiny", "pdf", True, _pdf_drawn(_plain, size=1)),
    Technique("pdf-metadata", "pdf", False, _pdf_metadata),
)  # fmt: skip
