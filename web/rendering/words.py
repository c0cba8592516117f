"""The French wording that every form of a reading shares."""

import re
from collections.abc import Mapping
from datetime import date

from assistant.domain.base import Frozen
from assistant.domain.feedback import Etat, Niveau
from assistant.domain.grille import Basis, Grille
from assistant.domain.referentiel import Referentiel

NBSP = "\u00a0"
NARROW = "\u202f"


class IndicateurLabel(Frozen):
    """How an indicateur is named to a candidate."""

    label: str
    description: str
    expert: bool = False
    """Whether it comes from what jurys expect, and not from the référentiel."""
    advice: str = ""
    """What to do where it is not shown well enough; empty when the grille does not say."""


class Labels(Frozen):
    """The words behind the codes of a report."""

    blocs: Mapping[str, str] = {}
    criteres: Mapping[str, str] = {}
    indicateurs: Mapping[str, IndicateurLabel] = {}

    def bloc(self, code: str) -> str:
        """Return the intitulé of a bloc, without the code; empty when it has none."""
        return self.blocs.get(code, "")

    def critere(self, code: str) -> str:
        """Return the wording of a critère, or its code when the référentiel does not have it."""
        return self.criteres.get(code, code)

    def indicateur(self, code: str) -> IndicateurLabel:
        """Return the label of an indicateur; an unknown one is named by its code."""
        return self.indicateurs.get(code) or IndicateurLabel(label=f"élément attendu {code}", description="")


def labels_from(referentiel: Referentiel, grille: Grille) -> Labels:
    """Gather the words needed to show a reading of the bloc of that grille."""
    worded = {critere.code: critere.texte for critere in grille.criteres}
    worded |= {critere.code: critere.texte for bloc in referentiel.blocs for critere in bloc.criteres}
    named = {
        indicateur.code: IndicateurLabel(
            label=indicateur.label,
            description=indicateur.description,
            expert=indicateur.basis is Basis.EXPERT,
            advice=indicateur.advice,
        )
        for critere in grille.criteres
        for indicateur in critere.indicateurs
    }
    return Labels(blocs={b.code: b.intitule for b in referentiel.blocs}, criteres=worded, indicateurs=named)


NIVEAU_SHAPES: Mapping[Niveau, str] = {
    Niveau.ABSENT: "○",
    Niveau.EVOQUE: "◌",
    Niveau.PARTIEL: "◐",
    Niveau.DEMONTRE: "●",
    Niveau.NON_EVALUABLE: "◇",
}
ETAT_WORDS: Mapping[Etat, str] = {
    Etat.ATTESTE: "attesté",
    Etat.PARTIEL: "partiel",
    Etat.EVOQUE: "évoqué",
    Etat.ABSENT: "non trouvé",
    Etat.CONTREDIT: "le texte dit le contraire",
    Etat.SANS_OBJET: "sans objet ici",
}
SEVERITY_WORDS: Mapping[str, str] = {"info": "à noter", "attention": "à vérifier", "erreur": "à corriger"}
FAMILIES: Mapping[str, str] = {
    "warnings": "À savoir sur cette lecture",
    "formal": "Forme et parties demandées",
    "genre": "Manière d’écrire",
    "arithmetic": "Calculs et tableaux",
    "outdated": "Règles qui ont changé",
}
PAGES_WORDS: Mapping[str | None, str] = {
    "counted": "comptées",
    "stored": "d’après le fichier",
    "estimated": "estimation",
    None: "estimation",
}
ASSESSOR_WORDS: Mapping[str, str] = {
    "embedded": "évaluateur intégré",
    "model": "modèle de langue",
    "panel": "évaluateur intégré et modèle de langue",
}
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
PASSAGE_WORD = "lu sur un passage"
EXPERT_NOTE = "attendu par beaucoup de jurys"
EXEMPLAR_NOTE = "pour s’en inspirer, pas pour recopier"


def sureness(confidence: float) -> str:
    """Say in words how sure a reading is."""
    if confidence >= 0.8:
        return "lecture sûre"
    if confidence >= 0.6:
        return "lecture assez sûre"
    return "lecture peu sûre, à vérifier avec votre tuteur"


def french_date(iso: str) -> str:
    """Return « 1er novembre 2026 » for `2026-11-01`, « mai 2026 » for `2026-05`; anything else comes back as it is."""
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", iso):
        return f"{_MONTHS[int(iso[5:]) - 1]} {iso[:4]}"
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day}{'er' if day.day == 1 else ''}{NBSP}{_MONTHS[day.month - 1]} {day.year}"


def counted(quantity: int, singular: str, plural: str) -> str:
    """Return « 1 mot », « 1 204 mots », with the spaces that French numbers take."""
    number = f"{quantity:,}".replace(",", NARROW)
    return f"{number}{NBSP}{singular if abs(quantity) < 2 else plural}"


_TYPOGRAPHY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[^\W\d_])'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{NBSP}"),
    (re.compile(r"[ \u00a0\u202f]*»"), f"{NBSP}»"),
    (re.compile(r"(?<=\S)[ \u00a0\u202f]+(?=[;!?])"), NARROW),
    (re.compile(r"(?<=\S)[ \u00a0\u202f]+(?=:)"), NBSP),
    (re.compile(r"(?<=\d) (?=(?:€|%|h\b|k€|kg\b|\d{3}\b))"), NARROW),
    (re.compile(r"(?<=\bn°) "), NBSP),
)


def typeset(text: str) -> str:
    """Return our own words with French typographic apostrophes and no-break spaces.

    Quotes from a draft are never passed through it: they stay as they were written.
    """
    for pattern, replacement in _TYPOGRAPHY:
        text = pattern.sub(replacement, text)
    return text
