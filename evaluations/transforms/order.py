"""Order: paragraphs and sections moved where nothing leans on their place, and drafts set in long texts."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.domain.base import Span
from assistant.text.french import fold
from evaluations.transforms.anaphora import announces, leans_on_what_precedes, points_elsewhere
from evaluations.transforms.base import Transform, Variant, composed
from evaluations.transforms.insertion import added, fitted, may_part, units_of
from evaluations.transforms.units import Unit, gaps, is_flowing, separator, units

Place = Literal["start", "middle", "end"]
_FIXED = re.compile(
    r"\W*(?:\d+[.)]?\s*)?(?:sommaire|table des matieres|preambule|introduction|avant-propos|remerciements"
    r"|conclusion|bilan general|annexes?|bibliographie|sources|glossaire|notes?)\b"
)


def order() -> tuple[Transform, ...]:
    """Return the changes of order that need nothing but the text."""
    return (ShuffleParagraphs(), ShuffleSections())


@dataclass(frozen=True)
class ShuffleParagraphs:
    """Changes the order, within a section, of the paragraphs that lean on no other."""

    name: str = "shuffle-paragraphs"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text in another order, None where no section has two paragraphs free to move."""
        found = units(text)
        order = list(range(len(found)))
        for slots in _movable(text, found):
            drawn = rng.sample(slots, len(slots))
            for slot, number in zip(slots, drawn, strict=True):
                order[slot] = number
        spans = [u.span for u in found]
        variant = _rearranged(text, spans, order, "paragraphes dans un autre ordre")
        return None if variant.text == text else variant

    def verify(self, before: str, after: str) -> bool:
        """Tell whether the free paragraphs of each section are the same, elsewhere, and all else stands still."""
        flowing = is_flowing(before)
        old, new = units(before, flowing=flowing), units(after, flowing=flowing)
        if before == after or len(old) != len(new) or gaps(before, old) != gaps(after, new):
            return False
        olds, news = _texts(before, [u.span for u in old]), _texts(after, [u.span for u in new])
        return _permuted(olds, news, _movable(before, old))


@dataclass(frozen=True)
class ShuffleSections:
    """Changes the order of sections of one level; introduction, conclusion and annexes stay."""

    name: str = "shuffle-sections"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text in another order, None where there are not two sections free to move."""
        spans = _sections(text)
        free = [n for n, span in enumerate(spans) if _is_free(text[span.start : span.end])]
        order = list(range(len(spans)))
        for slot, number in zip(free, rng.sample(free, len(free)), strict=True):
            order[slot] = number
        variant = _rearranged(text, spans, order, "sections dans un autre ordre")
        return None if variant.text == text else variant

    def verify(self, before: str, after: str) -> bool:
        """Tell whether the free sections are the same, elsewhere, and all else stands still."""
        old, new = _sections(before), _sections(after)
        if before == after or len(old) != len(new) or _around(before, old) != _around(after, new):
            return False
        olds, news = _texts(before, old), _texts(after, new)
        return _permuted(olds, news, [[n for n, section in enumerate(olds) if _is_free(section)]])


@dataclass(frozen=True)
class MoveParagraph:
    """Moves one paragraph to the start, the middle or the end of the draft; a drawn one where none is given."""

    to: Place
    paragraph: str | None = None
    """Words of the paragraph to move, as they stand in the draft; part of it is enough."""

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return f"move-paragraph-to-{self.to}"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with the paragraph elsewhere, None where it leans on its place."""
        found = units(text)
        free = self._candidates(text, found)
        if not free:
            return None
        chosen = rng.choice(free)
        parts = self._parts(text, found, chosen)
        variant = composed(text, parts, f"paragraphe déplacé ({_WHERE[self.to]})")
        return None if variant.text == text else variant

    def verify(self, before: str, after: str) -> bool:
        """Tell whether one paragraph that may move stands at that place, and all others in their order."""
        found = units(before)
        olds, news = (_texts(t, [u.span for u in units(t, flowing=is_flowing(before))]) for t in (before, after))
        parted = next(({old, new} for old, new in zip(olds, news, strict=False) if old != new), set())
        moved = [n for n in self._candidates(before, found) if olds[n] in parted]
        made = (composed(before, self._parts(before, found, n), "").text for n in moved)
        return before != after and after in made

    def _candidates(self, text: str, found: Sequence[Unit]) -> list[int]:
        movable = sorted(n for group in _movable(text, found) for n in group) if len(found) > 1 else []
        free = [n for n in movable if not _parts_two_lists(text, found, n)]
        if self.paragraph is None:
            return free
        return [n for n in free if self.paragraph in text[found[n].start : found[n].end]]

    def _parts(self, text: str, found: Sequence[Unit], chosen: int) -> list[Span | str]:
        """Return the text without the unit and the gap before it, and the unit at its place beside a separator."""
        taken_from = found[chosen - 1].end if chosen else found[chosen].start
        taken_to = found[chosen].end if chosen else found[1].start
        rest = [Span(start=0, end=taken_from), Span(start=taken_to, end=len(text))]
        others = [u for n, u in enumerate(found) if n != chosen]
        number = self._number(text, others)
        between = separator(text)
        piece: list[Span | str] = [found[chosen].span, between]
        if number == len(others):
            head, tail = _split(rest, others[-1].end)
            return [*head, *reversed(piece), *tail]
        head, tail = _split(rest, others[number].start)
        return [*head, *piece, *tail]

    def _number(self, text: str, others: Sequence[Unit]) -> int:
        """Return the number of the unit before which the paragraph goes."""
        goal = {"start": 0, "middle": len(text) // 2, "end": len(text)}[self.to]
        free = [n for n in range(len(others) + 1) if may_part(text, others, n)] or [len(others)]
        return min(free, key=lambda n: abs((others[n].start if n < len(others) else len(text)) - goal))


_WHERE = {"start": "au début", "middle": "au milieu", "end": "à la fin"}


@dataclass(frozen=True)
class Embed:
    """Sets the whole draft at the start, middle or end of a neutral text, up to so many characters."""

    at: Place
    characters: int
    filler: tuple[str, ...]
    """Neutral paragraphs, used in turn as often as needed."""

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return f"embed-{self.at}-{self.characters}"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the long text, None where the draft leaves no room for a paragraph."""
        between = separator(text)
        pieces: list[str] = []
        room = self.characters - len(text)
        turn = rng.randrange(len(self.filler)) if self.filler else 0
        for number in range(self.characters):
            piece = fitted(self.filler[(turn + number) % len(self.filler)], text) if self.filler else ""
            room -= len(piece) + len(between)
            if room < 0 or not piece:
                break
            pieces.append(piece)
        if not pieces:
            return None
        cut = {"start": 0, "middle": len(pieces) // 2, "end": len(pieces)}[self.at]
        head, tail = ("".join(p + between for p in pieces[:cut])), ("".join(between + p for p in pieces[cut:]))
        body = text.strip()
        start = text.find(body)
        cuts = [Span(start=0, end=start), Span(start=start, end=start + len(body)), Span(start=start + len(body), end=len(text))]
        note = f"{len(pieces)} paragraphes neutres autour du dossier"
        return composed(text, [cuts[0], head, cuts[1], tail, cuts[2]], note)

    def verify(self, before: str, after: str) -> bool:
        """Tell whether the draft is there once, whole, and the rest is neutral paragraphs."""
        more = added(before, after)
        neutral = {unit for piece in self.filler for unit in units_of(piece, before)}
        return bool(more) and after.count(before.strip()) == 1 and len(after) <= self.characters and set(more or ()) <= neutral


def _movable(text: str, found: Sequence[Unit]) -> list[list[int]]:
    """Return, for each section, the numbers of its paragraphs that lean on none and that none leans on."""
    groups: list[list[int]] = [[]]
    for number, unit in enumerate(found):
        if unit.kind == "heading" or _looks_like_a_title(text[unit.start : unit.end]):
            groups.append([])
        elif unit.kind == "paragraph" and _stands_alone(text, found, number):
            groups[-1].append(number)
    return groups


def _parts_two_lists(text: str, found: Sequence[Unit], number: int) -> bool:
    """Tell whether two lists, or two tables, would become one if the unit between them went."""
    around = {unit.kind for unit in found[max(0, number - 1) : number + 2 : 2]} if 0 < number < len(found) - 1 else set()
    return around in ({"list"}, {"table"}) and not is_flowing(text)


def _looks_like_a_title(words: str) -> bool:
    """Tell whether a short line without a full stop may be a heading that nothing marks."""
    return len(words.split()) < 12 and words.rstrip("*_ ")[-1:] not in ".!?:;…»”)"


def _stands_alone(text: str, found: Sequence[Unit], number: int) -> bool:
    words = text[found[number].start : found[number].end]
    if leans_on_what_precedes(words) or announces(words):
        return False
    if number and found[number - 1].kind != "heading" and announces(text[found[number - 1].start : found[number - 1].end]):
        return False
    following = found[number + 1] if number + 1 < len(found) else None
    return following is None or following.kind == "heading" or not leans_on_what_precedes(text[following.start : following.end])


def _sections(text: str) -> list[Span]:
    """Return the largest family of sibling sections: those of one level under one parent."""
    found = units(text)
    families: dict[tuple[int, int], list[Span]] = {}
    parents: list[tuple[int, int]] = []
    for number, unit in enumerate(found):
        if unit.kind != "heading":
            continue
        while parents and parents[-1][0] >= unit.level:
            parents.pop()
        after = next((u for u in found[number + 1 :] if u.kind == "heading" and u.level <= unit.level), None)
        end = found[found.index(after) - 1].end if after else found[-1].end
        families.setdefault((unit.level, parents[-1][1] if parents else -1), []).append(Span(start=unit.start, end=end))
        parents.append((unit.level, number))
    return max(families.values(), key=len, default=[])


def _is_free(section: str) -> bool:
    first, _, body = section.partition("\n")
    if _FIXED.match(fold(first.lstrip("# "))) or points_elsewhere(section):
        return False
    opening = next((u for u in units(body) if u.kind != "heading"), None)
    return opening is None or not leans_on_what_precedes(body[opening.start : opening.end])


def _rearranged(text: str, spans: Sequence[Span], order: Sequence[int], note: str) -> Variant:
    """Return the text with, at the place of each span, the words of the span that the order names."""
    parts: list[Span | str] = []
    position = 0
    for slot, span in enumerate(spans):
        parts += [Span(start=position, end=span.start), spans[order[slot]]]
        position = span.end
    return composed(text, [*parts, Span(start=position, end=len(text))], note)


def _permuted(olds: Sequence[str], news: Sequence[str], groups: Sequence[Sequence[int]]) -> bool:
    moved = {n for group in groups for n in group}
    same = all(sorted(olds[n] for n in group) == sorted(news[n] for n in group) for group in groups)
    return same and all(old == new for n, (old, new) in enumerate(zip(olds, news, strict=True)) if n not in moved)


def _texts(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[s.start : s.end] for s in spans]


def _around(text: str, spans: Sequence[Span]) -> list[str]:
    bounds = [0, *(edge for s in spans for edge in (s.start, s.end)), len(text)]
    return [text[bounds[n] : bounds[n + 1]] for n in range(0, len(bounds), 2)]


def _split(spans: Sequence[Span], at: int) -> tuple[list[Span | str], list[Span | str]]:
    """Return the stretches before a place and those after it."""
    head: list[Span | str] = [Span(start=s.start, end=min(s.end, at)) for s in spans if s.start < at]
    tail: list[Span | str] = [Span(start=max(s.start, at), end=s.end) for s in spans if s.end > at]
    return head, tail
