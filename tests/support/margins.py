"""What stands in the margin of a Word document, read without any of the product's own code."""

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_SKIPPED = {f"{_W}{name}" for name in ("del", "txbxContent", "instrText", "pPr", "rPr")}


def part_of(data: bytes, name: str) -> etree._Element:
    """Return a part of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return etree.fromstring(container.read(name))


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return every part of a container."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def comments_of(data: bytes) -> dict[str, str]:
    """Return the words of each comment by its number."""
    comments = part_of(data, "word/comments.xml")
    return {
        c.get(f"{_W}id", ""): "\n".join("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in c.iter(f"{_W}p"))
        for c in comments
    }


def anchored_words(data: bytes) -> Mapping[str, str]:
    """Return the words beside which each comment stands, hidden and deleted ones left out, paragraphs a line each."""
    ranges = _Ranges()
    ranges.walk(part_of(data, "word/document.xml"))
    assert not ranges.open, "every range ends"
    return {number: "".join(said) for number, said in ranges.words.items()}


class _Ranges:
    def __init__(self) -> None:
        self.words: dict[str, list[str]] = {}
        self.open: set[str] = set()

    def walk(self, element: etree._Element) -> None:
        self._mark(element)
        self._put(_said(element))
        if element.tag in _SKIPPED or (element.tag == f"{_W}r" and element.find(f"{_W}rPr/{_W}vanish") is not None):
            return
        for inner in element:
            self.walk(inner)
        self._put("\n" if element.tag == f"{_W}p" else "")

    def _mark(self, element: etree._Element) -> None:
        number = element.get(f"{_W}id", "")
        if element.tag == f"{_W}commentRangeStart":
            assert number not in self.words, "a range begins once"
            self.open.add(number)
            self.words[number] = []
        elif element.tag == f"{_W}commentRangeEnd":
            self.open.remove(number)
        elif element.tag == f"{_W}commentReference":
            assert number in self.words, "a comment is called behind its range"
            assert number not in self.open, "a comment is called behind its range"

    def _put(self, text: str) -> None:
        for number in self.open:
            self.words[number].append(text)


def _said(element: etree._Element) -> str:
    if element.tag != f"{_W}t":
        return _CHARACTERS.get(str(element.tag), "")
    text = element.text or ""
    return text if element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" else text.strip(" \t\r\n")
