"""The words of a question: what the jury says, why it asks, what it hopes to hear, how it asks again."""

from collections.abc import Mapping, Sequence

from assistant.domain.base import Frozen
from assistant.domain.feedback import Etat
from assistant.domain.grille import Basis
from assistant.domain.interview import PARTS, FollowUp, JuryStyle, Part, Question, Relances
from assistant.oral.after_words import Deck, is_talk, of_talk
from assistant.oral.choice import Chooser
from assistant.oral.parts import parts_missing
from assistant.oral.pools import Askable, Voice, says_whole
from assistant.oral.quoting import row_of

_NB = "\u00a0"
_QUOTED = ("Vous écrivez", "Je lis dans votre dossier", "Votre dossier dit")
_UNSAID = (
    "Sur {sujet}, je n’ai rien lu de précis dans votre dossier.",
    "Votre dossier dit peu de choses sur {sujet}.",
    "Je n’ai presque rien lu, dans votre dossier, sur {sujet}.",
)
_MOST_UNSAID = 2
"""Times that a jury says what it did not find: more would sound like a reproach, and a reading may have missed it."""
_DENIED: Mapping[JuryStyle, str] = {
    "referentiel": f"Qu’est-ce qui explique ce choix, et que feriez-vous aujourd’hui{_NB}?",
    "terrain": f"Que s’est-il passé, et par quoi commenceriez-vous aujourd’hui{_NB}?",
    "qualite-risques": f"Quel risque preniez-vous, et comment le réduiriez-vous aujourd’hui{_NB}?",
}
_DERIVED: Mapping[JuryStyle, str] = {
    "terrain": f"Racontez-nous une situation précise qui montre ce point{_NB}: {{label}}.",
    "qualite-risques": f"Sur quelle preuve vous appuyez-vous pour ce point{_NB}: {{label}}{_NB}?",
}
_EXPECTED_BY_STYLE: Mapping[JuryStyle, str] = {
    "referentiel": "",
    "terrain": "Une situation vécue\u00a0: qui, quand, et ce que vous avez fait vous-même.",
    "qualite-risques": "Un risque ou une limite, et ce qui le prouve ou le réduit.",
}
_LACKS: Mapping[Part, str] = {
    "contexte": "quand et avec qui",
    "action": "ce que vous avez fait vous-même",
    "resultat": "ce que cela a donné",
    "analyse": "pourquoi",
}
_DEFAULT_PARTS: Mapping[JuryStyle, tuple[Part, ...]] = {
    "referentiel": ("contexte", "analyse", "resultat", "action"),
    "terrain": ("action", "contexte", "resultat", "analyse"),
    "qualite-risques": ("resultat", "analyse", "contexte", "action"),
}
GENERAL = Relances(
    contexte="Dans quelle situation précise, avec qui et à quelle date\u00a0?",
    action="Qu’avez-vous fait vous-même, et qu’ont fait les autres\u00a0?",
    resultat="Qu’est-ce que cela a changé, et comment le savez-vous\u00a0?",
    analyse="Avec le recul, que feriez-vous autrement, et pourquoi\u00a0?",
)
"""Relances for a critère that no expert has worded."""
_RELANCES = 2


class Manner(Frozen):
    """How the jury of this interview speaks."""

    style: JuryStyle
    forms: Mapping[str, str]
    """Names of the forms of evidence."""


class Speaker:
    """Words the questions of one interview, without saying twice the same thing about a critère."""

    def __init__(self, voice: Voice, manner: Manner, chooser: Chooser) -> None:
        self._voice = voice
        self._manner = manner
        self._said = {words: Deck(words, chooser) for words in (_QUOTED, _UNSAID)}
        self._of_talk = of_talk(manner.style, chooser)
        self._unsaid = 0
        self._used: dict[str, set[Part]] = {}

    def question(self, askable: Askable) -> Question:
        """Return the question in full."""
        first = askable.critere.code not in self._used
        ranked = self._relances(askable)
        asked = self._of_talk.next() if _is_talk(askable) else self._asked(askable)
        relances = ranked[:_RELANCES]
        self._used.setdefault(askable.critere.code, set()).update(r.when for r in relances)
        return Question(
            text=self._text(askable, asked),
            probes=askable.probes,
            why=self._why(askable),
            source=askable.quote or (row_of(askable.passage) if askable.passage else None),
            expected=self._expected(askable, first=first),
            follow_ups=tuple(sorted(relances, key=lambda r: PARTS.index(r.when))),
        )

    def _text(self, askable: Askable, asked: str) -> str:
        if askable.quote and _is_read_aloud(askable):
            lead = f"{self._said[_QUOTED].next()}{_NB}: «{_NB}{askable.quote.quote}{_NB}»."
            return f"{lead} {asked}"
        if askable.etat is Etat.ABSENT and self._unsaid < _MOST_UNSAID:
            self._unsaid += 1
            return f"{self._said[_UNSAID].next().format(sujet=self.subject(askable))} {asked}"
        return asked

    def _asked(self, askable: Askable) -> str:
        style, element = self._manner.style, self._voice.element(askable)
        if askable.etat is Etat.CONTREDIT:
            return _DENIED[style]
        if style == "referentiel":
            return (element and element.referentiel) or askable.indicateur.question
        if element is None:
            return _DERIVED[style].format(label=_lower_first(askable.indicateur.label))
        return element.terrain if style == "terrain" else element.risques

    def subject(self, askable: Askable) -> str:
        """Return a noun phrase for what is asked about, which may follow « sur »."""
        element = self._voice.element(askable)
        return element.sujet if element else f"«{_NB}{_lower_first(askable.indicateur.label)}{_NB}»"

    def _why(self, askable: Askable) -> str:
        if askable.origin:
            return f"Le jury peut partir de ce passage pour vérifier que le candidat {_typed(askable)}."
        if askable.etat is None:
            return _why_without_reading(askable)
        return self._why_read(askable)

    def _why_read(self, askable: Askable) -> str:
        subject = self.subject(askable)
        if askable.etat is Etat.ATTESTE:
            return f"Le dossier montre {subject}\u00a0: le jury voudra vous l’entendre expliquer."
        read = f"Critère lu «{_NB}{askable.niveau.shown if askable.niveau else ''}{_NB}»{_NB}: "
        expert = " (attendu par beaucoup de jurys)" if askable.indicateur.basis is Basis.EXPERT else ""
        if askable.etat is Etat.ABSENT or askable.passage is None:
            return f"{read}la lecture n’a trouvé aucun passage sur {subject}{expert}."
        if askable.etat is Etat.CONTREDIT:
            return f"{read}sur {subject}{expert}, le passage semble dire que cela n’a pas été fait."
        missing = parts_missing(askable.passage.quote)[:_RELANCES]
        if not missing:
            return f"{read}sur {subject}{expert}, le passage donne un début de réponse, à compléter."
        return f"{read}sur {subject}{expert}, le passage ne dit pas {', ni '.join(_LACKS[part] for part in missing)}."

    def _expected(self, askable: Askable, *, first: bool) -> tuple[str, ...]:
        labels = [_lower_first(self._manner.forms[f].partition(" (")[0]) for f in askable.indicateur.evidence]
        support = f"À l’appui, par exemple{_NB}: {f'{_NB}; '.join(labels)}." if labels else ""
        whole = askable.critere.expected if first else ""
        lines = (askable.indicateur.description, support, _EXPECTED_BY_STYLE[self._manner.style], whole)
        return tuple(line for line in lines if line)

    def _relances(self, askable: Askable) -> list[FollowUp]:
        """Return how to ask for each part, first for what has not been asked of the critère and what the passage lacks."""
        spoken = self._voice.spoken.get(askable.critere.code)
        wording = spoken.relances if spoken else GENERAL
        missing: Sequence[Part] = parts_missing(askable.passage.quote) if askable.passage else ()
        usual = _DEFAULT_PARTS[self._manner.style]
        used = self._used.get(askable.critere.code, set())
        ranked = sorted(usual, key=lambda part: (part in used, part not in missing))
        return [FollowUp(when=part, text=wording.of(part)) for part in ranked]


def _is_talk(askable: Askable) -> bool:
    if askable.quote is None or askable.etat is None or askable.origin is not None:
        return False
    return says_whole(askable) and is_talk(askable.quote.quote, askable.etat)


def _is_read_aloud(askable: Askable) -> bool:
    """Tell whether the words of the draft are said before the question, rather than shown beside it."""
    return askable.etat is Etat.CONTREDIT or _is_talk(askable)


def _why_without_reading(askable: Askable) -> str:
    if askable.critere.code.startswith("E"):
        return f"Le jury vérifie que le candidat {_typed(askable)}."
    return f"Le critère demande{_NB}: «{_NB}{_typed(askable)}{_NB}»."


def _typed(askable: Askable) -> str:
    return askable.critere.texte.replace("'", "’")


def _lower_first(phrase: str) -> str:
    return phrase if len(phrase) > 1 and phrase[1].isupper() else phrase[:1].lower() + phrase[1:]
