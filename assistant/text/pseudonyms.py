"""Replaces the people, organisations, places and numbers of a French text by stable placeholders."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from assistant.domain.pseudonym import IdentityType, Pseudonymised, Replacement
from assistant.text.addresses import addresses, towns
from assistant.text.births import births_beside
from assistant.text.identifiers import identifiers
from assistant.text.kept import keep
from assistant.text.leftovers import leftovers
from assistant.text.lexicon import key_of, load_lexicon
from assistant.text.mark import Mark
from assistant.text.name_hints import completed, hinted
from assistant.text.name_reading import TITLES, Mention
from assistant.text.names import mentions
from assistant.text.organisations import organisations
from assistant.text.page import Page
from assistant.text.people import People, initials_of, named_again
from assistant.text.residual import residual_risks
from assistant.text.rosters import enumerated, listed_people

_LONGEST_ENUMERATION = 5
"""Unknown names in a row that an enumeration of people may hold."""
_BRIDGE = re.compile(
    r"[ \u00a0](?:(?:e|y|i|wa|Ó|[Aa]g|bin|bint|binti|bent|ben|ibn|el|al|"
    r"da|do|dos|del|dela|de|de la|du|des|von|van|der)[ \u00a0]|d['’])"
)
"""What may stand between two parts of one name."""
_DEFINES = re.compile(r"[ »\"”\u00a0]{1,4}\(([A-ZÀ-Þ][A-Z0-9À-Þ&.-]{1,9})\)")
_DEFINED = "sigle d’une organisation"
PLACEHOLDERS: dict[IdentityType, str] = {
    "PERSON": "PERSONNE",
    "EMAIL": "COURRIEL",
    "PHONE": "TÉLÉPHONE",
    "ADDRESS": "ADRESSE",
    "TOWN": "VILLE",
    "NIR": "NIR",
    "SIREN_SIRET": "SIRET",
    "IBAN": "IBAN",
    "NDA": "NDA",
    "UAI": "UAI",
    "BIRTHDATE": "NAISSANCE",
    "ORG": "ORGANISME",
    "URL": "SITE",
}
"""The word each type is replaced by, before its number."""


def pseudonymise(text: str, *, people: Sequence[str] = (), organisations: Sequence[str] = ()) -> Pseudonymised:
    """Return the text with its identities masked, what was replaced and what may still identify.

    `people` and `organisations` are names known from elsewhere, such as a file's metadata.
    The same thing has the same placeholder throughout; nothing else of the text changes.
    """
    page = Page(text, load_lexicon())
    marks = _marks(page, people, organisations)
    replacements = tuple(_numbered(text, marks))
    return Pseudonymised(text=_masked(text, replacements), replacements=replacements, risks=tuple(residual_risks(page, marks)))


def _marks(page: Page, people: Sequence[str], known_organisations: Sequence[str]) -> list[Mark]:
    """Return what identifies, in order and without overlap; each kind is sought in what the surer ones left."""
    marks = [*_taken(page, identifiers(page.text)), *_taken(page, addresses(page.text))]
    keep(page)
    marks += _taken(page, _known_organisations(page, known_organisations))
    named = list(organisations(page))
    marks += _taken(page, sorted(named, key=lambda m: (m.start, -m.end)))
    marks += _taken(page, _organisations_again(page, marks, among_names=False))
    marks += _taken(page, towns(page))
    marks += _taken(page, _towns_again(page, marks))
    marks += _people(page, people, marks)
    marks += _taken(page, _organisations_again(page, marks, among_names=True))
    marks += _taken(page, leftovers(page))
    marks += _taken(page, _acronyms(page, marks))
    marks += _taken(page, _phrases_again(page, [m.identity for m in marks if m.reason == _DEFINED], "ORG", _DEFINED))
    marks += _taken(page, births_beside(page.text, [m.end for m in marks if m.type == "PERSON"]))
    return sorted(_same_organisations(page, list(_bridged(page.text, sorted(marks)))))


def _bridged(text: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the marks, one that is a part of a name going as far as the next: « Maria da Silva e Costa »."""
    for mark, following in zip_longest(marks, marks[1:]):
        is_name = following is not None and mark.type == following.type == "PERSON"
        if following and is_name and _BRIDGE.fullmatch(text, mark.end, following.start):
            yield mark._replace(end=following.start - 1)
        else:
            yield mark


def _same_organisations(page: Page, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the marks, organisations that share their distinctive words or whose acronym follows under one identity."""
    told: dict[str, str] = {}
    by_word: dict[str, tuple[frozenset[str], str]] = {}
    previous: Mark | None = None
    for mark in sorted(marks):
        if mark.type != "ORG":
            yield mark
            continue
        if mark.identity not in told:
            own = frozenset(_distinctive(page, mark.identity))
            follows = previous is not None and re.fullmatch(r"[ \u00a0»\"”]{1,4}\(", page.text[previous.end : mark.start])
            alike = [by_word[w] for w in sorted(own) if w in by_word]
            same = next((i for words, i in alike if own <= words or words <= own), mark.identity)
            told[mark.identity] = told[previous.identity] if previous and follows else same
            for word in own if same == mark.identity else ():
                by_word.setdefault(word, (own, mark.identity))
        yield mark._replace(identity=told[mark.identity])
        previous = mark


def _distinctive(page: Page, identity: str) -> list[str]:
    """Return the words of an organisation's name that other organisations do not have."""
    common = page.lexicon.organisation_heads.keys() | page.lexicon.organisation_suffixes
    return [k for k in identity.split() if len(k) > 3 and k not in common and not page.lexicon.is_ordinary(k, k)]


def _acronyms(page: Page, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the acronyms defined right after an organisation: « Tremplin Emploi Armance (TEA) »."""
    for mark in marks:
        match = _DEFINES.match(page.text, mark.end) if mark.type == "ORG" else None
        if match and page.is_open(page.word_at(match.start(1))):
            yield Mark(*match.span(1), "ORG", _DEFINED, key_of(match.group(1)))


def _plain_but_alone(page: Page, identity: str) -> list[str]:
    """Return the one common noun of a name such as « Les Glycines », that a capital is enough to tell again."""
    words = [k for k in identity.split() if len(k) > 3]
    common = page.lexicon.organisation_heads.keys() | page.lexicon.organisation_suffixes
    return words if len(words) == 1 and words[0] not in common and page.lexicon.is_ordinary(words[0], words[0]) else []


def _taken(page: Page, marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks whose place is free, and take it."""
    found = []
    for mark in marks:
        if mark.start < mark.end and page.is_free(mark.start, mark.end):
            page.take(mark.start, mark.end)
            found.append(mark)
    return found


def _people(page: Page, known: Sequence[str], marks: Sequence[Mark]) -> list[Mark]:
    sought = [completed(page, m) for m in (*listed_people(page), *mentions(page), *hinted(page))]
    found = _apart(page, sought)
    for _ in range(_LONGEST_ENUMERATION):
        more = _apart(page, enumerated(page, found), found)
        if len(more) == len(found):
            break
        found = more
    people = People(found + [m for name in [*known, *_from_emails(page, marks)] for m in _elsewhere(page, name)])
    for mention in found:
        page.take(mention.start, mention.end)
    again = [m for m in named_again(page, people) if page.is_free(m.start, m.end)]
    for mention in sorted(again, key=lambda m: m.start):
        people.attribute(mention)
        page.take(mention.start, mention.end)
    persons = [Mark(m.start, m.end, "PERSON", m.reason, str(people.identities[m.start, m.end].number)) for m in [*found, *again]]
    return persons + _taken(
        page,
        [Mark(s, e, "PERSON", "initiales d’une personne nommée", str(p.number)) for s, e, p in initials_of(page, people, found)],
    )


def _apart(page: Page, sought: Iterable[Mention], held: Sequence[Mention] = ()) -> list[Mention]:
    """Return the mentions held, and those that overlap neither them nor each other nor what is taken, the longest first."""
    busy = bytearray(len(page.text))
    for mention in held:
        busy[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    found = list(held)
    for mention in sorted(sought, key=lambda m: (m.start - m.end, m.start)):
        if page.is_free(mention.start, mention.end) and not any(busy[mention.start : mention.end]):
            busy[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            found.append(mention)
    return list(_joined(page, sorted(found, key=lambda m: m.start)))


def _joined(page: Page, found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions, a first name and a surname side by side made one."""
    held: Mention | None = None
    for mention in found:
        if held and _completes(page, held, mention):
            held = held._replace(end=mention.end, given=held.given or mention.given, family=held.family or mention.family)
            continue
        if held:
            yield held
        held = mention
    if held:
        yield held


def _completes(page: Page, held: Mention, mention: Mention) -> bool:
    is_beside = page.text[held.end : mention.start] in (" ", "\u00a0")
    return is_beside and bool(held.given) != bool(mention.given) and bool(held.family) != bool(mention.family)


def _elsewhere(page: Page, name: str) -> Iterator[Mention]:
    """Yield the mention that a name from outside the text makes, placed after its end."""
    other = Page(_as_written(name), page.lexicon)
    for mention in mentions(other):
        yield mention._replace(start=len(page.text) + mention.start, end=len(page.text) + mention.end)


def _as_written(name: str) -> str:
    """Return a name with the capitals and spaces that accounts leave out: « amina.benali »."""
    spaced = re.sub(r"[._]+", " ", name).strip()
    return spaced.title() if spaced.islower() or spaced.isupper() else spaced


def _from_emails(page: Page, marks: Sequence[Mark]) -> Iterator[str]:
    """Yield the names that addresses such as prenom.nom@… spell."""
    for mark in marks:
        if mark.type != "EMAIL":
            continue
        local = re.match(r"([^\W\d_]{2,})[._-]([^\W\d_]{3,}(?:-[^\W\d_]+)?)\d*@", mark.identity)
        for given, family in [local.groups(), local.groups()[::-1]] if local else []:
            if page.lexicon.is_first_name(key_of(given)) and not page.lexicon.is_ordinary(family, key_of(family)):
                yield f"{given.title()} {family.title()}"
                break


def _known_organisations(page: Page, names: Sequence[str]) -> Iterator[Mark]:
    for name in names:
        if len(name) > 2:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", page.text, re.IGNORECASE):
                yield Mark(match.start(), match.end(), "ORG", "organisme connu par le fichier", name.lower())


def _organisations_again(page: Page, marks: Sequence[Mark], *, among_names: bool) -> Iterator[Mark]:
    """Yield the other places of organisations found, by their name or by a distinctive word of it.

    Words that are also names of people wait until people are found: « Roucayrol » may be the man or his firm.
    """
    found = {m.identity: m for m in marks if m.type == "ORG"}
    by_word: dict[str, str] = {}
    for identity in sorted(found):
        for key in [*_distinctive(page, identity), *_plain_but_alone(page, identity)]:
            is_name = page.lexicon.is_first_name(key) or page.lexicon.is_surname(key)
            if not page.lexicon.is_first_name(key) and (among_names or not is_name):
                by_word.setdefault(key, identity)
    phrases = [i for i in found if among_names or " " in i or not page.lexicon.is_surname(i)]
    yield from _phrases_again(page, phrases, "ORG", "organisation déjà rencontrée dans le texte")
    for index, word in enumerate(page.words):
        if word.ordinary and (word.opens or word.shape != "capital" or word.loud):
            continue
        if word.key in by_word and page.is_open(index) and (word.raised or not word.known):
            yield Mark(word.start, word.end, "ORG", "organisation déjà rencontrée dans le texte", by_word[word.key])


def _towns_again(page: Page, marks: Sequence[Mark]) -> Iterator[Mark]:
    found = [m.identity for m in marks if m.type == "TOWN" and len(m.identity) > 3 and not any(c.isdigit() for c in m.identity)]
    yield from _phrases_again(page, found, "TOWN", "ville déjà rencontrée dans le texte")


def _phrases_again(page: Page, identities: Sequence[str], kind: IdentityType, reason: str) -> Iterator[Mark]:
    """Yield where the words of an identity stand again with a capital."""
    starts: dict[str, dict[tuple[str, ...], str]] = {}
    for identity in identities:
        pieces = tuple(re.split(r"[ '’-]+", identity))
        starts.setdefault(pieces[0], {}).setdefault(pieces, identity)
    for position, piece in enumerate(page.pieces):
        known = starts.get(piece.key, {})
        for pieces in sorted(known, key=len, reverse=True) if known and _may_start(page, position) else ():
            own = page.pieces[position : position + len(pieces)]
            if tuple(p.key for p in own) == pieces and all(p.joined for p in own[1:]):
                yield Mark(piece.start, own[-1].end, kind, reason, known[pieces])
                break


def _may_start(page: Page, position: int) -> bool:
    """Tell whether a name may start there: a capital that the place does not call for, and nobody's name before."""
    piece = page.pieces[position]
    word = page.words[piece.word]
    if not word.raised or word.start != piece.start or _ends_a_name(page, piece.word):
        return False
    following = page.pieces[position + 1] if position + 1 < len(page.pieces) else None
    return not word.ordinary or (word.capital and not word.opens) or bool(following and following.joined)


def _ends_a_name(page: Page, index: int) -> bool:
    """Tell whether a title or a first name stands before: « M. Laval », « Didier Roucayrol »."""
    before = page.words[index - 1] if index and page.words[index].adjacent else None
    return before is not None and before.raised and (before.first or before.key in TITLES)


def _numbered(text: str, marks: Sequence[Mark]) -> Iterator[Replacement]:
    """Yield the replacements; numbers follow the order of the text, after those the text already has."""
    numbers: dict[tuple[str, str], int] = {}
    last = {label: _highest(text, label) for label in PLACEHOLDERS.values()}
    for mark in marks:
        label = PLACEHOLDERS[mark.type]
        identity = label, mark.identity or text[mark.start : mark.end].lower()
        if identity not in numbers:
            last[label] += 1
            numbers[identity] = last[label]
        placeholder = f"[{label} {numbers[identity]}]"
        yield Replacement(start=mark.start, end=mark.end, type=mark.type, placeholder=placeholder, reason=mark.reason)


def _highest(text: str, label: str) -> int:
    return max((int(n) for n in re.findall(rf"\[{label} (\d{{1,6}})\]", text)), default=0)


def _masked(text: str, replacements: Sequence[Replacement]) -> str:
    pieces, position = [], 0
    for replacement in replacements:
        pieces += [text[position : replacement.start], replacement.placeholder]
        position = replacement.end
    return "".join([*pieces, text[position:]])
