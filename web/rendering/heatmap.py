"""A cohort in one picture: a table a bloc, a row a candidate, a cell a critère."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.cohort import MemberReading
from assistant.domain.feedback import Niveau
from assistant.domain.opinion import Override
from assistant.domain.referentiel import Bloc, Referentiel
from web.rendering.words import french_date, typeset

LETTERS: Mapping[Niveau, str] = {
    Niveau.DEMONTRE: "D",
    Niveau.PARTIEL: "P",
    Niveau.EVOQUE: "É",
    Niveau.ABSENT: "N",
    Niveau.NON_EVALUABLE: "–",
}
"""What a narrow cell shows of a niveau; its word is said beside."""
_TO_WORK_ON = (Niveau.ABSENT, Niveau.EVOQUE)
Given = Mapping[tuple[str, int, str], Override]
"""By draft, version and critère, the niveau that a person gave."""


@dataclass(frozen=True)
class Level:
    """A niveau as a cell shows it."""

    niveau: str
    word: str
    letter: str


@dataclass(frozen=True)
class Cell:
    """One critère of one candidate."""

    critere: str
    read: Level | None
    """None when this reading does not have the critère."""
    given: Level | None
    """The niveau that a person gave, when it differs."""
    who: str
    wanted: bool
    """Whether it has the niveau that was asked for."""


@dataclass(frozen=True)
class Row:
    """The latest reading of a candidate for a bloc."""

    name: str
    draft: str
    number: int
    day: str
    waiting: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class HeatTable:
    """The candidates of a cohort on one bloc."""

    bloc: str
    intitule: str
    heads: tuple[tuple[str, str], ...]
    """Short code of each critère, and its wording."""
    rows: tuple[Row, ...]
    foot: tuple[str, ...]
    """For each critère, how many candidates are at « évoqué » or below."""


def heat_tables(
    readings: Sequence[MemberReading], referentiel: Referentiel, given: Given, niveau: Niveau | None = None
) -> tuple[HeatTable, ...]:
    """Return a table for each bloc that somebody has a reading for; with a niveau, only the rows where it occurs."""
    tables = (
        _table(bloc, [r for r in readings if r.report.bloc == bloc.code], given, niveau)
        for bloc in referentiel.blocs
        if any(r.report.bloc == bloc.code for r in readings)
    )
    return tuple(table for table in tables if table.rows)


def legend() -> tuple[Level, ...]:
    """Return the niveaux with their letters, the highest first."""
    return tuple(_level(niveau) for niveau in LETTERS)


def _table(bloc: Bloc, readings: Sequence[MemberReading], given: Given, niveau: Niveau | None) -> HeatTable:
    worded = {critere.code: typeset(critere.texte) for critere in bloc.criteres}
    codes = list(worded) + sorted({a.critere for r in readings for a in r.report.assessments} - worded.keys())
    rows = [_row(r, codes, given, niveau) for r in readings]
    return HeatTable(
        bloc=bloc.code,
        intitule=typeset(bloc.intitule),
        heads=tuple((code.rpartition("-")[2], worded.get(code, code)) for code in codes),
        rows=tuple(row for row in rows if niveau is None or any(c.wanted for c in row.cells)),
        foot=tuple(_to_work_on(code, readings, given) for code in codes),
    )


def _row(reading: MemberReading, codes: Sequence[str], given: Given, niveau: Niveau | None) -> Row:
    return Row(
        name=reading.name,
        draft=reading.draft,
        number=reading.number,
        day=french_date(reading.created_at[:10]),
        waiting=reading.waiting,
        cells=tuple(_cell(reading, code, given, niveau) for code in codes),
    )


def _cell(reading: MemberReading, code: str, given: Given, wanted: Niveau | None) -> Cell:
    read, other = _niveau(reading, code), given.get((reading.draft, reading.number, code))
    differs = other is not None and other.niveau is not read
    return Cell(
        critere=code,
        read=_level(read) if read else None,
        given=_level(other.niveau) if other and differs else None,
        who=other.author_name if other and differs else "",
        wanted=wanted is None or wanted in (read, other.niveau if other else None),
    )


def _to_work_on(code: str, readings: Sequence[MemberReading], given: Given) -> str:
    """Count with the niveau that a person gave where there is one."""
    niveaux = []
    for reading in readings:
        other = given.get((reading.draft, reading.number, code))
        niveaux.append(other.niveau if other else _niveau(reading, code))
    read = [n for n in niveaux if n is not None]
    return f"{sum(n in _TO_WORK_ON for n in read)} sur {len(read)}"


def _niveau(reading: MemberReading, code: str) -> Niveau | None:
    return next((a.niveau for a in reading.report.assessments if a.critere == code), None)


def _level(niveau: Niveau) -> Level:
    return Level(niveau.value, niveau.shown, LETTERS[niveau])
