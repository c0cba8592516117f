"""Words that lean on another paragraph, so that it may not be moved or separated."""

import re

from assistant.text.french import fold, sentences

_POINTING = re.compile(
    r"""
      \bci-(?:dessus|dessous|apres|avant|joints?|jointes?)\b
    | \b(?:plus\ (?:haut|bas|loin)|supra|infra)\b
    | \bpreced(?:emment|entes?|ents?|e)\b | \bsuivante?s?\b | \bsusdit\w* | \bsusmention\w*
    | \b(?:comme|ainsi\ que)\ (?:vu|dit|indique|annonce|evoque|explique|presente)\b | \bdeja\ (?:vu|dit|cite|evoque|mentionne)\w*
    | \b(?:premiere|deuxieme|seconde|troisieme|quatrieme|derniere)\ (?:partie|section|etape|phase)\b
    | \b(?:tout|tous|rien|aucun\w*)\ (?:de\ )?(?:tout\ )?(?:cela|ceci|ca)\b
    | \ble\ (?:premier|second|dernier)\ (?:cas|point|groupe)\b
    """,
    re.VERBOSE,
)
_CONNECTING = re.compile(
    r"\b(?:ensuite|puis|enfin|finalement|d'abord|premierement|deuxiemement|troisiemement|donc|"
    r"ainsi|cependant|toutefois|neanmoins|pourtant|en effet|par ailleurs|de plus|en outre|"
    r"de meme|egalement|aussi|c'est pourquoi|en revanche|a l'inverse|au contraire|par consequent"
    r"|a ce stade|des lors|or|apres quoi|la-dessus|en conclusion|pour conclure|a partir de la|"
    r"d'autre part|celui|celle|ceux|celles|ce|cet|cette|ces|cela|ceci|ca|c'est|"
    r"c'etait|j'en|n'en|y compris)\b"
)
_LEADING = re.compile(
    r"\W*(?:(?:ils?|elles?|lui|leurs?|son|sa|ses|et|mais|ou|car|comme|l'une?|l'autre|les autres|eux|d'autres|de l'autre"
    r"|une? (?:autre|ancien\w*)|l[ea] (?:second|deuxieme|troisieme|quatrieme|derni)\w*)\b)"
)


def points_elsewhere(text: str) -> bool:
    """Tell whether the words name another place of the draft (« ci-dessus », « précédemment »)."""
    return _POINTING.search(fold(text)) is not None


def leans_on_what_precedes(text: str) -> bool:
    """Tell whether the first sentence needs what stands before it, or any sentence another place of the draft."""
    first = next(iter(sentences(text)), None)
    if first is None:
        return False
    folded = fold(text[first.start : first.end])
    return bool(_CONNECTING.search(folded) or _LEADING.match(folded)) or points_elsewhere(text)


def announces(text: str) -> bool:
    """Tell whether the words announce what follows them, as « voici les étapes : » does."""
    last = text.rstrip().rstrip("*_ ")
    return last.endswith(":") or bool(re.search(r"\b(?:ci-dessous|ci-apres|suivante?s?)\b", fold(last)[-80:]))
