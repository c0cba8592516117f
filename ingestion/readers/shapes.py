"""What a line looks like when no style says what it is: a heading, a list item, a bullet."""

import re
from collections.abc import Sequence

_BULLET = re.compile(r"(?:[-–—•‣▪▫◦●○■□◆❖➢➤✓✔☐☑☒→⇨·]|\*(?!\*)|o(?=[ \t]{2,}|\t))[ \t\u00a0\u202f]+(?=\S)")
_DRAWN_BULLET = re.compile(r"[•‣▪◦●○■□◆❖➢➤]\s*")
_NUMBER = re.compile(r"(?:\d{1,3}|[a-z])[.)]-?[ \t\u00a0\u202f]+(?=\S)")

_NAMED = re.compile(r"(?:partie|chapitre|section|titre|annexe|étape|axe)\s+(?:\d{1,2}|[IVX]{1,5}|[A-H])\b", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\s?[.)\-–—]{0,2}[ \t\u00a0\u202f]+(?=[A-ZÀ-ÖØ-ÝŒ«])")
_ROMAN = re.compile(r"[IVX]{1,5}\s?[.)\-–—]{1,2}[ \t\u00a0\u202f]*(?=[A-ZÀ-ÖØ-ÝŒ«])")
_LETTER = re.compile(r"[A-H]\s?[.)\-–—]{1,2}[ \t\u00a0\u202f]+(?=[A-ZÀ-ÖØ-ÝŒ«])")
_ALONE = re.compile(
    r"(?:introduction|conclusion|annexes?|sommaire|table des matières|bibliographie|préambule|remerciements|glossaire)\s*:?",
    re.IGNORECASE,
)
_LONGEST_HEADING = 110
_MOST_WORDS = 16


def past_bullet(line: str) -> int:
    """Return where the text after a typed bullet begins, 0 when the line has none."""
    match = _BULLET.match(line)
    return match.end() if match else 0


def past_number(line: str) -> int:
    """Return where the text after a typed « 1. » or « a) » begins, 0 when the line has none."""
    match = _NUMBER.match(line)
    return match.end() if match else 0


def without_drawn_bullet(line: str) -> tuple[str, bool]:
    """Return the line without the bullet that a word processor drew, and whether it had one."""
    match = _DRAWN_BULLET.match(line)
    return (line[match.end() :], True) if match else (line, False)


def headings_by_look(lines: Sequence[tuple[str, bool]]) -> list[int | None]:
    """Return the level of each line that reads as a heading whatever its style.

    A line comes with whether all of it is bold. Numbered lines that follow one another
    at the same depth are a list, not headings.
    """
    levels = [_level(line, strong=strong) for line, strong in lines]
    numbered = [bool(_DECIMAL.match(line) or _LETTER.match(line)) for line, _ in lines]

    def is_listed(index: int) -> bool:
        around = (i for i in (index - 1, index + 1) if 0 <= i < len(lines))
        return numbered[index] and any(numbered[i] and levels[i] == levels[index] for i in around)

    return [None if is_listed(i) else level for i, level in enumerate(levels)]


def _level(line: str, *, strong: bool) -> int | None:
    if "\n" in line or "\t" in line or not 3 <= len(line) <= _LONGEST_HEADING or line[-1] in ".;,!":
        return None
    if len(line.split()) > _MOST_WORDS:
        return None
    if _ALONE.fullmatch(line) or _NAMED.match(line) or _ROMAN.match(line):
        return 1
    if decimal := _DECIMAL.match(line):
        return min(6, 1 + decimal.group(1).count("."))
    if _LETTER.match(line):
        return 2
    if _is_upper(line):
        return 1
    return 2 if strong else None


def _is_upper(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 4 and line == line.upper() and len(letters) * 2 > len(line)
