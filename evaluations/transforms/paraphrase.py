"""Paraphrase: the same statement in other words, by reviewed pairs or by templates that can be undone."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.base import Span
from evaluations.french_data import FrenchData
from evaluations.transforms.base import Edit, Transform, Variant, edited, standing_in
from evaluations.transforms.elision import fits_after
from evaluations.transforms.names import one_of

_MONTH = "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_DATE = rf"(?:le \d{{1,2}}(?:er)? {_MONTH}(?: \d{{4}})?|en {_MONTH}(?: \d{{4}})?|(?:début|fin|mi-) ?{_MONTH}(?: \d{{4}})?)"
_BEGINS = r"(?:(?<=^)|(?<=[.!?] ))"
_ENDS = r"\.(?=\s|$)"
_CLAUSE = r"[^,;:()|«»*\n.!?]{12,160}"
_MAIN = r"(?!(?:qui|que|dont|où|date|jour|puis|et|soit|après|avant|lors)\b)[^\W\d_A-ZÀ-ÖØ-Þ]"
"""Beginning of a main clause, in a small letter."""
_PLURALS = {
    "formateurs": "formateur·rices", "candidats": "candidat·es", "apprenants": "apprenant·es", "participants": "participant·es",
    "salariés": "salarié·es", "intervenants": "intervenant·es", "conseillers": "conseiller·ères", "animateurs": "animateur·rices",
    "employés": "employé·es", "directeurs": "directeur·rices", "assistants": "assistant·es", "évaluateurs": "évaluateur·rices",
}  # fmt: skip
_FIRST_PERSON = r"\b(?:je|me|moi|mon|ma|mes|nous|notre|nos)\b|\b[jm]['’](?!ai\b)"


def paraphrase(data: FrenchData) -> tuple[Transform, ...]:
    """Return the changes of wording."""
    return (*(Synonyms(data.synonyms, count) for count in (1, 3, 10)), *templates())


def templates() -> "tuple[Rewording, ...]":
    """Return the changes of wording that need no list."""
    return (
        Rewording(
            "date-last",
            "date rejetée en fin de phrase",
            re.compile(rf"{_BEGINS}(?P<when>(?i:{_DATE})), (?P<clause>{_MAIN}{_CLAUSE}){_ENDS}", re.MULTILINE),
            lambda m: f"{_up(m['clause'])} {_down(m['when'])}.",
            re.compile(rf"^(?P<clause>.+) (?P<when>{_DATE})\.$"),
            lambda m: f"{_up(m['when'])}, {_down(m['clause'])}.",
        ),
        Rewording(
            "for-my-part",
            "« Pour ma part, » devant « j’ai »",
            re.compile(rf"{_BEGINS}J(?P<rest>['’]ai )", re.MULTILINE),
            lambda m: f"Pour ma part, j{m['rest']}",
            re.compile(r"^Pour ma part, j(?P<rest>['’]ai )$"),
            lambda m: f"J{m['rest']}",
        ),
        Rewording(
            "we-register",
            "« nous avons » pour « j’ai »",
            re.compile(rf"{_BEGINS}J(?P<mark>['’])ai (?!été\b)(?!(?i:[^.!?\n]*(?:{_FIRST_PERSON}|['’]ai\b)))", re.MULTILINE),
            lambda _: "Nous avons ",
            re.compile(r"^Nous avons $"),
            lambda _: "J'ai ",
        ),
        Rewording(
            "inclusive-writing",
            "écriture inclusive",
            re.compile(rf"(?<![\w·-])(?:{one_of(_PLURALS)})(?![\w·-])"),
            lambda m: _PLURALS[m.group()],
            re.compile(rf"^(?:{one_of(_PLURALS.values())})$"),
            lambda m: next(plain for plain, both in _PLURALS.items() if both == m.group()),
        ),
    )


@dataclass(frozen=True)
class Synonyms:
    """Replaces so many words by another of their pair, keeping capitals."""

    pairs: tuple[tuple[str, str], ...]
    count: int

    @property
    def name(self) -> str:
        """Return the name under which the results are reported."""
        return f"synonyms-{self.count}"

    def apply(self, text: str, rng: random.Random) -> Variant | None:
        """Return the text with that many synonyms, None where it has fewer words of the list."""
        found = self._found(text)
        if len(found) < self.count:
            return None
        edits = [Edit(m.start(), m.end(), rng.choice(others)) for m, others in rng.sample(found, self.count)]
        return edited(text, edits, f"{self.count} synonymes")

    def verify(self, before: str, after: str) -> bool:
        """Tell whether that many words of the list, and nothing else, gave way to their pair."""
        found = self._found(before)
        spans = [Span(start=m.start(), end=m.end()) for m, _ in found]
        new = standing_in(before, after, spans, [[before[m.start() : m.end()], *others] for m, others in found])
        return new is not None and self.count == sum(
            before[m.start() : m.end()] != words for (m, _), words in zip(found, new, strict=True)
        )

    def _found(self, text: str) -> list[tuple[re.Match[str], list[str]]]:
        """Return the words of the list in the text, each with those that may stand for it there."""
        pairs: dict[str, set[str]] = {}
        for one, other in self.pairs:
            pairs.setdefault(_plain(one), set()).add(other)
            pairs.setdefault(_plain(other), set()).add(one)
        pattern = re.compile(rf"(?<![\w-])(?:{one_of(pairs)})(?![\w-])")
        found: list[tuple[re.Match[str], list[str]]] = []
        for match in pattern.finditer(_plain(text)):
            old, at = text[match.start() : match.end()], match.start()
            others = sorted(_like(old, new, text) for new in pairs[match.group()] if fits_after(text, at, old, new))
            if others:
                found.append((match, others))
        return found


@dataclass(frozen=True)
class Rewording:
    """A template of a sentence, with the template that undoes it."""

    name: str
    note: str
    pattern: re.Pattern[str]
    new: Callable[[re.Match[str]], str]
    undone: re.Pattern[str]
    """Matches the whole of what `new` makes."""
    old: Callable[[re.Match[str]], str]

    def apply(self, text: str, _: random.Random) -> Variant | None:
        """Return the text reworded wherever the template fits, None where it does not."""
        edits = self._edits(text)
        return edited(text, edits, self.note) if edits else None

    def verify(self, before: str, after: str) -> bool:
        """Tell whether each change can be undone and nothing else changed."""
        edits = self._edits(before)
        return bool(edits) and edited(before, edits, "").text == after

    def _edits(self, text: str) -> list[Edit]:
        found: list[Edit] = []
        for match in self.pattern.finditer(text):
            words = self.new(match)
            back = self.undone.match(words)
            if back and self.old(back).replace("’", "'") == match.group().replace("’", "'"):
                found.append(Edit(match.start(), match.end(), words))
        return found


def _up(words: str) -> str:
    return words[:1].upper() + words[1:]


def _down(words: str) -> str:
    return words[:1].lower() + words[1:]


def _plain(words: str) -> str:
    """Return the words in small letters with plain apostrophes, character for character."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in words.replace("’", "'"))


def _like(old: str, new: str, text: str) -> str:
    """Return the new words with the capitals of the old ones and the apostrophes of the text."""
    if "'" in text and "’" not in text:
        new = new.replace("’", "'")
    if len(old) > 1 and old.isupper():
        return new.upper()
    return _up(new) if old[:1].isupper() else new
