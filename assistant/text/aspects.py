"""What is asked about something: its meaning, how to do it, a proof, a reason; and questions that lean on the one before.

Every function takes a question folded by `french.fold` or spelt out by `SpokenFrench`.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_ARTICLE = r"(?:(?:un|une|des|le|la|les|du|de\s+la|l'|d'|mon|ma|mes)\s*)?"
_MEANING = _any(
    rf"\bc'est\s+quoi\s+(?:exactement\s+)?(?:donc\s+)?{_ARTICLE}(?P<a>[^?!.,;]+)",
    rf"\bqu'est[\s-]ce\s+qu(?:e\s+(?:c'est\s+(?:qu'|que\s+)?)?|')\s*{_ARTICLE}(?P<b>[^?!.,;]+)",
    rf"\b(?:que|qu'est[\s-]ce\s+que)\s+(?:veut\s+dire|signifie|designe|entend[\s-]on\s+par)\s+{_ARTICLE}(?P<c>[^?!.,;]+)",
    rf"\bqu'entend[\s-]on\s+par\s+{_ARTICLE}(?P<d>[^?!.,;]+)",
    rf"\b(?:definition|definis|definir|definissez|sens)\s+(?:du\s+mot\s+|le\s+mot\s+|de\s+|du\s+|d')?{_ARTICLE}(?P<e>[^?!.,;]+)",
    rf"^\W*(?:{_ARTICLE})(?P<f>[^?!.,;]+?)\s*,?\s+(?:c'est\s+quoi|ca\s+veut\s+dire\s+quoi|kesako|ca\s+signifie\s+quoi)\b",
    rf"\b(?:ca\s+veut\s+dire\s+quoi|c'est\s+quoi\s+ca)\s*,?\s+{_ARTICLE}(?P<g>[^?!.,;]+)",
    rf"\b(?:difference|confond\w*|distingu\w*)\b.{{0,20}}?\b(?:entre|de|d'avec)\s+{_ARTICLE}(?P<h>[^?!.;]+)",
)
_IMPROVE = _any(
    r"\bcomment\b.{0,40}\b(?:ameliorer|renforcer|muscler|rediger|ecrire|formuler|presenter|montrer|prouver|demontrer|travailler|faire)\b",
    r"\b(?:conseils?|pistes?|astuces?)\b|\baide[sz]?[\s-](?:moi|nous)\b|\bcomment\s+(?:m'y\s+prendre|je\s+m'y\s+prends|faire)\b",
    r"\bque\s+(?:faire|dois-je\s+(?:faire|ajouter|ecrire))\b|\bquoi\s+(?:faire|ajouter)\b",
)
_PROOF = _any(r"\bpreuves?\b", r"\bexemples?\b", r"\bjustificatifs?\b", r"\bje\s+(?:peux\s+)?(?:joins?|joindre|mets?)\s+quoi\b")
_WHY = _any(r"\bpourquoi\b", r"\ba\s+quoi\s+(?:ca\s+)?sert\b", r"\bquel\s+interet\b", r"\bpour\s+quelle\s+raison\b")
_ORAL = _any(
    r"\b(?:a\s+l'oral|l'oral|questions?\s+(?:de|du)\s+jury)\b",
    r"\b(?:le\s+jury|on)\b.{0,20}\b(?:me\s+)?(?:demand\w+|interrog\w+|questionn\w+|pos(?:e|er|era)\b)",
    r"\bquelles?\s+questions?\b|\bquestion\s+(?:du|de)\s+jury\b|\bpose[sz]?[\s-]moi\s+une\s+question\b",
)
_MORE = _any(
    r"^\W*(?:et\s+)?(?:quoi\s+d'autre|encore|autre\s+chose|la\s+suite|continue|plus|d'autres?)\b.{0,20}$",
    r"\b(?:detaille|developpe|precise|explique)[sz]?\b(?:[\s-](?:moi|nous|un\s+peu|plus|mieux|davantage|autrement|ca))*\W*$",
    r"\bplus\s+de\s+details?\b|\bplus\s+simplement\b|\bje\s+(?:ne\s+)?comprends?\s+pas\W*$|\bc'est[\s-]a[\s-]dire\W*$",
)
_NEXT = _any(r"\b(?:le|la)\s+(?:suivant|prochain)e?\b", r"^\W*(?:et\s+)?(?:apres|ensuite|suivant|le\s+prochain)\W*$")
_BEFORE = _any(r"\b(?:le|la)\s+precedente?\b", r"^\W*(?:et\s+)?(?:celui|celle)\s+d'avant\W*$")
_LEANS = _any(
    r"^\W*(?:et|mais|alors|ok|d'accord|donc)\b",
    r"\b(?:celui-ci|celle-ci|celui-la|celle-la|ce\s+critere|ce\s+bloc|ce\s+point|cette\s+competence|la-dessus|dessus|dedans)\b",
    r"^\W*(?:pourquoi|comment|combien|ou|quand|qui|lequel|laquelle|un\s+exemple|exemple)\W*(?:ca|cela|donc|faire)?\W*$",
)
_GREETS = re.compile(
    r"^\W*(?:(?:bonjour|bonsoir|salut|coucou|hello|merci(?:\s+beaucoup)?|ok|d'accord|super|au\s+revoir|bonne\s+journee|a\s+plus|parfait|"
    r"tu\s+peux\s+m'aider|vous\s+pouvez\s+m'aider|j'ai\s+une\s+question|ca\s+va)\W*)+$"
)
_THANKS = _any(r"\bmerci\b", r"\bau\s+revoir\b", r"\bbonne\s+journee\b", r"^\W*(?:ok|d'accord|super|parfait)\b")
_ABILITIES = _any(
    r"\b(?:a\s+quoi\s+(?:tu|vous)\s+ser(?:s|vez)|que\s+(?:sais|peux|savez|pouvez)[\s-](?:tu|vous)\s+faire|qui\s+es[\s-]tu|"
    r"comment\s+(?:ca|tu)\s+marches?|(?:tu|vous)\s+(?:sais|peux|savez|pouvez)\s+faire\s+quoi)\b"
)
_LAW = _any(
    r"\b(?:loi|lois|decrets?|legal\w*|obligatoire\w*|obligations?|reglement\w*|code\s+du\s+travail|l[eé]gifrance|texte\s+officiel)\b",
    r"\b(?:en\s+vigueur|a\s+jour|perim\w+|change|changement\w*|nouveau\w*|nouvelle\w*|existe\s+encore|encore\s+valable|depuis\s+20\d\d)\b",
    r"\b(?:plafonds?|montants?|taux|delais?|date\s+limite|seuils?|eligib\w+|conditions?)\b",
)
_OVERVIEW = _any(
    r"\b(?:liste[rsz]?|enumere[rsz]?|donne[rsz]?[\s-]moi|quels?\s+sont|quelles?\s+sont|rappelle[rsz]?)\b.{0,25}\b(?:criteres|competences|blocs)\b",
    r"\bcombien\s+(?:y\s+a-t-il\s+|il\s+y\s+a\s+|ya\s+)?(?:de\s+|d')?(?:criteres|competences|blocs)\b",
    r"\b(?:criteres|competences)\s+du\s+bloc\b",
    r"\b(?:bloc\s+\d+|b\d+|\w+\s+bloc)\s*,?\s*(?:c'est\s+quoi\W*$|parle\s+de\s+quoi|porte\s+sur\s+quoi|consiste)",
    r"\b(?:c'est\s+quoi|que\s+contient|de\s+quoi\s+parle|presente[rsz]?|resume[rsz]?|explique[rsz]?|recapitulatif\s+(?:de|du))\b.{0,15}"
    r"\b(?:bloc\s+\d+|b\d+|\w+\s+bloc)\W*$",
)


def meaning_asked(spelt: str) -> str | None:
    """Return the words whose meaning is asked, as typed; None when no meaning is asked."""
    match = _MEANING.search(spelt)
    return next(filter(None, match.groups())).strip() if match else None


def asks_to_improve(spelt: str) -> bool:
    """Tell whether the person asks how to do something better."""
    return _IMPROVE.search(spelt) is not None


def asks_for_proof(spelt: str) -> bool:
    """Tell whether the person asks what could prove something."""
    return _PROOF.search(spelt) is not None


def asks_why(spelt: str) -> bool:
    """Tell whether the person asks for a reason."""
    return _WHY.search(spelt) is not None


def asks_about_the_oral(spelt: str) -> bool:
    """Tell whether the person asks what the jury may ask."""
    return _ORAL.search(spelt) is not None


def asks_for_more(spelt: str) -> bool:
    """Tell whether the person asks to hear more about the same thing."""
    return _MORE.search(spelt) is not None


def step(spelt: str) -> int:
    """Return 1 when the person asks for the next one, -1 for the one before, else 0."""
    return 1 if _NEXT.search(spelt) else -1 if _BEFORE.search(spelt) else 0


def leans_on_before(spelt: str) -> bool:
    """Tell whether the question is only understood with the one before."""
    return _LEANS.search(spelt) is not None


def only_greets(spelt: str) -> bool:
    """Tell whether nothing is asked, or only what the coach is for."""
    return _GREETS.search(spelt) is not None or _ABILITIES.search(spelt) is not None


def takes_leave(spelt: str) -> bool:
    """Tell whether the person thanks or says goodbye."""
    return _THANKS.search(spelt) is not None


def asks_about_the_law(spelt: str) -> bool:
    """Tell whether the question is about a rule, a date or an amount set by a text."""
    return _LAW.search(spelt) is not None


def asks_for_an_overview(spelt: str) -> bool:
    """Tell whether the person wants a list of what a bloc or the référentiel holds."""
    return _OVERVIEW.search(spelt) is not None
