"""The build of a draft: blocks even where the file gave none, headings with what stands under them."""

import re
from dataclasses import dataclass

from assistant.domain.base import Span
from assistant.domain.draft import Block, Draft
from assistant.text.french import fold

_HEADING = re.compile(r"(#{1,6})\s+\S")
_ITEM = re.compile(r"\s*(?:[-*•–]|\d+[.)])\s+\S")
_ROW = re.compile(r"\s*\|.*\|\s*")
_MARKS = re.compile(r"^[#>\s*_]+|[#\s*_]+$")


@dataclass(frozen=True)
class Section:
    """A heading, the blocks under it down to the next heading, and how deep it is."""

    heading: Block | None
    title: str
    level: int
    blocks: tuple[Block, ...]


def blocks_of(draft: Draft) -> tuple[Block, ...]:
    """Return the blocks of the draft, read from its lines when the file gave none."""
    if draft.blocks:
        return draft.blocks
    found: list[Block] = []
    position = 0
    for line in draft.text.split("\n"):
        start, end = position + len(line) - len(line.lstrip()), position + len(line.rstrip())
        position += len(line) + 1
        if start < end:
            found.append(_block(line, start, end))
    return tuple(found)


def _block(line: str, start: int, end: int) -> Block:
    heading = _HEADING.match(line)
    if heading:
        return Block(kind="heading", start=start, end=end, level=len(heading[1]))
    if _ROW.fullmatch(line) or "\t" in line.strip():
        return Block(kind="table_row", start=start, end=end)
    return Block(kind="list_item" if _ITEM.match(line) else "paragraph", start=start, end=end)


def sections_of(draft: Draft) -> list[Section]:
    """Return the sections in order; what stands before the first heading has none."""
    found: list[Section] = []
    heading: Block | None = None
    under: list[Block] = []
    for block in blocks_of(draft):
        if block.kind == "heading":
            if heading is not None or under:
                found.append(_section(draft, heading, under))
            heading, under = block, []
        else:
            under.append(block)
    if heading is not None or under:
        found.append(_section(draft, heading, under))
    return found


def _section(draft: Draft, heading: Block | None, under: list[Block]) -> Section:
    title = title_of(draft, heading) if heading else ""
    return Section(heading=heading, title=title, level=(heading.level or 1) if heading else 0, blocks=tuple(under))


def title_of(draft: Draft, heading: Block) -> str:
    """Return the words of a heading without its marks."""
    return _MARKS.sub("", " ".join(draft.slice(heading.span).split()))


def annexes_start(draft: Draft) -> int | None:
    """Return where the annexes begin: the first heading that names them and that no other part follows."""
    start: int | None = None
    level = 0
    for section in sections_of(draft):
        if section.heading is None:
            continue
        if re.match(r"(?:\d+[.)]? |[ivx]+[.)] )?(?:liste des )?annexes?\b", fold(section.title)):
            line = draft.text.rfind("\n", 0, section.heading.start) + 1
            start, level = (line, section.level) if start is None else (start, min(level, section.level))
        elif start is not None and section.level <= level:
            start = None
    return start


def prose_of(draft: Draft) -> list[Span]:
    """Return the places of paragraphs, list items and notes: the text without headings and tables."""
    return [b.span for b in blocks_of(draft) if b.kind in ("paragraph", "list_item", "note")]
