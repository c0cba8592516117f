"""A run as Markdown of sixty lines at most, for the summary of a continuous integration job."""

import re
from collections.abc import Iterable, Iterator, Sequence

from evaluations.harness.cases import Case
from evaluations.harness.record import Run
from evaluations.reports.plain import one_line, shortened
from evaluations.reports.words import (
    AGREEMENT,
    NBSP,
    STATE_SIGNS,
    Line,
    by_urgency,
    command,
    counted,
    headline,
    lines,
    summary,
    typeset,
    what_moved,
)

_ROWS = 28
_EXAMPLES = 8
_MOST = 160
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>&|~#$^=@!()+]|(?<=\w):(?=//)|(?<=www)\.|^-", re.IGNORECASE)


def markdown(run: Run, cases: Iterable[Case] = ()) -> str:
    """Return the verdict, the properties that ask for attention first, and some broken cases of gates."""
    found = by_urgency(lines(run))
    parts = [f"# {_safe(headline(run))}", "", _safe(summary(run)), "", *_about(run, found), *_table(found)]
    parts += [*_examples(found, cases), "", "Pour refaire cette mesure" + NBSP + ":", "", f"    {one_line(command(run))}"]
    return "\n".join(parts) + "\n"


def _about(run: Run, found: Sequence[Line]) -> Iterator[str]:
    yield f"Suite {run.suite}, lecteur {_safe(run.assessor)}, moitié {run.half}, graine {run.identity.seed}."
    if any(line.described.family == AGREEMENT for line in found):
        yield f"Étiquettes de relecteurs qui simulent un jury{NBSP}; {run.real_jurors}."
    yield ""


def _table(found: Sequence[Line]) -> Iterator[str]:
    open_ones = [line for line in found if line.state != "pass"]
    if open_ones:
        yield "| Verdict | Propriété | Mesuré | Intervalle à 95 % | Exigé | Cas |".replace(" %", f"{NBSP}%")
        yield "|---|---|--:|---|---|--:|"
    for line in open_ones[:_ROWS]:
        title = f"**{_safe(line.described.code)}** {_safe(typeset(line.described.title))}"
        more = f" – {line.why_open}" if line.why_open else ""
        figures = (line.measured, line.interval, line.limit, str(line.result.n))
        yield f"| {STATE_SIGNS[line.state]} {line.word} | {title}{more} | {' | '.join(figures)} |"
    if len(open_ones) > _ROWS:
        yield f"\nEt {counted(len(open_ones) - _ROWS, 'autre propriété')} dans run.json."
    held = [_safe(line.described.code) for line in found if line.state == "pass"]
    if held:
        yield f"\n{STATE_SIGNS['pass']} Tiennent{NBSP}: {', '.join(held)}."


def _examples(found: Sequence[Line], cases: Iterable[Case]) -> Iterator[str]:
    """Yield the first broken case of each gate that fails."""
    failing = [line.result.code for line in found if line.result.gate and line.state == "fail"]
    first: dict[str, Case] = {}
    for case in cases:
        if case.outcome == "broken" and case.property in failing:
            first.setdefault(case.property, case)
    shown = [first[code] for code in failing if code in first][:_EXAMPLES]
    if shown:
        yield from ("", f"Un cas en défaut par propriété exigée qui échoue{NBSP}:", "")
        yield from (f"- {_safe(case.id)} – {_safe(what_moved(case)) or 'voir cases.jsonl'}" for case in shown)


def _safe(text: str) -> str:
    """Return one short line of text with every character that Markdown could act on escaped."""
    return _ACTIVE.sub(lambda m: f"\\{m.group()}", shortened(one_line(text), _MOST))
