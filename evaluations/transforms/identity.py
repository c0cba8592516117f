"""Identity: other names, towns and organisations, the other gender, or placeholders, with the same facts."""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.text.french import fold
from evaluations.french_data import FrenchData, Person
from evaluations.transforms.base import Edit, Transform, Variant, edited, standing_in
from evaluations.transforms.elision import fits_after
from evaluations.transforms.names import Named, one_of, organisations_named, people_named, proper_part, towns_named, whole_names

_FRAMES = r"\b(?:je suis|j['’]étais|j['’]ai été|je demeure|je reste|je me suis|en tant que|en qualité de|en ma qualité de) "
_GENDERS = {
    "formateur": "formatrice", "directeur": "directrice", "coordinateur": "coordinatrice", "candidat": "candidate",
    "coordonnateur": "coordonnatrice", "animateur": "animatrice", "conseiller": "conseillère", "assistant": "assistante",
    "consultant": "consultante", "infirmier": "infirmière", "chargé": "chargée", "convaincu": "convaincue",
    "persuadé": "persuadée", "engagé": "engagée", "arrivé": "arrivée", "parti": "partie", "devenu": "devenue",
    "resté": "restée", "nommé": "nommée", "recruté": "recrutée", "investi": "investie", "attaché": "attachée",
    "certain": "certaine", "conscient": "consciente", "satisfait": "satisfaite", "surpris": "surprise",
}  # fmt: skip
"""Words that agree with the candidate alone."""
_OTHER_GENDER = {**_GENDERS, **{hers: his for his, hers in _GENDERS.items()}}
_AGREEING = re.compile(rf"(?i:{_FRAMES})(?P<word>{one_of(_OTHER_GENDER)})(?![\w-])")


def identity(data: FrenchData) -> tuple[Transform, ...]:
    """Return the changes of identity; one of names for each origin that the list of people has."""
    people = data.people
    origins = ("", *sorted({p.origine for p in people}))
    proper = tuple(filter(None, map(proper_part, data.organisations)))
    places = (SwapPlaces("town", data.towns), SwapPlaces("organisation", proper))
    names = tuple(SwapNames(people, origin) for origin in origins)
    return (*names, *places, SwapGender(), Placeholders(people, data.towns, proper))


@dataclass(frozen=True)
class SwapNames:
    """Gives every person of the draft another name, the same everywhere, of the same gender."""

    people: tuple[Person, ...]
    origin: str = ""
    """Where the new names come from; anywhere when empty."""
    known: tuple[Person, ...] = ()
    """People of the draft whose first names the list does not have."""

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return f"swap-names-{re.sub('[^a-z]+', '-', fold(self.origin))}" if self.origin else "swap-names"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with other names, None where nobody is named or the list is too short."""
        return _swapped(text, self._found(text), self._pool, rng)

    def verify(self, before: str, after: str) -> bool:
        """Tell whether every name, and nothing else, became another fitting one, each always the same."""
        return _is_swap(before, after, self._found(before), self._pool)

    def _found(self, text: str) -> list[Named]:
        return people_named(text, [*self.people, *self.known])

    def _pool(self, old: Named) -> Sequence[str]:
        some = [p for p in self.people if not self.origin or p.origine == self.origin]
        return [p.prenom for p in some if p.genre == old.gender] if old.first else [p.nom for p in some]


@dataclass(frozen=True)
class SwapPlaces:
    """Gives every known town, or every known organisation, of the draft another name of the list."""

    kind: str
    """`town` or `organisation`."""
    names: tuple[str, ...]
    known: tuple[str, ...] = ()
    """Names that the draft uses and the list does not have."""

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return f"swap-{self.kind}"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with other names, None where none is known or the list is too short."""
        return _swapped(text, self._found(text), self._pool, rng)

    def verify(self, before: str, after: str) -> bool:
        """Tell whether every such name, and nothing else, became another of the list, each always the same."""
        return _is_swap(before, after, self._found(before), self._pool)

    def _found(self, text: str) -> list[Named]:
        search = towns_named if self.kind == "town" else organisations_named
        return search(text, (*self.names, *self.known))

    def _pool(self, _: Named) -> Sequence[str]:
        return self.names


@dataclass(frozen=True)
class SwapGender:
    """Changes the gender in which the candidate speaks of himself or herself, where a list of pairs covers it."""

    name: str = field(default="swap-gender", init=False)

    def apply(self, text: str, _: random.Random) -> Variant | None:
        """Return the text in the other gender, None where no covered word tells it."""
        edits = self._edits(text)
        return edited(text, edits, "accord au masculin ou au féminin") if edits else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether only covered words changed, each to its pair."""
        return _is_made_of(before, after, self._edits(before))

    def _edits(self, text: str) -> list[Edit]:
        return [Edit(m.start("word"), m.end("word"), _OTHER_GENDER[m["word"]]) for m in _AGREEING.finditer(text)]


@dataclass(frozen=True)
class Placeholders:
    """Puts numbered placeholders for people, towns and organisations; titles stay."""

    people: tuple[Person, ...]
    towns: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    name: str = field(default="placeholders", init=False)

    def apply(self, text: str, _: random.Random) -> Variant | None:
        """Return the anonymised text, None where nothing in it is known."""
        edits = self._edits(text)
        return edited(text, edits, "noms remplacés par des repères") if edits else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether each name, and nothing else, gave way to its placeholder."""
        return _is_made_of(before, after, self._edits(before))

    def _edits(self, text: str) -> list[Edit]:
        people = whole_names(people_named(text, self.people), text)
        last = {name.words.split()[0]: name.words.split()[-1] for name in people if len(name.words.split()) > 1}
        edits = _numbered(people, "PERSONNE", lambda words: last.get(words, words.split()[-1]))
        for named, label in (
            (organisations_named(text, self.organisations), "ORGANISME"),
            (towns_named(text, self.towns), "VILLE"),
        ):
            free = [n for n in named if not any(e.start < n.span.end and n.span.start < e.end for e in edits)]
            edits += _numbered(free, label, str)
        return sorted(edits, key=lambda e: e.start)


def _numbered(found: Sequence[Named], label: str, who: Callable[[str], str]) -> list[Edit]:
    numbers: dict[str, int] = {}
    return [Edit(n.span.start, n.span.end, f"[{label} {numbers.setdefault(who(n.words), len(numbers) + 1)}]") for n in found]


def _swapped(text: str, found: Sequence[Named], pool: Callable[[Named], Sequence[str]], rng: random.Random) -> Variant | None:
    """Return the text with another name for each, the most frequent first, as far as the pool goes."""
    chosen: dict[str, str] = {}
    for words, _ in Counter(n.words for n in found).most_common():
        same = [n for n in found if n.words == words]
        free = [new for new in sorted(set(pool(same[0]))) if new not in chosen.values() and new not in text]
        fitting = [new for new in free if all(fits_after(text, n.span.start, words, new) for n in same)]
        if fitting:
            chosen[words] = rng.choice(fitting)
    edits = [Edit(n.span.start, n.span.end, chosen[n.words]) for n in found if n.words in chosen]
    return edited(text, edits, f"{len(chosen)} noms changés") if edits else None


def _is_swap(before: str, after: str, found: Sequence[Named], pool: Callable[[Named], Sequence[str]]) -> bool:
    """Tell whether each name stayed or became another of its pool, always the same and no two the same."""
    options = [[n.words, *(new for new in pool(n) if fits_after(before, n.span.start, n.words, new))] for n in found]
    new = standing_in(before, after, [n.span for n in found], options) if before != after else None
    if new is None:
        return False
    chosen = {n.words: words for n, words in zip(found, new, strict=True)}
    same = all(chosen[n.words] == words for n, words in zip(found, new, strict=True))
    return same and len(set(chosen.values())) == len(chosen)


def _is_made_of(before: str, after: str, edits: Sequence[Edit]) -> bool:
    """Tell whether these edits lead from one text to the other."""
    return before != after and edited(before, edits, "").text == after
