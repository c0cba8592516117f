"""Tells text that speaks to whoever judges it from text that reports work.

Not an alarm: honest dossiers quote instructions. What looks like an order merely cannot be
the ground on which a language model raises a reading, and a plain one is not read.
"""

import re
import unicodedata
from functools import lru_cache

from assistant.text.french import fold

_LABEL = r"(?:demontrees?|demontres?|attestes?|attestees?|evoques?|partiels?|non_evaluable|sans_objet|demonstrated|attested)"
_WHO = (
    r"(?:evaluat(?:eur|rice|ion)|correct(?:eur|rice)|lecteur|lecture|jury|jure|examinat\w+|assistant|modele|algorithme|systeme|"
    r"system|robot|outil|moteur|reader|grader|model|assessor|reviewer|judge|examiner|prompt|bareme|consignes?)"
)
_ORDER = re.compile(
    "|".join(
        (
            r"\bdemontre\b(?!-)|\ble\s+plus\s+haut\b|\bhighest\s+level\b",
            rf"(?:«|\"|=|:|\||→|niveau|etat|mention)\W{{0,3}}\b{_LABEL}\b",
            r"\b(?:ignore[rz]?|oublie[rz]|passe[rz]?\s+outre|ne\s+(?:tenez|tiens)\s+(?:pas\s+)?compte|disregard|override)\b",
            r"\b(?:validez|declarez|attribuez|accordez|attestez|concluez|rehaussez|relevez|mentionnez|considerez)\b",
            r"\b(?:niveau|level|note|mention|avis|verdict)\W+(?:\w+\W+){0,3}(?:maximum|maximal\w*|favorable|le\s+meilleur)\b",
            rf"\b(?:a\s+l'(?:attention|intention|usage)\s+d\W?|note\s+(?:a|au|pour)\s+)(?:\w+\W+){{0,3}}{_WHO}\b",
            r"\b(?:json|base64|rot13|prompt)\b|https?://|!\[|<\W?\w+\W?>|[{=]\s*\"|^\s*(?:system|user|assistant)\b",
        )
    )
)
_JUDGING = re.compile(
    r"\b(demontr\w*|attest\w{0,3}|niveau\w?|lect(?:ure|eur|rice)|lire|lisez|jur[ye]s?|grilles?|bareme|criteres?|manques?|preuves?|"
    r"confiance|consignes?|evaluat\w+|not(?:ez|er)|absen[ct]e?s?|indicateurs?|valide[rz]?|conclusion|candidat\w?|passage|bloc|"
    r"favorable|excellent\w?|levels?|criteri\w+|reader|readers|grad(?:e|es|er|ing)|rubric|evidence|automat\w+|demonstrat\w+|"
    r"missing|marks?|jurys?|examiners?|partial|inspecteur|certificateur|direction|retrograder|appreciation)\b"
)
_MANY = 2
"""Different words of judging from which a short text is about its own judgement."""
_CODED = 3
"""Words with figures for letters from which a text is a disguise."""
_REACH = 240
"""Characters in which the words of judging must be found together."""
_LONG_WORD = re.compile(r"[A-Za-z0-9+/=]{36,}|(?:\b[0-9a-f]{2}\s){12,}")
_LEET = re.compile(r"\b[a-z]*[a-z]\d+[a-z]+\w*\b|\b\d+[a-z]+\d+\w*\b")
_ODD_SCRIPTS = re.compile(r"[\u0370-\u052f\u115f\u1160\u3164\ufe00-\ufe0f]")
_SOFT_HYPHEN = "\u00ad"


def addresses_the_reader(text: str) -> bool:
    """Tell whether a text seems to tell its reader what to conclude, or to hide what it says; one honest text in twenty does."""
    if gives_orders(text):
        return True
    folded = fold(unicodedata.normalize("NFKC", _bare(text)))
    return any(_about_judging(folded[n : n + _REACH]) for n in range(0, max(1, len(folded) - _REACH // 2), _REACH // 2))


@lru_cache(maxsize=8192)
def gives_orders(text: str) -> bool:
    """Tell whether a text plainly orders its reader about, or hides what it says; four honest texts in a thousand do."""
    bare = _bare(text)
    if len(text) - len(bare) - text.count(_SOFT_HYPHEN) > 0 or _ODD_SCRIPTS.search(text) or _LONG_WORD.search(bare):
        return True
    folded = fold(unicodedata.normalize("NFKC", bare))
    return len(_LEET.findall(folded)) >= _CODED or _ORDER.search(folded) is not None


def _bare(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c != _SOFT_HYPHEN)


def _about_judging(folded: str) -> bool:
    return len({word[:6] for word in _JUDGING.findall(folded)}) >= _MANY
