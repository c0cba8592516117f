"""A run as a table for a terminal, to be understood without colour."""

from collections.abc import Iterable
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from evaluations.harness.record import Run
from evaluations.reports.plain import one_line
from evaluations.reports.words import AGREEMENT, NBSP, STATE_SIGNS, Line, State, by_urgency, headline, lines, summary, typeset

_STYLES: dict[State, str] = {
    "fail": "bold red",
    "error": "bold magenta",
    "undetermined": "yellow",
    "pass": "green",
    "not_applicable": "dim",
}


def terminal(run: Run, *, width: int = 100, colour: bool = False) -> str:
    """Return the verdict, the counts and one row a property, what fails first."""
    shown = StringIO()
    console = Console(
        file=shown, width=max(width, 60), force_terminal=colour, no_color=not colour, highlight=False, legacy_windows=False
    )
    found = lines(run)
    console.print(Text(headline(run), style="bold"))
    console.print(Text(summary(run)))
    asked = (f"Suite {run.suite}", f"lecteur {one_line(run.assessor)}", f"moitié {run.half}", f"graine {run.identity.seed}")
    console.print(Text(", ".join(asked), style="dim"))
    if found:
        console.print(_table(by_urgency(found)))
        console.print(
            Text(
                f"Entre crochets{NBSP}: l’intervalle où la vraie valeur se trouve 95 fois sur 100. "
                "Une propriété indicative est montrée et ne fait jamais échouer la mesure.",
                style="dim",
            )
        )
    if any(line.described.family == AGREEMENT for line in found):
        console.print(Text(f"Étiquettes de relecteurs qui simulent un jury{NBSP}; {run.real_jurors}."))
    return "\n".join(row.rstrip() for row in shown.getvalue().splitlines()) + "\n"


def _table(found: Iterable[Line]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Code", no_wrap=True)
    table.add_column("Propriété", ratio=1)
    table.add_column("Mesuré", justify="right")
    table.add_column("Exigé", justify="right")
    table.add_column("Cas", justify="right", no_wrap=True)
    for line in found:
        table.add_row(
            Text(f"{STATE_SIGNS[line.state]} {line.word.replace(' ', chr(10) + '  ')}", style=_STYLES[line.state]),
            Text(one_line(line.described.code)),
            _property(line),
            _figure(line),
            Text(line.limit),
            Text(f"{line.result.n:,}".replace(",", "\u202f")),
        )
    return table


def _property(line: Line) -> Text:
    said = Text(typeset(one_line(line.described.title)))
    for more in filter(None, (line.why_open, line.apart, one_line(line.remark))):
        said.append(f"\n{more}", style="dim")
    return said


def _figure(line: Line) -> Text:
    interval = line.interval.removeprefix("de ").replace(" à ", f"{NBSP}; ")
    return Text(line.measured + (f"\n[{interval}]" if interval else ""))
