"""Several readings in one picture: a row a bloc, a cell a critère, each leading to its place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.feedback import Niveau
from assistant.domain.referentiel import Referentiel
from web.rendering.pages import render_template
from web.rendering.reading import CritereReading, Reading
from web.rendering.words import counted, typeset

_PLURALS: Mapping[str, str] = {"demontre": "démontrés", "partiel": "partiels", "evoque": "évoqués", "absent": "non abordés"}
_ORDER = ("demontre", "partiel", "evoque", "absent", "non_evaluable")


@dataclass(frozen=True)
class Row:
    """A bloc of the picture: the reading of one draft, or none when no draft was read for it."""

    bloc: str
    intitule: str
    reading: Reading | None = None
    rank: int = 0
    """Place of the reading's page among those of the picture."""

    @property
    def tally(self) -> str:
        """Return how many critères have each niveau, in words."""
        if self.reading is None or self.reading.passage:
            return ""
        found = Counter(c.niveau for c in self.reading.criteres)
        words = {c.niveau: c.word for c in self.reading.criteres}
        return ", ".join(_several(found[n], words[n], _PLURALS.get(n, words[n] + "s")) for n in _ORDER if found[n])

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """Return, for each kind of remark, where it stands in the page and how many there are."""
        families = self.reading.families if self.reading else ()
        return tuple((f"h-{f.code}", f"{f.title}{_COLON}{len(f.remarks)}") for f in families)

    @property
    def first(self) -> tuple[str, str] | None:
        """Return where to begin in this bloc: the anchor of a critère, and why."""
        priorities = self.reading.priorities if self.reading else ()
        return (priorities[0].anchor, priorities[0].why) if priorities else None


_COLON = "\u00a0: "


def rows_of(readings: Sequence[Reading], referentiel: Referentiel) -> tuple[Row, ...]:
    """Return a row a reading in the order of the référentiel, and one for each bloc that nobody answered."""
    rows: list[Row] = []
    for bloc in referentiel.blocs:
        own = [
            Row(bloc.code, typeset(bloc.intitule), reading, rank)
            for rank, reading in enumerate(readings, start=1)
            if reading.bloc == bloc.code
        ]
        rows += own or [Row(bloc.code, typeset(bloc.intitule))]
    return tuple(rows)


def render_overview(rows: Sequence[Row], refused: Sequence[tuple[str, str]], **around: object) -> str:
    """Return the page of the picture; `refused` names what could not be read, and why."""
    read = [row.reading for row in rows if row.reading is not None]
    criteres: list[CritereReading] = [c for reading in read for c in reading.criteres]
    return render_template(
        "overview.html.j2",
        rows=rows,
        refused=refused,
        facts=f"{counted(len(read), 'lecture', 'lectures')} · {counted(len(criteres), 'critère', 'critères')}",
        names=list(dict.fromkeys(reading.name for reading in read)),
        legend=[(niveau.value, niveau.shown) for niveau in Niveau],
        notice=read[0].notice,
        provenance=read[0].provenance,
        **around,
    )


def _several(number: int, one: str, many: str) -> str:
    return f"{number} {one if number < 2 else many}"
