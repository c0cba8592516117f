"""What a browser would see in a page, as far as a test needs to know."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import lxml.html
from lxml.html import HtmlElement


class Elements(HTMLParser):
    """Collects every start tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.comments: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def vocabulary(self) -> set[tuple[str, str]]:
        """Return the pairs of element and attribute that occur."""
        return {(tag, name) for tag, attrs in self.found for name in ("", *attrs)}


def parse(page: str) -> HtmlElement:
    """Return the document that a page is."""
    return lxml.html.document_fromstring(page)


def said(answer: Any) -> str:
    """Return the words of a page on one line."""
    return " ".join(parse(answer.text).text_content().split())


def by_class(root: HtmlElement, name: str) -> list[HtmlElement]:
    """Return the elements of that class, in order."""
    return [e for e in root.iter() if isinstance(e, HtmlElement) and name in (e.get("class") or "").split()]


def manuscript(page: str) -> HtmlElement:
    """Return the part of a page that holds the candidate's text."""
    return by_class(parse(page), "manuscript")[0]


def written(root: HtmlElement) -> Iterator[str]:
    """Yield the text nodes of the candidate, margin references left out, a space between two blocks."""
    if root.tag in ("p", "li", "h3", "h4", "h5", "h6", "td", "th"):
        yield " "
    if not (root.tag == "a" and "ref" in (root.get("class") or "").split()):
        yield root.text or ""
        for child in root:
            yield from written(child)
    yield root.tail or ""


def marked(root: HtmlElement) -> list[str]:
    """Return the highlighted runs of a page, in order."""
    return [e.text or "" for e in root.iter("mark")]
