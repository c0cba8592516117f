"""The lines of a PDF page, and what on it cannot be seen.

pypdf decodes the characters and tells lines apart; here its operators are followed to know
the colour, size and rendering of each word shown and what was painted behind it.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject

from ingestion.readers.colours import SMALLEST_POINTS, WHITE, Colour, indistinct

_SHOWN_AT = {b"Tj": 0, b"TJ": 0, b"'": 0, b'"': 2}
_PAINTING = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_PATH_ENDS = frozenset((b"n", b"S", b"s"))
_COLOURING = frozenset((b"g", b"rg", b"k", b"sc", b"scn"))
_INVISIBLE_MODES = (3, 7)
_MOST_SHAPES = 300
_CELL_GAP = 1.2
_SAME_LINE = 0.6
_NARROW = frozenset("iljtfrI.,;:'’|!()[]- «»")
_WIDE = frozenset("mwMWœŒæÆ%@—…")

Box = tuple[float, float, float, float]
Matrix = Sequence[float]


class Line(NamedTuple):
    """A line of a page, as it was set."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    page: int
    end: float
    """Where it ends, as far as can be told without the widths of its font."""
    cells: tuple[float, ...] = ()
    """Where the cells begin, on a line that has gaps as wide as columns."""


class _Face(NamedTuple):
    size: float
    is_bold: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class _Ink:
    fill: Colour | None = (0, 0, 0)
    mode: int = 0
    size: float = 12.0
    is_clear: bool = False


class PageReader:
    """Collects either what can be seen on a page or what cannot."""

    def __init__(self, page: PageObject, number: int, *, unseen: bool = False) -> None:
        self._number = number
        self._unseen = unseen
        self._resources = _resources(page)
        box = page.mediabox
        self._box: Box = (float(box.left), float(box.bottom), float(box.right), float(box.top))
        self._ink = _Ink()
        self._stack: list[_Ink] = []
        self._path: list[tuple[float, float]] = []
        self._shapes: deque[tuple[Box, Colour | None]] = deque(maxlen=_MOST_SHAPES)
        self._line = _LineBuilder(number)
        self.lines: list[Line] = []
        self.pictures = 0
        self.is_scan = False
        self.has_other_text = False
        """Whether text of the kind not collected was met."""
        page.extract_text(visitor_operand_before=self._operator, visitor_text=self._text)
        self._end_line()

    def _operator(self, operator: bytes, operands: list[Any], cm: Matrix, tm: Matrix) -> None:
        if operator in _SHOWN_AT:
            self._show(operands, _SHOWN_AT[operator], cm, tm)
        elif operator == b"q":
            self._stack.append(self._ink)
        elif operator == b"Q":
            self._ink = self._stack.pop() if self._stack else _Ink()
        elif operator in (b"Do", b"INLINE IMAGE"):
            self._picture(operands, cm)
        elif operator in (b"Tr", b"Tf", b"cs", b"gs") or operator in _COLOURING:
            self._change_ink(operator, operands)
        else:
            self._paint(operator, operands, cm)

    def _show(self, operands: list[Any], index: int, cm: Matrix, tm: Matrix) -> None:
        if len(operands) <= index:
            return
        if self._is_unseen(cm, tm) != self._unseen:
            self.has_other_text = self.has_other_text or bool(operands[index])
            operands[index] = ArrayObject() if isinstance(operands[index], list) else b""

    def _is_unseen(self, cm: Matrix, tm: Matrix) -> bool:
        x, y, scale = _place(cm, tm)
        left, bottom, right, top = self._box
        if self._ink.mode in _INVISIBLE_MODES or self._ink.is_clear or abs(self._ink.size * scale) <= SMALLEST_POINTS:
            return True
        if not (left - 5 <= x <= right + 5 and bottom - 5 <= y <= top + 5):
            return True
        for (x0, y0, x1, y1), painted in reversed(self._shapes):
            if x0 <= x + 1 and x <= x1 and y0 <= y + 1 and y <= y1:
                return indistinct(self._ink.fill, painted)
        return indistinct(self._ink.fill, WHITE)

    def _change_ink(self, operator: bytes, operands: list[Any]) -> None:
        ink = self._ink
        numbers = [float(o) for o in operands if isinstance(o, (int, float))]
        if operator == b"Tr":
            self._ink = _Ink(ink.fill, int(numbers[0]) if numbers else 0, ink.size, ink.is_clear)
        elif operator == b"Tf":
            self._ink = _Ink(ink.fill, ink.mode, numbers[-1] if numbers else ink.size, ink.is_clear)
        elif operator == b"gs":
            opacity = _opacity(self._resources, operands)
            self._ink = _Ink(ink.fill, ink.mode, ink.size, ink.is_clear if opacity is None else opacity < 0.05)
        else:
            fill = (0, 0, 0) if operator == b"cs" else _rgb(numbers)
            self._ink = _Ink(fill, ink.mode, ink.size, ink.is_clear)

    def _paint(self, operator: bytes, operands: list[Any], cm: Matrix) -> None:
        if operator == b"re" and len(operands) >= 4:
            x, y, width, height = (float(o) for o in operands[:4])
            self._path.extend([_moved(x, y, cm), _moved(x + width, y + height, cm)])
        elif operator in (b"m", b"l") and len(operands) >= 2:
            self._path.append(_moved(float(operands[0]), float(operands[1]), cm))
        elif operator in _PAINTING or operator in _PATH_ENDS:
            if operator in _PAINTING and self._path:
                self._shapes.append((_bounds(self._path), self._ink.fill))
            self._path.clear()
        elif operator == b"sh":
            self._shapes.append((self._box, None))

    def _picture(self, operands: list[Any], cm: Matrix) -> None:
        if operands and isinstance(operands[0], str) and not _is_image(self._resources, operands[0]):
            return
        area = _bounds([_moved(x, y, cm) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))])
        self._shapes.append((area, None))
        self.pictures += 1
        covered = (area[2] - area[0]) * (area[3] - area[1])
        self.is_scan = self.is_scan or covered >= 0.7 * (self._box[2] - self._box[0]) * (self._box[3] - self._box[1])

    def _text(self, text: str, cm: Matrix, tm: Matrix, font: DictionaryObject | None, size: float) -> None:
        x, y, scale = _place(cm, tm)
        height = abs(size * scale)
        for part in text.replace("\t", " ").replace("\x7f", "•").split("\n"):  # Adobe draws a bullet at 7F
            if not part.strip():
                self._line.add_space()
                continue
            if not self._line.goes_on_at(x, y, height):
                self._end_line()
            name = str(font["/BaseFont"] if font and "/BaseFont" in font else "").lower()
            self._line.add(part, (x, y), _Face(height, "bold" in name or "black" in name, "mono" in name or "courier" in name))

    def _end_line(self) -> None:
        line = self._line.line()
        if line is not None:
            self.lines.append(line)
        self._line = _LineBuilder(self._number)


class _LineBuilder:
    """Puts together the fragments at one height; a gap as wide as a column is a tab."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._pieces: list[str] = []
        self._cells: list[float] = []
        self._start: tuple[float, float] = (0.0, 0.0)
        self._end = 0.0
        self._size = 0.0
        self._bold = True

    def goes_on_at(self, x: float, y: float, size: float) -> bool:
        """Tell whether a fragment at that place belongs to the line."""
        if not self._pieces:
            return True
        return abs(y - self._start[1]) <= _SAME_LINE * max(size, self._size) and x > self._start[0]

    def add(self, text: str, place: tuple[float, float], face: _Face) -> None:
        """Append a fragment."""
        words, size = text.strip(), face.size
        if not self._pieces:
            self._start = place
            self._cells.append(place[0])
        elif place[0] - self._end > _CELL_GAP * max(size, 1.0):
            self._pieces.append("\t")
            self._cells.append(place[0])
        elif text[0].isspace():
            self._pieces.append(" ")
        self._pieces.append(words + (" " if text[-1].isspace() else ""))
        self._end = place[0] + size * (0.6 * len(text) if face.is_fixed else width(text.lstrip()))
        self._size = max(self._size, size)
        self._bold = self._bold and face.is_bold

    def add_space(self) -> None:
        """Append the space between two fragments."""
        if self._pieces:
            self._pieces.append(" ")

    def line(self) -> Line | None:
        """Return the line, if anything stands in it."""
        text = "\t".join(" ".join(cell.split()) for cell in "".join(self._pieces).split("\t")).strip()
        return Line(text, *self._start, self._size, self._bold, self._page, self._end, tuple(self._cells)) if text else None


def width(text: str) -> float:
    """Return a generous width of the text in ems, for any usual face."""
    return sum(0.33 if c in _NARROW else 0.92 if c in _WIDE else 0.7 if c.isupper() else 0.56 for c in text)


def _place(cm: Matrix, tm: Matrix) -> tuple[float, float, float]:
    x, y = _moved(tm[4], tm[5], cm)
    vertical = (tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
    return x, y, math.hypot(*vertical)


def _moved(x: float, y: float, cm: Matrix) -> tuple[float, float]:
    return x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]


def _bounds(points: list[tuple[float, float]]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _rgb(numbers: list[float]) -> Colour | None:
    shades = [min(1.0, max(0.0, n)) for n in numbers]
    if len(shades) == 1:
        shades *= 3
    elif len(shades) == 4:
        shades = [(1 - shade) * (1 - shades[3]) for shade in shades[:3]]
    if len(shades) != 3:
        return None
    red, green, blue = (round(255 * shade) for shade in shades)
    return red, green, blue


def _resources(page: PageObject) -> DictionaryObject:
    found = page.get("/Resources")
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _resource(resources: DictionaryObject, kind: str, name: str) -> DictionaryObject | None:
    group = resources.get(kind)
    group = group.get_object() if group is not None else None
    entry = group.get(name) if isinstance(group, DictionaryObject) else None
    entry = entry.get_object() if entry is not None else None
    return entry if isinstance(entry, DictionaryObject) else None


def _is_image(resources: DictionaryObject, name: str) -> bool:
    entry = _resource(resources, "/XObject", name)
    return entry is not None and entry.get("/Subtype") == "/Image"


def _opacity(resources: DictionaryObject, operands: list[Any]) -> float | None:
    state = _resource(resources, "/ExtGState", str(operands[0])) if operands else None
    value = state.get("/ca") if state is not None else None
    return float(value) if isinstance(value, (int, float)) else None
