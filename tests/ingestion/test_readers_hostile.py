"""Files made to hurt: each is refused within seconds, and the parent process does not grow."""

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import pytest
from documents import pdf_of_content, raw_docx, raw_odt, word_paragraph, zipped

from assistant.errors import DocumentTooLarge, UnreadableDocument
from ingestion.readers import read_draft

resource = pytest.importorskip("resource")

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
PARAGRAPH = word_paragraph("Bonjour.")
_CONTENT = "<x>le même contenu</x>"


def refusal_of(data: bytes, name: str, seconds: float = 8.0) -> UnreadableDocument:
    """Return the refusal, having checked its time and that this process did not grow."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    with pytest.raises(UnreadableDocument) as refusal:
        read_draft(data, name)
    assert time.perf_counter() - start < seconds
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    assert refusal.value.hint
    return refusal.value


@pytest.mark.parametrize(("declaration", "encoding"), [(LAUGHS, "utf-8"), (XXE, "utf-16"), ("<!DOCTYPE x>", "utf-16-be")])
@pytest.mark.parametrize(
    "part", ["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels", "customXml/item1.xml"]
)
def test_declarations_are_refused_in_every_part_of_a_docx(declaration: str, encoding: str, part: str) -> None:
    hostile = (declaration + "<x>&a;</x>").encode(encoding)
    data = zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>", part: hostile})
    assert "XML interdites" in str(refusal_of(data, "a.docx"))


@pytest.mark.parametrize("declaration", [LAUGHS, XXE], ids=["laughs", "xxe"])
@pytest.mark.parametrize("part", ["content.xml", "styles.xml", "META-INF/manifest.xml"])
def test_declarations_are_refused_in_every_part_of_an_odt(declaration: str, part: str) -> None:
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>", part: declaration + "<x>&a;</x>"}
    assert "XML interdites" in str(refusal_of(zipped(parts), "a.odt"))


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "iso-2022-jp"])
def test_parts_in_odd_encodings_are_refused(encoding: str) -> None:
    data = zipped(
        {"[Content_Types].xml": "<x/>", "word/document.xml": f'<?xml version="1.0" encoding="{encoding}"?><x/>'.encode(encoding)}
    )
    refusal_of(data, "a.docx")


def with_entry(name: str, size: int) -> bytes:
    """Return a .docx with one more part of that many zero bytes, written without holding them."""
    out = io.BytesIO(raw_docx(PARAGRAPH))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as part:
        for _ in range(size // 1_000_000):
            part.write(bytes(1_000_000))
    return out.getvalue()


def lying_sizes() -> bytes:
    """Return a .docx that declares 10 bytes where 200 000 stand."""
    data = bytearray(raw_docx(word_paragraph("a" * 200_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry = archive.getinfo("word/document.xml")
    data[entry.header_offset + 22 : entry.header_offset + 26] = struct.pack("<L", 10)
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<L", 10)
    return bytes(data)


def overlapping() -> bytes:
    """Return a .docx two entries of which point at the same local header."""
    data = bytearray(raw_docx(PARAGRAPH, {"a.xml": _CONTENT, "b.xml": _CONTENT}))
    last = data.rfind(b"PK\x01\x02")
    before = data.rfind(b"PK\x01\x02", 0, last)
    data[last + 42 : last + 46] = data[before + 42 : before + 46]
    return bytes(data)


def deep_docx() -> bytes:
    return raw_docx("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)


def many_rows() -> bytes:
    cell = f"<text:p>{'mot ' * 50}</text:p>"
    row = (
        f"<table:table-row table:number-rows-repeated='200'>"
        f"<table:table-cell table:number-columns-repeated='200'>{cell}</table:table-cell></table:table-row>"
    )
    return raw_odt(f"<table:table>{row * 200}</table:table>")


def double_flate() -> bytes:
    return pdf_of_content(zlib.compress(zlib.compress(bytes(200_000_000), 9), 9), filters="[/FlateDecode/FlateDecode]")


def page_loop() -> bytes:
    return pdf_of_content(b"BT ET").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")


def nested_arrays() -> bytes:
    return pdf_of_content(b"BT /F1 9 Tf " + b"[" * 200_000 + b"] TJ ET")


def empty_paragraphs() -> bytes:
    return raw_docx("<w:p/>" * 4_900_000)


def operators() -> bytes:
    return pdf_of_content(zlib.compress(b"BT /F1 9 Tf " + b"(a)Tj " * 8_000_000 + b"ET", 9), filters="/FlateDecode")


HOSTILE: list[tuple[Callable[[], bytes], str]] = [
    (lambda: with_entry("word/media/a.bmp", 110_000_000), "a.docx"),
    (lambda: zipped({f"word/{n}.txt": "x" for n in range(2_100)} | {"[Content_Types].xml": "<x/>"}), "a.docx"),
    (lambda: with_entry("word/media/a.bmp", 5_000_000), "a.docx"),
    (lying_sizes, "a.docx"),
    (overlapping, "a.docx"),
    (deep_docx, "a.docx"),
    (many_rows, "a.odt"),
    (double_flate, "a.pdf"),
    (lambda: pdf_of_content(b"BT ET", pages=20_000), "a.pdf"),
    (lambda: pdf_of_content(b"BT ET", pages=301), "a.pdf"),
    (page_loop, "a.pdf"),
    (nested_arrays, "a.pdf"),
    (lambda: raw_docx(PARAGRAPH * 20_001), "a.docx"),
    (lambda: raw_docx(word_paragraph("a" * 300_001)), "a.docx"),
    (lambda: raw_odt("<text:p/>" * 20_001), "a.odt"),
    (lambda: b"<html>" + b"<div>" * 1_500_001, "a.html"),
    (lambda: b"<html>" + b"<p>a" * 20_001, "a.html"),
    (lambda: b"a\n\n" * 20_001, "a.txt"),
    (lambda: b"a" * 300_001, "a.txt"),
]


@pytest.mark.parametrize(("make", "name"), HOSTILE, ids=lambda v: getattr(v, "__name__", None))
def test_hostile_files_are_refused(make: Callable[[], bytes], name: str) -> None:
    refusal_of(make(), name)


@pytest.mark.long
@pytest.mark.parametrize(("make", "name"), [(empty_paragraphs, "a.docx"), (operators, "a.pdf")])
def test_slower_hostile_files_are_refused(make: Callable[[], bytes], name: str) -> None:
    assert isinstance(refusal_of(make(), name, seconds=15), DocumentTooLarge)


def test_html_nested_beyond_what_is_read_is_refused_rather_than_cut() -> None:
    refusal_of(b"<html>debut" + b"<div>" * 5_000 + b"fond", "a.html")
    assert read_draft(b"<html>" + b"<div>" * 150 + b"fond", "a.html").text == "fond"


def test_a_small_part_may_be_very_compressible() -> None:
    assert read_draft(raw_docx(PARAGRAPH, {"word/media/blanc.bmp": bytes(900_000)}), "a.docx").text == "Bonjour."
