"""What a jury asks after words read aloud that claim something without telling a fact (decision 0030)."""

import re
from collections.abc import Mapping, Sequence

from assistant.assessment.signals import read_signals, situated
from assistant.domain.feedback import Etat
from assistant.domain.interview import JuryStyle
from assistant.oral.choice import Chooser
from assistant.text.french import fold

_NB = "\u00a0"
_NO_CLAIM = re.compile(r"\b(?:designe\w*|defini\w*|il faut|on doit|doivent|toujours|jamais)\b")
"""Words of a definition or of a precept, of which there is no example in a project."""
_OF_TALK: Mapping[JuryStyle, tuple[str, ...]] = {
    "referentiel": (
        f"Pouvez-vous en donner un exemple précis, tiré de votre projet{_NB}?",
        f"Qu’est-ce que cela a donné, concrètement, dans votre projet{_NB}?",
    ),
    "terrain": (
        "Donnez-nous-en un exemple précis, tiré de votre projet.",
        f"Comment cela s’est-il passé, concrètement, dans votre projet{_NB}?",
    ),
    "qualite-risques": (
        f"Quel fait précis, dans votre projet, le montre{_NB}?",
        f"Dans votre projet, qu’est-ce qui en donne la preuve{_NB}?",
    ),
}


class Deck:
    """Ways of saying something, each used once before any comes again."""

    def __init__(self, ways: Sequence[str], chooser: Chooser) -> None:
        self._ways, self._random = ways, chooser.random
        self._left: list[str] = []
        self._last = ""

    def next(self) -> str:
        """Return another way than the one before."""
        if not self._left:
            self._left = self._random.sample(self._ways, len(self._ways))
            if self._left[-1] == self._last:
                self._left.reverse()
        self._last = self._left.pop()
        return self._last


def of_talk(style: JuryStyle, chooser: Chooser) -> Deck:
    """Return the ways in which this jury asks for the fact."""
    return Deck(_OF_TALK[style], chooser)


def is_talk(words: str, etat: Etat) -> bool:
    """Tell whether words of a gap claim something in general, which calls for a fact of the project."""
    signals = read_signals(words)
    gap = etat is Etat.EVOQUE or (etat is Etat.PARTIEL and not tells_a_fact(words))
    claims = not (signals.promised or signals.generic or signals.hard or _NO_CLAIM.search(fold(words)))
    return gap and claims


def tells_a_fact(words: str) -> bool:
    """Tell whether words tell something of a situation, rather than what one should do."""
    return situated(words) and not read_signals(words).generic
