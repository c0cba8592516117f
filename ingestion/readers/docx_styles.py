"""Styles of a Word document: what is a heading, what is a list, what cannot be seen."""

import re
from dataclasses import dataclass

from ingestion.readers.colours import Look
from ingestion.readers.markup import Element, attribute, child, local

_HEADING = re.compile(r"(?:heading|titre|title)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titre|titre principal", re.IGNORECASE)
_LIST = re.compile(r"(?:list (?:bullet|number)|liste à (?:puces|numéros))\s*([2-9])?", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    base: str | None
    look: Look
    paragraph: Element | None
    is_shaded: bool


class Styles:
    """The styles part, looked up by identifier; unknown styles say nothing."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._defaults = Look()
        self._default_paragraph: str | None = None
        self._looks: dict[str | None, Look] = {}
        self._shaded: dict[str, bool] = {}
        for element in root if root is not None else ():
            if local(str(element.tag)) == "docDefaults":
                self._defaults = look_of(child(child(element, "rPrDefault"), "rPr"))
            elif local(str(element.tag)) == "style":
                self._add(element)

    def heading_level(self, properties: Element | None) -> int | None:
        """Return the level of the heading whose paragraph properties are given."""
        level = _outline_level(properties)
        if level is not None:
            return level if level <= _BODY_LEVEL else None
        for style in self._chain(self._style_of(properties)):
            level = _outline_level(style.paragraph)
            if level is None and (named := _HEADING.fullmatch(style.name)):
                level = int(named.group(1))
            if level is None and _TITLE.fullmatch(style.name):
                level = 1
            if level is not None:
                return level if level <= _BODY_LEVEL else None
        return None

    def list_level(self, properties: Element | None) -> int | None:
        """Return the depth of the list item whose paragraph properties are given."""
        numbering = child(properties, "numPr")
        if numbering is not None:
            return _numbering_level(numbering)
        for style in self._chain(self._style_of(properties)):
            numbering = child(style.paragraph, "numPr")
            named = _LIST.fullmatch(style.name)
            if named:
                return int(named.group(1) or 1)
            if numbering is not None:
                return _numbering_level(numbering)
        return None

    def paragraph_look(self, properties: Element | None) -> Look:
        """Return the look that a paragraph gives to its runs."""
        shading = Look(paper=_fill(child(properties, "shd")))
        return shading.over(self._look(self._style_of(properties)).over(self._defaults))

    def run_look(self, properties: Element | None, paragraph: Look) -> Look:
        """Return the look of a run in a paragraph of that look."""
        if properties is None:
            return paragraph
        style = child(properties, "rStyle")
        named = self._look(attribute(style, "val")) if style is not None else Look()
        if named.hidden and paragraph.hidden:  # a toggle set twice by styles is unset
            named = Look(hidden=False).over(named)
        return look_of(properties).over(named).over(paragraph)

    def is_shaded(self, table: Element) -> bool:
        """Tell whether the style of a table may put a colour behind its cells."""
        name = child(child(table, "tblPr"), "tblStyle")
        identifier = attribute(name, "val") if name is not None else None
        return any(style.is_shaded for style in self._chain(identifier))

    def _add(self, element: Element) -> None:
        identifier = attribute(element, "styleId") or ""
        name, base = child(element, "name"), child(element, "basedOn")
        properties = child(element, "pPr")
        look = look_of(child(element, "rPr")).over(Look(paper=_fill(child(properties, "shd"))))
        self._styles[identifier] = _Style(
            name=(attribute(name, "val") if name is not None else None) or identifier,
            base=attribute(base, "val") if base is not None else None,
            look=look,
            paragraph=properties,
            is_shaded=any(_fill(e) not in (None, "FFFFFF") for e in element.iter("{*}shd")),
        )
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
            self._default_paragraph = identifier

    def _style_of(self, properties: Element | None) -> str | None:
        style = child(properties, "pStyle")
        return attribute(style, "val") if style is not None else self._default_paragraph

    def _chain(self, identifier: str | None) -> list[_Style]:
        chain: list[_Style] = []
        seen: set[str] = set()
        while identifier is not None and identifier not in seen and identifier in self._styles:
            seen.add(identifier)
            chain.append(self._styles[identifier])
            identifier = chain[-1].base
        return chain

    def _look(self, identifier: str | None) -> Look:
        if identifier not in self._looks:
            look = Look()
            for style in self._chain(identifier):
                look = look.over(style.look)
            self._looks[identifier] = look
        return self._looks[identifier]


def look_of(properties: Element | None) -> Look:
    """Return what run properties say."""
    if properties is None:
        return Look()
    values = {local(str(e.tag)): e for e in properties if isinstance(e.tag, str)}
    size = values.get("sz")
    return Look(
        hidden=_is_transparent(values.get("textFill")) or _switch(values.get("vanish")),
        bold=_switch(values.get("b")),
        ink=_ink(values.get("color")),
        paper=_highlight(values.get("highlight")) or _fill(values.get("shd")),
        points=_points(size),
    )


def _points(size: Element | None) -> float | None:
    """Return a size in points; Word counts half-points."""
    number = _number(attribute(size, "val")) if size is not None else None
    return None if number is None else number / 2


def shading(properties: Element | None) -> str | None:
    """Return the fill of cell properties, None where they give none."""
    return _fill(child(properties, "shd"))


def _switch(element: Element | None) -> bool | None:
    if element is None:
        return None
    return (attribute(element, "val") or "1").lower() not in _OFF


def _is_transparent(fill: Element | None) -> bool | None:
    if fill is None:
        return None
    alphas = (_number(attribute(e, "val")) or 0 for e in fill.iter("{*}alpha"))
    return child(fill, "noFill") is not None or any(alpha >= 95_000 for alpha in alphas) or None


def _ink(element: Element | None) -> str | None:
    if element is None:
        return None
    value = attribute(element, "val")
    if value in (None, "auto"):
        return "FFFFFF" if attribute(element, "themeColor") in ("background1", "light1") else "auto"
    return value


def _highlight(element: Element | None) -> str | None:
    name = attribute(element, "val") if element is not None else None
    return None if name in (None, "none") else {"white": "FFFFFF"}.get(name or "", "unknown")


def _fill(element: Element | None) -> str | None:
    value = attribute(element, "fill") if element is not None else None
    return None if value in (None, "auto") else value


def _number(written: str | None) -> int | None:
    try:
        return int(float(written or ""))
    except (ValueError, OverflowError):
        return None


def _outline_level(properties: Element | None) -> int | None:
    outline = child(properties, "outlineLvl")
    level = _number(attribute(outline, "val")) if outline is not None else None
    return None if level is None else level + 1


def _numbering_level(numbering: Element) -> int | None:
    identifier, depth = child(numbering, "numId"), child(numbering, "ilvl")
    if identifier is not None and attribute(identifier, "val") == "0":
        return None
    return 1 + ((_number(attribute(depth, "val")) if depth is not None else None) or 0)
