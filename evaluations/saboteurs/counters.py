"""Saboteurs that count: length, figures, key words, marks, anything but evidence."""

import re
from abc import abstractmethod
from collections.abc import Iterator

from assistant.domain.feedback import Assessment, Etat
from assistant.domain.grille import Indicateur
from assistant.protocols import AssessmentRequest
from assistant.text.cues import CueBook
from assistant.text.french import WORD, content, fold, sentences
from evaluations.saboteurs.blind import Saboteur
from evaluations.saboteurs.judging import Seen, first_sentence, judgement, uniform

_STATES = (Etat.ABSENT, Etat.EVOQUE, Etat.PARTIEL, Etat.ATTESTE)


class Counter(Saboteur):
    """Gives every critère what a count of the whole draft is worth."""

    @abstractmethod
    def steps(self, text: str) -> int:
        """Return how many levels the draft climbs from the lowest."""

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return the same state for all indicateurs."""
        return uniform(request, _STATES[max(0, min(self.steps(request.text), 3))])


class LengthCounter(Counter):
    """The longer, the better."""

    name = "length-counter"

    def steps(self, text: str) -> int:
        """Return a level every hundred and sixty words."""
        return len(text.split()) // 160


class BrevityLover(Counter):
    """The shorter, the better."""

    name = "brevity-lover"

    def steps(self, text: str) -> int:
        """Return a level less every sixty words beyond two hundred."""
        return 3 - (len(text.split()) - 200) // 60


class DigitCounter(Counter):
    """The more figures, the better."""

    name = "digit-counter"

    def steps(self, text: str) -> int:
        """Return a level every six figures."""
        return len(re.findall(r"\d+", text)) // 6


class LineCounter(Counter):
    """The more lines and table bars, the better."""

    name = "format-sensitive"

    def steps(self, text: str) -> int:
        """Return what is left of the count of marks over three: any mark more or less counts."""
        return len(re.findall(r"[\n|\t*]|^[-\d]", text, re.MULTILINE)) % 3


class AccentCounter(Counter):
    """Judges by the accents."""

    name = "accent-sensitive"

    def steps(self, text: str) -> int:
        """Return what is left of the count of accents over four: any accent more or less counts."""
        return len(re.findall("[éèêëàâùûîïôç]", text, re.IGNORECASE)) % 4


class ModestyLover(Counter):
    """Takes every « ne… pas » for a proof of self-criticism."""

    name = "modesty-lover"

    def steps(self, text: str) -> int:
        """Return a level every three negations."""
        return len(re.findall(r"\b(?:pas|jamais|rien|aucun\w*|ni)\b", fold(text))) // 3


class EarlyBird(Counter):
    """Judges by the first words of the draft only."""

    name = "first-paragraph"

    def steps(self, text: str) -> int:
        """Return a level that the length of the first paragraph draws."""
        return len(text.strip().partition("\n")[0]) % 4


class KeywordCounter(Saboteur):
    """Takes the vocabulary of the grille for evidence."""

    name = "keyword-counter"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return `atteste` where a paragraph has a cue of the indicateur."""
        indicateurs = request.critere.indicateurs
        counts = CueBook([i.cues for i in indicateurs]).counts(request.text)
        first = first_sentence(request.text)
        found = zip(indicateurs, counts, strict=True)
        return judgement(request, {i.code: Seen(Etat.ATTESTE, first) for i, n in found if n})


class WordingSimilarity(Saboteur):
    """Takes what sounds like the référentiel and the grille for evidence."""

    name = "critere-similarity"
    _ALIKE = 0.3

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return `atteste` for the indicateurs that some sentence shares words with."""
        spans = sentences(request.text)
        heard = [(s, frozenset(content(request.text[s.start : s.end]).split())) for s in spans]
        seen: dict[str, Seen] = {}
        for indicateur in request.critere.indicateurs:
            wanted = frozenset(self._words(indicateur, request.critere.texte))
            alike = [s for s, words in heard if len(words & wanted) >= self._ALIKE * max(6, len(words))]
            if alike:
                seen[indicateur.code] = Seen(Etat.ATTESTE, tuple(alike[:1]))
        return judgement(request, seen)

    @staticmethod
    def _words(indicateur: Indicateur, texte: str) -> Iterator[str]:
        return iter(WORD.findall(content(f"{texte} {indicateur.label} {indicateur.description}")))
