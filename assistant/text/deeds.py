"""What a sentence denies or plans in the first person, said as done: « j’ai comparé » for « je n’ai pas comparé ».

For a second look only, which bounds what the sentence itself may show: positions change, and the
French may limp. What only sounds like a denial (« je n’ai pas manqué de ») stays as it is.
"""

import re
from functools import lru_cache

from assistant.text.french import fold

_CLITICS = r"(?P<clitics>(?:(?:l|m)['’]|(?:les?|la|lui|leur|y|en|me|nous|vous)\s+)*)"
_ADVERB = (
    r"(?P<adverb>(?:donc|toujours|m[êe]me|d['’]abord|ensuite|alors|enfin|également|aussi|ainsi|pourtant|encore|moi-m[êe]me"
    r"|personnellement)\s+)?"
)
_DENIED = re.compile(
    rf"\b(?P<who>je|nous|on)\s+n(?:['’]|e\s+){_CLITICS}(?P<verb>ai|avons|a|avais|avions|avait|suis|sommes|[ée]tais|[ée]tions)\s+{_ADVERB}"
    r"(?:pas(?:\s+encore)?|jamais|rien|gu[eè]re|ni)\s+(?P<done>[^\W\d_]+)(?P<article>\s+(?:de\s+|d['’]))?",
    re.IGNORECASE,
)
_ALSO_DENIED = re.compile(r"\sni\s+(?=[^\W\d_]+(?:é|i|u|t|s)(?:es|e|s)?\b)", re.IGNORECASE)
_NOT_DEEDS = frozenset(
    "manque hesite tarde cesse oublie neglige renonce refuse empeche echoue evite regrette perdu ignore abandonne laisse".split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
"""Participles, without accents, whose denial does not take a deed back."""
_PLANNED = re.compile(
    r"\b(?P<who>je\s+|j['’]|nous\s+|on\s+)(?:pr[ée]vois|pr[ée]voyons|pr[ée]voit|compte|comptons|envisage|envisageons|souhaite|souhaitons"
    rf"|esp[eè]re|esp[ée]rons|vais|allons|va|pense|pensons|veux|voulons|dois|devons)\s+{_ADVERB}(?:de\s+|d['’])?{_CLITICS}"
    r"(?P<verb>[^\W\d_]+(?:er|ir|re))\b",
    re.IGNORECASE,
)
_ALSO_PLANNED = re.compile(
    r"(?P<link>,\s+puis|,\s+et|\s+puis|\s+et|\s+ou|,)\s+(?:de\s+|d['’])(?P<verb>[^\W\d_]+(?:er|ir|re))\b", re.IGNORECASE
)
_FUTURE = re.compile(
    rf"\b(?P<who>je\s+|j['’]|nous\s+){_CLITICS}(?P<verb>[^\W\d_]{{2,}}[ei]r)(?:ai|ons)\b(?P<adverb>)", re.IGNORECASE
)
_IRREGULAR = {
    "faire": "fait", "prendre": "pris", "mettre": "mis", "tenir": "tenu", "obtenir": "obtenu", "retenir": "retenu", "voir": "vu",
    "recevoir": "reçu", "concevoir": "conçu", "prévoir": "prévu", "construire": "construit", "écrire": "écrit",
    "décrire": "décrit", "produire": "produit", "inscrire": "inscrit", "suivre": "suivi", "ouvrir": "ouvert", "rendre": "rendu",
    "lire": "lu", "apprendre": "appris", "reprendre": "repris", "comprendre": "compris", "transmettre": "transmis",
    "soumettre": "soumis", "permettre": "permis", "remettre": "remis", "conduire": "conduit", "traduire": "traduit",
    "introduire": "introduit", "offrir": "offert", "attendre": "attendu", "répondre": "répondu", "entendre": "entendu",
    "dire": "dit", "convenir": "convenu", "être": "été", "avoir": "eu", "pouvoir": "pu", "devoir": "dû", "savoir": "su",
}  # fmt: skip
_OWN = {"nous": "avons", "on": "a"}


@lru_cache(maxsize=8192)
def as_done(sentence: str, *, planned: bool) -> str:
    """Return the sentence with what it denies in the first person said as done, and what it plans too when that is asked."""
    said = _DENIED.sub(_affirmed, sentence)
    if said != sentence:
        said = _ALSO_DENIED.sub(" et ", said)
    if not planned:
        return said
    kept = _PLANNED.sub(_carried_out, said)
    if kept != said:
        kept = _ALSO_PLANNED.sub(lambda m: f"{m['link']} {_participle(m['verb']) or m['verb']}", kept)
    return _FUTURE.sub(_carried_out, kept)


def _affirmed(found: re.Match[str]) -> str:
    if fold(found["done"]) in _NOT_DEEDS:
        return found.group()
    verb = found["clitics"] + found["verb"]
    article = " un " if found["article"] else ""
    return f"{_subject(found['who'], verb)}{verb} {found['adverb'] or ''}{found['done']}{article}"


def _carried_out(found: re.Match[str]) -> str:
    participle = _participle(found["verb"])
    if participle is None:
        return found.group()
    who = found["who"].strip()
    clitics = "l’" if found["clitics"].strip().lower() in ("le", "la") else found["clitics"]
    verb = clitics + _OWN.get(who.lower(), "ai")
    return f"{_subject(who, verb)}{verb} {found['adverb'] or ''}{participle}"


def _subject(who: str, verb: str) -> str:
    """Return the pronoun as it stands before a verb: « j’ » before a vowel."""
    if who[0] not in "jJ":
        return f"{who} "
    return f"{who[0]}’" if verb[0].lower() in "aeéioyh" else f"{who[0]}e "


def _participle(infinitive: str) -> str | None:
    """Return the past participle of an infinitive, None where it cannot be told."""
    low = infinitive.lower()
    if low.endswith("er"):
        return f"{low[:-2]}é"
    return _IRREGULAR.get(low) or (low[:-1] if low.endswith("ir") else None)
