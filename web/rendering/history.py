"""How a draft went from version to version: a small chart, and the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.feedback import FeedbackReport, Niveau
from assistant.domain.workspace import VersionReading
from web.rendering.words import Labels, counted, french_date, typeset

_SHOWN = 12
"""Versions of the chart and of the table, the latest ones."""
_HEIGHT, _WIDTH, _GAP = 120, 44, 20
_STACK = (Niveau.DEMONTRE, Niveau.PARTIEL, Niveau.EVOQUE, Niveau.ABSENT, Niveau.NON_EVALUABLE)
"""From the foot of a column to its top."""


@dataclass(frozen=True)
class Bar:
    """A part of a column: the critères of one niveau."""

    niveau: str
    x: int
    y: float
    width: int
    height: float


@dataclass(frozen=True)
class Column:
    """A version."""

    number: int
    x: int
    day: str
    bloc: str
    words: str
    said: str
    """What the column shows, in words."""
    previous: int | None
    """Number of the version before, to compare with."""
    original: bool


@dataclass(frozen=True)
class Row:
    """A critère, and its niveau in each version: (niveau, word)."""

    code: str
    wording: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class History:
    """The versions of a draft, ready to be drawn."""

    columns: tuple[Column, ...]
    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]
    width: int
    height: int
    legend: tuple[tuple[str, str], ...]
    left_out: int
    """Earlier versions that are not drawn."""


def history_of(readings: Sequence[VersionReading], labels: Labels) -> History:
    """Return the history of a draft; the critères are those of its latest version."""
    shown = readings[-_SHOWN:]
    columns = tuple(_column(reading, n) for n, reading in enumerate(shown))
    bars = tuple(bar for n, reading in enumerate(shown) for bar in _bars(reading.report, n))
    present = {bar.niveau for bar in bars}
    return History(
        columns=columns,
        bars=bars,
        rows=tuple(_row(a.critere, shown, labels) for a in shown[-1].report.assessments),
        width=len(shown) * (_WIDTH + _GAP) + _GAP,
        height=_HEIGHT,
        legend=tuple((n.value, n.shown) for n in _STACK if n.value in present),
        left_out=len(readings) - len(shown),
    )


def _x(position: int) -> int:
    return _GAP + position * (_WIDTH + _GAP)


def _column(reading: VersionReading, position: int) -> Column:
    report = reading.report
    told = [counted(n, niveau.shown, niveau.shown) for niveau in _STACK if (n := _number(report, niveau))]
    return Column(
        number=reading.number,
        x=_x(position) + _WIDTH // 2,
        day=french_date(reading.created_at[:10]),
        bloc=report.bloc,
        words=counted(report.draft.words, "mot", "mots"),
        said=", ".join(told),
        previous=reading.number - 1 or None,
        original=reading.original,
    )


def _number(report: FeedbackReport, niveau: Niveau) -> int:
    return sum(a.niveau is niveau for a in report.assessments)


def _bars(report: FeedbackReport, position: int) -> list[Bar]:
    unit = _HEIGHT / max(1, len(report.assessments))
    bars, foot = [], float(_HEIGHT)
    for niveau in _STACK:
        height = unit * _number(report, niveau)
        if height:
            foot -= height
            bars.append(Bar(niveau.value, _x(position), round(foot, 1), _WIDTH, round(height - 1, 1)))
    return bars


def _row(critere: str, readings: Sequence[VersionReading], labels: Labels) -> Row:
    found = [{a.critere: a.niveau for a in reading.report.assessments}.get(critere) for reading in readings]
    cells = tuple((n.value, n.shown) if n else ("", "autre bloc") for n in found)
    return Row(critere, typeset(labels.critere(critere)), cells)
