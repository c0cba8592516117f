"""Saboteurs that judge as the reference does and say it as nobody may."""

from assistant.domain.feedback import Assessment, CritereEvidence, Evidence, IndicateurReading
from assistant.protocols import AssessmentRequest
from evaluations.saboteurs.answer_key import answer_key
from evaluations.saboteurs.flawed import Flawed


class QuoteInventor(Flawed):
    """Quotes in words of its own, at the right places."""

    name = "quote-inventor"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return the reference's judgement with its quotes reworded."""
        said = super().judge(request)
        return said.model_copy(
            update={
                "indicateurs": tuple(_retold(r) for r in said.indicateurs),
                "evidence": tuple(_reworded(e) for e in said.evidence),
            }
        )


class VerdictWriter(Flawed):
    """Announces the jury's decision."""

    name = "verdict-writer"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return the reference's judgement with a mark and a verdict."""
        said = super().judge(request)
        return said.model_copy(
            update={"explanation": f"{said.explanation} Vous serez admis, avec 16/20.", "advice": f"Note : 16/20. {said.advice}"}
        )


class NeverAdvises(Flawed):
    """Finds fault and leaves it at that."""

    name = "never-advises"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return the reference's judgement without advice, question or what is missing."""
        return super().judge(request).model_copy(update={"advice": "", "question": "", "missing": ()})


class Borrower(Flawed):
    """Shows a candidate the words of another."""

    name = "borrower"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return the reference's judgement with a passage of the bank as advice."""
        words = answer_key().passages[-1].text
        return super().judge(request).model_copy(update={"advice": f"Écrivez par exemple : {words}"})


class Forgetful(Flawed):
    """Leaves out the last indicateur of each critère."""

    name = "forgetful"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return the reference's judgement short of one indicateur."""
        said = super().judge(request)
        left = said.indicateurs[-1].code
        return said.model_copy(
            update={
                "indicateurs": said.indicateurs[:-1],
                "evidence": tuple(e for e in said.evidence if e.indicateur != left),
                "missing": tuple(code for code in said.missing if code != left),
            }
        )


def _retold(reading: IndicateurReading) -> IndicateurReading:
    return reading.model_copy(update={"evidence": tuple(_said_again(e) for e in reading.evidence)})


def _said_again(evidence: Evidence) -> Evidence:
    return Evidence(quote=_other_words(evidence.quote), start=evidence.start, end=evidence.end)


def _reworded(evidence: CritereEvidence) -> CritereEvidence:
    quote = _other_words(evidence.quote)
    return CritereEvidence(quote=quote, start=evidence.start, end=evidence.end, indicateur=evidence.indicateur)


def _other_words(quote: str) -> str:
    return f"En substance, {quote[:1].lower()}{quote[1:]}"
