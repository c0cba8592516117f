"""A reading as an annotated manuscript in HTML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from web.rendering.downloads import Download
from web.rendering.layer import Layer
from web.rendering.manuscript import Note, manuscript_of
from web.rendering.pages import render_template, stylesheet
from web.rendering.places import span_of_finding
from web.rendering.reading import Reading, reading_of
from web.rendering.words import EXEMPLAR_NOTE, EXPERT_NOTE, Labels

_TOLD_APART = 12
"""Critères of a bloc that the style sheet can highlight alone."""


@dataclass(frozen=True)
class Place:
    """Where a kept reading stands among the others of its draft."""

    root: str
    """Way to the root of the service."""
    draft: str
    """Id of the draft."""
    title: str
    number: int
    latest: int


@dataclass(frozen=True)
class Frame:
    """What surrounds a reading shown by our own server."""

    root: str = ""
    """From the page to the home page."""
    minutes: int = 0
    """Minutes for which the page stays in memory; 0 when it is kept nowhere."""
    picture: bool = False
    """Whether it is one of several readings, whose picture is at the address of its folder."""
    kept: Place | None = None
    """Where it stands among the versions that an account keeps."""
    layer: Layer | None = None
    """What people say beside it."""


def render_html(report: FeedbackReport, draft: Draft, labels: Labels) -> str:
    """Return the reading as one file that needs nothing else: no script, no font, no network."""
    return _render(report, draft, labels, None, Frame())


def render_page(
    report: FeedbackReport, draft: Draft, labels: Labels, downloads: Sequence[Download] = (), frame: Frame | None = None
) -> str:
    """Return the same page for our own server, with its style sheet and script beside it, and files to take away."""
    return _render(report, draft, labels, downloads, frame or Frame())


def _render(report: FeedbackReport, draft: Draft, labels: Labels, downloads: Sequence[Download] | None, frame: Frame) -> str:
    reading = reading_of(report, labels, draft)
    parts, placed = manuscript_of(draft, list(_notes(reading, draft)))
    return render_template(
        "reading.html.j2",
        reading=reading,
        parts=parts,
        placed=placed,
        css=stylesheet() if downloads is None else None,
        downloads=downloads or (),
        chosen=[c for c in reading.criteres if c.passages and c.number.isdecimal() and int(c.number) <= _TOLD_APART],
        root=frame.root,
        frame=frame,
        kept=frame.kept,
        layer=frame.layer,
        expert_note=EXPERT_NOTE,
        exemplar_note=EXEMPLAR_NOTE,
    )


def _notes(reading: Reading, draft: Draft) -> Iterator[Note]:
    for critere in reading.criteres:
        for passage in critere.passages:
            yield Note(
                start=passage.start,
                end=passage.end,
                anchor=passage.anchor,
                target=critere.anchor,
                text=critere.short,
                title=f"Critère {critere.number}, {critere.word} ; {', '.join(passage.shows)}",
                kind="critere",
                label=passage.shows[0].partition("\u00a0:")[0],
            )
    for remark in (r for family in reading.families for r in family.remarks):
        span = span_of_finding(draft, remark.finding)
        if span is not None:
            yield Note(
                start=span.start,
                end=span.end,
                anchor=f"t-{remark.number}",
                target=f"r-{remark.number}",
                text=f"R{remark.number}",
                title=f"Remarque {remark.number}, {remark.word}",
                kind=remark.severity,
            )
