"""XML parts of a container, parsed without DOCTYPE, entities, network or surprise encodings."""

import codecs
import re
from functools import cache

from lxml import etree

from ingestion.readers import limits, refusals

Element = etree._Element

_PROLOG = re.compile(r"\s*<\?xml\b[^>]*?\?>")
_DECLARED = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ALLOWED = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii"})


def parse(data: bytes) -> Element:
    """Return the root of an XML part; UTF-8 and UTF-16 are the only encodings of OOXML and ODF."""
    text = _decode(data)
    if _DECLARATION.search(text):
        raise refusals.forbidden_markup()
    if text.count("<") > limits.XML_TAGS:
        raise refusals.too_intricate()
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise refusals.damaged() from error


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusals.damaged() from error
    prolog = _PROLOG.match(text)
    if prolog is None:
        return text
    declared = _DECLARED.search(prolog.group())
    if declared and declared.group(1).lower() not in _ALLOWED:
        raise refusals.damaged()
    return text[prolog.end() :]


@cache
def local(tag: str) -> str:
    """Return the name of a tag or attribute without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if local(str(key)) == name:
            return str(value)
    return None


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of that name, whatever its namespace."""
    if element is None:
        return None
    return next((c for c in element if isinstance(c.tag, str) and local(c.tag) == name), None)
