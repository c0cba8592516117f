"""A run as a page that a trainer can read: one file, no script, no network."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evaluations.harness.cases import LEVELS, Case
from evaluations.harness.record import Run
from evaluations.reports import figures
from evaluations.reports.gallery import SHOWN, gallery
from evaluations.reports.plain import printable
from evaluations.reports.words import (
    AGREEMENT,
    FAMILIES,
    ORDER,
    STATE_SIGNS,
    TALLY_WORDS,
    Line,
    by_urgency,
    command,
    counted,
    decimal,
    headline,
    lines,
    summary,
    typeset,
    whole,
)

TEMPLATES = Path(__file__).parent / "templates"
_SHAPES = ("○", "◌", "◐", "●")
"""Of the levels, as every page of the product draws them."""


@dataclass(frozen=True)
class Family:
    """A family of properties, what fails first."""

    name: str
    title: str
    says: str
    lines: tuple[Line, ...]


def html(run: Run, cases: Iterable[Case] = ()) -> str:
    """Return the page; every word of a draft or of an assessor is escaped."""
    kept = list(cases)
    found = lines(run)
    pairs = figures.labelled_pairs(kept)
    css = Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            run=run,
            headline=headline(run),
            summary=summary(run),
            command=command(run),
            urgent=[line for line in by_urgency(found) if line.state in ("fail", "error") and line.result.gate],
            tallies=_tallies(found),
            families=_families(found),
            cross=figures.cross_bloc(kept),
            pooled=figures.confusion("Tous les critères", pairs) if pairs else None,
            confusions=figures.confusions(pairs),
            reliability=figures.reliability(pairs),
            gallery=gallery(by_urgency(found), kept),
            css=css,
            style_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        )
    )


def _tallies(found: Sequence[Line]) -> list[tuple[str, str, int, int]]:
    """Return of each conclusion its sign, its name, how many gates and how many advisory properties."""
    counts = [(s, [line.result.gate for line in found if line.state == s]) for s in ORDER]
    return [(s, TALLY_WORDS[s][sum(gates) > 1], sum(gates), len(gates) - sum(gates)) for s, gates in counts if gates]


def _families(found: Sequence[Line]) -> list[Family]:
    names = dict.fromkeys(line.described.family for line in found)
    members = {name: tuple(by_urgency([line for line in found if line.described.family == name])) for name in names}
    return [Family(name, *FAMILIES.get(name, (name or "Autres", "")), members[name]) for name in names]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {"decimal": decimal, "whole": whole, "typeset": typeset}
    environment.globals |= {
        "agreement": AGREEMENT,
        "bar": figures.bar,
        "counted": counted,
        "levels": tuple(zip(_SHAPES, (level.shown for level in LEVELS), strict=True)),
        "most_shown": SHOWN,
        "signs": STATE_SIGNS,
    }
    return environment


def _shown(value: object) -> object:
    return printable(value) if type(value) is str else value
