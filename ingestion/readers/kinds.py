"""What a file is, told by its content; its name only decides between kinds of text."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.errors import UnreadableDocument
from ingestion.readers import encodings, refusals
from ingestion.readers.archive import Archive
from ingestion.readers.notices import Notice, unexpected_extension

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"BM", b"\0\0\x01\0")
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(rb"<(?:p|div|h[1-6]|table|ul|ol|br|span|body|html)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b")
_EXTENSIONS = {
    "docx": "docx", "dotx": "docx", "odt": "odt", "ott": "odt", "pdf": "pdf", "html": "html", "htm": "html", "xhtml": "html",
    "md": "markdown", "markdown": "markdown", "txt": "text", "text": "text", "": "text",
}  # fmt: skip
_SHOWN = {
    "docx": "un document Word", "odt": "un document OpenDocument", "pdf": "un PDF", "html": "une page HTML", "text": "du texte",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: what it is, its bytes, and its parts when it is a container."""

    kind: str
    data: bytes
    archive: Archive | None = None
    notices: tuple[Notice, ...] = ()


def recognise(data: bytes, name: str) -> Source:
    """Return what the bytes are, or refuse them with the reason and the next step."""
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    if not data.strip(b"\0 \t\r\n"):
        raise refusals.empty_file()
    archive = Archive(data) if data.startswith(b"PK\x03\x04") else None
    kind = _kind_of_archive(archive) if archive else _kind_of_bytes(data, extension)
    announced = _EXTENSIONS.get(extension)
    if announced == kind or (kind == "text" and announced is None):
        return Source(kind, data, archive)
    notice = unexpected_extension("." + extension if extension else "", _SHOWN[kind])
    return Source(kind, data, archive, (notice,) if extension else ())


def _kind_of_archive(archive: Archive) -> str:
    names = archive.names
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise refusals.macros()
    mimetype = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
    if mimetype in _ODT and "content.xml" in names:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise refusals.password()
        return "odt"
    if "[Content_Types].xml" in names and any(n.startswith("word/document") and n.endswith(".xml") for n in names):
        return "docx"
    raise _other_archive(names, mimetype)


def _other_archive(names: frozenset[str], mimetype: str) -> UnreadableDocument:
    if "xl/workbook.xml" in names or mimetype.endswith("opendocument.spreadsheet"):
        return refusals.other_format("un tableur", word_processor=False)
    if "ppt/presentation.xml" in names or mimetype.endswith("opendocument.presentation"):
        return refusals.other_format("un diaporama", word_processor=False)
    if mimetype == "application/epub+zip":
        return refusals.other_format("un livre EPUB")
    if any(name.endswith(".iwa") for name in names):
        return refusals.other_format("un document Pages")
    if "[Content_Types].xml" in names or mimetype in _ODT:
        return refusals.damaged()
    return refusals.a_plain_archive()


def _kind_of_bytes(data: bytes, extension: str) -> str:
    head = data[:1024]
    if head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head and not encodings.is_text(data)):
        return "pdf"
    _refuse_known_binaries(data, extension)
    if not encodings.is_text(data):
        raise refusals.damaged() if extension in ("docx", "odt", "pdf") else refusals.unknown_binary()
    if data.lstrip().startswith(b"{\\rtf"):
        raise refusals.other_format("au format RTF")
    return _kind_of_text(data, extension)


def _refuse_known_binaries(data: bytes, extension: str) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusals.password()
        is_word = extension == "doc" or "WordDocument".encode("utf-16-le") in data
        raise refusals.other_format("au format .doc" if is_word else "au format d’une ancienne version d’Office")
    is_image = (
        data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in (b"ftypheic", b"ftypavif")
    )
    if is_image and not (data.startswith(b"BM") and encodings.is_text(data)):
        raise refusals.an_image()
    if data.startswith(b"PK"):
        raise refusals.damaged()


def _kind_of_text(data: bytes, extension: str) -> str:
    announced = _EXTENSIONS.get(extension)
    if _HTML.match(data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        return "html"
    if announced == "html":
        return "html" if _TAG.search(data.replace(b"\0", b"")) else "text"
    if announced in ("docx", "odt", "pdf") and _XML.match(data):
        raise refusals.damaged()
    if _XML.match(data):
        raise refusals.other_format("un fichier XML")
    if data.startswith(b"MIME-Version:"):
        raise refusals.other_format("une page web archivée")
    return announced if announced == "markdown" else "text"
