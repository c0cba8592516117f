"""Annexes cited without being there, or there without being cited."""

import re
from collections.abc import Iterator

from assistant.assessment.outline import blocks_of
from assistant.domain.base import Span
from assistant.domain.draft import Block, Draft
from assistant.domain.feedback import Finding
from assistant.text.french import fold

_NAME = r"(?:\d{1,2}|[A-H]|[IVX]{1,5})"
_CITED = re.compile(
    rf"\b(?i:annexes?)[ \u00a0](?:n°?[ \u00a0]?)?(?P<names>{_NAME}\b(?:(?:,\ |\ et\ |\ à\ |\ ou\ |/){_NAME}\b)*)(?!['’])"
)
_PRESENT = re.compile(rf"[#\s*_>]*(?i:annexe)\s(?:n°?\s?)?(?P<name>{_NAME})\b(?P<rest>.*)", re.DOTALL)
_CONTENTS = re.compile(r".*?(?:\.{3,}|…|\s{2,}|\t)\s*(?:p\.? ?)?\d{1,3}\s*$", re.DOTALL)
_LONGEST_TITLE = 200
_SAID = re.compile(r"\s*(?:est|sont|montre|donne|fixe|presente|reprend|contient|decrit|detaille|precise|,|\))")


def check_annexes(draft: Draft) -> list[Finding]:
    """Return the annexes that are cited and missing, and those that nothing cites."""
    present: dict[str, Span] = {}
    for block in blocks_of(draft):
        name = _presented(draft.slice(block.span), block)
        if name is not None:
            present.setdefault(name, block.span)
    cited: dict[str, Span] = {}
    for match in _CITED.finditer(draft.text):
        if not any(place.start <= match.start() < place.end for place in present.values()):
            for name in _names(match["names"]):
                cited.setdefault(name, Span(start=match.start(), end=match.end()))
    return [*_missing(draft, cited, present), *_uncited(cited, present)]


def _presented(words: str, block: Block) -> str | None:
    match = _PRESENT.fullmatch(words) if len(words) < _LONGEST_TITLE else None
    if match is None or _CONTENTS.fullmatch(words) or block.kind in ("table_row", "note"):
        return None
    if block.kind != "heading" and (len(words) > 120 or _SAID.match(fold(match["rest"])) or words.rstrip().endswith(".")):
        return None
    return match["name"]


def _names(written: str) -> list[str]:
    names = re.findall(_NAME, written)
    if len(names) == 2 and " à " in written and all(n.isdigit() for n in names):
        return [str(n) for n in range(int(names[0]), int(names[1]) + 1)]
    return names


def _missing(draft: Draft, cited: dict[str, Span], present: dict[str, Span]) -> Iterator[Finding]:
    missing = {name: place for name, place in cited.items() if name not in present}
    if not missing:
        return
    first = min(missing.values(), key=lambda place: place.start)
    names = ", ".join(sorted(missing, key=lambda name: (len(name), name)))
    if present:
        message = (
            f"Vous citez des annexes que je n’ai pas trouvées dans le document : {names}. Ajoutez-les ou corrigez leur numéro."
        )
    else:
        message = (
            f"Vous citez des annexes (n° {names}), mais le document n’en contient pas. "
            "Pensez à les joindre si elles sont dans un autre fichier."
        )
    yield Finding(
        code="annexe-absente",
        severity="attention" if present else "info",
        message=message,
        start=first.start,
        end=first.end,
        found=draft.slice(first),
    )


def _uncited(cited: dict[str, Span], present: dict[str, Span]) -> Iterator[Finding]:
    for name, place in present.items():
        if name not in cited:
            yield Finding(
                code="annexe-non-citee",
                severity="info",
                message=f"L’annexe {name} n’est citée nulle part dans le texte. Renvoyez-y là où elle sert, ou retirez-la.",
                start=place.start,
                end=place.end,
            )
