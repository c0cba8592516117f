"""Formal checks of a whole draft: length, required parts, empty or repeated passages, numbering, annexes."""

import re
from collections.abc import Iterator

from assistant.assessment.annexes import check_annexes
from assistant.assessment.duplicates import check_duplicates
from assistant.assessment.outline import Section, annexes_start, blocks_of, sections_of
from assistant.assessment.required_parts import check_required_parts
from assistant.domain.draft import Draft
from assistant.domain.feedback import Finding
from assistant.domain.referentiel import Bloc, Limite
from assistant.text.french import fold

_NEAR_LIMIT = 0.95
_SIGNS_A_PAGE = 3000
"""A full page of a dossier, used only where the file does not say how many pages it has."""
_PLACEHOLDER = re.compile(
    r"""\[[^\[\]]{0,60}\b(?:rediger|completer|preciser|inserer|ajouter|remplir|definir|a\ venir|nom|date|todo
    |xx+)\b[^\[\]]{0,60}\]
    |\blorem\ ipsum\b|(?<![a-z])x{3,}(?![a-z])|\btodo\b|\btbd\b|\?{3,}
    |\((?:partie\ |section\ )?a\ (?:completer|rediger|preciser|inserer)\)
    |(?:^|[:|\t])[ *_]*(?:partie\ |section\ |passage\ |paragraphe\ )?a\ (?:completer|rediger|inserer|finir)[ *_.…!]*(?=$|[|\t])
    |\b(?:texte|image|schema|tableau|photo)\ a\ inserer\b(?!\ (?:par|dans\ le\ livret))|\bvotre\ texte\ ici\b
    |\binserer\ (?:ici|votre\ texte)\b""",
    re.VERBOSE | re.MULTILINE,
)
_NUMBERING = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)(?:[.)]|\s*[-–:](?=\s)|(?<=\.\d)(?=\s))\s*(?=\D)")


def check_formal(draft: Draft, bloc: Bloc) -> tuple[Finding, ...]:
    """Return what the form of the draft calls for, in the order of the text, the limits of the bloc first."""
    limits = [finding for modalite in bloc.modalites for limite in modalite.limites for finding in _limit(draft, limite)]
    placed = [
        *check_required_parts(draft, bloc),
        *_empty_sections(draft),
        *_placeholders(draft),
        *check_duplicates(draft),
        *_numbering(draft),
        *check_annexes(draft),
    ]
    return (*limits, *sorted(placed, key=lambda f: (f.start or 0, f.code)))


def _limit(draft: Draft, limite: Limite) -> Iterator[Finding]:
    if limite.kind == "caracteres_max":
        yield _characters(draft, limite.value)
    elif limite.kind == "pages":
        yield _pages(draft, limite.value)


def _characters(draft: Draft, most: int) -> Finding:
    whole, annexes = len(draft.text), annexes_start(draft)
    body = whole if annexes is None else len(draft.text[:annexes].rstrip())
    counted = f"{_n(whole)} caractères espaces compris, tableaux et notes inclus"
    if annexes is not None:
        counted += f" ({_n(body)} sans les annexes)"
    if body > most:
        severity, advice = "erreur", f"La limite est de {_n(most)} : il faut en retirer au moins {_n(body - most)}."
    elif whole > most:
        severity = "attention"
        advice = f"La limite de {_n(most)} n’est respectée que sans les annexes : vérifiez avec votre tuteur si elles comptent."
    elif whole > most * _NEAR_LIMIT:
        severity, advice = (
            "attention",
            f"Vous approchez de la limite de {_n(most)} : gardez une marge, car un autre logiciel peut compter un peu plus.",
        )
    else:
        severity, advice = "info", f"La limite de {_n(most)} est respectée."
    return Finding(
        code="longueur-caracteres",
        severity=severity,
        message=f"Votre texte compte {counted}. {advice}",
        expected=_n(most),
        found=_n(whole),
    )


def _pages(draft: Draft, most: int) -> Finding:
    if draft.pages_are == "counted" and draft.pages is not None:
        pages, how = draft.pages, "compte"
    elif draft.pages is not None:
        pages, how = (
            draft.pages,
            "compterait, d’après le fichier," if draft.pages_are == "stored" else "compterait, par estimation,",
        )
    else:
        pages, how = max(1, round(len(draft.text) / _SIGNS_A_PAGE)), "compterait, par estimation à partir de sa longueur, environ"
    sure = draft.pages_are == "counted"
    said = f"Votre document {how} {pages} page{'s' if pages > 1 else ''} pour {most} attendues."
    if pages > most:
        advice = " Réduisez-le ou déplacez des détails en annexe." if sure else " Vérifiez ce nombre dans votre version imprimée."
        severity = "erreur" if sure else "attention"
    else:
        severity = "info"
        advice = "" if sure else " Vérifiez ce nombre dans votre version imprimée."
    return Finding(
        code="longueur-pages",
        severity=severity,
        message=said + advice,
        expected=str(most),
        found=str(pages),
    )


def _n(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def _empty_sections(draft: Draft) -> Iterator[Finding]:
    sections = [s for s in sections_of(draft) if s.heading is not None]
    for index, section in enumerate(sections):
        following = sections[index + 1] if index + 1 < len(sections) else None
        if not _has_words(draft, section) and not _introduces(section, following, index) and section.heading is not None:
            yield Finding(
                code="section-vide",
                severity="attention",
                message=f"La partie « {section.title} » n’a pas de texte. Rédigez-la ou retirez son titre.",
                start=section.heading.start,
                end=section.heading.end,
            )


def _has_words(draft: Draft, section: Section) -> bool:
    return any(any(c.isalnum() for c in draft.slice(block.span)) for block in section.blocks)


def _introduces(section: Section, following: Section | None, index: int) -> bool:
    """Tell whether an empty heading is the title of the document or of the deeper parts that follow."""
    if following is None:
        return index == 0
    return following.level > section.level or index == 0 or bool(re.match("annexes?$|sommaire|table des", fold(section.title)))


def _placeholders(draft: Draft) -> Iterator[Finding]:
    folded = fold(draft.text)
    for match in _PLACEHOLDER.finditer(folded):
        words = draft.text[match.start() : match.end()]
        start = match.start() + len(words) - len(words.lstrip(" :|\t*_\n"))
        end = match.end() - (len(words) - len(words.rstrip(" *_")))
        yield Finding(
            code="texte-a-completer",
            severity="erreur",
            message=f"Il reste un passage à compléter : « {draft.text[start:end]} ». "
            "Rédigez-le ou retirez-le avant de déposer votre dossier.",
            start=start,
            end=end,
            found=draft.text[start:end],
        )


def _numbering(draft: Draft) -> Iterator[Finding]:
    """Yield the headings whose number does not follow the one before at the same depth."""
    last: dict[tuple[int, ...], int] = {}
    for block in blocks_of(draft):
        title = fold(" ".join(draft.slice(block.span).split())).lstrip("# *") if block.kind == "heading" else ""
        match = _NUMBERING.match(title)
        if match is None:
            continue
        numbers = tuple(int(n) for n in match[1].split("."))
        parent, number = numbers[:-1], numbers[-1]
        previous = last.get(parent)
        if previous is not None and number != previous + 1:
            yield _numbering_finding(block.start, block.end, (match[1], ".".join(map(str, (*parent, previous)))))
        last = {key: value for key, value in last.items() if key[: len(numbers)] != numbers}
        last[parent] = number


def _numbering_finding(start: int, end: int, numbers: tuple[str, str]) -> Finding:
    current, previous = numbers
    return Finding(
        code="numerotation",
        severity="info",
        message=f"Le titre numéroté {current} suit le titre {previous} : la numérotation saute, recule ou se répète. "
        "Reprenez-la.",
        start=start,
        end=end,
        found=current,
    )
