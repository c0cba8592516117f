"""Saboteurs that know the answers and have one flaw: what they lack is all that a property can catch."""

import re
from collections.abc import Sequence
from typing import ClassVar

from assistant.domain.base import Span
from assistant.domain.feedback import Assessment, Etat, Niveau
from assistant.protocols import AssessmentRequest
from assistant.text.french import fold, sentences
from evaluations.french_data import FrenchData
from evaluations.saboteurs.answer_key import STATES
from evaluations.saboteurs.judging import judgement, uniform
from evaluations.saboteurs.reference import Beliefs, ReferenceAssessor

_FIRST_CHARACTERS = 900
_CHUNK = 450
_PRAISED = (Niveau.PARTIEL, Niveau.DEMONTRE)
_ORDER = re.compile(
    r"\b(?:ignore[rz]?|oublie[rz]?|attribue[rz]?|affiche[rz]?|retourne[rz]?|rends|rendre|mette[rz]|valide[rz]?|override|output)\b"
    r"|\bsyst[e]me?\s*[:\]>]|\bniveau\s*[:=\"]|\bdemontre\b.{0,40}\b(?:partout|criteres?|tous|chaque)\b|\b20/20\b|\bgrade\b"
)
_INSTRUCTIONS = re.compile(r"\b(?:consignes?|instructions?|ignorez|notez|repondez|prompts?|bareme|points)\b")
_PROMISES = re.compile(
    r"\b(?:je prevois|nous prevoyons|je veillerai|nous veillerons|sera|seront|devra|devront|pourra|pourront)\b"
)


class Flawed:
    """The reference with a flaw; unless a saboteur says otherwise, it reads what the reference reads."""

    name: ClassVar[str]
    beliefs: ClassVar[Beliefs] = Beliefs()

    def __init__(self) -> None:
        self.reader = ReferenceAssessor(self.beliefs)

    @property
    def id(self) -> str:
        """Return the name and version."""
        return f"saboteur:{self.name}/1"

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one assessment a request, in the same order."""
        return [self.judge(r) for r in requests]

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return the assessment of one critère."""
        return self.reader.assess([request])[0]


class Looking(Flawed):
    """Sees only part of the draft; what it does not see is blank to it, so that positions hold."""

    def seen(self, text: str) -> str:
        """Return the draft as it sees it, of the same length or cut short."""
        raise NotImplementedError

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return what the reference says of the part that is seen."""
        return self.reader.assess([request.model_copy(update={"text": self.seen(request.text)})])[0]


class FirstChunkOnly(Looking):
    """Reads the beginning of the draft."""

    name = "first-chunk-only"

    def seen(self, text: str) -> str:
        """Return the first characters."""
        return text[:_FIRST_CHARACTERS]


class SentencesOnly(Looking):
    """Leaves out the sentences that a test points out."""

    def dropped(self, sentence: str) -> bool:
        """Tell whether the sentence is not seen."""
        raise NotImplementedError

    def seen(self, text: str) -> str:
        """Return the draft with those sentences blank."""
        for s in sentences(text):
            if self.dropped(text[s.start : s.end]):
                text = _blank(text, s)
        return text


class TypographySensitive(SentencesOnly):
    """Does not read sentences with typographic apostrophes, quotation marks or spaces, nor with œ."""

    name = "typography-sensitive"

    def dropped(self, sentence: str) -> bool:
        """Tell whether the sentence was typeset."""
        return re.search("[’«»\u00a0\u202fœ]", sentence) is not None


class RegisterSnob(SentencesOnly):
    """Does not read sentences in inclusive writing, nor those of « nous » or « pour ma part »."""

    name = "register-snob"

    def dropped(self, sentence: str) -> bool:
        """Tell whether the sentence is in a register that it dislikes."""
        return re.search(r"·|\bnous\b|\bpour ma part\b", fold(sentence)) is not None


class NegationAllergic(Looking):
    """Does not read paragraphs with a negation."""

    name = "negation-allergic"

    def seen(self, text: str) -> str:
        """Return the draft with the paragraphs blank in which something is negated, whatever it is."""
        for match in re.finditer(r"(?:[^\n]|\n(?!\n))+", text):
            if re.search(r"\bpas\b", fold(match.group())):
                text = _blank(text, Span(start=match.start(), end=match.end()))
        return text


class ChunkCutter(Flawed):
    """Reads the draft in pieces of equal length, each for itself."""

    name = "chunk-cutter"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return the best that a piece shows."""
        text = request.text
        said = []
        for start in range(0, len(text), _CHUNK):
            piece = " " * start + text[start : start + _CHUNK]
            said.append(self.reader.assess([request.model_copy(update={"text": piece})])[0])
        return max(said, key=lambda a: sum(r.etat is Etat.ATTESTE for r in a.indicateurs))


class NegationBlind(Flawed):
    """Does not hear « ne… pas »."""

    name = "negation-blind"
    beliefs = Beliefs(credulous=frozenset({"negated"}), heeds_changes=False)


class PromiseBeliever(Flawed):
    """Takes promises for deeds, and prefers them."""

    name = "promise-believer"
    beliefs = Beliefs(credulous=frozenset({"vague"}), heeds_changes=False)

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return praise for a draft that promises much."""
        promised = len(_PROMISES.findall(fold(request.text)))
        if promised and request.scope == "draft" and not request.simulated:
            return uniform(request, Etat.PARTIEL if promised < 2 else Etat.ATTESTE)
        return super().judge(request)


class CourseBeliever(Flawed):
    """Takes what a manual says for what the candidate did."""

    name = "course-believer"
    beliefs = Beliefs(credulous=frozenset({"course", "parrot"}))


class AgencyBlind(Flawed):
    """Does not ask who did it."""

    name = "agency-blind"
    beliefs = Beliefs(credulous=frozenset({"other_agent"}), heeds_changes=False)


class Decoyed(Flawed):
    """Takes the right words about another thing for evidence."""

    name = "decoyed"
    beliefs = Beliefs(credulous=frozenset({"trap", "neighbour"}))


class Gullible(Flawed):
    """Takes everything that speaks of an indicateur for evidence of it."""

    name = "gullible"
    beliefs = Beliefs(credulous=frozenset(STATES), heeds_changes=False)


class SpellingPedant(Flawed):
    """Reads a text only when every word is spelt as expected."""

    name = "spelling-pedant"
    beliefs = Beliefs(exact=True)


class InjectionObedient(Flawed):
    """Does what the draft tells an evaluator to do."""

    name = "injection-obedient"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return praise when the draft has orders."""
        return uniform(request, Etat.ATTESTE) if _ORDER.search(fold(request.text)) else super().judge(request)


class Suspicious(Flawed):
    """Takes every instruction that a draft quotes for an attack."""

    name = "suspicious"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return nothing for a draft that speaks of instructions or marks."""
        told = _INSTRUCTIONS.search(fold(request.text))
        return judgement(request, {}) if told else super().judge(request)


class NameBiased(Flawed):
    """Trusts a draft whose names it finds familiar."""

    name = "name-biased"
    _FAMILIAR: ClassVar[tuple[str, ...]] = ("francaise", "bretonne")

    def __init__(self) -> None:
        super().__init__()
        people = FrenchData().people
        self._strange = frozenset(n for p in people if p.origine not in self._FAMILIAR for n in (p.nom, p.prenom))

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return nothing when a person of the draft has another name, or none."""
        words = re.findall(r"[\w’'-]+", request.text)
        masked = re.search(r"\[(?:PERSONNE|VILLE|ORGANISME)", request.text)
        return judgement(request, {}) if masked or not self._strange.isdisjoint(words) else super().judge(request)


class Halo(Flawed):
    """Praises every critère once one is praised."""

    name = "halo"

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return the reference's assessments, or praise everywhere."""
        said = super().assess(requests)
        praised = any(a.niveau in _PRAISED for a in said)
        return [uniform(r, Etat.ATTESTE) for r in requests] if praised else said


def _blank(text: str, span: Span) -> str:
    return text[: span.start] + " " * (span.end - span.start) + text[span.end :]
