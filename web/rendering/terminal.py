"""A reading in a terminal: priorities first, understandable without colour."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from web.rendering.reading import CritereReading, Family, Reading, reading_of
from web.rendering.words import EXEMPLAR_NOTE, EXPERT_NOTE, NBSP, Labels

_MEASURE = 92
_INDENT = 2
_UNBROKEN = {0xA0: "\ue0a0", 0x202F: "\ue0af"}
_RESTORED = {0xE0A0: "\u00a0", 0xE0AF: "\u202f"}
"""Rich breaks lines at every kind of space, so no-break ones are disguised while it wraps."""


def render_terminal(report: FeedbackReport, labels: Labels, console: Console, draft: Draft | None = None) -> None:
    """Print a reading; with the draft, every quote says on which page, paragraph or table cell it stands."""
    reading = reading_of(report, labels, draft)
    page = _Page(console)
    _print_head(page, reading)
    _print_priorities(page, reading)
    for critere in reading.criteres:
        _print_critere(page, critere)
    for family in reading.families:
        _print_family(page, family)
    page.gap()
    page.line(reading.notice, style="dim")
    page.line(reading.provenance, style="dim")


class _Page:
    """Writes paragraphs at a readable measure, whatever the width of the terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._width = min(console.width, _MEASURE)

    def line(self, *pieces: str | tuple[str, str], style: str = "", indent: int = 0, hang: str = "") -> None:
        """Print a paragraph; `hang` is a mark that stands before its first line only."""
        disguised = ((p.translate(_UNBROKEN), "") if isinstance(p, str) else (p[0].translate(_UNBROKEN), p[1]) for p in pieces)
        text = Text.assemble(*disguised, style=style)
        left = indent + len(hang)
        lines = text.wrap(self._console, max(20, self._width - left))
        for rank, piece in enumerate(lines):
            piece.plain = piece.plain.rstrip().translate(_RESTORED)
            row = Text(hang if rank == 0 else " " * len(hang))
            row.append_text(piece)
            self._console.print(Padding(row, (0, 0, 0, indent), expand=False), highlight=False, soft_wrap=True)

    def gap(self) -> None:
        """Leave an empty line."""
        self._console.print()

    def title(self, words: str) -> None:
        """Print the title of a part, after an empty line."""
        self.gap()
        self.line((words, "bold"))


def _print_head(page: _Page, reading: Reading) -> None:
    name = "Lecture d’un passage" if reading.passage else f"Lecture de «{NBSP}{reading.name}{NBSP}»"
    page.line((name, "bold"))
    page.line(" · ".join(filter(None, (f"Bloc {reading.bloc}", reading.intitule))))
    page.line(" · ".join(filter(None, (*reading.facts, reading.recognised))), style="dim")
    page.gap()
    page.line("   ".join(f"{c.shape}{NBSP}{c.short}{NBSP}{c.word.replace(' ', NBSP)}" for c in reading.criteres))


def _print_priorities(page: _Page, reading: Reading) -> None:
    if not reading.priorities:
        return
    page.title("À travailler d’abord")
    for rank, priority in enumerate(reading.priorities, start=1):
        page.line((f"{priority.short}{NBSP}· ", "bold"), priority.why, indent=_INDENT, hang=f"{rank}. ")


def _print_critere(page: _Page, critere: CritereReading) -> None:
    page.gap()
    sure = f" · {critere.sure}" if critere.sure else ""
    page.line((f"{critere.shape} {critere.short} {critere.word}", "bold"), (sure, "dim"))
    page.line((f"«{NBSP}{critere.wording}{NBSP}»", "italic"), indent=_INDENT)
    page.line(critere.explanation, indent=_INDENT)
    if critere.passages:
        page.line(("Ce qui est là", "bold"), indent=_INDENT)
    for passage in critere.passages:
        page.line(f"«{NBSP}{passage.quote}{NBSP}»", f" ({passage.place})", indent=_INDENT, hang="· ")
        page.line(" · ".join(passage.shows), style="dim", indent=_INDENT + 2)
    if critere.missing:
        page.line(("Ce qui manquerait à un jury", "bold"), indent=_INDENT)
    for missing in critere.missing:
        partly = " (en partie)" if missing.partly else ""
        described = f"{NBSP}: {missing.description}" if missing.description else ""
        expert = f" [{EXPERT_NOTE}]" if missing.expert else ""
        page.line(f"{missing.label}{partly}{described}{expert}", indent=_INDENT, hang="· ")
    _print_next_step(page, critere)


def _print_next_step(page: _Page, critere: CritereReading) -> None:
    if critere.advice:
        page.line((f"Prochain pas{NBSP}: ", "bold"), critere.advice, indent=_INDENT)
    if critere.question:
        page.line((f"Le jury peut demander{NBSP}: ", "bold"), critere.question, indent=_INDENT)
    for excerpt, origin in critere.exemplars:
        page.line((f"Un autre dossier{NBSP}: ", "bold"), f"«{NBSP}{excerpt}{NBSP}»", indent=_INDENT)
        page.line(f"{origin}, {EXEMPLAR_NOTE}", style="dim", indent=_INDENT + 2)


def _print_family(page: _Page, family: Family) -> None:
    page.title(family.title)
    for remark in family.remarks:
        place = f" ({remark.place})" if remark.place else ""
        compared = f" [{remark.compared}]" if remark.compared else ""
        page.line((f"{remark.word}{NBSP}: ", "bold"), f"{remark.message}{compared}{place}", indent=_INDENT, hang="· ")
        if remark.source:
            page.line(f"Source{NBSP}: {remark.source}", style="dim", indent=_INDENT + 2)
