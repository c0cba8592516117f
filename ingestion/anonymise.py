"""The door to pseudonymising: a text or a file goes in, the same without its identities comes out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from assistant.domain.pseudonym import Pseudonymised
from assistant.errors import UnreadableDocument
from assistant.protocols import Replaced
from assistant.text.pseudonyms import pseudonymise as mask
from ingestion.readers import limits, read_draft, refusals
from ingestion.readers.archive import Archive
from ingestion.readers.markup import local, parse

_AUTHOR_PARTS = {"docProps/core.xml": ("creator", "lastModifiedBy"), "meta.xml": ("creator", "initial-creator", "printed-by")}
_COMPANY_PARTS = {"docProps/app.xml": ("Company", "Manager")}
_PDF_AUTHOR = re.compile(rb"/Author\s*\(((?:\\.|[^()\\]){1,200})\)")
_LONGEST_NAME = 80


def pseudonymise(text: str, *, people: Sequence[str] = (), organisations: Sequence[str] = ()) -> Pseudonymised:
    """Return the text without its identities, every replacement with its place and reason, and what may still identify.

    `people` and `organisations` are names known from elsewhere, such as a file's metadata.
    """
    if len(text) > limits.CHARACTERS:
        raise refusals.too_many_characters()
    return mask(text, people=people, organisations=organisations)


def pseudonymise_file(data: bytes, name: str) -> Pseudonymised:
    """Return the text of a file without its identities, its metadata and name searched for people; pictures are left out."""
    people, organisations = names_around(data, name)
    return pseudonymise(read_draft(data, name).text, people=people, organisations=organisations)


class Pseudonymiser:
    """Finds the identities that must not leave the machine; a file's own properties tell some of them."""

    def __init__(self, data: bytes = b"", name: str = "") -> None:
        self._data = data
        self._name = name

    def mask(self, text: str) -> list[Replaced]:
        """Return what to replace, in order and without overlap."""
        people, organisations = names_around(self._data, self._name)
        found = pseudonymise(text, people=people, organisations=organisations).replacements
        return [Replaced(start=r.start, end=r.end, placeholder=r.placeholder) for r in found]


def names_around(data: bytes, name: str) -> tuple[list[str], list[str]]:
    """Return the people and the organisations that the properties of a file, and its own name, may tell."""
    people = [*_metadata(data, _AUTHOR_PARTS), re.sub(r"[_.\d]+", " ", PurePath(name).stem).strip()]
    return people, list(_metadata(data, _COMPANY_PARTS))


def _metadata(data: bytes, parts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what a Word, OpenDocument or PDF file says in those fields of its properties; nothing when it says nothing."""
    if data.startswith(b"%PDF"):
        return (
            tuple(_pdf_text(m.group(1)) for m in _PDF_AUTHOR.finditer(data[: limits.FILE_BYTES]))
            if parts is _AUTHOR_PARTS
            else ()
        )
    try:
        archive = Archive(data)
        return tuple(dict.fromkeys(_fields(archive, parts)))
    except UnreadableDocument:
        return ()


def _fields(archive: Archive, parts: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for part in sorted(parts.keys() & archive.names):
        for element in parse(archive.read(part)).iter("{*}*"):
            value = (element.text or "").strip()
            if local(str(element.tag)) in parts[part] and 2 < len(value) <= _LONGEST_NAME:
                yield value


def _pdf_text(value: bytes) -> str:
    plain = re.sub(rb"\\([()\\])", rb"\1", value)
    return plain[2:].decode("utf-16-be", "ignore") if plain.startswith(b"\xfe\xff") else plain.decode("latin-1")
