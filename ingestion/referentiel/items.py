"""Lists, however they were typed: real items, bullets, numbers, or dashes on one line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingestion.referentiel.grid import Line

_DASHES = "-–—"
_STRONG = "•·▪◦‣●○■□➢➔→✓✔\uf0b7\uf0a7\uf0d8\uf02d"
_BULLET = re.compile(rf"(?P<char>[{_DASHES}*+])(?:\s+|(?=[^\W\d_]))|(?P<strong>[{_STRONG}])\s*|(?P<o>o)\s+(?=[A-ZÀ-Ý])")
_NUMBER = re.compile(r"\(?(?P<number>\d{1,2}|[a-z])(?P<close>[.)])\s+")
_SEPARATOR = {char: re.compile(rf"\s{re.escape(char)}\s+") for char in _DASHES + "*+"}
_STRONG_SEPARATOR = re.compile(rf"\s*[{_STRONG.replace('·', '')}]\s*|\s[·o]\s+(?=[A-ZÀ-Ý])")
_MOST_NUMBERED = 60
_LOOSE = re.compile(rf"\s(?P<char>[{_DASHES}•·▪●\uf0b7])\s+")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, or a line that belongs to none."""

    text: str
    bulleted: bool


@dataclass(slots=True)
class _Piece:
    text: str
    bullet: str
    """The character or `li`, empty for a plain line."""
    depth: int
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of some lines, and what was doubtful in reading them."""

    items: tuple[Item, ...]
    doubts: tuple[str, ...] = ()
    """Starts of the words after a dash that was read as part of an item."""


def read_items(lines: Iterable[Line]) -> Listing:
    """Return the items of a cell in order, sub-items joined to the item that announces them."""
    doubts: list[str] = []
    pieces = [piece for line in lines for piece in _pieces(line, doubts)]
    return Listing(tuple(_without_separators(_grouped(pieces))), tuple(doubts))


def _pieces(line: Line, doubts: list[str]) -> Iterator[_Piece]:
    bullet = _BULLET.match(line.text)
    number = None if bullet else _NUMBER.match(line.text)
    if bullet:
        char = bullet["char"] or "•"
        parts = _split_bulleted(line.text[bullet.end() :], char, doubts)
    elif number:
        char, parts = "1", _split_numbered(line.text, number)
    elif line.mark == "none":
        yield from _split_plain(line)
        return
    else:
        char, parts = "li", [line.text]
    inside = line.mark == "inside" and not bullet
    for part in filter(None, parts):
        yield _Piece(part, "" if inside else ("li" if line.mark == "item" else char), line.depth, inside)


def _split_bulleted(text: str, char: str, doubts: list[str]) -> list[str]:
    if char not in _SEPARATOR:
        return [part.strip() for part in _STRONG_SEPARATOR.split(text)]
    lower_allowed = text[:1].islower()
    cuts = []
    for match in _SEPARATOR[char].finditer(text):
        if lower_allowed or not text[match.end() : match.end() + 1].islower():
            cuts.append(match)
        else:
            doubts.append(text[match.end() : match.end() + 30])
    return _cut(text, cuts)


def _split_numbered(text: str, first: re.Match[str]) -> list[str]:
    label, close = first["number"], first["close"]
    cuts = [first]
    for _ in range(_MOST_NUMBERED):
        label = str(int(label) + 1) if label.isdecimal() else chr(ord(label) + 1)
        following = re.compile(rf"(?:^|\s)\(?{re.escape(label)}\{close}\s+(?=[^\W\d_«\"])").search(text, cuts[-1].end())
        if following is None:
            break
        cuts.append(following)
    return _cut(text, cuts)[1:]


def _split_plain(line: Line) -> Iterator[_Piece]:
    """A line without bullet at its start may still hold a list: « Activité : - Accueil - Suivi »."""
    matches = list(_LOOSE.finditer(line.text))
    kept = [m for m in matches if not line.text[m.end() : m.end() + 1].islower()]
    announced = [m for m in matches if line.text[: m.start()].endswith(":")]
    if announced:
        kept = kept if kept and announced[0] in kept else [m for m in matches if m.start() >= announced[0].start()]
    elif len(kept) < len(matches) and len(kept) < 2:
        kept = []
    parts = _cut(line.text, kept)
    plain = _Piece(parts[0], "", line.depth)
    if not kept or (not announced and any(len(part.split()) < 3 for part in parts)):
        yield _Piece(line.text, "", line.depth)
        return
    if not announced:
        plain.bullet = kept[0]["char"]
    yield plain
    for part in parts[1:]:
        yield _Piece(part, kept[0]["char"], line.depth)


def _cut(text: str, cuts: list[re.Match[str]]) -> list[str]:
    starts = [0, *(match.end() for match in cuts)]
    ends = [*(match.start() for match in cuts), len(text)]
    return [text[a:b].strip() for a, b in zip(starts, ends, strict=True)]


def _grouped(pieces: list[_Piece]) -> list[Item]:
    items: list[Item] = []
    base: _Piece | None = None
    under = False
    for piece in pieces:
        if piece.bullet and base is None:
            base = piece
        deeper = base is not None and _is_deeper(piece, base)
        under = deeper and (under or (bool(items) and items[-1].text.endswith(":")))
        if items and (under or piece.inside or _goes_on(piece, items[-1])):
            items[-1] = Item(_with_sub_item(items[-1].text, piece, under=under), items[-1].bulleted)
        else:
            items.append(Item(piece.text, bool(piece.bullet)))
    return items


def _is_deeper(piece: _Piece, base: _Piece) -> bool:
    if not piece.bullet:
        return False
    return piece.depth > base.depth or (piece.bullet != base.bullet and "li" not in (piece.bullet, base.bullet))


def _goes_on(piece: _Piece, previous: Item) -> bool:
    return not piece.bullet and piece.text[:1].islower() and not previous.text.endswith((".", ";"))


def _with_sub_item(text: str, piece: _Piece, *, under: bool) -> str:
    joint = " " if not under or text.endswith((":", ";", ",")) else " ; "
    return f"{text}{joint}{piece.text}"


def _without_separators(items: list[Item]) -> Iterator[Item]:
    listed = [item.text for item in items if item.bulleted]
    ended = sum(text.endswith((";", ",")) for text in listed[:-1])
    for item in items:
        text = item.text.rstrip(" ;,") if item.bulleted or item.text.endswith(";") else item.text
        if ended and ended == len(listed) - 1 and item.text == listed[-1] and not text.endswith(".."):
            text = text.rstrip(".")
        if text:
            yield Item(text, item.bulleted)
