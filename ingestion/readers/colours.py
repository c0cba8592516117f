"""Whether text can be seen on what is behind it."""

import re
from dataclasses import dataclass, fields

_HEX = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
_SHORT_HEX = re.compile(r"#([0-9a-f]{3})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+[\d.]+%?)?\s*\)", re.IGNORECASE)
_NAMED = {
    "white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240), "whitesmoke": (245, 245, 245), "black": (0, 0, 0), "red": (255, 0, 0),
    "yellow": (255, 255, 0), "blue": (0, 0, 255), "green": (0, 128, 0), "gray": (128, 128, 128), "grey": (128, 128, 128),
}  # fmt: skip
_INDISTINCT = 16

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
SMALLEST_POINTS = 2.0
"""Text of this size or less is not meant to be read."""


def colour(written: str | None) -> Colour | None:
    """Return a colour written as hexadecimal, `rgb()` or a common name, None for any other value."""
    value = (written or "").strip()
    if match := _HEX.fullmatch(value):
        digits = match.group(1)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if match := _SHORT_HEX.fullmatch(value):
        red, green, blue = (int(digit * 2, 16) for digit in match.group(1))
        return red, green, blue
    if match := _RGB.fullmatch(value):
        red, green, blue = (min(255, int(group)) for group in match.groups())
        return red, green, blue
    return _NAMED.get(value.lower())


def indistinct(ink: Colour | None, paper: Colour | None) -> bool:
    """Tell whether ink cannot be seen on paper; an unknown colour of either is given the benefit of the doubt."""
    if ink is None or paper is None:
        return False
    return all(abs(one - other) <= _INDISTINCT for one, other in zip(ink, paper, strict=True))


@dataclass(frozen=True, slots=True)
class Look:
    """What a style or a run says of its characters and their paper; None where it says nothing."""

    hidden: bool | None = None
    bold: bool | None = None
    ink: str | None = None
    paper: str | None = None
    points: float | None = None

    def over(self, base: "Look") -> "Look":
        """Return this look where it says something, the other where it does not."""
        merged = {f.name: mine if (mine := getattr(self, f.name)) is not None else getattr(base, f.name) for f in fields(self)}
        return Look(**merged)


def is_unseen(look: Look, behind: Colour | None = WHITE) -> bool:
    """Tell whether text of that look cannot be seen on what is behind it (None: unknown)."""
    if look.hidden or (look.points is not None and look.points <= SMALLEST_POINTS):
        return True
    return indistinct(colour(look.ink), behind if look.paper is None else colour(look.paper))
