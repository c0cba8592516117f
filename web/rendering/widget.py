"""The reading of a paragraph in words, as the widget and the programs show it."""

from assistant.domain.base import Frozen
from assistant.domain.feedback import Assessment, Etat, Evidence, FeedbackReport
from web.rendering.words import ETAT_WORDS, EXPERT_NOTE, Labels, typeset


class Element(Frozen):
    """An expected element that the paragraph speaks of."""

    code: str
    label: str
    etat: Etat
    word: str
    """Its state in words."""
    quotes: tuple[Evidence, ...]
    """What the paragraph says of it, word for word."""


class CriterePassage(Frozen):
    """What a paragraph brings to one critère."""

    code: str
    texte: str
    elements: tuple[Element, ...]
    missing: tuple[str, ...]
    explanation: str
    advice: str
    question: str


class PassageReading(Frozen):
    """The reading of a paragraph."""

    bloc: str
    intitule: str
    criteres: tuple[CriterePassage, ...]
    """Those that the paragraph speaks of, the most first; the one that was asked in any case."""
    silent: tuple[str, ...]
    """Codes of the critères that it does not speak of."""
    warnings: tuple[str, ...]
    notice: str


def passage_reading(report: FeedbackReport, labels: Labels, *, whole: bool = False) -> PassageReading:
    """Put the reading of a paragraph into words; `whole` keeps the critères that it does not speak of."""
    spoken = [a for a in report.assessments if whole or len(report.assessments) == 1 or _speaks(a)]
    shown = {a.critere for a in spoken}
    return PassageReading(
        bloc=report.bloc,
        intitule=typeset(labels.bloc(report.bloc)),
        criteres=tuple(_critere(a, labels) for a in sorted(spoken, key=_weight)),
        silent=tuple(a.critere for a in report.assessments if a.critere not in shown),
        warnings=tuple(typeset(finding.message) for finding in (*report.warnings, *report.outdated, *report.arithmetic)),
        notice=typeset(report.notice),
    )


def _speaks(assessment: Assessment) -> bool:
    return any(reading.evidence for reading in assessment.indicateurs)


def _weight(assessment: Assessment) -> int:
    order = {Etat.ATTESTE: 8, Etat.CONTREDIT: 4, Etat.PARTIEL: 4, Etat.EVOQUE: 1}
    return -sum(order.get(reading.etat, 0) for reading in assessment.indicateurs)


def _critere(assessment: Assessment, labels: Labels) -> CriterePassage:
    named = [labels.indicateur(code) for code in assessment.missing]
    return CriterePassage(
        code=assessment.critere,
        texte=typeset(labels.critere(assessment.critere)),
        elements=tuple(
            Element(
                code=reading.code,
                label=typeset(labels.indicateur(reading.code).label),
                etat=reading.etat,
                word=ETAT_WORDS[reading.etat],
                quotes=reading.evidence,
            )
            for reading in assessment.indicateurs
            if reading.evidence
        ),
        missing=tuple(typeset(f"{i.label} ({EXPERT_NOTE})" if i.expert else i.label) for i in named),
        explanation=typeset(assessment.explanation),
        advice=typeset(assessment.advice),
        question=typeset(assessment.question),
    )
