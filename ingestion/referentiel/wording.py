"""What the wording of a compétence is made of."""

import re
from itertools import pairwise

from assistant.domain.referentiel import Competence
from assistant.text.french import fold

_FINALITE = re.compile(r"\bafin (?:de\b|d'|que\b|qu')")
_PRONOUNS = r"(?:(?:les?|la|se|leur|lui|y|en|nous|vous) |[ls]'(?:y |en )?)?"
_MOYENS = re.compile(rf"(?:\btout |\bnotamment )?\ben (?:n'|ne )?{_PRONOUNS}(?P<verb>[a-z-]*ant)(?:-[a-z]+)?\b")
_NOT_GERUND = re.compile(
    r"avant|(?:au)?tant|instant|quant|pendant|durant|enfant|volant|courant|devant|couchant|levant|montant|croissant|restaurant"
    r"|debutant|ascendant|descendant|amiant|constant|suffisant|independant|.{1,4}"
)
_INFINITIVE = re.compile(r"(?:ne pas |s'|se |en )?(?P<verb>[a-z-]{2,}(?:er|ir|oir|re))(?:\b|$)")
_NOT_INFINITIVE = re.compile(
    r"atelier|avenir|cahier|calendrier|chantier|chapitre|centre|cadre|critere|dernier|dossier|entre|contre|registre|fichier|hier|leur|livre"
    r"|maitre|matiere|memoire|metier|nature|ordre|papier|premier|procedure|quatre|semestre|titre|trimestre|votre|notre|autre|mesure|lettre"
    r"|(?:infra)?structure|culture|heure|facture|hiver|janvier|fevrier|(?:septem|octo|novem|decem)bre|secondaire|salaire|formulaire|stagiaire"
)


def split_competence(code: str, texte: str) -> Competence:
    """Return the compétence with its action, its finalité (« afin de ») and its moyens (« en » + gerund)."""
    folded = fold(texte)
    depths = _depths(texte)
    finalite = next((m.start() for m in _FINALITE.finditer(folded) if depths[m.start()] == 0), None)
    moyens = next((m.start() for m in _MOYENS.finditer(folded) if _is_gerund(m) and depths[m.start()] == 0), None)
    places = sorted(place for place in (finalite, moyens) if place)
    ends = dict(pairwise([*places, len(texte)]))
    action = _part(texte, 0, places[0] if places else len(texte))
    return Competence(
        code=code,
        texte=texte,
        action=action,
        finalite=_part(texte, finalite, ends[finalite]) if finalite in ends and finalite else None,
        moyens=_part(texte, moyens, ends[moyens]) if moyens in ends and moyens else None,
    )


def _is_gerund(match: re.Match[str]) -> bool:
    return _NOT_GERUND.fullmatch(match["verb"]) is None


def _depths(text: str) -> list[int]:
    """Parentheses open at each place: what they hold does not cut the sentence."""
    depths, depth = [], 0
    for character in text:
        depth = max(0, depth + (character in "([") - (character in ")]"))
        depths.append(depth)
    return depths


def _part(text: str, start: int, end: int) -> str:
    part = text[start:end].strip(" ,;")
    part = re.sub(r"[ ,;]+(?:et|ou)$", "", part)
    return part if part.endswith("..") else part.rstrip(" .")


def starts_with_infinitive(text: str) -> bool:
    """Tell whether the wording begins as compétences do (« Concevoir… », « Être capable de… », « S’assurer… »)."""
    folded = fold(text).lstrip(" -•–*")
    for start in (0, _after_circumstance(folded)):
        match = _INFINITIVE.match(folded, start)
        if match and _NOT_INFINITIVE.fullmatch(match["verb"]) is None:
            return True
    return folded.startswith(("etre capable", "savoir"))


def _after_circumstance(folded: str) -> int:
    """« Dans le cadre d’un appel d’offres, identifier… » begins after the comma."""
    comma = folded.find(", ", 0, 120)
    return (
        comma + 2 if comma > 0 and re.match(r"(?:dans|a partir|en|au|pour|sur|lors|sous|avec|afin|apres|avant)\b", folded) else 0
    )
