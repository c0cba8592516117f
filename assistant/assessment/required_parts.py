"""The parts that the modality of a bloc asks for, looked for in headings and in the text."""

import re
from dataclasses import dataclass

from assistant.assessment.outline import sections_of
from assistant.domain.draft import Draft
from assistant.domain.feedback import Finding
from assistant.domain.referentiel import Bloc
from assistant.text.french import fold, terms

_ASKED = re.compile(
    r"\b(?:production|document|dossier|ecrit|rapport|note|synthese)s? [^.]{0,80}?"
    r"\b(?:synthetisant|comprenant|comportant|precisant|contenant|composee? de|presentant) (?P<parts>[^.]{10,400})"
)
_SPLIT = re.compile(r",\s*(?:et\s+)?|\s+et\s+(?=l[ea]s?\b|l'|une?\b|des\b)")
_ARTICLE = re.compile(r"^(?:les?|la|l'|une?|des|du|de la)\s*")
_SAID_AS = {
    "contexte": r"contexte|commanditaire|demandeur|client|entreprise|organisme|association|structure|demande|situation"
    r"|territoire",
    "methodologie": r"methodo|methode|demarche|entretien|enquete|questionnaire|observ|document\w* (?:lu|consult|etudi)"
    r"|recueil|interrog|rencontr|analys|regard|ecout|demand|visit|\bsuivi|\bparle|\blu\b|not[e] ",
    "resultats": r"resultat|constat|diagnosti|ressort|besoins?\b|il apparait|conclu|j'ai (?:vu|compris|appris|releve"
    r"|retenu)|montr|synthese",
    "offre": r"\boffre|\bpropos|\bdevis|programme|objectifs?\b|deroule|tarif|\bprix\b|seances?\b|\bjours? de formation"
    r"|groupes? de \w+ |formation de \d",
    "cahier": r"cahier des charges|exigences?|consultation|appel d'offres",
}
"""Words by which candidates, who seldom use the noun of the modality, show that a part is there."""


@dataclass(frozen=True)
class _Part:
    shown: str
    """The words of the modality."""
    alternatives: tuple[str, ...]


def check_required_parts(draft: Draft, bloc: Bloc) -> list[Finding]:
    """Return the parts the modality names of which no heading and no sentence shows a trace."""
    headings = fold(" \n ".join(s.title for s in sections_of(draft)))
    text = fold(draft.text)
    missing = [part for part in _parts(bloc) if not any(_traced(noun, headings, text) for noun in part.alternatives)]
    return [
        Finding(
            code="partie-attendue",
            severity="attention",
            message=f"Je n’ai pas trouvé la partie « {part.shown} », que la modalité d’évaluation demande. "
            "Ajoutez-la, ou donnez-lui un titre qui la fasse reconnaître.",
            expected=part.shown,
        )
        for part in missing
    ]


def _parts(bloc: Bloc) -> list[_Part]:
    parts = []
    for modalite in bloc.modalites:
        asked = _ASKED.search(fold(modalite.texte))
        if asked is None:
            continue
        start = asked.start("parts")
        for piece in _pieces(asked["parts"]):
            shown = modalite.texte[start + piece[0] : start + piece[1]].strip()
            names = [_ARTICLE.sub("", name.strip()) for name in fold(shown).split(" ou ")]
            parts.append(_Part(re.sub(r"^(?:les?|la|une?|des)\s+|^l['’]", "", shown), tuple(filter(None, names))))
    return parts


def _pieces(parts: str) -> list[tuple[int, int]]:
    begin, pieces = 0, []
    for match in _SPLIT.finditer(parts):
        pieces.append((begin, match.start()))
        begin = match.end()
    pieces.append((begin, len(parts)))
    return [(a, b) for a, b in pieces if parts[a:b].strip()]


def _traced(name: str, headings: str, text: str) -> bool:
    """Tell whether a heading names the part, or the text uses its vocabulary at least twice."""
    noun = next(iter(re.findall(r"[a-z-]{4,}", name)), name)
    known = next((words for stem, words in _SAID_AS.items() if noun.startswith(stem)), None)
    pattern = re.compile(known or rf"\b{re.escape((terms(noun) or [noun])[0])}")
    return pattern.search(headings) is not None or len(pattern.findall(text)) >= 2
