"""Cuts a draft into passages that are read, retrieved and quoted whole or in part."""

import re
from collections.abc import Iterable

from assistant.domain.base import Span
from assistant.domain.draft import Block, Draft, Passage
from assistant.text.french import WORD, fold, sentences

LONG_PASSAGE = 180
"""Words beyond which a paragraph is cut at a sentence."""


def passages(draft: Draft) -> tuple[Passage, ...]:
    """Return the passages of the draft in order; headings are context, not passages."""
    found: list[Passage] = []
    heading = ""
    for group in _groups(draft.blocks):
        if group[0].kind == "heading":
            heading = draft.slice(group[0].span).strip("#* \t")
            continue
        units = _units(draft, group)
        tabular = group[0].kind == "table_row"
        for chunk in _chunks(draft.text, units):
            found.append(
                Passage(
                    number=len(found),
                    start=chunk[0].start,
                    end=chunk[-1].end,
                    heading=heading,
                    tabular=tabular,
                    sentences=tuple(chunk),
                )
            )
    return tuple(found)


def _groups(blocks: Iterable[Block]) -> list[list[Block]]:
    """Gather consecutive list items, and consecutive rows, each into one group."""
    groups: list[list[Block]] = []
    for block in blocks:
        joins = groups and block.kind in ("list_item", "table_row") and groups[-1][-1].kind == block.kind
        if joins:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _units(draft: Draft, group: list[Block]) -> list[Span]:
    if group[0].kind == "table_row":
        return [b.span for b in group if not _is_ruling(draft.slice(b.span))]
    return [s for b in group for s in sentences(draft.text, b.start, b.end)]


def _is_ruling(row: str) -> bool:
    return re.fullmatch(r"[\s|:\-–—+=]*", row) is not None


def _chunks(text: str, units: list[Span]) -> list[list[Span]]:
    chunks: list[list[Span]] = []
    size = 0
    for unit in units:
        length = len(WORD.findall(text, unit.start, unit.end))
        if not chunks or size + length > LONG_PASSAGE:
            chunks.append([])
            size = 0
        chunks[-1].append(unit)
        size += length
    return chunks


def without_repeats(text: str, found: Iterable[Passage]) -> tuple[Passage, ...]:
    """Return the passages whose words did not already stand earlier in the draft."""
    seen: set[str] = set()
    kept: list[Passage] = []
    for passage in found:
        fresh = []
        for sentence in passage.sentences:
            key = " ".join(WORD.findall(fold(text[sentence.start : sentence.end])))
            if key and key in seen and len(key) > 40:
                continue
            seen.add(key)
            fresh.append(sentence)
        if fresh:
            kept.append(passage.model_copy(update={"sentences": tuple(fresh)}))
    return tuple(kept)
