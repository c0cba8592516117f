"""Words that came from drafts and assessors, without what a screen or a parser would obey."""

import re
import unicodedata

_KEPT = frozenset("\n\t\u00ad\u200c\u200d")
"""Line breaks, tabs, and the invisible characters that some words and emoji need."""
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")


def printable(text: str) -> str:
    """Return the text without control, direction, unpaired surrogate and reserved characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or not _obeyed(c))


def one_line(text: str) -> str:
    """Return the printable text on one line, no-break spaces kept."""
    return _BREAKS.sub(" ", printable(text)).strip()


def shortened(text: str, most: int) -> str:
    """Return the printable text, followed by « […] » where it had to be cut."""
    kept = printable(text)
    return kept if len(kept) <= most else f"{kept[: most - 4]} […]"


def _obeyed(character: str) -> bool:
    reserved = ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    return reserved or unicodedata.category(character) in ("Cc", "Cf", "Cs")
