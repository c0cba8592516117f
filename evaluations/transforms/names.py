"""Where a draft names people, towns and organisations, as far as titles and lists tell."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.base import Span
from assistant.text.french import fold
from evaluations.french_data import Person

NAME = r"(?:[A-ZÀ-ÖØ-ÞŒ][’'])?[A-ZÀ-ÖØ-ÞŒ][^\W\d_]+(?:[-’'][A-ZÀ-ÖØ-ÞŒ]?[^\W\d_]+)*"
_LAST = rf"(?:(?:Le|La|Les|El|Al|Ben|Abou|Van|Von|De|Du|Da|Di|Dos)[ \u00a0])*{NAME}"
_NOT_FIRST = r"(?!(?:Le|La|Les|El|Al|Ben|Abou|Van|Von|De|Du|Da|Di|Dos)[ \u00a0])"
_TITLED = re.compile(
    r"(?<!\w)(?P<title>M\.|Mme|Mlle|Monsieur|Madame|Mademoiselle)[ \u00a0\u202f]"
    rf"(?:(?P<first>{_NOT_FIRST}{NAME})[ \u00a0])?(?P<last>(?:(?:de|du|des|de La|von|van) |d['’])?{_LAST})"
)
_MASCULINE = ("M.", "Monsieur")
_ALSO_WORDS = frozenset("Claire France Rose Marine Constant Juste Victoire Prudence Reine Marin Aimé Parfait Colombe".split())  # noqa: SIM905
"""First names that also open sentences or names of bodies: told by a title only."""
_BODY = (
    r"\b(?:[aA]ssociation|[oO]rganisme(?: de formation)?|[cC]entre de formation|CFA|GRETA|Greta|[iI]nstitut|[sS]ociété"
    r"|[eE]ntreprise|[éÉ]cole|[aA]gence|[cC]abinet|[fF]ondation|[cC]oopérative)"
)
_PROPER = rf"{NAME}(?:[ \u00a0](?:(?:(?:de|du|des|et|la|les|le|en|sur|sous|aux?)[ \u00a0]|[dl]['’]){{0,2}}{NAME}))*"
_ANNOUNCED = re.compile(rf"{_BODY}[ \u00a0](?:«[ \u00a0\u202f]?)?(?P<proper>{_PROPER})")
_PUBLIC = ("france travail", "pole emploi", "qualiopi", "afnor", "region", "etat", "afpa", "urssaf", "opco", "cnam", "insee")
"""Bodies whose names are facts of a draft."""
_TOWN = r"(?:(?<=\b[àÀ] )|(?<=\b[dD]e )|(?<=\b[dD]['’])|(?<=\bvers )|(?<=\bsur )|(?<=\bdepuis )|(?<=\bpour )|(?<=\bentre ))"


@dataclass(frozen=True, slots=True)
class Named:
    """A first name, a last name, or another name, where it stands in the text."""

    span: Span
    words: str
    first: bool = False
    gender: str = ""


def people_named(text: str, known: Sequence[Person]) -> list[Named]:
    """Return the names of people: those after a title, and known first names with the name that follows them."""
    genders = {p.prenom: p.genre for p in known}
    found: dict[int, Named] = {}
    for name in (*_titled(text, genders), *_untitled(text, genders)):
        if not any(name.span.overlaps(other.span) for other in found.values()):
            found[name.span.start] = name
    return [found[start] for start in sorted(found)]


def _titled(text: str, genders: Mapping[str, str]) -> Iterator[Named]:
    for match in _TITLED.finditer(text):
        gender = "m" if match["title"] in _MASCULINE else "f"
        if match["first"]:
            yield Named(_span(match, "first"), match["first"], first=True, gender=gender)
        yield Named(_span(match, "last"), match["last"], first=not match["first"] and match["last"] in genders, gender=gender)


def _untitled(text: str, genders: Mapping[str, str]) -> Iterator[Named]:
    firsts = one_of(name for name in genders if name not in _ALSO_WORDS)
    for match in re.finditer(rf"(?<![\w-])(?P<first>{firsts})(?:[ \u00a0](?P<last>{_LAST}))?(?![\w-])", text):
        yield Named(_span(match, "first"), match["first"], first=True, gender=genders[match["first"]])
        if match["last"]:
            yield Named(_span(match, "last"), match["last"])


def towns_named(text: str, known: Iterable[str]) -> list[Named]:
    """Return the known towns that follow a preposition (« à Tours », not « trois tours »)."""
    return [Named(_span(m, 0), m.group()) for m in re.finditer(rf"{_TOWN}(?:{one_of(known)})(?![\w-])", text)]


def organisations_named(text: str, known: Iterable[str]) -> list[Named]:
    """Return the proper names of organisations: known ones, and those that a word like « association » announces."""
    announced = {m["proper"] for m in _ANNOUNCED.finditer(text) if not fold(m["proper"]).startswith(_PUBLIC)}
    names = one_of([*known, *announced])
    return [Named(_span(m, 0), m.group()) for m in re.finditer(rf"(?<![\w-])(?:{names})(?![\w-])", text)]


def proper_part(organisation: str) -> str:
    """Return the name of an organisation without the word that says what it is, or nothing where no name is left."""
    match = _ANNOUNCED.fullmatch(organisation)
    return match["proper"] if match else ""


def whole_names(people: Sequence[Named], text: str) -> list[Named]:
    """Return the names with first and last name as one."""
    found: list[Named] = []
    for name in people:
        before = found[-1] if found else None
        if before and before.first and not name.first and name.span.start == before.span.end + 1:
            span = Span(start=before.span.start, end=name.span.end)
            found[-1] = Named(span, text[span.start : span.end], gender=before.gender)
        else:
            found.append(name)
    return found


def one_of(names: Iterable[str]) -> str:
    """Return a pattern for any of the names, the longest first; for none, one that matches nothing."""
    return "|".join(re.escape(n) for n in sorted(set(names), key=lambda n: (-len(n), n))) or r"(?!)"


def _span(match: re.Match[str], group: str | int) -> Span:
    return Span(start=match.start(group), end=match.end(group))
