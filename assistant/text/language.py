"""Recognises French by its function words, whatever the subject."""

import re
from collections import Counter

from assistant.text.french import FUNCTION_WORDS, word_list

_OTHERS = {
    "en": (
        "the of and to in is that for it was with as are on be this have by not from at they we or an which their "
        "been has were but will would can our your you i he she his her its also when what there if all more"
    ),
    "es": (
        "el los las una uno y del se con para no su al lo como mas pero sus este ya o fue ha esta son entre cuando muy sin "
        "sobre por he hemos han era eran nuestro nuestra cada tambien hasta desde donde quien todo todos a de en que la"
    ),
    "de": (
        "der die und das den von zu mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus er "
        "hat dass sie nach wird wurde wurden wir ich haben einer einem einen bei uber zum zur"
    ),
    "it": (
        "il lo gli di e che un una per con non del della sono si da dei come piu anche ma nel alla le i al questo ha "
        "ho abbiamo hanno stato stata dal dalla delle ogni nostro nostra tra degli"
    ),
    "pt": (
        "o os as um uma e que do da em no na para com nao por mais dos das se como mas ao foi ele sao a de pelo pela "
        "cada nosso nossa todos entre tambem foram era ter"
    ),
    "ca": "el els les i amb per del dels va van una un que es no com mes pero aquest aquesta tots cada seva seu la de lloc",
    "nl": "de het een en van in is dat op te met voor zijn er niet aan ook door werd om naar bij uit wij ik die dit elke tot",
    "ro": "a de in si la cu pe pentru din un o care este sunt nu au avut fost mai ce prin catre iar sa fiecare am",
    "ht": "mwen te nan yon ak pou li yo ki sa se la a moun pa kap nou ap gen konn",
}
_ENOUGH = 0.08
"""Part of the words that must be French function words."""
_SHORT = 40
"""Words under which a table or a list of nouns, with no function word at all, has the benefit of the doubt."""
_FRENCH_LETTERS = re.compile(r"[éèêëàâîïôûùçœ]", re.IGNORECASE)
_FOREIGN_LETTERS = re.compile(r"(?![a-zéèêëàâîïôûùüÿçœæ])[^\W\d_]", re.IGNORECASE)


def is_french(text: str) -> bool:
    """Tell whether the text is mostly in French; a short list of nouns is, when nothing says otherwise."""
    words = Counter(word_list(text))
    if not any(word.isalpha() for word in words):
        return False
    if any(_loses_to(words, frozenset(other.split())) for other in _OTHERS.values()):
        return False
    if _count(words, FUNCTION_WORDS) >= _ENOUGH * words.total():
        return True
    return _FOREIGN_LETTERS.search(text) is None and (words.total() < _SHORT or _FRENCH_LETTERS.search(text) is not None)


def _loses_to(words: Counter[str], other: frozenset[str]) -> bool:
    """Tell whether words that only the other language has are more frequent than words that only French has."""
    return _count(words, other - FUNCTION_WORDS) > _count(words, FUNCTION_WORDS - other)


def _count(words: Counter[str], known: frozenset[str]) -> int:
    return sum(words[word] for word in known)
