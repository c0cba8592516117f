"""Modalités: where one ends and the next begins, and the limits that they state."""

import re
from collections.abc import Iterable, Iterator

from assistant.domain.referentiel import Limite, Modalite
from assistant.text.french import fold
from assistant.text.numbers import NUMBER, parse_number
from ingestion.referentiel.grid import Line
from ingestion.referentiel.items import read_items

_UNITS = re.findall(
    r"[a-z-]+",
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
)
_TENS = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_VALUES = {word: value for value, word in enumerate(_UNITS)} | _TENS | {"une": 1, "et": 0}
_WORD = "(?:" + "|".join(sorted([*_VALUES, "cent", "cents", "mille"], key=len, reverse=True)) + ")"
_NUM = rf"(?:{NUMBER}|\b{_WORD}(?:[ -]{_WORD}){{0,6}}\b)"
_RANGE = rf"(?:{_NUM}(?:\s+(?:a|ou|-|–)\s+|(?<=\d)[-–](?=\d)))?(?P<number>{_NUM})(?:\s*\(\s*\d[\d ]*\))?"
_BEFORE = r"(?:(?:maximum|max\.?|au maximum|au plus|pas plus|limitee? a|jusqu'a)(?:\s*:)?\s+(?:de\s+|d'\s*)?)?"
_AFTER = r"(?:\s*\(?(?:au\s+)?(?:maximum|maximal(?:e|es)?|maxi|max\b\.?|au plus)\)?)?"
_SPACED = r"espaces?\s+(?:non\s+)?(?:compris|inclus)(?:es)?"
_SPACES = rf"(?:\s*\({_SPACED}\)|,?\s*{_SPACED})?"
_CARACTERES = re.compile(rf"{_BEFORE}{_RANGE}\s*(?:caracteres|signes)\b{_SPACES}{_AFTER}")
_PAGES = re.compile(rf"{_BEFORE}{_RANGE}\s*pages?\b{_AFTER}")
_MINUTES = re.compile(rf"{_BEFORE}{_RANGE}\s*(?:minutes?|min|mn)\b\.?{_AFTER}")
_HOURS = re.compile(
    rf"{_BEFORE}(?:(?P<half>une? demi-heure|une demi heure)|(?P<quarters>trois quarts d'heure)|(?P<quarter>un quart d'heure)"
    rf"|{_RANGE}\s*h(?:eures?)?\b(?:\s*(?P<more>et demie|[0-5]\d\b))?|(?P<short>\d)h(?P<past>[0-5]\d)\b){_AFTER}"
)
_OF_JURY = r"(?:\s+(?:de\s+l'equipe\s+pedagogique|du\s+jury|d'un\s+jury))"
_JURY = re.compile(
    rf"(?P<number>{_NUM})(?:\s*\(\s*\d+\s*\))?\s*(?:(?:examinateurs?|evaluateurs?|jures?)\b{_OF_JURY}?|(?:membres?|formateurs?|professionnels?){_OF_JURY})"
    rf"|\bjury\s+(?:est\s+)?(?:compose\s+)?(?:de|d')\s*(?P<members>{_NUM})\s+(?:membres|professionnels|personnes|formateurs)\b"
)
_MINIMUM = re.compile(r"(?:minimum|au moins|plus de)\s*(?:de\s+|d'\s*)?$")
_LONGEST_EXAM = 8 * 60

_JOINTS = frozenset({"et", "ou", "et/ou", "puis", "+", "&", "ainsi que", "et enfin"})
_INLINE_JOINT = re.compile(r"(?<=[.;)])\s+et\s+(?=[A-ZÀ-Ý])")
_HEAD = re.compile(
    r"(?:une? )?(?:cas pratique|controle|devoir|dossier|ecrit|entretien|epreuve|etude de cas|evaluation|examen|expose|grand oral"
    r"|mises? en situation|memoire|oral|portfolio|presentation|production|projet|qcm|questionn(?:aire|ement)"
    r"|quiz|rapport|soutenance|travail|travaux)\b"
)


def number_value(written: str) -> int | None:
    """Return the whole number written in digits or in French words, or None."""
    folded = fold(written).strip()
    if folded[:1].isdigit():
        value = parse_number(folded)[0]
        return int(value) if value == value.to_integral_value() and value < 10**9 else None
    total = current = 0
    for word in re.split(r"[ -]", re.sub(r"dix-(sept|huit|neuf)", lambda m: str(m.group()).replace("-", "_"), folded)):
        plain = word.replace("_", "-")
        if plain == "mille":
            total, current = total + max(current, 1) * 1000, 0
        elif plain in ("cent", "cents"):
            current = max(current, 1) * 100
        elif plain in ("vingt", "vingts") and current % 100 == 4:
            current += 76
        elif plain in _VALUES:
            current += _VALUES[plain]
        else:
            return None
    return total + current


def limites_in(texte: str) -> tuple[Limite, ...]:
    """Return the limits that a modality states, in order, each with the words that state it."""
    folded = fold(texte)
    found = [*_counted("caracteres_max", _CARACTERES, folded), *_counted("pages", _PAGES, folded)]
    found += [*_counted("minutes", _MINUTES, folded), *_hours(folded)]
    found += _counted("examinateurs", _JURY, folded)
    limites: list[Limite] = []
    for start, end, kind, value in sorted(found):
        if all((known.kind, known.value) != (kind, value) for known in limites):
            limites.append(Limite.model_validate({"kind": kind, "value": value, "texte": texte[start:end]}))
    return tuple(limites)


def _counted(kind: str, pattern: re.Pattern[str], folded: str) -> Iterator[tuple[int, int, str, int]]:
    for match in pattern.finditer(folded):
        value = number_value(match["number"] or match["members"])
        if value and not _MINIMUM.search(folded, max(0, match.start() - 14), match.start()):
            yield match.start(), match.end(), kind, value


def _hours(folded: str) -> Iterator[tuple[int, int, str, int]]:
    for match in _HOURS.finditer(folded):
        minutes = _minutes(match)
        if minutes and minutes <= _LONGEST_EXAM:
            yield match.start(), match.end(), "minutes", minutes


def _minutes(match: re.Match[str]) -> int:
    for group, minutes in (("half", 30), ("quarters", 45), ("quarter", 15)):
        if match[group]:
            return minutes
    if match["short"]:
        return int(match["short"]) * 60 + int(match["past"])
    more = match["more"] or "0"
    return (number_value(match["number"]) or 0) * 60 + (30 if more == "et demie" else int(more))


def read_modalites(lines: Iterable[Line]) -> tuple[Modalite, ...]:
    """Return the modalités of a cell: « et » between paragraphs, bullets and new kinds of test separate them."""
    groups: list[list[str]] = [[]]
    under = False
    for item in read_items(lines).items:
        if fold(item.text).strip(" :.") in _JOINTS:
            groups.append([])
            continue
        under = item.bulleted and (under or (bool(groups[-1]) and groups[-1][-1].endswith(":")))
        if not under and groups[-1] and (item.bulleted or _HEAD.match(fold(item.text))):
            groups.append([])
        first, *others = _INLINE_JOINT.split(item.text)
        groups[-1].append(f"- {first}" if under else first)
        groups += [[other] for other in others]
    textes = [" ".join(group) for group in groups if group]
    return tuple(Modalite(texte=texte, limites=limites_in(texte)) for texte in dict.fromkeys(textes))
