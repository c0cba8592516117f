"""Paragraphs that a draft holds twice, word for word or nearly."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from assistant.assessment.outline import blocks_of
from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import Finding
from assistant.text.french import WORD, fold

_LEAST_WORDS = 25
_SHINGLE = 4
_ALIKE = 0.65
"""Share of runs of four words in common: one word changed in twenty-five still counts as the same."""
_COMMON = 30
"""A run of words found in more paragraphs than this says nothing."""


@dataclass(frozen=True)
class _Paragraph:
    place: Span
    shingles: frozenset[str]


def check_duplicates(draft: Draft) -> list[Finding]:
    """Return one finding for each run of paragraphs that repeats an earlier one."""
    paragraphs = list(_paragraphs(draft))
    originals = _originals(paragraphs)
    found: list[Finding] = []
    index = 0
    while index < len(paragraphs):
        length = 0
        while index + length in originals and originals[index + length] == originals[index] + length:
            length += 1
        if length:
            copies = paragraphs[index : index + length]
            found.append(_finding(draft, copies, paragraphs[originals[index]]))
        index += max(1, length)
    return found


def _paragraphs(draft: Draft) -> Iterator[_Paragraph]:
    for block in blocks_of(draft):
        if block.kind not in ("paragraph", "list_item", "note"):
            continue
        runs = _shingles(draft.slice(block.span))
        if runs:
            yield _Paragraph(block.span, runs)


@lru_cache(maxsize=1024)
def _shingles(paragraph: str) -> frozenset[str]:
    """Return the runs of four words of a paragraph; none when it is short."""
    words = WORD.findall(fold(paragraph))
    if len(words) < _LEAST_WORDS:
        return frozenset()
    return frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))


def _originals(paragraphs: list[_Paragraph]) -> dict[int, int]:
    """Return, for each paragraph that repeats another, the number of the first one like it."""
    times = Counter(chain.from_iterable(p.shingles for p in paragraphs))
    repeated = {run for run, n in times.items() if n > 1}
    holders: dict[str, list[int]] = defaultdict(list)
    originals: dict[int, int] = {}
    for number, paragraph in enumerate(paragraphs):
        shared: dict[int, int] = defaultdict(int)
        runs = paragraph.shingles & repeated
        for run in runs:
            for earlier in holders[run][:_COMMON]:
                shared[earlier] += 1
        for earlier in sorted(shared):
            union = len(paragraph.shingles) + len(paragraphs[earlier].shingles) - shared[earlier]
            if shared[earlier] >= _ALIKE * union:
                originals[number] = originals.get(earlier, earlier)
                break
        for run in runs:
            holders[run].append(number)
    return originals


def _finding(draft: Draft, copies: list[_Paragraph], original: _Paragraph) -> Finding:
    start, end = copies[0].place.start, copies[-1].place.end
    what = "Ce paragraphe répète" if len(copies) == 1 else f"Ces {len(copies)} paragraphes répètent"
    opening = " ".join(draft.slice(original.place).split()[:8])
    return Finding(
        code="passage-repete",
        severity="attention",
        message=f"{what} presque mot pour mot un passage précédent (« {opening}… »). Gardez-en un seul et renvoyez-y.",
        start=start,
        end=end,
    )
