"""Tells who is who: the mentions of one person under one identity, and the same people wherever else they are named."""

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from assistant.text.name_evidence import ACTS
from assistant.text.name_reading import PARTICLES, Mention
from assistant.text.page import Page, Word

Key = TypeVar("Key", str, tuple[str, ...])
_MOST_FITTING = 50
"""People of one name among whom the nearest is sought."""
_COMMON = frozenset(("saint", "sainte", "jean", "marie"))
_ARTICLES = ("la", "le", "l", "un", "une", "du", "au", "ce", "cette")
_IMPERFECT = re.compile(
    r"[ \u00a0](?!(?:par|sur|re|contre|bien|ex|sou|for|por|at|abs)?(?:fait|trait|hait|lait)\b)[a-zà-ÿ]{3,}(?:ait|èrent)\b"
)
"""A verb that only a person would be the subject of here: « Petit jugeait »."""
_INITIALS = re.compile(r"(?<![\w.])([A-ZÀ-Þ])\.[ \u00a0]?-?([A-ZÀ-Þ])\.?(?:[ \u00a0]?-?([A-ZÀ-Þ])\.?)?(?![\w])")
_DECLARED = re.compile(r"[ \u00a0]\(([A-ZÀ-Þ]{2,3})\)")
_BARE_INITIALS = re.compile(r"(?<![\w.’'-])[A-ZÀ-Þ]{2,3}(?![\w’'-])")


@dataclass(slots=True, eq=False)
class Person:
    """Someone, by every name found."""

    number: int
    given: set[str] = field(default_factory=set)
    family: set[str] = field(default_factory=set)
    gender: str = ""
    places: list[int] = field(default_factory=list)
    """Where mentions begin, in order."""


class People:
    """The people of one text."""

    def __init__(self, found: Sequence[Mention]) -> None:
        self._count = 0
        self._by_given: dict[str, list[Person]] = {}
        self._by_family: dict[str, list[Person]] = {}
        self._by_letter: dict[str, list[Person]] = {}
        self._by_initials: dict[tuple[str, ...], list[Person]] = {}
        self.identities: dict[tuple[int, int], Person] = {}
        for mention in sorted(found, key=lambda m: (_completeness(m), m.start)):
            self.attribute(mention)

    def attribute(self, mention: Mention) -> Person:
        """Return the person of a mention, a new one when nobody fits."""
        person = self._find(mention)
        if person is None:
            person = Person(self._count)
            self._count += 1
        self._learn(person, mention)
        self.identities[mention.start, mention.end] = person
        return person

    @property
    def names(self) -> dict[str, bool]:
        """Return every name a person was found under; whether it is a first name."""
        return {k: True for k in self._by_given if not k.endswith(".")} | {
            k: False for k in self._by_family if not k.endswith(".")
        }

    def with_initials(self, letters: Sequence[str]) -> list[Person]:
        """Return the people whose full name begins with these letters."""
        return self._by_initials.get(tuple(letters), [])

    def _learn(self, person: Person, mention: Mention) -> None:
        given, family = " ".join(mention.given), " ".join(mention.family)
        for keys, own, index in (
            (_variants(given), person.given, self._by_given),
            (_variants(family), person.family, self._by_family),
        ):
            for key in sorted(keys - own):
                own.add(key)
                index.setdefault(key, []).append(person)
        if family:
            _add(self._by_letter, family[0], person)
        for letters in _initials(given, family) if given and family else ():
            _add(self._by_initials, letters, person)
        person.gender = person.gender or mention.gender
        insort(person.places, mention.start)

    def _find(self, mention: Mention) -> Person | None:
        given, family = " ".join(mention.given), " ".join(mention.family)
        is_initial = family.endswith(".")
        if given and family:
            fitting = [p for p in self._named(family) if (not p.given and not is_initial) or _agrees(given, p.given)]
        elif family:
            fitting = self._named(family) or ([] if is_initial else self._by_given.get(family, []))
        else:
            fitting = self._by_given.get(given, []) or self._by_family.get(given, [])
        fitting = [p for p in fitting[:_MOST_FITTING] if not (p.gender and mention.gender and p.gender != mention.gender)]
        if is_initial and not given:
            fitting = [p for p in fitting if p.places[0] < mention.start]
        return self._nearest(fitting, mention.start)

    def _named(self, family: str) -> list[Person]:
        """Return the people of that surname, or of that initial; or known by its initial alone."""
        if family.endswith(".") and len(family) == 2:
            return self._by_letter.get(family[0], [])
        found = {p.number: p for key in sorted(_variants(family)) for p in self._by_family.get(key, ())}
        return list(found.values()) or self._by_family.get(f"{family[0]}.", [])

    @staticmethod
    def _nearest(people: Sequence[Person], position: int) -> Person | None:
        """Return the person named last before the position, or first after it."""
        before = [(p.places[bisect_right(p.places, position) - 1], p.number, p) for p in people if p.places[0] <= position]
        if before:
            return max(before)[2]
        after = [(p.places[0], p.number, p) for p in people]
        return min(after)[2] if after else None


def _add(index: dict[Key, list[Person]], key: Key, person: Person) -> None:
    known = index.setdefault(key, [])
    if person not in known[-_MOST_FITTING:]:
        known.append(person)


def _completeness(mention: Mention) -> int:
    if mention.given and mention.family:
        return 0 if not any(k.endswith(".") for k in (*mention.given, *mention.family)) else 1
    return 3 if any(k.endswith(".") for k in (*mention.given, *mention.family)) else 2


def _variants(name: str) -> set[str]:
    """Return the name and the parts of it that may stand for it."""
    if not name:
        return set()
    parts = [p for p in re.split(r"[ -]", name) if p not in PARTICLES and len(p) > 2 and not p.endswith(".")]
    joined = {name, name.replace("-", " "), name.replace(" ", "-")}
    return joined | (set(parts) - _COMMON if len(parts) > 1 or " " in name else set())


def _agrees(given: str, known: set[str]) -> bool:
    letters = {k[0] for k in known}
    if not known:
        return False
    if given.endswith(".") or any(k.endswith(".") for k in known):
        return given[0] in letters
    return bool(_variants(given) & known)


def _initials(given: str, family: str) -> list[tuple[str, ...]]:
    """Return the initials of a full name, with and without those of its particles."""
    first, last = re.split(r"[ -]", given), re.split(r"[ -]", family)
    own = [p for p in last if p not in PARTICLES]
    return [tuple(p[0] for p in [*first, *parts] if p) for parts in (own, last)]


def named_again(page: Page, people: People) -> Iterator[Mention]:
    """Yield the places where people already found are named again, in any case and order."""
    names = people.names
    index = 0
    while index < len(page.words):
        run = _run(page, index, names)
        if run:
            words = [page.words[n] for n in run]
            given = tuple(w.key for w in words if names[w.key])
            family = tuple(w.key for w in words if not names[w.key])
            yield Mention(words[0].start, words[-1].end, given, family, "", "nom déjà rencontré dans le texte")
            index = run[-1]
        index += 1


def _run(page: Page, index: int, names: dict[str, bool]) -> list[int]:
    run: list[int] = []
    while index < len(page.words) and len(run) < 4:
        word = page.words[index]
        if (run and not word.near) or word.key not in names or not page.is_free(word.start, word.end):
            break
        if not (run and word.raised) and not _is_same(page, index, word):
            break
        run.append(index)
        index += 1
    return run


def _is_same(page: Page, index: int, word: Word) -> bool:
    """Tell whether a word that is someone's name is meant as a name here."""
    if page.kept[index] == 2 or (page.kept[index] and not word.known):
        return False
    if not word.ordinary:
        return word.raised or len(word.key) > 2
    if not word.raised or word.loud:
        return False
    if not word.opens:
        is_a_thing = page.before(index, 1)[:1] in ([a] for a in _ARTICLES)
        return word.shape in ("capital", "upper") and not is_a_thing
    return ACTS.match(page.text, word.end) is not None or _IMPERFECT.match(page.text, word.end) is not None


def initials_of(page: Page, people: People, found: Sequence[Mention]) -> Iterator[tuple[int, int, Person]]:
    """Yield the initials that stand for people found: « A. B. » anywhere, « AB » once it was declared or alone in a cell."""
    for match in _INITIALS.finditer(page.text):
        letters = tuple(g.lower() for g in match.groups() if g)
        if page.is_free(match.start(), match.end()):
            yield from ((match.start(), match.end(), p) for p in people.with_initials(letters)[:1])
    declared: dict[str, Person] = {}
    for mention in found:
        after = _DECLARED.match(page.text, mention.end)
        person = people.identities.get((mention.start, mention.end))
        if after and person and person in people.with_initials(tuple(after.group(1).lower())):
            declared[after.group(1)] = person
    for match in _BARE_INITIALS.finditer(page.text):
        if match.group() in declared and page.is_free(match.start(), match.end()):
            yield match.start(), match.end(), declared[match.group()]
        elif _alone_in_cell(page.text, match.start(), match.end()) and page.is_open(page.word_at(match.start())):
            yield from ((match.start(), match.end(), p) for p in people.with_initials(tuple(match.group().lower()))[:1])


def _alone_in_cell(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 3) : start].rstrip(" "), text[end : end + 3].lstrip(" ")
    return before[-1:] in ("|", "\t") and after[:1] in ("|", "\t", "\n")
