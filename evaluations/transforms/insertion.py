"""Paragraphs put into a draft where they part nothing that belongs together, and the check that this is all."""

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from assistant.domain.base import Span
from evaluations.transforms.anaphora import announces, leans_on_what_precedes
from evaluations.transforms.base import Variant, composed
from evaluations.transforms.units import Unit, gaps, is_flowing, separator, units

Where = Literal["start", "middle", "end", "anywhere"]


def places(text: str) -> list[int]:
    """Return the numbers of the units before which a paragraph may stand; one past the last is the end.

    Never before the title, after an announcement (« voici : ») or before words that lean on what precedes.
    """
    found = units(text)
    if not found:
        return []
    return [n for n in range(len(found) + 1) if may_part(text, found, n)]


def may_part(text: str, found: Sequence[Unit], number: int) -> bool:
    """Tell whether a paragraph may stand before the unit of that number, or after the last."""
    if number == len(found):
        return not announces(text[found[-1].start : found[-1].end])
    unit = found[number]
    if number == 0:
        return unit.kind != "heading"
    before = found[number - 1]
    if before.kind != "heading" and announces(text[before.start : before.end]):
        return False
    return unit.kind == "heading" or not leans_on_what_precedes(text[unit.start : unit.end])


def place(text: str, where: Where, rng: random.Random) -> int | None:
    """Return one of the places: the first, the last, the one nearest to the middle, or a drawn one."""
    free = places(text)
    if not free:
        return None
    if where == "anywhere":
        return rng.choice(free)
    found = units(text)
    goal = {"start": 0, "middle": len(text) // 2, "end": len(text)}[where]
    return min(free, key=lambda n: abs((found[n].start if n < len(found) else len(text)) - goal))


def fitted(piece: str, text: str) -> str:
    """Return a paragraph as that text would have it: without blank lines where it has none."""
    piece = piece.strip()
    return piece if is_flowing(text) else re.sub(r"\n[ \t\r]*(?:\n[ \t\r]*)+", "\n", piece)


def units_of(piece: str, text: str) -> list[str]:
    """Return the units that a paragraph makes in that text: several where a line break ends a paragraph."""
    shape = fitted(piece, text)
    return [shape[u.start : u.end] for u in units(shape, flowing=is_flowing(text))]


def with_paragraphs(text: str, inserted: Mapping[int, Sequence[str]], note: str) -> Variant:
    """Return the text with paragraphs put before the units of these numbers, as `places` counts them."""
    found = units(text)
    between = separator(text)
    parts: list[Span | str] = []
    position = 0
    for number in sorted(inserted):
        pieces = [fitted(piece, text) for piece in inserted[number]]
        at = found[number].start if number < len(found) else found[-1].end
        parts.append(Span(start=position, end=at))
        position = at
        if number < len(found):
            parts.append("".join(piece + between for piece in pieces))
        else:
            parts.append("".join(between + piece for piece in pieces))
    return composed(text, [*parts, Span(start=position, end=len(text))], note)


def scattered(text: str, pieces: Sequence[str], rng: random.Random, note: str) -> Variant | None:
    """Return the text with each paragraph at a drawn place, None where there is no place."""
    free = places(text)
    if not free or not pieces:
        return None
    drawn: dict[int, list[str]] = {}
    for piece in pieces:
        drawn.setdefault(rng.choice(free), []).append(piece)
    return with_paragraphs(text, drawn, note)


def added(before: str, after: str) -> Counter[str] | None:
    """Return the units that the second text has more than the first, None unless it only has more.

    The units of the first must all be there, in their order, and the white space between them unchanged.
    """
    flowing = is_flowing(before)
    old, new = (units(t, flowing=flowing) for t in (before, after))
    olds, news = [before[u.start : u.end] for u in old], [after[u.start : u.end] for u in new]
    more = Counter(news) - Counter(olds)
    if Counter(olds) - Counter(news) or not _in_order(olds, news):
        return None
    spaces = Counter(gaps(after, new)) - Counter(gaps(before, old))
    if Counter(gaps(before, old)) - Counter(gaps(after, new)) or not set(spaces) <= {separator(before), "\n"}:
        return None
    return more


def is_insertion(before: str, after: str, pieces: Sequence[str]) -> bool:
    """Tell whether the second text is the first with exactly these paragraphs more."""
    wanted = Counter(unit for piece in pieces for unit in units_of(piece, before))
    return bool(wanted) and added(before, after) == wanted


def _in_order(few: Sequence[str], many: Sequence[str]) -> bool:
    rest = iter(many)
    return all(one in rest for one in few)
