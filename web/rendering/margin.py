"""A reading as remarks in the margin of the candidate's own words."""

from collections.abc import Iterator

from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from ingestion.writers.remarks import Line, MarginRemark, Words
from web.rendering.places import span_of_finding
from web.rendering.plain import shortened
from web.rendering.reading import CritereReading, Passage, Reading, Remark, reading_of
from web.rendering.words import NBSP, Labels

_TITLE_AMONG = 12
"""Blocks among which the title of a draft is looked for."""
_SHORT_TITLE = 72


def margin_remarks(report: FeedbackReport, draft: Draft, labels: Labels) -> list[MarginRemark]:
    """Return the reading as one remark a passage; the first ones stand on the title and are about the whole."""
    reading = reading_of(report, labels, draft)
    title = _title(draft)
    whole = [MarginRemark(title.start, title.end, lines, []) for lines in _of_the_whole(reading, draft) if lines]
    spoken: dict[tuple[int, int], list[Line]] = {}
    for start, end, lines in _of_passages(reading, draft):
        spoken.setdefault((start, end), []).extend(lines)
    return whole + [
        MarginRemark(start, end, lines, _quoted(draft.text[start:end])) for (start, end), lines in sorted(spoken.items())
    ]


def _title(draft: Draft) -> Span:
    """Return the title, or else the first words that stand in the draft."""
    headings = [block for block in draft.blocks[:_TITLE_AMONG] if block.kind == "heading"]
    found = min(headings, key=lambda block: (block.level or 1, block.start)) if headings else next(iter(draft.blocks), None)
    if found is not None:
        return found.span
    start = len(draft.text) - len(draft.text.lstrip())
    return Span(start=start, end=start + len(draft.text[start:].partition("\n")[0]))


def _of_the_whole(reading: Reading, draft: Draft) -> Iterator[list[Line]]:
    yield list(_opening(reading))
    unseen = [c for c in reading.criteres if not c.passages]
    if unseen:
        yield [[Words("Sans passage dans votre texte", strong=True)], *(line for c in unseen for line in _without_passage(c))]
    remarks = [r for f in reading.families for r in f.remarks if span_of_finding(draft, r.finding) is None]
    if remarks:
        yield [[Words("Sur l’ensemble du texte", strong=True)], *(line for r in remarks for line in _remark(r))]


def _opening(reading: Reading) -> Iterator[Line]:
    name = "Lecture d’un passage" if reading.passage else "Lecture d’ensemble"
    yield [Words(f"{name}, bloc {reading.bloc}", strong=True)]
    yield [Words(" · ".join(f"{c.short} {c.word}" for c in reading.criteres))]
    if reading.priorities:
        yield [Words("À travailler d’abord", strong=True)]
    for rank, priority in enumerate(reading.priorities, start=1):
        yield [Words(f"{rank}.{NBSP}{priority.short}. ", strong=True), Words(priority.why)]
    yield [Words(reading.notice)]


def _without_passage(critere: CritereReading) -> Iterator[Line]:
    yield _head(critere)
    yield [Words(critere.explanation)]
    if critere.missing:
        yield [Words(f"À montrer{NBSP}: {', '.join(m.label[:1].lower() + m.label[1:] for m in critere.missing)}.")]
    yield from _next_step(critere.advice)


def _of_passages(reading: Reading, draft: Draft) -> Iterator[tuple[int, int, list[Line]]]:
    for critere in reading.criteres:
        for passage in critere.passages:
            yield passage.start, passage.end, list(_passage(critere, passage))
    for remark in (r for family in reading.families for r in family.remarks):
        span = span_of_finding(draft, remark.finding)
        if span is not None:
            yield span.start, span.end, list(_remark(remark))


def _passage(critere: CritereReading, passage: Passage) -> Iterator[Line]:
    yield _head(critere)
    for sign in passage.signs:
        expected = "" if sign.complete or not sign.description else f" Attendu{NBSP}: {sign.description}"
        yield [Words(f"{sign.shown}.{expected}")]
    steps = (sign.advice for sign in passage.signs if not sign.complete and sign.advice)
    yield from _next_step(next(steps, critere.advice))


def _head(critere: CritereReading) -> Line:
    return [Words(f"{critere.code}, {critere.word}", strong=True), Words(f" · {_short_title(critere.wording)}")]


def _short_title(wording: str) -> str:
    """Return the first words of a critère, which candidates know by them."""
    if len(wording) <= _SHORT_TITLE:
        return wording
    return wording[: _SHORT_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _next_step(advice: str) -> Iterator[Line]:
    if advice:
        yield [Words(f"Prochain pas{NBSP}: ", strong=True), Words(advice)]


def _remark(remark: Remark) -> Iterator[Line]:
    compared = f" ({remark.compared})" if remark.compared else ""
    yield [Words(f"{remark.word.capitalize()}{NBSP}: ", strong=True), Words(f"{remark.message}{compared}")]
    if remark.source:
        yield [Words(f"Source{NBSP}: {remark.source}")]


def _quoted(quote: str) -> Line:
    return [Words(f"À propos de «{NBSP}{shortened(quote, 160)}{NBSP}»")]
