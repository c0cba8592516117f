"""What stands around the tables: the final interview, and how the title is awarded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.domain.referentiel import EntretienFinal, PointEntretien
from assistant.text.french import fold, sentences
from ingestion.referentiel.codes import bloc_label
from ingestion.referentiel.grid import Prose
from ingestion.referentiel.items import read_items
from ingestion.referentiel.limites import limites_in
from ingestion.referentiel.report import Report

_AWARD = re.compile(
    r"\b(?:l'attribution|la delivrance|l'obtention)\s+(?:du|de la|de ce|d'un)\b"
    r"|\b(?:titre|certification|diplome|certificat)\s+(?:est|sera)\s+(?:attribue|delivre|obtenu)"
    r"|\bcapitalisation\b.{0,80}\bblocs\b"
)
_FINAL = re.compile(
    r"\b(?:entretien final|cet entretien)\b|\bentretien\b.{0,80}\b(?:jury|minutes|heure)\b"
    r"|\b(?:jury|minutes|heure)\b.{0,80}\bentretien\b"
)
_CODE = re.compile(r"(?:point\s*)?e?\s?\d{1,2}\s*[.:)–—-]\s*")
_TITLE = re.compile(r"(?:intitule(?: (?:du titre|de la certification|du diplome))?|titre|certification|diplome)\s*:\s*(?=\S)")
_REACH = 2
"""How many lines may stand between the mention of the interview and the list of its points."""


@dataclass(slots=True)
class Surroundings:
    """What the prose says, and the lines of it that say nothing we keep."""

    intitule: str | None = None
    entretien: EntretienFinal | None = None
    attribution: str | None = None
    left: list[Prose] = field(default_factory=list)


def read_surroundings(prose: Sequence[Prose], report: Report) -> Surroundings:
    """Return the title, the award and the final interview found outside the tables."""
    kept: set[int] = set()
    found = Surroundings(
        intitule=_intitule(prose, kept),
        attribution=_attribution(prose, kept),
        entretien=_entretien(prose, kept),
    )
    found.left = [p for i, p in enumerate(prose) if i not in kept and bloc_label(p.line.text) is None]
    if found.left:
        places = list(dict.fromkeys(p.place for p in found.left))
        shown = ", ".join(places[:4]) + ("…" if len(places) > 4 else "")
        count = len(found.left)
        message = (
            "Une ligne hors tableau n’est pas reprise." if count == 1 else f"{count} lignes hors tableau ne sont pas reprises."
        )
        report.info(shown, message)
    return found


def _intitule(prose: Sequence[Prose], kept: set[int]) -> str | None:
    for index, part in enumerate(prose):
        match = _TITLE.match(fold(part.line.text))
        if match and len(part.line.text) < 200:
            kept.add(index)
            return part.line.text[match.end() :].strip(" .«»")
    return None


def _attribution(prose: Sequence[Prose], kept: set[int]) -> str | None:
    for index, part in enumerate(prose):
        text = part.line.text
        for span in sentences(text):
            sentence = text[span.start : span.end]
            if _AWARD.search(fold(sentence)):
                kept.add(index)
                return sentence
    return None


def _entretien(prose: Sequence[Prose], kept: set[int]) -> EntretienFinal | None:
    mentions = [i for i, part in enumerate(prose) if _FINAL.search(fold(part.line.text))]
    if not mentions:
        return None
    for mention in reversed(mentions):
        for intro in range(mention, min(mention + _REACH + 1, len(prose))):
            head, points, last = _points(prose, intro)
            if points:
                kept.update(mentions, range(mention, last + 1))
                return _made(prose, mentions, head, points)
    kept.update(mentions)
    best = next((i for i in mentions if "final" in fold(prose[i].line.text)), mentions[0])
    return _made(prose, mentions, prose[best].line.text, [])


def _made(prose: Sequence[Prose], mentions: Sequence[int], head: str, points: Sequence[str]) -> EntretienFinal:
    texts = [head, *(prose[i].line.text for i in reversed(mentions))]
    minutes = [limite.value for text in texts for limite in limites_in(text) if limite.kind == "minutes"]
    return EntretienFinal(
        minutes=minutes[0] if minutes else None,
        texte=head,
        points=tuple(PointEntretien(code=f"E{n}", texte=texte) for n, texte in enumerate(points, 1)),
    )


def _points(prose: Sequence[Prose], intro: int) -> tuple[str, list[str], int]:
    """Return the introduction, the points that it announces, and the last line that holds one."""
    first, *inline = read_items([prose[intro].line]).items
    if inline and first.text.endswith(":"):
        return first.text, [_bare(item.text) for item in inline], intro
    text = prose[intro].line.text
    if not text.endswith(":") and not _listed(prose, intro + 1):
        return "", [], intro
    last = intro
    while last + 1 < len(prose) and (
        _listed(prose, last + 1) or (text.endswith(":") and prose[last + 1].line.text[:1].islower())
    ):
        last += 1
    items = read_items(part.line for part in prose[intro + 1 : last + 1]).items if last > intro else ()
    if not any(item.bulleted for item in items):
        return text, [_bare(part.line.text) for part in prose[intro + 1 : last + 1]], last
    return text, [_bare(item.text) for item in items], last


def _listed(prose: Sequence[Prose], index: int) -> bool:
    if index >= len(prose):
        return False
    line = prose[index].line
    items = read_items([line]).items
    return line.mark != "none" or (bool(items) and items[0].bulleted) or bool(_CODE.match(fold(line.text)))


def _bare(text: str) -> str:
    match = _CODE.match(fold(text))
    return (text[match.end() :] if match else text).strip().rstrip(" ,;.")
