"""Styles of an OpenDocument text: what is a heading, what cannot be seen."""

import re
from dataclasses import dataclass

from ingestion.readers.colours import Look
from ingestion.readers.markup import Element, attribute, child, local

_HEADING = re.compile(r"(?:heading|titre)[ _]*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titre|titre principal", re.IGNORECASE)
_ESCAPED = re.compile(r"_([0-9a-f]{2,4})_")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(pt|cm|mm|in|px)")
_POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "px": 0.75}


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str | None
    outline: int | None
    look: Look


class Styles:
    """The styles of content.xml and styles.xml, looked up by family and name."""

    def __init__(self, *roots: Element) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._defaults: dict[str, Look] = {}
        self._looks: dict[tuple[str, str | None], Look] = {}
        for root in roots:
            for element in root.iter("{*}style", "{*}default-style"):
                self._add(element)

    def look(self, family: str, name: str | None) -> Look:
        """Return the look of a style with all that it inherits."""
        key = (family, name)
        if key not in self._looks:
            look = Look()
            for style in self._chain(family, name):
                look = look.over(style.look)
            self._looks[key] = look.over(self._defaults.get(family, Look()))
        return self._looks[key]

    def heading_level(self, name: str | None) -> int | None:
        """Return the level of a paragraph style that is a heading."""
        for style in self._chain("paragraph", name):
            if named := _HEADING.fullmatch(style.name):
                return int(named.group(1))
            if _TITLE.fullmatch(style.name):
                return 1
            if style.outline is not None:
                return style.outline or None
        return None

    def _add(self, element: Element) -> None:
        family, name = attribute(element, "family") or "", attribute(element, "name")
        look = _look_of(element)
        if name is None or local(str(element.tag)) == "default-style":
            self._defaults[family] = look
            return
        outline = attribute(element, "default-outline-level")
        shown = attribute(element, "display-name") or _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), name)
        level = int(outline) if outline and outline.isdecimal() else None
        self._styles[family, name] = _Style(shown, attribute(element, "parent-style-name"), level, look)

    def _chain(self, family: str, name: str | None) -> list[_Style]:
        chain: list[_Style] = []
        seen: set[str] = set()
        while name is not None and name not in seen and (family, name) in self._styles:
            seen.add(name)
            chain.append(self._styles[family, name])
            name = chain[-1].parent
        return chain


def _look_of(style: Element) -> Look:
    characters = child(style, "text-properties")
    look = Look()
    if characters is not None:
        automatic = attribute(characters, "use-window-font-color") == "true"
        weight = attribute(characters, "font-weight")
        look = Look(
            hidden=_is_none(attribute(characters, "display")),
            bold=None if weight is None else weight in ("bold", "600", "700", "800", "900"),
            ink="auto" if automatic else attribute(characters, "color"),
            paper=_paper(characters),
            points=_points(attribute(characters, "font-size")),
        )
    for name in ("paragraph", "table-cell", "table-row", "table", "graphic", "section"):
        look = look.over(Look(paper=_paper(child(style, f"{name}-properties"))))
    return look


def _is_none(display: str | None) -> bool | None:
    return None if display is None else display == "none"


def _paper(properties: Element | None) -> str | None:
    if properties is None:
        return None
    if attribute(properties, "fill") in ("gradient", "bitmap", "hatch"):
        return "unknown"
    filled = attribute(properties, "fill-color") if attribute(properties, "fill") == "solid" else None
    background = attribute(properties, "background-color")
    return filled or (None if background in (None, "transparent") else background)


def _points(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length or "")
    return float(match.group(1)) * _POINTS[match.group(2)] if match else None
