"""Cuts a draft into passages that are read, retrieved and quoted whole or in part."""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.domain.base import Span
from assistant.domain.draft import Block, Draft, Passage
from assistant.text.french import WORD, sentences, word_list

LONG_PASSAGE = 180
"""Words beyond which a paragraph is cut at a sentence."""


def passages(draft: Draft) -> tuple[Passage, ...]:
    """Return the passages of the draft in order: every sentence, item and row, once.

    Headings are context, not passages. A sentence, item or row whose words already stood
    earlier in the draft is left out, so that pasting a paragraph again changes nothing.
    A draft whose blocks are unknown is cut at its line breaks.
    """
    found: list[Passage] = []
    seen: set[str] = set()
    heading = ""
    for group in _groups(draft.blocks or _lines(draft.text)):
        if group[0].kind == "heading":
            heading = draft.slice(group[0].span).strip("#* \t")
            continue
        for chunk in _chunks(draft.text, _fresh_runs(draft.text, _units(draft, group), seen)):
            found.append(
                Passage(
                    number=len(found),
                    start=chunk[0].start,
                    end=chunk[-1].end,
                    heading=heading,
                    tabular=group[0].kind == "table_row",
                    sentences=tuple(chunk),
                )
            )
    return tuple(found)


def _lines(text: str) -> list[Block]:
    return [Block(kind="paragraph", start=m.start(), end=m.end()) for m in re.finditer(r"\S[^\n]*", text)]


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


def _units(draft: Draft, group: Sequence[Block]) -> list[Span]:
    if group[0].kind == "table_row":
        return [b.span for b in group if not _is_ruling(draft.slice(b.span))]
    return [s for b in group for s in sentences(draft.text, b.start, b.end)]


def _is_ruling(row: str) -> bool:
    return re.fullmatch(r"[\s|:\-–—+=]*", row) is not None


def _fresh_runs(text: str, units: Iterable[Span], seen: set[str]) -> Iterator[list[Span]]:
    """Yield the runs of neighbouring units that are new, and remember their words."""
    run: list[Span] = []
    for unit in units:
        words = " ".join(word_list(text[unit.start : unit.end]))
        if not words or words not in seen:
            seen.add(words)
            run.append(unit)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _chunks(text: str, runs: Iterable[Sequence[Span]]) -> Iterator[list[Span]]:
    for run in runs:
        chunk: list[Span] = []
        size = 0
        for unit in run:
            length = len(WORD.findall(text, unit.start, unit.end))
            if chunk and size + length > LONG_PASSAGE:
                yield chunk
                chunk, size = [], 0
            chunk.append(unit)
            size += length
        yield chunk
