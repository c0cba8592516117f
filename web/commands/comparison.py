"""`evaluate diff` and `evaluate explain`."""

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.errors import InputError
from assistant.settings import load_settings
from evaluations.diff import Measured, compare
from evaluations.harness.cases import Case
from evaluations.harness.record import Run, RunFolder
from evaluations.replay import explained
from evaluations.suites import GATE_FAILED
from web.commands.console import FrenchCommand, progress, put, put_json
from web.commands.sources import AsJson
from web.rendering.evaluation import comparison_lines, render_explanation

_NEAREST = 5


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command(cls=FrenchCommand, help="Compare deux mesures, cas par cas.")(diff)
    app.command(cls=FrenchCommand, help="Montre un cas\u00a0: ce qui a été changé, ce qui a été lu.")(explain)


def measured(path: Path) -> Measured:
    """Return the run of a folder with its cases; raise `InputError` when there is none."""
    folder = RunFolder(path)
    return Measured(folder.run(), list(folder.cases()))


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="Dossier de la première mesure.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Dossier de la seconde.")],
    *,
    as_json: AsJson = False,
    tolerance: Annotated[
        float, typer.Option("--tolerance", metavar="X", min=0.0, max=1.0, help="Recul toléré d’un taux (0,01\u00a0: un point).")
    ] = 0.0,
    allow_mismatch: Annotated[
        bool, typer.Option("--allow-mismatch", help="Compare malgré un autre référentiel, d’autres textes ou un autre tirage.")
    ] = False,
) -> int:
    """Compare two runs and return 1 when the second is worse."""
    with progress("Comparaison…"):
        found = compare(measured(before), measured(after), tolerance=tolerance, allow_mismatch=allow_mismatch)
    if as_json:
        put_json(found)
    else:
        put("\n".join(comparison_lines(found)) + "\n")
    return GATE_FAILED if found.regressed else 0


def explain(
    case_id: Annotated[str, typer.Argument(metavar="CAS", help="Identité du cas, comme dans cases.jsonl.")],
    *,
    folder: Annotated[Path | None, typer.Option("--run", metavar="DOSSIER", help="Mesure où le chercher.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what was done and read in one case."""
    data = load_settings().data_dir / "evaluations"
    run, case = _found(case_id, [folder] if folder else list(_runs(data)))
    with progress("Relecture du cas…"):
        explanation = explained(run, case, str(data / "readings"))
    if as_json:
        put_json(explanation)
    else:
        render_explanation(explanation, Console(file=sys.stdout, highlight=False))


def _runs(data: Path) -> Iterator[Path]:
    """Yield the folders that hold a run, the latest first."""
    written = sorted(data.glob("*/run.json"), key=lambda p: p.stat().st_mtime, reverse=True)
    return (path.parent for path in written)


def _found(case_id: str, folders: list[Path]) -> tuple[Run, Case]:
    if not folders:
        raise InputError(
            "Aucune mesure n’a encore été faite.", hint="Lancez «\u00a0jury-blanc evaluate run\u00a0», ou donnez --run."
        )
    seen: dict[str, None] = {}
    for folder in folders:
        run = RunFolder(folder).run()
        for case in RunFolder(folder).cases():
            if case.id == case_id:
                return run, case
            seen[case.id] = None
    code = case_id.partition("/")[0]
    alike = [name for name in seen if name.partition("/")[0] == code] or list(seen)
    near = get_close_matches(case_id, alike, n=_NEAREST, cutoff=0.3) or alike[:_NEAREST]
    hint = f"Les plus proches\u00a0: {', '.join(near)}." if near else ""
    raise InputError(f"Aucun cas ne s’appelle «\u00a0{case_id}\u00a0».", hint=hint)
