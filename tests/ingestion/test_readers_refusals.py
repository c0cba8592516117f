"""What a file is told by its content, and what is said of one that is not read."""

import io
import zipfile

import pytest
from documents import docx_bytes, html_bytes, odt_bytes, pdf_of_content, raw_docx, raw_odt, word_paragraph, zipped

from assistant.errors import DocumentTooLarge, EmptyDraft, UnreadableDocument
from ingestion.readers import read_draft

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
DOCX = docx_bytes([("paragraph", "Bonjour.")])


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "format .doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "mot de passe"),
        (OLE, "a.xls", "Office"),
        (b"{\\rtf1\\ansi Bonjour}", "a.rtf", "RTF"),
        (zipped({"Index/Document.iwa": b"x"}), "a.pages", "Pages"),
        (zipped({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "a.xlsx", "tableur"),
        (zipped({"ppt/presentation.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "a.pptx", "diaporama"),
        (zipped({"photo.txt": "x"}), "a.zip", "archive ZIP"),
        (zipped({"mimetype": "application/epub+zip"}), "a.epub", "EPUB"),
        (raw_docx("", {"word/vbaProject.bin": b"x"}), "a.docm", "macros"),
        (raw_docx(word_paragraph("x"), {"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
        (raw_odt("<text:p>x</text:p>", extra={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "a.odt", "mot de passe"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "a.docx", "image"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "a.jpg", "image"),
        (bytes(range(256)) * 4, "a.bin", "reconnu"),
        (bytes(range(256)) * 4, "a.docx", "endommagé"),
        (DOCX[: len(DOCX) // 2], "a.docx", "endommagé"),
        (b"%PDF-1.7\nrien", "a.pdf", "endommagé"),
        (raw_docx("<w:p>"), "a.docx", "endommagé"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "XML"),
    ],
)
def test_each_unread_file_has_its_sentence_and_its_hint(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words) as refusal:
        read_draft(data, name)
    assert refusal.value.hint.endswith(".")


@pytest.mark.parametrize("data", [b"", b"   \n", bytes(100)])
def test_a_file_of_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyDraft, match="vide"):
        read_draft(data, "a.txt")


@pytest.mark.parametrize("data", [docx_bytes([]), odt_bytes([]), html_bytes([]), pdf_of_content(b"BT ET")])
def test_a_document_without_words_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyDraft, match="aucun texte"):
        read_draft(data, "a")


def test_a_document_of_hidden_words_says_so() -> None:
    with pytest.raises(EmptyDraft, match="texte masqué"):
        read_draft(raw_docx(word_paragraph("secret", "<w:vanish/>")), "a.docx")


def test_a_file_over_the_limit_is_refused_unopened() -> None:
    with pytest.raises(DocumentTooLarge, match="15 Mo"):
        read_draft(bytes(15_000_001), "a.docx")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (DOCX, "a.odt"),
        (DOCX, "a.pdf"),
        (DOCX, "a.txt"),
        (b"<html><p>Bonjour.", "a.txt"),
        (b"Bonjour.", "a.docx"),
        (b"Bonjour.", "a.html"),
    ],
)
def test_a_wrong_extension_is_a_notice(data: bytes, name: str) -> None:
    draft = read_draft(data, name)
    assert draft.text == "Bonjour."
    assert [(n.code, n.severity, n.found) for n in draft.notices] == [("extension-inattendue", "info", name[1:])]


@pytest.mark.parametrize(
    "name", ["a.docx", "A.DOCX", "../../é\u202e\0.docx", "C:\\dossiers\\a.docx", "CON", "x" * 300, "", "sans-extension"]
)
def test_no_name_hurts(name: str) -> None:
    draft = read_draft(DOCX, name)
    assert (draft.text, draft.name, draft.notices) == ("Bonjour.", name, ())


def test_text_without_known_extension_is_text() -> None:
    assert read_draft("Ça va.".encode(), "notes.log").notices == ()


@pytest.mark.parametrize("entry", ["/etc/passwd", "../x.xml", "word\\..\\..\\x.xml", "C:/x.xml"])
def test_names_that_leave_the_archive_are_refused(entry: str) -> None:
    with pytest.raises(UnreadableDocument, match="endommagé"):
        read_draft(raw_docx(word_paragraph("x"), {entry: "x"}), "a.docx")


def test_duplicate_names_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = _with_duplicate()
    with pytest.raises(UnreadableDocument, match="endommagé"):
        read_draft(data, "a.docx")


def _with_duplicate() -> bytes:
    out = io.BytesIO(raw_docx(word_paragraph("x")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return out.getvalue()
