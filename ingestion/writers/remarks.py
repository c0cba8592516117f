"""A remark to put in the margin of a document, in types that cross a pipe."""

from typing import Any, NamedTuple

AUTHOR = "Jury Blanc"
INITIALS = "JB"


class Words(NamedTuple):
    """Words of one look."""

    text: str
    strong: bool = False


Line = list[Words]
"""A paragraph of a remark."""


class MarginRemark(NamedTuple):
    """What is said of the words that stand between two characters of the text of a draft."""

    start: int
    end: int
    lines: list[Line]
    quoted: Line
    """Said first when the remark cannot stand beside its words: those of a note or of a text box."""


def remarks_from(written: Any) -> list[MarginRemark]:  # noqa: ANN401 - JSON gives back lists of anything
    """Return remarks from what JSON makes of them."""
    return [MarginRemark(start, end, [_line(line) for line in lines], _line(quoted)) for start, end, lines, quoted in written]


def _line(written: Any) -> Line:  # noqa: ANN401 - as above
    return [Words(str(text), bool(strong)) for text, strong in written]
