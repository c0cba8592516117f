"""What a jury asks after words read aloud: of a fact, what it leaves unsaid; of talk, the fact."""

from collections.abc import Mapping, Sequence

from assistant.assessment.signals import read_signals, situated
from assistant.domain.feedback import Etat
from assistant.domain.interview import JuryStyle, Part
from assistant.oral.choice import Chooser

_NB = "\u00a0"
_OF_A_FACT: Mapping[JuryStyle, Mapping[Part, str]] = {
    "referentiel": {
        "contexte": f"À quel moment du projet était-ce, et qui était concerné{_NB}?",
        "action": f"Quelle a été votre part, et celle des autres{_NB}?",
        "resultat": f"Qu’est-ce que cela a changé pour la suite{_NB}?",
        "analyse": f"Comment l’expliquez-vous, et qu’avez-vous fait ensuite{_NB}?",
    },
    "terrain": {
        "contexte": f"Dans quelles circonstances, et avec qui{_NB}?",
        "action": f"Qu’avez-vous décidé, et qu’avez-vous fait vous-même{_NB}?",
        "resultat": f"Qu’en est-il sorti, et à quoi l’avez-vous vu{_NB}?",
        "analyse": f"Avec le recul, que feriez-vous autrement, et pourquoi{_NB}?",
    },
    "qualite-risques": {
        "contexte": f"Qui était concerné, et qui manquait{_NB}?",
        "action": f"Qui a décidé, et qui a vérifié{_NB}?",
        "resultat": f"Quelle preuve avez-vous de ce que cela a donné{_NB}?",
        "analyse": f"Qu’est-ce qui aurait pu mal tourner, et qu’aviez-vous prévu{_NB}?",
    },
}
_OF_A_PLAN: Mapping[JuryStyle, str] = {
    "referentiel": f"Pourquoi l’avoir prévu ainsi, et comment saurez-vous que c’est réussi{_NB}?",
    "terrain": f"Par quoi commencerez-vous, et avec qui{_NB}?",
    "qualite-risques": f"Qu’est-ce qui pourrait vous en empêcher, et que feriez-vous alors{_NB}?",
}
_OF_TALK: Mapping[JuryStyle, tuple[str, ...]] = {
    "referentiel": (
        f"Concrètement, qu’avez-vous fait dans votre projet, quand et avec qui{_NB}?",
        f"Sous quelle forme cela s’est-il fait dans votre projet{_NB}?",
    ),
    "terrain": (
        "Donnez-nous-en un exemple précis, tiré de votre projet.",
        f"Comment cela s’est-il passé dans votre projet{_NB}?",
    ),
    "qualite-risques": (
        f"Qu’est-ce qui, dans votre projet, permet de le vérifier{_NB}?",
        f"Dans votre projet, qu’est-ce qui montre que c’est bien le cas{_NB}?",
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


class AfterWords:
    """Asks about words that have just been read aloud, and about nothing that they do not say."""

    def __init__(self, style: JuryStyle, chooser: Chooser) -> None:
        self._style = style
        self._of_talk = Deck(_OF_TALK[style], chooser)

    def ask(self, words: str, etat: Etat, part: Part) -> str | None:
        """Return what to ask of words read as `etat`, for the part that matters most; None when its own question fits."""
        if not tells_a_fact(words):
            return None if etat is Etat.ATTESTE else self._of_talk.next()
        if etat is Etat.EVOQUE:
            return self._of_talk.next()
        return _OF_A_PLAN[self._style] if read_signals(words).promised else _OF_A_FACT[self._style][part]


def tells_a_fact(words: str) -> bool:
    """Tell whether words tell something of a situation, rather than what one should do."""
    return situated(words) and not read_signals(words).generic
