"""Words hidden in .docx and .odt files, and the lines of those files that can be seen."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.run import Run
from lxml import etree

from evaluations.transforms.files import zipped

Element = etree._Element
"""lxml has no public name for the type of what it parses."""
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_DC = "http://purl.org/dc/elements/1.1/"
_ODF_PREFIXES = {
    "office": f"{_ODF}:office:1.0",
    "text": f"{_ODF}:text:1.0",
    "style": f"{_ODF}:style:1.0",
    "fo": f"{_ODF}:xsl-fo-compatible:1.0",
    "meta": f"{_ODF}:meta:1.0",
    "dc": _DC,
}
_MASK = "Masque"
"""Name of the styles that hide."""
_SMALLEST = 2
_AUTHOR = "Relecteur"


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an office file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def stored_words(data: bytes) -> str:
    """Return all the words that an office file stores, in texts and attributes, seen or not, without white space."""
    found: list[str] = []
    for name, part in parts_of(data).items():
        if name.endswith((".xml", ".rels")):
            for element in etree.fromstring(part).iter("*"):
                found += [element.text or "", element.tail or "", *map(str, element.attrib.values())]
    return "".join("".join(found).split())


# Word


def docx_run(mark: Callable[[Run], None], *, inline: bool = False) -> Callable[[bytes, str], bytes]:
    """Return what puts a run that is marked as unseen in the middle of the text, in a paragraph of its own or not."""

    def hide(data: bytes, words: str) -> bytes:
        document = docx.Document(io.BytesIO(data))
        middle = document.paragraphs[len(document.paragraphs) // 2]
        mark((middle if inline else middle.insert_paragraph_before()).add_run(f" {words}" if inline else words))
        return _saved(document)

    return hide


def vanish(run: Run) -> None:
    """Hide a run as Word's « masqué » does."""
    run.font.hidden = True


def whiten(run: Run) -> None:
    """Write a run in white."""
    run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


def shrink(run: Run) -> None:
    """Write a run in a size of one point."""
    run.font.size = Pt(1)


def docx_style(data: bytes, words: str) -> bytes:
    """Put the words in a paragraph whose style is hidden."""
    document = docx.Document(io.BytesIO(data))
    document.styles.add_style(_MASK, 1).font.hidden = True
    document.paragraphs[len(document.paragraphs) // 2].insert_paragraph_before(words, style=_MASK)
    return _saved(document)


def docx_comment(data: bytes, words: str) -> bytes:
    """Put the words in a margin comment."""
    document = docx.Document(io.BytesIO(data))
    run = next(run for paragraph in document.paragraphs for run in paragraph.runs)
    comment = document.add_comment(run, text=words, author=_AUTHOR)
    for name in (n for n in comment._comment_elm.attrib if n.endswith("date")):
        del comment._comment_elm.attrib[name]
    return _saved(document)


def docx_deletion(data: bytes, words: str) -> bytes:
    """Put the words in the text as a tracked deletion."""
    document = docx.Document(io.BytesIO(data))
    deleted, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    deleted.set(qn("w:id"), "900")
    deleted.set(qn("w:author"), _AUTHOR)
    text.text = words
    run.append(text)
    deleted.append(run)
    document.paragraphs[len(document.paragraphs) // 2]._p.append(deleted)
    return _saved(document)


def docx_header(data: bytes, words: str) -> bytes:
    """Put the words, hidden, in the running header."""
    document = docx.Document(io.BytesIO(data))
    vanish(document.sections[0].header.paragraphs[0].add_run(words))
    return _saved(document)


def docx_picture(data: bytes, words: str) -> bytes:
    """Put the words in the alternative text of a picture of one white dot."""
    document = docx.Document(io.BytesIO(data))
    shape = document.add_paragraph().add_run().add_picture(io.BytesIO(_white_dot()))
    shape._inline.docPr.set("descr", words)
    return _saved(document)


def docx_metadata(data: bytes, words: str) -> bytes:
    """Put the words in the title, the subject, the keywords and the comments of the file's properties."""
    parts = parts_of(data)
    core = etree.fromstring(parts["docProps/core.xml"])
    properties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    for name in (f"{{{_DC}}}title", f"{{{_DC}}}subject", f"{{{properties}}}keywords", f"{{{_DC}}}description"):
        found = core.find(name)
        (etree.SubElement(core, name) if found is None else found).text = words
    return zipped(parts | {"docProps/core.xml": etree.tostring(core, xml_declaration=True, encoding="UTF-8")})


def docx_lines(data: bytes) -> list[str]:
    """Return the paragraphs of a Word file without what is marked as unseen, empty ones left out."""
    parts = parts_of(data)
    styles = etree.fromstring(parts["word/styles.xml"])
    masks = {s.get(qn("w:styleId")) for s in styles.iter(qn("w:style")) if s.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None}
    found: list[str] = []
    for paragraph in etree.fromstring(parts["word/document.xml"]).iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None or style.get(qn("w:val")) not in masks:
            runs = [run for run in paragraph.iter(qn("w:r")) if not _is_unseen(run)]
            found.append("".join(t.text or "" for run in runs for t in run.iter(qn("w:t"))))
    return [line for line in found if line.strip()]


def _is_unseen(run: Element) -> bool:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False
    ink, size = properties.find(qn("w:color")), properties.find(qn("w:sz"))
    white = ink is not None and ink.get(qn("w:val")) == "FFFFFF"
    tiny = size is not None and int(str(size.get(qn("w:val")))) <= _SMALLEST
    return white or tiny or properties.find(qn("w:vanish")) is not None


def _saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return zipped(parts_of(out.getvalue()))


def _white_dot() -> bytes:
    """Return a picture of one pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


# OpenDocument


def odt_style(properties: str) -> Callable[[bytes, str], bytes]:
    """Return what puts the words in a paragraph whose characters have these style properties."""

    def hide(data: bytes, words: str) -> bytes:
        style = f'<style:style style:name="{_MASK}" style:family="paragraph"><style:text-properties {properties}/></style:style>'
        return _with_odf(data, f'<text:p text:style-name="{_MASK}"/>', words, style)

    return hide


def odt_element(markup: str) -> Callable[[bytes, str], bytes]:
    """Return what puts the words in the deepest of these elements, as a hidden field does it or as text."""

    def hide(data: bytes, words: str) -> bytes:
        return _with_odf(data, markup, words)

    return hide


def odt_metadata(data: bytes, words: str) -> bytes:
    """Put the words in the title, the subject, a keyword and the description of the file's properties."""
    root = _odf("<office:document-meta><office:meta/></office:document-meta>")
    for name in ("dc:title", "dc:subject", "meta:keyword", "dc:description"):
        etree.SubElement(root[0], _odf_name(name)).text = words
    return zipped(parts_of(data) | {"meta.xml": etree.tostring(root, xml_declaration=True, encoding="UTF-8")})


def odt_lines(data: bytes) -> list[str]:
    """Return the paragraphs of an OpenDocument text without what is marked as unseen, empty ones left out."""
    root = etree.fromstring(parts_of(data)["content.xml"])
    for element in [e for e in root.iter("*") if _is_out(e)]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    found = ["".join(map(str, p.itertext())) for p in root.iter(_odf_name("text:p"), _odf_name("text:h"))]
    return [line for line in found if line.strip()]


def _is_out(element: Element) -> bool:
    masked = element.get(_odf_name("text:style-name")) == _MASK or element.get(_odf_name("text:display")) == "none"
    return masked or element.tag in map(_odf_name, ("text:hidden-text", "office:annotation", "text:tracked-changes"))


def _with_odf(data: bytes, markup: str, words: str, style: str = "") -> bytes:
    """Put an element that holds the words before the middle block; tracked changes go before all."""
    parts = parts_of(data)
    content = etree.fromstring(parts["content.xml"])
    body = next(content.iter(_odf_name("office:text")))
    element = _odf(markup)
    *_, deepest = element.iter("*")
    if deepest.tag == _odf_name("text:hidden-text"):
        deepest.set(_odf_name("text:string-value"), words)
    else:
        deepest.text = words
    body.insert(0 if element.tag == _odf_name("text:tracked-changes") else len(body) // 2, element)
    if style:
        content.insert(0, _odf(f"<office:automatic-styles>{style}</office:automatic-styles>"))
    return zipped(parts | {"content.xml": etree.tostring(content, xml_declaration=True, encoding="UTF-8")})


def _odf(markup: str) -> Element:
    names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _ODF_PREFIXES.items())
    return etree.fromstring(f"<x{names}>{markup}</x>")[0]


def _odf_name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_ODF_PREFIXES[prefix]}}}{local}"
