"""What an answer, or a passage, has of the four parts a jury looks for: contexte, action, résultat, analyse."""

import re

from assistant.assessment.signals import parroting, read_signals
from assistant.domain.base import Frozen, Span
from assistant.domain.interview import PARTS, Part
from assistant.text.french import WORD, fold, sentences

_I_DID = re.compile(
    r"\b(?:j'ai|je\s+l'ai|je\s+les\s+ai|je\s+leur\s+ai|je\s+lui\s+ai|j'y\s+ai|j'en\s+ai|je\s+me\s+suis|moi-meme|c'est\s+moi\s+qui)\b"
    r"(?!\s+(?:pense|cru|ete|eu\b|besoin|envie|peur|hate|l'impression|trouve\s+que))"
    r"|\bje\s+(?:(?:le|la|les|lui|leur)\s+)?(?!(?:pense|crois|suis|trouve|dirais|sais|souhaite|voudrais|espere|veux|peux|dois|vais|"
    r"ne|n|me|m|serai|etais|avais|pourrais|devrais|comprends|vois|ferais|ferai|referais|reste|parle)\b)\w+(?<!rai)(?<!rais)\b"
)
_PLACE = re.compile(
    r"\b(?:chez|au\s+sein|dans\s+(?:mon|notre|ma|une?|l'|le|la)\s?\w+|a\s+l'(?:atelier|agence|hopital|ecole|usine)|sur\s+(?:le\s+)?site)\b"
)
_CAME_OF_IT = re.compile(
    r"\b(?:baiss\w+|hausse\w*|augment\w+|diminu\w+|progress\w+|reussi\w*|abandonn?\w*|ramene\w*|atteint\w*|obtenu\w*|"
    r"au\s+final|finalement|au\s+bilan|du\s+coup|resultats?|est\s+passe\w*\s+(?:de|a)|sont\s+passe\w*\s+(?:de|a)|"
    r"a\s+(?:permis|change|evite|reduit|ete\s+(?:accepte|valide|refuse|signe|adopte)\w*))\b"
)
_THOUGHT = re.compile(
    r"\b(?:parce\s+qu\w*|puisqu\w*|car|c'est\s+pourquoi|en\s+raison|faute\s+de|des\s+lors|compte\s+tenu|avec\s+le\s+recul|"
    r"a\s+la\s+reflexion|je\s+re\w+rais|la\s+prochaine\s+fois|j'aurais\s+(?:du|pu|prefere)|limites?|biais|lecons?|enseignements?|"
    r"appris|compris|regrett\w+|desormais|a\s+l'avenir|rendu\s+compte|hypothese|plutot\s+qu\w*|au\s+lieu\s+de|ecarte\w*|"
    r"renonce\w*|alternative|l'autre\s+(?:option|solution|piste)|ce\s+que\s+j'en\s+retiens)\b"
)
_FEWEST_WORDS = 6
_REPEATED = 0.75
_ENOUGH_CONTEXT = 2


class Shown(Frozen):
    """A part that is there, and where."""

    part: Part
    span: Span


def parts_shown(text: str, asked: tuple[str, ...] = ()) -> tuple[Shown, ...]:
    """Return the parts that the text shows, each at its first place; words that repeat `asked` show nothing."""
    found: dict[Part, Span] = {}
    context: set[str] = set()
    for span in sentences(text):
        words = text[span.start : span.end]
        if asked and parroting(words, asked) >= _REPEATED:
            continue
        context |= _context(words)
        for part in _of_sentence(words):
            found.setdefault(part, span)
        if len(context) >= _ENOUGH_CONTEXT:
            found.setdefault("contexte", span)
    if len(WORD.findall(text)) < _FEWEST_WORDS:
        return ()
    return tuple(Shown(part=part, span=found[part]) for part in PARTS if part in found)


def parts_missing(text: str, asked: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """Return the parts that the text lacks, in the order in which a jury would ask for them."""
    shown = {s.part for s in parts_shown(text, asked)}
    return tuple(part for part in PARTS if part not in shown)


def _context(words: str) -> set[str]:
    forms = read_signals(words).forms
    found = {form for form in ("date", "acteur_nomme", "nombre", "montant") if form in forms}
    return found | ({"lieu"} if _PLACE.search(fold(words)) else set())


def _of_sentence(words: str) -> list[Part]:
    signals, folded = read_signals(words), fold(words)
    found: list[Part] = []
    if _I_DID.search(folded) and not signals.denied and not signals.promised and not signals.elsewhere:
        found.append("action")
    came = bool(signals.forms & {"resultat", "pourcentage"}) or _CAME_OF_IT.search(folded)
    if came and not signals.promised and not signals.denied:
        found.append("resultat")
    if _THOUGHT.search(folded):
        found.append("analyse")
    return found
