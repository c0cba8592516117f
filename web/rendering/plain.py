"""Text that a screen can show without obeying it."""

import re
import unicodedata

_ESCAPES = re.compile(
    r"""
    (?: \x1b\] | \x9d ) [^\x07\x1b\x9c\n]* (?: \x07 | \x1b\\ | \x9c )?     # operating system commands
  | (?: \x1b[PX^_] | [\x90\x98\x9e\x9f] ) [^\x1b\x9c\n]* (?: \x1b\\ | \x9c )?  # device control strings
  | (?: \x1b\[ | \x9b ) [0-?]* [ -/]* [@-~]?                            # colours, cursor
  | \x1b [ -/]* [0-~]?                                                  # the other two-character ones
    """,
    re.VERBOSE,
)
_BREAKS = re.compile(r"[ \n\u2028\u2029]+")
_KEPT_FORMAT = frozenset("\u00ad\u200c\u200d")


def printable(text: str) -> str:
    """Return the text without terminal escapes, control, direction or unpaired surrogate characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in _ESCAPES.sub("", text) if _shown(c))


def one_line(text: str) -> str:
    """Return the printable text on one line; the cells of a table row are separated by a bar."""
    cells = (_BREAKS.sub(" ", cell).strip(" ") for cell in printable(text).split("\t"))
    return " | ".join(cell for cell in cells if cell).strip("| ")


def shortened(quote: str, limit: int = 240) -> str:
    """Return the quote on one line; a long one keeps its two ends around « […] »."""
    line = one_line(quote)
    if len(line) <= limit:
        return line
    half = (limit - 5) // 2
    return f"{line[:half].rsplit(' ', 1)[0]} […] {line[-half:].split(' ', 1)[-1]}"


def _shown(character: str) -> bool:
    if character in "\n\t" or character in _KEPT_FORMAT:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs")
