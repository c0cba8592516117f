"""What a language model may say of a critère, and how much of it is believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field

from assistant.assessment.embedded import PassagesRead
from assistant.assessment.matter import Matter
from assistant.assessment.signals import read_signals
from assistant.domain.base import Span
from assistant.domain.feedback import Etat, Evidence, IndicateurReading
from assistant.protocols import AssessmentRequest, ScoredPassage
from assistant.text.french import sentences
from assistant.text.orders import addresses_the_reader
from assistant.text.respelling import as_meant

_RANK = {Etat.ABSENT: 0, Etat.CONTREDIT: 0, Etat.EVOQUE: 1, Etat.PARTIEL: 2, Etat.ATTESTE: 3}
_CLEAR, _POSSIBLE = 0.5, 0.2
"""How likely a quoted passage must be evidence, by the embedded reading, to raise a state to `atteste`, or to `partiel`."""
_MOST_QUOTES = 2


class Extrait(BaseModel):
    """A sentence that the model points at, and the words of it that count."""

    phrase: str
    citation: str = ""


class Constat(BaseModel):
    """What the model says of one indicateur."""

    indicateur: str
    etat: Literal["atteste", "partiel", "evoque", "absent", "contredit", "sans_objet"]
    extraits: list[Extrait] = Field(default_factory=list)


class Verdict(BaseModel):
    """What the model says of a critère."""

    constats: list[Constat] = Field(min_length=1)


@dataclass(frozen=True)
class Weighed:
    """What is kept of a verdict."""

    readings: tuple[IndicateurReading, ...]
    quotes: int
    """Quotes that the model made."""
    dropped: int
    """Those that do not stand where it says, or that speak to whoever judges."""


def weighed(
    request: AssessmentRequest, matter: Matter, verdict: Verdict, own: Sequence[IndicateurReading], read: Sequence[PassagesRead]
) -> Weighed:
    """Return the states that the model and the embedded reading, `own`, give together.

    The model lowers a state when it says so; it raises one only on words that stand in the
    draft and that the embedded reading too finds likely to be evidence. What it does not
    mention, or cannot show, stays as the embedded reading has it. Words without a fact that a
    person could check raise nothing.
    """
    said = {c.indicateur.strip().upper(): c for c in verdict.constats}
    readings, quotes, dropped = [], 0, 0
    for reading, passages in zip(own, read, strict=True):
        constat = said.get(reading.code)
        if constat is None:
            readings.append(reading)
            continue
        spans = _verified(request.text, matter, constat)
        quotes += len(constat.extraits)
        dropped += len(constat.extraits) - len(spans)
        candidates = request.candidates.get(reading.code, ())
        readings.append(_settled(request.text, reading, Etat(constat.etat), spans, _Grounds(request.text, candidates, passages)))
    return Weighed(tuple(readings), quotes, dropped)


@dataclass(frozen=True)
class _Grounds:
    """What the embedded reading knows of the passages of an indicateur."""

    text: str
    candidates: Sequence[ScoredPassage]
    read: PassagesRead

    def bearable(self, span: Span) -> Etat:
        """Return the best state that words standing there can bear."""
        here = [n for n, c in enumerate(self.candidates) if c.focus.overlaps(span)]
        evidence = max((float(self.read.likely[n, 0]) for n in here), default=0.0)
        if evidence < _POSSIBLE or not _states_a_fact(self.text, span):
            return Etat.ABSENT
        return Etat.ATTESTE if evidence >= _CLEAR else Etat.PARTIEL


def _verified(text: str, matter: Matter, constat: Constat) -> list[Span]:
    """Return where the quotes of a constat stand in the draft, those left out that do not or that speak to the reader."""
    found = (matter.located(e.phrase, e.citation) for e in constat.extraits)
    spans = [s for s in found if s is not None and s.end > s.start]
    return [s for s in spans if not addresses_the_reader(_around(text, s))]


def _around(text: str, span: Span) -> str:
    """Return the paragraph in which words stand."""
    place = _paragraph(text, span)
    return text[place.start : place.end]


def _paragraph(text: str, span: Span) -> Span:
    end = text.find("\n", span.end)
    return Span(start=text.rfind("\n", 0, span.start) + 1, end=end if end >= 0 else len(text))


def _states_a_fact(text: str, span: Span) -> bool:
    """Tell whether a sentence that the words belong to asserts an amount, a number, a date or what was said."""
    paragraph = _paragraph(text, span)
    said = [s for s in sentences(text, paragraph.start, paragraph.end) if s.overlaps(span)]
    signals = (read_signals(as_meant(text[s.start : s.end])) for s in said)
    return any(s.hard and not s.denied for s in signals)


def _settled(text: str, own: IndicateurReading, said: Etat, spans: Sequence[Span], grounds: _Grounds) -> IndicateurReading:
    if own.etat in (said, Etat.CONTREDIT, Etat.SANS_OBJET) or said is Etat.SANS_OBJET:
        return own
    if said is Etat.ABSENT:
        return IndicateurReading(code=own.code, etat=said)
    if _RANK[said] > _RANK[own.etat]:
        able = [s for s in spans if _RANK[grounds.bearable(s)] > _RANK[own.etat]]
        said = min(said, max((grounds.bearable(s) for s in able), key=_RANK.__getitem__, default=own.etat), key=_RANK.__getitem__)
        spans = [s for s in able if _RANK[grounds.bearable(s)] >= _RANK[said]]
    if not spans or said is own.etat:
        return own
    places = sorted({(s.start, s.end): s for s in spans[:_MOST_QUOTES]}.items())
    return IndicateurReading(code=own.code, etat=said, evidence=tuple(Evidence.of(text, s) for _, s in places))
