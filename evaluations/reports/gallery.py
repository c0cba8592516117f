"""Broken cases, with what was changed word by word."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evaluations.harness.cases import Case
from evaluations.reports.words import Line, what_moved
from evaluations.word_diff import Piece, word_diff

SHOWN = 8
"""Cases shown of each property."""
_LEAST_COMMON = 0.4
"""Part of the longer text that both must have for a word diff to be easier to read than the two texts."""
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Shown:
    """A broken case as the page shows it."""

    case: Case
    told: str
    pieces: tuple[Piece, ...]
    """The word diff; empty where the two texts are better read one after the other."""


@dataclass(frozen=True)
class Group:
    """The broken cases of a property."""

    line: Line
    cases: tuple[Shown, ...]
    others: int
    """Broken cases that are not shown."""


def gallery(lines: Sequence[Line], cases: Iterable[Case]) -> list[Group]:
    """Return the properties that have broken cases, in the order given, each with its first ones from different drafts."""
    broken: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.outcome == "broken":
            broken[case.property].append(case)
    return [_group(line, broken[line.result.code]) for line in lines if broken.get(line.result.code)]


def smoothed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces with changes that only punctuation or space parts made one."""
    removed = added = glue = ""
    for piece in pieces:
        if piece.kind == "same":
            if (removed or added) and not _WORD.search(piece.text):
                glue = piece.text
                continue
            yield from _change(removed, added, glue)
            removed = added = glue = ""
            yield piece
            continue
        removed, added, glue = removed + glue, added + glue, ""
        if piece.kind == "removed":
            removed += piece.text
        else:
            added += piece.text
    yield from _change(removed, added, glue)


def _change(removed: str, added: str, after: str) -> Iterator[Piece]:
    """Yield what was taken out and what was put in; white space at their ends belongs to neither."""
    whole = added or removed
    inside = whole.strip()
    lead, tail = (whole.partition(inside)[::2]) if inside else ("", whole)
    found = [Piece("same", lead), Piece("removed", removed.strip()), Piece("added", added.strip()), Piece("same", tail + after)]
    return (piece for piece in found if piece.text)


def _group(line: Line, broken: Sequence[Case]) -> Group:
    """Put one case a draft first, so that eight cases show eight situations where there are as many."""
    seen: dict[str, int] = defaultdict(int)
    turns = []
    for case in broken:
        turns.append((seen[case.cluster], case))
        seen[case.cluster] += 1
    chosen = [case for _, case in sorted(turns, key=lambda t: t[0])][:SHOWN]
    return Group(line, tuple(Shown(c, what_moved(c), _pieces(c)) for c in chosen), len(broken) - len(chosen))


def _pieces(case: Case) -> tuple[Piece, ...]:
    if not case.before or not case.after:
        return ()
    pieces = tuple(word_diff(case.before, case.after))
    common = sum(len(p.text) for p in pieces if p.kind == "same")
    return tuple(smoothed(pieces)) if common >= _LEAST_COMMON * max(len(case.before), len(case.after)) else ()
