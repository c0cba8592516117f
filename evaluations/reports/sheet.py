"""A run for a French spreadsheet: semicolons, decimal commas, and no cell that calculates."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from evaluations.harness.cases import Case, Judged
from evaluations.harness.record import Run
from evaluations.reports.plain import shortened
from evaluations.reports.words import OUTCOME_WORDS, STATE_WORDS, lines

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?\d+(?:,\d+)?")
_MOST = 32_000
"""A cell of a spreadsheet holds little more."""
_PROPERTIES = (
    "code", "famille", "propriété", "verdict", "exigée", "mesure", "borne basse à 95 %", "borne haute à 95 %", "seuil",
    "sens du seuil", "cas", "textes", "en défaut", "cas manquants", "abstentions", "erreurs", "sans objet",
    "non vérifiés", "figure", "remarque",
)  # fmt: skip
_CASES = (
    "propriété", "cas", "texte de départ", "groupe", "bloc", "changement", "issue", "mouvement", "lu contre", "valeur", "constat",
    "critères qui bougent", "étiquettes et lectures", "avant", "après",
)  # fmt: skip
Cell = str | int | float | None


def properties_sheet(run: Run) -> str:
    """Return one line a property, with a byte order mark."""
    rows = []
    for line in lines(run):
        r, d = line.result, line.described
        row: list[Cell] = [r.code, d.family, d.title, STATE_WORDS[line.state], "oui" if r.gate else "non (indicatif)"]
        row += [r.estimate, r.low, r.high, r.threshold, "au moins" if r.at_least else "au plus"]
        row += [r.n, r.clusters, r.broken, r.needed, r.abstained, r.errors, r.not_applicable, r.unverified, d.metric, line.remark]
        rows.append(row)
    return _sheet(_PROPERTIES, rows)


def cases_sheet(cases: Iterable[Case]) -> str:
    """Return one line a case, with a byte order mark."""
    return _sheet(_CASES, (_case(case) for case in cases))


def _case(case: Case) -> list[Cell]:
    moved = " ; ".join(f"{c.critere} : {c.before.shown} → {c.after.shown}" for c in case.changes)
    judged = " ; ".join(map(_judged, case.judged))
    outcome = OUTCOME_WORDS[case.outcome]
    known: list[Cell] = [case.property, case.id, case.base, case.cluster, case.bloc, case.change, outcome, case.size]
    return [*known, case.against, case.value, case.note, moved, judged, case.before, case.after]


def _judged(pair: Judged) -> str:
    confidence = f"{pair.confidence:.2f}".replace(".", ",")
    return f"{pair.critere} : étiqueté {pair.label.shown}, lu {pair.read.shown}, confiance {confidence}"


def _sheet(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(map(_cell, row) for row in rows)
    return "\ufeff" + written.getvalue()


def _cell(value: Cell) -> str:
    """Return what a spreadsheet shows as it stands: a number, or words that it does not calculate."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",") if isinstance(value, float) else str(value)
    text = shortened(value, _MOST)
    return f"'{text}" if text.startswith(_STARTS_FORMULA) and not _NUMBER.fullmatch(text) else text
