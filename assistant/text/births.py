"""Finds dates of birth: announced, in a column, or long past and beside a person."""

import re
from collections.abc import Iterable, Iterator

from assistant.text.french import fold
from assistant.text.mark import Mark
from assistant.text.tables import tables

_BLANK = "[ \u00a0\u202f\u2009]"
_MONTH = (
    "(?:janvier|janv\\.?|fevrier|fevr?\\.?|mars|avril|avr\\.?|mai|juin|juillet|juil\\.?|aout|septembre|sept\\.?|octobre|"
    "oct\\.?|novembre|nov\\.?|decembre|dec\\.?)"
)
_MONTH_LIKE = re.compile(r"(?i:\b(?:janv|f[ée]vr?|mars|avr|mai|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c)[a-zéû]*)")
_DATE = (
    rf"(?:\d{{1,2}}(?:er)?{_BLANK}?[/.\-–]{_BLANK}?\d{{1,2}}{_BLANK}?[/.\-–]{_BLANK}?(?:\d{{4}}|\d\d)|"
    rf"\d{{1,2}}(?:er)?{_BLANK}{{1,2}}{_MONTH}{_BLANK}{{1,2}}\d{{2,4}}|\d{{4}}-\d\d-\d\d|{_MONTH}{_BLANK}(?:19|20)\d\d)"
)
_YEAR = r"(?:19[2-9]\d|200\d|201[0-2])"
_BORN = re.compile(
    rf"(?<!\w)(?:née?s?|né\(e\)|né[·.•/-]e|NÉE?|NÉ\(E\)|Née?|Né\(e\)|nee(?=\s+le\b)|naissance|NAISSANCE|Naissance|"
    rf"naiss\.|DDN|ddn|D\.D\.N\.?|date\s+de\s+naiss\w*)(?!\w)[^\n.;]{{0,60}}?(?<![\d/])({_DATE})",
)
_BORN_YEAR = re.compile(
    rf"(?<!\w)(?:née?|né\(e\)|né[·.•/-]e|Née?|Né\(e\)|année\s+de\s+naissance\s*:?)(?!\w)[^\n.;]{{0,40}}?(?:\ben\b|\bEn\b|"
    rf":){_BLANK}({_YEAR})(?!\d)"
)
_NOT_A_PERSON = re.compile(
    r"\b(?:association|organisme|entreprise|centre|projet|dispositif|reseau|structure|ecole|cooperative|idee|loi|societe|"
    r"besoin|demande|"
    r"methode|mesure|certification|formation|outil|groupe|initiative|partenariat|plateforme|cfa|institut|module|reflexion)\b"
)
_OF_THE_YEAR = re.compile(rf"\b(?:[Ee]lle|[Ii]l|[Jj]e)\s(?:est|suis)\sdu\s({_DATE})")
_BESIDE = re.compile(rf"[ \u00a0]?[,;:(|\t–-]?[ \u00a0]?(?=[^\n]{{0,24}}?(?:19[3-9]\d|200\d)\b)({_DATE})")
_BIRTH_LINE = re.compile(r"dates de naissance[^\n]*")
_BIRTH_TITLE = re.compile(r"naiss|\bne\(?e?\)? le|\bddn\b")
_ANY_DATE = re.compile(rf"{_DATE}|{_YEAR}")
_PAST_DATE = re.compile(rf"\({_BLANK}?(\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19[3-9]\d|200[0-7])){_BLANK}?\)")


def births(text: str, folded: str) -> Iterator[Mark]:
    """Yield the dates of birth that a word, a column or a line of their own announces."""
    spelt = _dates_unaccented(text, folded)
    for pattern, why in ((_BORN, "date de naissance"), (_BORN_YEAR, "année de naissance"), (_OF_THE_YEAR, "date de naissance")):
        for match in pattern.finditer(spelt):
            if not _is_a_thing(folded, match.start()):
                yield Mark(*match.span(1), "BIRTHDATE", why, folded[match.start(1) : match.end(1)])
    for line in _BIRTH_LINE.finditer(folded):
        for match in _ANY_DATE.finditer(folded, line.start(), line.end()):
            yield Mark(match.start(), match.end(), "BIRTHDATE", "date de naissance", match.group())
    yield from _birth_column(text, folded)
    for match in _PAST_DATE.finditer(text):
        yield Mark(match.start(1), match.end(1), "BIRTHDATE", "date ancienne entre parenthèses", match.group(1))


def births_beside(text: str, ends: Iterable[int]) -> Iterator[Mark]:
    """Yield the dates of years long past right after the places where people are named: « Soazig, 19 mars 1974 »."""
    spelt = _dates_unaccented(text, fold(text))
    for end in ends:
        match = _BESIDE.match(spelt, end)
        if match:
            yield Mark(match.start(1), match.end(1), "BIRTHDATE", "date ancienne à côté d’une personne", match.group(1))


def _is_a_thing(folded: str, position: int) -> bool:
    """Tell whether what is born is a scheme or an organisation."""
    line = max(folded.rfind("\n", 0, position) + 1, position - 60)
    return _NOT_A_PERSON.search(folded, line, position) is not None


def _birth_column(text: str, folded: str) -> Iterator[Mark]:
    """Yield the dates in the cells under « Date de naissance »."""
    for rows in tables(text):
        for column, (start, end) in enumerate(rows[0]):
            if _BIRTH_TITLE.search(folded, start, end) is None:
                continue
            for row in rows[1:]:
                match = _ANY_DATE.search(folded, *row[column]) if column < len(row) else None
                if match:
                    yield Mark(match.start(), match.end(), "BIRTHDATE", "date de naissance", match.group())


def _dates_unaccented(text: str, folded: str) -> str:
    """Return the text with the months folded and every other word as written, so that « né » is not « ne »."""
    return _MONTH_LIKE.sub(lambda m: folded[m.start() : m.end()], text)
