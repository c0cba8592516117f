"""What a person wants from the coach, told from the form of the question.

Every function takes a question folded by `french.fold`. Requests are recognised by who is
asked to do what (« tu me rédiges… », « écris ma… »), so that asking how something is
written is never taken for asking to write it.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_WRITTEN = (
    r"\b(?:partie|texte|paragraphe|dossier|conclusion|intro\w*|note|bilan|reponse|analyse|expose|budget|section|pages?|memoire|"
    r"ecrit|bloc|copie|plan|rapport|synthese|presentation|discours|lettre|cahier|charges|grille|offre|temoignages?|entretiens?|"
    r"lignes|redaction|compte\s+rendu|critere|rendu|devoir|diaporama)\b"
)
_TO_WRITE = (
    r"(?:(?:re)?ecrire|rediger|generer|inventer|pondre|reformuler|completer|fabriquer|composer|produire|terminer|finir|ameliorer|"
    r"embellir|faire|creer|corriger)\b(?!\s+(?:(?:un|une|le|la)\s+)?(?:recap\w*|resume|liste|point|rappel))"
)
_WRITE = (
    r"(?:(?:re)?ecri(?:s|vez|t)|redige[sz]?|genere[sz]?|invente[sz]?|ponds?|reformule[sz]?|complete[sz]?|fabrique[sz]?|"
    r"compose[sz]?|produi(?:s|sez)|termine[sz]?|fini(?:s|ssez)|ameliore[sz]?|cree[sz]?)\b"
)
_WRITE_SUBJUNCTIVE = r"(?:redigerai[st]|ecrirai[st]|redig(?:iez|es)|ecriv(?:es|iez|e)|fais|fasse[sz]?)\b"
_POLITE = (
    r"^\W*(?:(?:bonjour|salut|bonsoir|coucou|s'il\s+(?:te|vous)\s+plait|stp|svp|merci|allez|bon|ok|alors|vas-y|et|maintenant)"
    r"\W+)*"
)
_ME = r"(?:bien\s+)?(?:me\s+|m'|nous\s+)?"
_WRITE_FOR_ME = _any(
    rf"{_POLITE}{_WRITE}(?!-(?:tu|vous)\b|[^.?!]{{0,25}}\bquestions?\b)",
    rf"{_POLITE}(?:fai(?:s|tes)|ecri(?:s|vez)|redige[sz]?)[\s-](?:le|la|les)\b(?!\s+(?:liste|point))",
    rf"{_POLITE}fai(?:s|tes)[\s-]+(?:(?:moi|nous)\b(?!\s*(?:la\s+liste|un\s+point))|(?:mon|ma|mes|tout)\b)",
    rf"{_POLITE}(?:donne[zr]?|propose[zr]?|file[zr]?|trouve[zr]?)[\s-]+(?:moi|nous)\b.{{0,25}}?"
    r"\b(?:paragraphe|texte|redaction|conclusion|intro\w*|tout[es]*\s+(?:faite?s?|prete?s?))",
    r"^\W*une?\s+(?:paragraphe|texte|intro\w*|conclusion|redaction)\b",
    rf"\b(?:tu|vous|ia)\s+{_ME}(?:{_WRITE}|{_WRITE_SUBJUNCTIVE}).{{0,50}}(?:{_WRITTEN}|\b(?:mon|ma|mes)\b)",
    r"\b(?:tu|vous)\s+(?:me|nous)\s+(?:fais|faites|ponds|fabrique[sz])\b",
    rf"\b(?:tu|vous|ia)\s+(?:pourr\w+|peu[xt]|pouvez|veux|voulez|saurais|sais)\s+{_ME}{_TO_WRITE}.{{0,50}}{_WRITTEN}",
    rf"\b(?:peu[xt]|pourrais|pouvez|pourriez|sais|veux|voulez|saurais)[\s-](?:tu|vous)\s+{_ME}{_TO_WRITE}.{{0,50}}{_WRITTEN}",
    r"\bme\s+(?:pondre|rediger|ecrire)\b",
    r"\b(?:merci\s+de|j'aimerais|je\s+voudrais)\s+(?:bien\s+)?(?:me\s+)?(?:faire\s+)?(?:rediger|ecrire)\s+(?:mon|ma|mes)\b",
    r"\b(?:il\s+me\s+fau\w+|j'ai\s+besoin\s+d'|je\s+veux|je\s+voudrais|j'aimerais)\s*(?:d')?un\s+(?:paragraphe|texte)\b",
    r"\bque\s+je\s+(?:peux|puisse|pourr\w+)\s+(?:\w+\s+)?(?:rendre|copier|recopier|coller|deposer)\b",
    r"\bprete?s?\s+a\s+(?:rendre|copier|recopier|coller)",
    r"\bcopier[\s-]coller\b",
    r"\bcles?\s+en\s+mains?\b",
    r"(?<!\ba\s)(?<!\bai\s)(?<!ont\s)\b(?:fais|faites|faire|ecris|ecrire|redige[rsz]?|bosse[rsz]?|reponds|repondre)\b"
    r".{0,40}\ba\s+ma\s+place\b",
)

_RESULT = r"(?:titre|diplome|certif\w*|bloc|examen|moyenne|mention|entretien|oral|epreuve|jury|vae)\b"
_ON_TWENTY = r"\bsur\s+(?:20|10|vingt|dix)\b"
_PASSED = r"(?:passe|valide\w*|admis\w*|recu\w*)\b"
_WILL_I_PASS = _any(
    r"\bmes\s+chances\b",
    r"\b(?:ai[\s-]je|j'ai|quelles?)\b.{0,20}\bchances?\b(?!\s+donner)",
    r"\bpronosti\w+",
    r"\bprobabilite\b.{0,30}\bj(?:e\b|')",
    r"\bquel(?:le)?\s+(?:note|score|mention|resultat)\s+(?:vais|aurai|je|tu|vous|merit\w+|obtien\w+|pens\w+|mettr\w+|puis)",
    r"\bme\s+(?:mets?|mettez|mettrais|mettriez|donnes?|donnez|donnerais)\b.{0,30}\b(?:note|combien)\b",
    rf"\bcombien\b.{{0,30}}{_ON_TWENTY}",
    r"\b(?:quelle|combien|devine\w*|donne\w*|estime\w*)\b.{0,15}\bma\s+(?:future\s+)?note\b",
    rf"{_POLITE}(?:note[rz]?[\s-](?:moi|mon|ma)\b|evalue[rz]?\b.{{0,30}}{_ON_TWENTY}|(?:donne|mets|mettez)\w*[\s-]moi\s+une\s+note)",
    r"\bvaut\s+(?:une?\s+)?(?:mention|combien|quelle\s+note|\d+)",
    r"\b(?:serai|serais|suis(?:[\s-]je)?|etre|vais\s+etre)\s+(?:\w+\s+){0,2}?(?:admis|recu|recal|diplom|ajourn|refus)\w*",
    r"\b(?:me|m')\s*(?:faire\s+)?(?:recal|ajourn)\w+",
    r"\b(?:je\s+vais|vais[\s-]je|on\s+va|je\s+pense|je\s+risque\s+(?:de|d'))\s+(?:me\s+|l'|y\s+)?(?:\w+\s+)?"
    r"(?:decrocher|reussir|echouer|rater|planter|louper)\b",
    r"\b(?:je\s+vais|vais[\s-]je|on\s+va)\s+(?:l'avoir\b|(?:avoir|obtenir|valider)\s+(?:mon|le|ma|la|mes|les|une)\s+(?:\w+\s+)?"
    rf"{_RESULT})",
    r"\bj'(?:ai|aurai|aurais|aie)\s+(?:le|la|mon)\s+(?:bloc\s+\d|titre|diplome|moyenne|mention)\s*(?:\?|$)",
    r"\bl'aurais?\b",
    rf"\b(?:(?:tu|vous)\s+(?:crois|croyez|penses|pensez)|a\s+(?:ton|votre)\s+avis)\b.{{0,30}}\b{_PASSED}",
    r"(?<!-)(?<!pour\sque\s)\b(?:mon|ma|mes|ce|cette)\s+(?:\w+\s+){1,3}?"
    r"(?:passe(?:ra)?|(?:sera(?:it)?|est)\s+valide\w*|vaut|tient\s+la\s+route)\b(?!\s+(?:avant|apres|par|devant|en)\b)",
    r"\bc'est\s+(?:sur(?!\s+(?:un|une|le|la|les|des|quel\w*|place))|certain|gagne|acquis|mort|rape|foutu|dans\s+la\s+poche)\b",
    r"\b(?:acquis|passe)\s+ou\s+(?:pas|casse|non)\b",
    r"\b(?:je|ca|c'est)\s+(?:valide|passe|bon)\s+ou\s+(?:pas|non|je)\b",
    r"\bsi\s+c'est\s+valide\b|\bje\s+passe\s+avec\b|\bpasse\s+creme\b|\bau[\s-]dessus\s+de\s+la\s+moyenne\b",
    r"\b(?:assez|suffi\w+|de\s+quoi)\s+pour\s+(?:decrocher|obtenir|avoir|valider|reussir|etre\s+(?:admis|recu))",
    r"\b(?:mieux|meilleur\w*|moins\s+bon\w*|pire)\s+(?:que|parmi)\s+(?:les|la\s+plupart)\b|\bpar\s+rapport\s+aux\s+autres\b",
    r"\bclasse[rz]?[\s-](?:moi|nous|mon|ma)\b|\bmon\s+classement\b|\bdans\s+les\s+(?:meilleurs|premiers|derniers)\b",
)

_OFF_SUBJECT = _any(
    r"\brecettes?\s+(?:de|d')\s?(?:la\s+|l')?(?:cuisine|pate|gateau|tarte|quiche|crepes?|soupe|pain|pizza|\w+\s+sans)",
    r"\b(?:quiche|gateau|crepes?|lasagnes?|mayonnaise)\b",
    r"\b(?:meteo|horoscope|loto|astrologie|bitcoin)\b|\bquel\s+temps\s+(?:fera|fait)\b|\bva-t-il\s+pleuvoir\b",
    r"\b(?:mes\s+impots|declaration\s+(?:d'impots?|de\s+revenus)|taxe\s+(?:fonciere|d'habitation))\b",
    r"\b(?:match|equipe)\s+de\s+(?:foot|rugby)\w*|\b(?:coupe\s+du\s+monde|ligue\s+1|tour\s+de\s+france)\b",
    r"\bquelle\s+est\s+la\s+capitale\b|\b(?:une\s+blague|un\s+poeme|une\s+chanson)\b",
    r"\btraduis(?:ez)?\b|\bcomment\s+(?:on\s+)?dit[\s-]on\b",
    r"\b(?:cholesterol|bilan\s+sanguin|grippe|entorse)\b|\bj'ai\s+mal\s+(?:a\s+la|au|aux)\b",
    r"\b(?:chaudiere|appart|plombier|carte\s+grise|controle\s+technique)\b|\bmon\s+(?:appartement|loyer|chien|chat|fils)\b",
    r"\b(?:permis\s+de\s+conduire|assurance\s+auto|billet\s+(?:de\s+train|d'avion)|horaires?\s+(?:du|de|des)\s+(?:train|bus))\b",
)

_LIMITS = {
    "pages": _any(r"\bpages?\b"),
    "caracteres_max": _any(r"\bcaracteres?\b", r"\bsignes\b", r"\bespaces?\s+compris"),
    "minutes": _any(
        r"\bcombien\s+de\s+(?:temps|minutes)\b", r"\bcombien\s+d'heures\b", r"\b(?:dure|durent|durera|duree|minutes?)\b"
    ),
    "examinateurs": _any(
        r"\bqui\s+(?:est-ce\s+qui\s+)?(?:va\s+|vont\s+|sera\s+)?(?:m'|me\s+|nous\s+)?"
        r"(?:interrog|pos(?:e|era|er)\b|jug|not|evalu|ecout|recoi|recev|face)\w*",
        r"\bdevant\s+(?:qui|quelqu'un|combien)\b",
        r"\b(?:combien\s+de|combien\s+d'|quels?)\s*(?:jures?|membres|examinateurs|personnes|evaluateurs)\b",
        r"\bcomposition\s+du\s+jury\b",
    ),
}
_EXAM = _any(
    r"\b(?:epreuves?|oral|soutenance|soutenir)\b|\bdevant\s+(?:un\s+|le\s+)?jury\b",
    r"\bmodalites?\s+(?:d'evaluation|du\s+bloc|de\s+l'epreuve)\b",
    r"\b(?:a\s+rendre|je\s+rends|faut(?:-il)?\s+rendre|on\s+rend|longueur|volume\s+maxi\w*)\b",
    r"\b(?:cas|entreprise|client|mission|situation|organisme|boite)\s+(?:\w+\s+)?"
    r"(?:reel\w*|inventee?|fictif|fictive|imaginaire|simulee?)\b",
    r"\b(?:vrai|vraie)s?\s+(?:boite|entreprise|client|mission|cas|organisme)\b|\binventer\s+(?:le|la|un|une|mon|ma)\b",
    r"\bcomment\s+(?:(?:ca\s+)?se\s+passe|se\s+deroule|est\s+(?:evalue|note))\w*",
    r"\b(?:devoir|copie|sur\s+table|calculatrice|diapo\w*|powerpoint|support\s+(?:projete|visuel)|ecrit\s+professionnel|(?:gros|grand)\s+ecrit)\b",
    r"\bannexes?\b.{0,40}\b(?:compt\w+|permis\w*|autoris\w+|entrent|en\s+plus|limite\w*|comprises?)\b|\bpages?\b.{0,20}\bannexes?\b",
    r"\b(?:qui|par\s+qui)\b.{0,15}\b(?:corrig\w+|lit|note|evalue|recoit)\b|\bcorrig\w+\s+par\b",
    r"\bdroit\s+(?:a|aux|au)\b.{0,25}\b(?:notes?|cours|documents?|ordinateur|calculatrice|supports?)\b|\b(?:autorise|permis)(?:e?s?)\b",
    r"\ba\s+quel\s+moment\b|\bquand\b.{0,20}\b(?:passe|rend)\w*\b|\bcombien\s+de\s+jours\s+avant\b|\b(?:documents?|sujet|cas)\b.{0,40}\ba\s+l'avance\b",
    r"\bmemoire\s+(?:de|d'|du)|\bface-a-face\b|\ben\s+face\s+de\s+moi\b|\brecevables?\b|\bnombre\s+de\s+(?:situations|questions|sujets)\b",
    r"\b(?:blocs?|titre)\b.{0,40}\b(?:fini|termine\w*|obten\w*|autre\s+chose|capitalis\w*)\b",
)
_ORDINALS = ("premier", "deuxieme", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme", "neuvieme")
_BLOC = _any(
    r"\bbloc\s*(?:n\s?°?\s*)?(?P<bloc>\d+)\b",
    r"\bb(?P<b>\d+)\b",
    rf"\b(?P<rank>{'|'.join(_ORDINALS)}|second|1er|\d+e(?:me)?)\s+bloc\b",
)
_NUMBERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_LOOSE_BLOC = re.compile(
    rf"\b(?:le|du|au|ce)\s+(?P<number>[1-9]|{'|'.join(_NUMBERS[1:])})\b"
    r"(?=\W*$|\s*[?.,;:!)=]|\s+(?:c|c'est|cest|je|j|j'ai|on|il|ils|faut|faudra|est|ca|tu|vous|qu|quoi|comment|ou|pour|avec|et|doi[st]|peut)\b)"
)
_PRIORITIES = _any(
    r"\bpriorit\w+",
    r"\bpar\s+(?:quoi|ou)\b.{0,20}\bcommenc\w+",
    r"\b(?:points?|parties?)\s+(?:faibles?|a\s+(?:ameliorer|revoir))\b",
    r"\bqu(?:e|'est-ce\s+que|'est-ce\s+qui|oi)\b.{0,30}\b(?:ameliorer|corriger|revoir|retravailler|manque)\b",
)


def asks_to_write(folded: str) -> bool:
    """Tell whether the person wants their text written or rewritten for them."""
    return _WRITE_FOR_ME.search(folded) is not None


def asks_to_predict(folded: str) -> bool:
    """Tell whether the person wants a mark, a ranking or the decision of a jury."""
    return _WILL_I_PASS.search(folded) is not None


def is_off_subject(folded: str) -> bool:
    """Tell whether the question is about everyday life, whatever words it shares with the référentiel."""
    return _OFF_SUBJECT.search(folded) is not None


def asked_limits(folded: str) -> frozenset[str]:
    """Return the kinds of formal limits that the question is about: pages, characters, minutes, examiners."""
    return frozenset(kind for kind, pattern in _LIMITS.items() if pattern.search(folded))


def asks_about_the_exam(folded: str) -> bool:
    """Tell whether the question is about how a bloc is assessed rather than about its content."""
    return bool(asked_limits(folded)) or _EXAM.search(folded) is not None


def asks_for_priorities(folded: str) -> bool:
    """Tell whether the person asks what to work on first in their own draft."""
    return _PRIORITIES.search(folded) is not None


def named_bloc(folded: str) -> str | None:
    """Return the code of the bloc that the question names by its number, as `B3`."""
    match = _BLOC.search(folded)
    if match is None:
        return None
    if match["rank"] is None:
        return f"B{match['bloc'] or match['b']}"
    rank = {"second": "deuxieme", "1er": "premier"}.get(match["rank"], match["rank"])
    return f"B{_ORDINALS.index(rank) + 1 if rank in _ORDINALS else rank.rstrip('em')}"


def loosely_named_bloc(folded: str) -> str | None:
    """Return the bloc that a question about exams names by a number alone, as « pour le 2 » or « le six, c’est quoi »."""
    match = _LOOSE_BLOC.search(folded)
    if match is None:
        return None
    number = match["number"]
    return f"B{_NUMBERS.index(number) + 1 if number in _NUMBERS else number}"
