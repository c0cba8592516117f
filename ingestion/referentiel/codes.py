"""Codes and labels that the wording starts with: « Bloc 1 : », « Activité 1.2 », « C1.1 – »."""

import re
from dataclasses import dataclass

from assistant.text.french import fold

_AFTER = r"\s*(?:[.:)\u2013\u2014-]\s*)*"
_BLOC = re.compile(
    rf"(?:rncp\s?\d+\s*[-–]?\s*)?(?:bloc(?:\s+de\s+competences?)?\s*(?:n°|n\.|numero)?\s*(?:bc|b)?|bc|b)\s*0*(?P<number>[1-9]\d?)(?![\d.]|\s*(?:a|et|ou|,)\s*\d){_AFTER}"
)
_FONCTION = re.compile(rf"fonctions?\s*(?:n°|numero)?\s*f?(?P<number>\d{{1,2}})(?![\d.]\d){_AFTER}")
_ACTIVITE = re.compile(
    rf"(?:activites?\s*(?:n°|numero)?\s*(?:a\s?)?|a\s?\.?)(?P<major>\d{{1,2}})(?:\s?[.-]\s?(?P<minor>\d{{1,2}}))?(?!\d|\.\d|\s?%){_AFTER}"
)
_BARE = re.compile(rf"(?P<major>\d{{1,2}})\.(?P<minor>\d{{1,2}})(?!\d|\.\d|\s?%){_AFTER}")
_COMPETENCE = re.compile(
    rf"(?:(?:competences?\s*(?:n°|numero)?\s*)(?:c\s?\.?\s?)?|c\s?\.?\s?)?(?P<major>\d{{1,2}})[.-](?P<minor>\d{{1,2}})(?!\d|[.-]\d|\s?%){_AFTER}"
)
_OTHER_COMPETENCE = re.compile(
    rf"(?:competences?\s*(?:n°|numero)?\s*(?:c\s?\.?\s?)?|c\s?\.?\s?)(?P<code>\d{{1,3}}(?:[.-]\d{{1,2}}){{0,3}}(?:[.-]?[a-z])?)(?![\w%]){_AFTER}"
    rf"|(?P<plain>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\s*[.:)–—-]\s*(?=[^\W\d_])"
)
_CRITERE = re.compile(
    rf"(?:criteres?\s*(?:n°\s*)?|b\d{{1,2}}\s?-\s?c|c(?:e|r)\s?)\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}(?!\d){_AFTER}(?=[^\W\d_])"
)
_INLINE_LABEL = re.compile(r"(?<=[\s.:;])(?:activite|bloc)\s+(?:n°\s*)?[ab]?\d")
_INLINE_CODE = re.compile(r"(?<=\s)c?\s?(?P<major>\d{1,2})\.(?P<minor>\d{1,2})(?:\s*[.:)–—-])*\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """A code found at the start of a wording, and the wording without it."""

    written: str
    major: int | None
    minor: int | None
    rest: str


def bloc_label(text: str) -> Label | None:
    """Return the number of a bloc and its intitulé (« RNCP1234BC02 – Vendre »)."""
    return _label(_BLOC, text, "number")


def fonction_label(text: str) -> Label | None:
    """Return the number of a fonction and its intitulé."""
    return _label(_FONCTION, text, "number")


def activite_label(text: str) -> Label | None:
    """Return the number of an activité, with one or two levels, and its intitulé."""
    return _label(_ACTIVITE, text, "major") or _label(_BARE, text, "major")


def competence_label(text: str) -> Label | None:
    """Return the number of a compétence; without major and minor when it is not of the form « 1.2 »."""
    label = _label(_COMPETENCE, text, "major")
    if label is not None:
        return label
    match = _OTHER_COMPETENCE.match(fold(text))
    return Label(_written(text, match), None, None, text[match.end() :].strip()) if match else None


def without_critere_code(text: str) -> str:
    """Return the wording of a critère without a code of its own (« CE1.2 – »)."""
    match = _CRITERE.match(fold(text))
    return text[match.end() :].strip() if match else text


def split_at_labels(text: str) -> list[str]:
    """Cut a line before each « Activité 1.1 » or « Bloc 2 » that does not start it."""
    folded = fold(text)
    return _cut(text, [m.start() for m in _INLINE_LABEL.finditer(folded) if text[m.start()].isupper()])


def split_at_codes(text: str) -> list[str]:
    """Cut a line before each compétence number that follows the previous one (« 1.1. … 1.2. … »)."""
    first = _label(_COMPETENCE, text, "major")
    if first is None or first.major is None or first.minor is None:
        return [text]
    current, places = (first.major, first.minor), []
    for match in _INLINE_CODE.finditer(fold(text)):
        found = (int(match["major"]), int(match["minor"]))
        if found == (current[0], current[1] + 1) and text[match.end()].isupper():
            places.append(match.start())
            current = found
    return _cut(text, places)


def _cut(text: str, places: list[int]) -> list[str]:
    starts = [0, *places]
    return [kept for a, b in zip(starts, [*places, len(text)], strict=True) if (kept := text[a:b].strip())]


def _label(pattern: re.Pattern[str], text: str, major: str) -> Label | None:
    match = pattern.match(fold(text))
    if match is None:
        return None
    minor = match.groupdict().get("minor")
    return Label(_written(text, match), int(match[major]), int(minor) if minor else None, text[match.end() :].strip())


def _written(text: str, match: re.Match[str]) -> str:
    return text[: match.end()].strip(" .:)–—-")
