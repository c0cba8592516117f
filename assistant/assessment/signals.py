"""What shows in a sentence, whatever its subject: forms of evidence, agency, commitment."""

import re
from collections import Counter
from functools import lru_cache

from assistant.domain.base import Frozen
from assistant.text import polarity
from assistant.text.cues import CLASSES
from assistant.text.french import content, fold, terms
from assistant.text.scoring import MASKED

_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_FUNCTIONS = (
    "directeur|directrice|responsable|coordinateur|coordinatrice|coordonnateur|coordonnatrice|"
    "formateur|formatrice|formateurs|formatrices|"
    "assistant|assistante|conseiller|conseillere|referent|referente|comptable|gerant|gerante|president|"
    "presidente|tuteur|tutrice|"
    "ingenieur|chef|cheffe|charge|chargee|psychologue|secretaire|animateur|animatrice|maitre|maitres|educateur|educatrice"
)
_NOT_A_WAY = r"(?<!\bune )(?<!\bcette )(?<!\bbonne )(?<!\bmeme )(?<!\bquelle )"
"""Not before « direction » said of where one goes: « une direction suffit »."""
FORMS: dict[str, re.Pattern[str]] = {
    "montant": re.compile(CLASSES["EUR"]),
    "pourcentage": re.compile(CLASSES["PCT"]),
    "date": re.compile(
        rf"\b(?:\d{{1,2}}(?:er)?\s+)?(?:{_MONTHS})\b|\b20[0-3]\d\b|\b\d{{1,2}}/\d{{1,2}}\b|\b(?:lundi|mardi|"
        rf"mercredi|jeudi|vendredi)\b"
        r"|\bj\s?[+-]\s?\d+|\bsemaine\s+\d+|\bla\s+veille\b|\ble\s+lendemain\b|\b(?:hier|l'an\s+dernier)\b|"
        r"\brentree\b|\btrimestre\b"
    ),
    "nombre": re.compile(
        rf"(?<![\w./])\d+(?:[ .,]\d+)*\b(?![ .,/]?\d|\s*(?:k?€|%|euros?\b|{_MONTHS}))|\b(?:deux|trois|quatre|"
        rf"cinq|six|sept|huit|neuf|dix|onze|"
        r"douze|treize|quatorze|quinze|seize|vingt|trente|"
        r"quarante|cinquante|soixante|cent|mille|quinzaine|dizaine|vingtaine|trentaine|douzaine|moitie|tiers|quart)\b"
    ),
    "role": re.compile(
        r"\b(?:j'ai|j'avais|j'y|je\s+l'ai|je\s+les\s+ai|je\s+leur|je\s+lui|je\s+me\s+suis|j'etais|nous\s+avons|"
        r"on\s+a|c'est\s+moi|ma|mon|mes|notre|nos)\b"
        r"|\bj'\w+|\bje\s+(?!(?:souhaite|veillerai|serai|suis\s+convaincu|m'engage)\b)\w+"
    ),
    "acteur_nomme": re.compile(rf"\b(?:{_FUNCTIONS}|{_NOT_A_WAY}direction)s?\b|\b(?:mme|m\.|mlle|dr)\s+[\w\[]"),
    "outil": re.compile(
        r"\b(?:grille|tableau|tableur|questionnaire|fiche|fiches|trame|logiciel|plateforme|excel|moodle|livret|"
        r"carnet|formulaire|registre|affiche|"
        r"classeur|feuille|courrier|courriel|mail|compte\s+rendu|comptes\s+rendus|planning|calendrier|"
        r"retroplanning|gantt|schema|matrice|"
        r"charte|contrat|convention|avenant|protocole|convocation|enregistrement|photo|photos|dossier|cahier|"
        r"drive|guide|modele|support|supports|annexe)s?\b"
    ),
    "argument_causal": re.compile(
        r"\b(?:parce\s+qu\w*|car|puisqu\w*|c'est\s+pourquoi|en\s+raison|faute\s+de|grace\s+a|afin\s+de|"
        r"afin\s+d'|afin\s+qu\w*|pour\s+que|de\s+sorte|ce\s+qui|donc|d'ou|du\s+coup|"
        r"sinon|resultat\s*:|si\s+bien\s+qu\w*|des\s+lors|compte\s+tenu)\b"
    ),
    "alternative": re.compile(
        r"\b(?:plutot\s+qu\w*|au\s+lieu|ecarte\w*|renonce\w*|prefere\w*|a\s+defaut|l'autre\s+(?:option|solution|"
        r"piste)|alternative|abandonne\w*|retenu\w*|hesite\w*|"
        r"autre\s+(?:piste|option|solution|scenario)|scenario)\b"
    ),
    "source": re.compile(
        r"\b(?:d'apres|selon|source|lu\s+sur|legifrance|insee|dares|decret|article\s+[lrd]\b|loi\s+n|"
        r"art\.\s+[lrd]|rapport|enquete|observatoire|statistique\w*|site\s+de)\b"
    ),
    "verbatim": re.compile(r"«\s*(?:[^»\s]+\s+){3,}[^»]*»"),
    "resultat": re.compile(
        r"\b(?:sur\s+(?:les\s+)?\d+|sur\s+(?:dix|douze|quinze|vingt)|passe\w*\s+de|ramene\w*|obtenu\w*|"
        r"resultat\w*|constat\w*|a\s+(?:permis|donne|montre|confirme)|ont\s+"
        r"(?:repondu|reussi|valide|signe|demande))\b"
    ),
}
"""Forms of evidence, as regular expressions on folded text."""

CONCRETE = frozenset({"montant", "pourcentage", "date", "nombre", "acteur_nomme", "outil", "source", "verbatim", "resultat"})
"""Forms that show a situation."""
ARGUED = frozenset({"argument_causal", "alternative"})
"""Forms that show a reason."""
HARD = frozenset({"montant", "pourcentage", "date", "nombre", "verbatim"})
"""Forms that a manual, a promise or the référentiel seldom has."""
_ELSEWHERE = re.compile(
    r"\b(?:mon\s+ancien\w*|ancien\s+employeur|precedent\s+employeur|chez\s+mon|avant\s+mon\s+arrivee|"
    r"je\s+n'(?:y\s+)?(?:etais|ai)\s+pas\s+(?:ete\s+)?(?:la|associe|consulte|participe)\w*|"
    r"(?:je|nous)\s+n'(?:ai|avons|etions|en\s+connaissais)\s+\w*\s*(?:ni|pas\s+ete|pas\s+participe)|"
    r"ce\s+n'est\s+pas\s+moi|sans\s+(?:moi|nous)|n'a\s+pas\s+ete\s+de\s+mon|decide\w*\s+seule?|"
    r"pour\s+le\s+compte\s+de|un\s+(?:autre|confrere)\s+organisme|le\s+siege\s+(?:a|gere|decide)|je\s+les\s+lis|"
    r"je\s+(?:recois|decouvre)\b)"
)
_SITUATED = re.compile(
    r"\b(?:je|nous|on\s+a|mon|ma|mes|notre|nos|moi|mme|cette\s+(?:annee|session|action|promotion)|ce\s+groupe)\b|\bj'|\bm\.\s"
    r"|\b(?:ont|ete|avait|avaient|etait|etaient|eu|fait)\b"
)
_SANS_OBJET = re.compile(r"\bsans\s+objet\b|\bne\s+s'applique\s+pas\b|\bnon\s+applicable\b")
_REFERENCES = re.compile(
    r"^\W*\d{1,2}(?:(?:\.\d+)+\.?|[.)])\s|\b[abce]\d(?:\.\d+|-c\d+(?:-i\d+)?)\b"
    r"|\b(?:critere|indicateur|competence|bloc|activite|annexe|tableau|article|page)s?\s+(?:n\s?°\s?)?\d+(?:\.\d+)*"
    r"|\b(?:loi|decret|arrete|ordonnance|reforme)s?\b[^.;:]{0,40}?\b(?:19|20)\d\d\b|\b[lrd]\.\s?\d{3,4}(?:-\d+)*"
)
"""Numbers that only point at something: list marks, codes, annexes, laws."""
_MASKED = re.compile(MASKED)


class Signals(Frozen):
    """What shows in a sentence."""

    forms: frozenset[str]
    denied: bool
    promised: bool
    generic: bool
    vague: int
    elsewhere: bool
    retracted: bool
    """Whether it takes back what stands before it."""
    spared: bool
    """Whether it says that something does not apply."""

    @property
    def concrete(self) -> int:
        """Return how many different forms of evidence of a situation show."""
        return len(self.forms & CONCRETE)

    @property
    def hard(self) -> int:
        """Return how many forms show that a manual, a promise or the référentiel seldom has."""
        return len(self.forms & HARD)


@lru_cache(maxsize=8192)
def read_signals(sentence: str) -> Signals:
    """Return the signals of a sentence, a list item or a table row, whatever its case."""
    folded = _MASKED.sub(r"[\1]", fold(sentence))  # the number of a placeholder counts nothing
    bare = _REFERENCES.sub(" ", folded)
    return Signals(
        forms=frozenset(name for name, pattern in FORMS.items() if pattern.search(folded if name == "source" else bare)),
        denied=polarity.denied(folded),
        promised=polarity.promised(folded),
        generic=polarity.generic(folded),
        vague=polarity.vague_words(folded),
        elsewhere=_ELSEWHERE.search(folded) is not None,
        retracted=polarity.retracts(folded),
        spared=_SANS_OBJET.search(folded) is not None,
    )


@lru_cache(maxsize=4096)
def situated(passage: str) -> bool:
    """Tell whether someone's situation shows in the passage: a person, a past, a date or an amount."""
    folded = _REFERENCES.sub(" ", fold(passage))
    return any(pattern.search(folded) for pattern in (_SITUATED, FORMS["date"], FORMS["montant"]))


@lru_cache(maxsize=8192)
def parroting(text: str, wordings: tuple[str, ...]) -> float:
    """Return the part of the content words of the text that stand in one of the wordings."""
    own = _content(text)
    owners = _owners(wordings)
    shared = Counter(wording for term in own for wording in owners.get(term, ()))
    return max(shared.values(), default=0) / max(1, len(own))


def _content(text: str) -> list[str]:
    return [t for t in terms(content(text)) if len(t) > 2 and not t.isdigit()]


@lru_cache(maxsize=8)
def _owners(wordings: tuple[str, ...]) -> dict[str, list[int]]:
    """Return, for each content word, which of the wordings have it."""
    owners: dict[str, list[int]] = {}
    for number, wording in enumerate(wordings):
        for term in set(_content(wording)):
            owners.setdefault(term, []).append(number)
    return owners
