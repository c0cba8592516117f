"""An answer cut for a stream or laid out for a page."""

import re
from collections.abc import Iterator
from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.conversation import Answer, Citation
from web.rendering.plain import one_line, printable

_PIECE = re.compile(r".*?(?:\n+|[.?…;:]\s+|$)", re.DOTALL)
_ITEM = "– "


class AnswerPart(Frozen):
    """A paragraph of an answer, or a list."""

    kind: Literal["paragraph", "list"]
    lines: tuple[str, ...]


def pieces(text: str) -> Iterator[str]:
    """Yield a text piece by piece, about a sentence at a time; together they are the text."""
    yield from (match.group() for match in _PIECE.finditer(text) if match.group())


def parts(text: str) -> list[AnswerPart]:
    """Return the paragraphs and lists of an answer, in order."""
    found: list[AnswerPart] = []
    for paragraph in printable(text).split("\n\n"):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        items = tuple(line.removeprefix(_ITEM) for line in lines if line.startswith(_ITEM))
        words = tuple(line for line in lines if not line.startswith(_ITEM))
        if words:
            found.append(AnswerPart(kind="paragraph", lines=words))
        if items:
            found.append(AnswerPart(kind="list", lines=items))
    return found


def source_name(citation: Citation) -> str:
    """Return how a source is named to a person: its code, or its place in their text."""
    if citation.kind == "draft" and citation.start is not None:
        return f"votre texte, signe\u00a0{citation.start + 1}"
    return citation.code or "votre texte"


def sources(answer: Answer) -> list[tuple[str, str]]:
    """Return the name and the words of each source of an answer."""
    return [(source_name(c), one_line(c.quote)) for c in answer.citations]
