"""What a jury could ask: the gaps and strengths of a reading, the elements of a grille, the points of the final interview."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.assessment.signals import read_signals
from assistant.domain.feedback import Assessment, Etat, Evidence, FeedbackReport, Niveau
from assistant.domain.grille import CritereGrille, Grille, Indicateur
from assistant.domain.interview import SpokenCritere, SpokenElement
from assistant.oral.quoting import About, best_quotes, ends_early
from assistant.oral.relevance import Relevance
from assistant.text.cues import CueBook
from assistant.text.french import fold

_WEIGHTS = {Niveau.ABSENT: 2.0, Niveau.EVOQUE: 1.75, Niveau.PARTIEL: 1.0}
_PRIORITY = 1.0
_BLOCKING = 0.75
_ANCHORED = 2.0
_FITTING, _QUOTED_STRENGTH = 0.5, 2.0
"""What words that are about it add to a gap, and to a strength."""
_OWN_WORK = re.compile(r"\b(?:j'|je\s|nous\s+(?:avons|sommes|nous\s))")
"""Words of someone who tells what they do."""
_OWN_DEED = re.compile(r"\b(?:j'ai|je l'ai|je les ai|nous avons)\s(?!pu\b|du\b|voulu\b|essaye\b)\w+[eiust]s?\b")
"""Words of someone who tells what they did."""
_MOST_GAPS, _MOST_STRENGTHS, _MOST_ANCHORS = 3, 2, 2
"""Gaps and strengths of a critère, and passages of a critère that a question of the final interview may start from."""


@dataclass(frozen=True)
class Askable:
    """A question that could be asked, and what makes it worth asking."""

    critere: CritereGrille
    indicateur: Indicateur
    weight: float = 0.0
    etat: Etat | None = None
    """What the reading found; None without a reading."""
    niveau: Niveau | None = None
    passage: Evidence | None = None
    quote: Evidence | None = None
    """The words of the passage that are about what is asked, to be read aloud or shown; None when no words are."""
    origin: str | None = None
    """Critère that the passage speaks for, when another than the one probed."""

    @property
    def probes(self) -> tuple[str, ...]:
        """Return the codes that the question probes."""
        return (self.critere.code, self.origin) if self.origin else (self.critere.code,)


@dataclass(frozen=True)
class Voice:
    """The words with which a jury speaks of critères, where an expert wrote them."""

    spoken: Mapping[str, SpokenCritere]

    def element(self, askable: Askable) -> SpokenElement | None:
        """Return the expert words of an element; None for a derived grille."""
        critere = self.spoken.get(askable.critere.code)
        return critere.elements.get(askable.indicateur.code) if critere else None


def gaps(grille: Grille, report: FeedbackReport, relevance: Relevance) -> list[Askable]:
    """Return what the reading misses, a few elements a critère, those of its priorities ahead."""
    ahead = {p.critere: _PRIORITY for p in report.priorities}
    return [
        replace(a, weight=a.weight + ahead.get(read.critere, 0.0))
        for read in report.assessments
        for a in _gaps_of(grille.critere(read.critere), read, relevance)
    ]


def _gaps_of(critere: CritereGrille, read: Assessment, relevance: Relevance) -> Iterator[Askable]:
    if read.niveau not in _WEIGHTS:
        return
    readings = {r.code: r for r in read.indicateurs}
    partial = [r.code for r in read.indicateurs if r.etat in (Etat.PARTIEL, Etat.CONTREDIT)]
    blocking = {i.code for i in critere.blocking()}
    wanted = tuple(dict.fromkeys((*read.missing, *partial)))[:_MOST_GAPS]
    for indicateur in (i for i in critere.indicateurs if i.code in wanted and i.code in readings):
        reading = readings[indicateur.code]
        weight = _WEIGHTS[read.niveau] + (_BLOCKING if indicateur.code in blocking else 0.0)
        askable = Askable(critere, indicateur, weight, reading.etat, read.niveau)
        found = _read(askable, reading.evidence, relevance.of(indicateur), _FITTING)
        if reading.etat is not Etat.CONTREDIT or says_whole(found):
            yield found


def says_whole(askable: Askable) -> bool:
    """Tell whether the words to read aloud are a whole sentence."""
    return bool(askable.passage and askable.quote and not ends_early(askable.passage, askable.quote))


def strengths(grille: Grille, report: FeedbackReport, relevance: Relevance) -> list[Askable]:
    """Return what the reading finds shown, the best of each critère first."""
    return [a for read in report.assessments for a in _strengths_of(grille.critere(read.critere), read, relevance)]


def _strengths_of(critere: CritereGrille, read: Assessment, relevance: Relevance) -> Iterator[Askable]:
    shown = {r.code: r for r in read.indicateurs if r.etat is Etat.ATTESTE}
    for indicateur in [i for i in critere.indicateurs if i.code in shown][:_MOST_STRENGTHS]:
        weight = 1.0 if read.niveau is Niveau.DEMONTRE else 0.0
        askable = Askable(critere, indicateur, weight, Etat.ATTESTE, read.niveau)
        yield _read(askable, shown[indicateur.code].evidence, relevance.of(indicateur), _QUOTED_STRENGTH)


def _read(askable: Askable, evidence: Sequence[Evidence], about: About, worth: float) -> Askable:
    """Return the question with the passage it starts from, worth more with words that are about it."""
    quotes = best_quotes(evidence, about, denied=askable.etat is Etat.CONTREDIT)
    fitting = [(how_much, passage, quote) for passage, quote in quotes if (how_much := about(quote.quote))]
    if not fitting:
        return replace(askable, passage=evidence[0] if evidence else None)
    _, passage, quote = max(fitting, key=lambda found: found[0])
    return replace(askable, passage=passage, quote=quote, weight=askable.weight + worth)


def of_grille(criteres: Iterable[CritereGrille]) -> list[Askable]:
    """Return what the critères ask for, before any draft is read."""
    return [Askable(c, i, _BLOCKING if i in c.blocking() else 0.0) for c in criteres for i in c.indicateurs]


def of_point(point: CritereGrille, report: FeedbackReport | None) -> list[Askable]:
    """Return what a point of the final interview asks for, starting from passages of the draft where some fit."""
    plain = of_grille([point])
    if report is None:
        return plain
    book = CueBook([i.cues for i in point.indicateurs])
    anchored = sorted(_anchored(plain, report, book), key=lambda a: -a.weight)
    return [*plain, *anchored]


def _anchored(plain: Sequence[Askable], report: FeedbackReport, book: CueBook) -> Iterator[Askable]:
    found: dict[str, list[Askable]] = {a.indicateur.code: [] for a in plain}
    for read, etat, passage, quote in _passages(report, lambda words: sum(book.counts(words)) + 2 * _is_own(words)):
        if ends_early(passage, quote) or not _is_work(quote):
            continue
        told = _told(quote) + (0.0 if read.niveau is Niveau.DEMONTRE else 0.5)
        for askable, cues in zip(plain, book.counts(quote.quote), strict=True):
            if cues:
                weight = askable.weight + told + _ANCHORED + min(cues, 3) / 2
                anchor = replace(askable, weight=weight, etat=etat, niveau=read.niveau, passage=passage, quote=quote)
                found[askable.indicateur.code].append(replace(anchor, origin=read.critere))
    for candidates in found.values():
        kept: Counter[str | None] = Counter()
        for askable in sorted(candidates, key=lambda a: -a.weight):
            kept[askable.origin] += 1
            if kept[askable.origin] <= _MOST_ANCHORS:
                yield askable


def _is_own(words: str) -> bool:
    return _OWN_WORK.search(fold(words)) is not None


def _is_work(quote: Evidence) -> bool:
    """Tell whether words tell a piece of work of their author, and not a wish or an opinion."""
    signals = read_signals(quote.quote)
    if signals.promised or signals.generic:
        return False
    return _OWN_DEED.search(fold(quote.quote)) is not None or (_is_own(quote.quote) and signals.concrete > 0)


def _told(quote: Evidence) -> float:
    signals = read_signals(quote.quote)
    return min(signals.concrete, 3) / 2 + ("role" in signals.forms)


def _passages(report: FeedbackReport, about: About) -> Iterator[tuple[Assessment, Etat, Evidence, Evidence]]:
    seen: set[int] = set()
    for read in report.assessments:
        for reading in read.indicateurs:
            if reading.etat in (Etat.ATTESTE, Etat.PARTIEL):
                for passage, quote in best_quotes(reading.evidence, about):
                    if quote.start not in seen:
                        seen.add(quote.start)
                        yield read, reading.etat, passage, quote
