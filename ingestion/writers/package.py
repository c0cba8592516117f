"""The parts of a Word container that remarks add to; every other part is copied as it is."""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from ingestion.readers.archive import Archive
from ingestion.readers.characters import Cleaner
from ingestion.readers.docx import main_part, written_down
from ingestion.readers.markup import Element, attribute, parse
from ingestion.writers.cuts import Cuts
from ingestion.writers.ranges import Anchors
from ingestion.writers.remarks import AUTHOR, INITIALS, Line, MarginRemark

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "[Content_Types].xml"
_HALF_POINTS = "19"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def annotate(archive: Archive, remarks: Sequence[MarginRemark]) -> bytes:
    """Return the container with these remarks as comments."""
    main = main_part(archive)
    document = parse(archive.read(main))
    anchors = Anchors(written_down(archive, main, document).traces)
    comments = _Comments(archive, main, document)
    cuts = Cuts()
    for remark in remarks:
        anchor = anchors.of(remark.start, remark.end)
        if anchor is not None:
            number = comments.add([remark.quoted, *remark.lines] if anchor.apart and remark.quoted else remark.lines)
            cuts.begin(anchor.start, comments.word("commentRangeStart", id=number))
            cuts.end(anchor.end, comments.word("commentRangeEnd", id=number), comments.reference(number))
    cuts.make()
    return _written(archive, {main: document, **comments.parts()})


class _Comments:
    """The comments part, the one of the document or a new one, and what declares it."""

    def __init__(self, archive: Archive, main: str, document: Element) -> None:
        self._archive = archive
        self._main = main
        self._namespace = _STRICT if etree.QName(document).namespace == _STRICT else _W
        folder, name = posixpath.split(main)
        self._relations_path = posixpath.join(folder, "_rels", f"{name}.rels")
        self._relations = self._part(self._relations_path, f'<Relationships xmlns="{_PACKAGE}relationships"/>')
        target = next((attribute(r, "Target") or "" for r in self._relations if _is_comments(r)), "")
        self._is_new = not target
        self._path = _resolved(folder, target) if target else self._free(folder)
        self._root = self._part(self._path, f'<w:comments xmlns:w="{self._namespace}"/>')
        numbers = (attribute(e, "id") or "" for e in (*self._root, *document.iter("{*}commentRangeStart", "{*}commentReference")))
        self._last = max((int(n) for n in numbers if n.isdecimal() and len(n) < 9), default=-1)

    def add(self, lines: Sequence[Line]) -> int:
        """Append a comment and return its number."""
        self._last += 1
        comment = self.word("comment", id=self._last, author=AUTHOR, initials=INITIALS)
        for rank, line in enumerate(lines or [[]]):
            comment.append(self._paragraph(line, first=rank == 0))
        self._root.append(comment)
        return self._last

    def reference(self, number: int) -> Element:
        """Return the run that calls a comment."""
        return self._run(self.word("commentReference", id=number), self.word("rStyle", val="CommentReference"))

    def word(self, name: str, **attributes: object) -> Element:
        """Return an element of the vocabulary of the document."""
        element = etree.Element(self._tag(name), nsmap={"w": self._namespace})
        for key, value in attributes.items():
            element.set(self._tag(key), str(value))
        return element

    def parts(self) -> dict[str, Element]:
        """Return the parts to write beside the body."""
        parts = {self._path: self._root}
        if self._is_new:
            taken = {attribute(r, "Id") for r in self._relations}
            identifier = next(i for n in range(1, len(taken) + 2) if (i := f"rIdJuryBlanc{n}") not in taken)
            kind = _STRICT_RELATIONS if self._namespace == _STRICT else _RELATIONS
            target = posixpath.basename(self._path)
            relation = {"Id": identifier, "Type": kind, "Target": target}
            etree.SubElement(self._relations, f"{{{_PACKAGE}relationships}}Relationship", relation)
            types = self._part(_TYPES, f'<Types xmlns="{_PACKAGE}content-types"/>')
            override = {"PartName": f"/{self._path}", "ContentType": _TYPE}
            etree.SubElement(types, f"{{{_PACKAGE}content-types}}Override", override)
            parts |= {self._relations_path: self._relations, _TYPES: types}
        return parts

    def _paragraph(self, line: Line, *, first: bool) -> Element:
        paragraph = self.word("p")
        if first:
            paragraph.append(self._run(self.word("annotationRef"), self.word("rStyle", val="CommentReference")))
        cleaner = Cleaner()
        for words in line:
            text = self.word("t")
            text.text = cleaner.clean(words.text)
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            size = [self.word(name, val=_HALF_POINTS) for name in ("sz", "szCs")]
            paragraph.append(self._run(text, *([self.word("b")] if words.strong else []), *size))
        return paragraph

    def _run(self, content: Element, *properties: Element) -> Element:
        run, held = self.word("r"), self.word("rPr")
        held.extend(properties)
        run.extend((held, content))
        return run

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"

    def _part(self, path: str, empty: str) -> Element:
        return parse(self._archive.read(path) or empty.encode())

    def _free(self, folder: str) -> str:
        names = (posixpath.join(folder, f"comments{n or ''}.xml") for n in range(len(self._archive.names) + 1))
        return next(name for name in names if name not in self._archive.names)


def _is_comments(relation: Element) -> bool:
    return (attribute(relation, "Type") or "").rpartition("/")[2] == "comments"


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))


def _written(archive: Archive, changed: dict[str, Element]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, content in _contents(archive, changed):
            container.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _contents(archive: Archive, changed: dict[str, Element]) -> Iterator[tuple[str, bytes]]:
    left = dict(changed)
    for name in archive.in_order:
        element = left.pop(name, None)
        yield name, archive.read(name) if element is None else _serialised(element)
    yield from ((name, _serialised(element)) for name, element in left.items())


def _serialised(element: Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
