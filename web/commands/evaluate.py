"""`evaluate run` and `evaluate list`; the rest of the family is beside."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from assistant.bootstrap import ASSESSORS
from assistant.domain.base import Frozen
from assistant.errors import InputError, SetupError
from assistant.settings import load_settings
from evaluations.diff import Measured, compare, mismatches
from evaluations.gold import Fold
from evaluations.harness.record import Run, RunFolder, SuiteName
from evaluations.properties.catalogue import all_properties
from evaluations.replay import estimated
from evaluations.reports.markdown import markdown
from evaluations.reports.terminal import terminal
from evaluations.reports.written import Format, write_reports
from evaluations.runner import Plan, Progress, workplace
from evaluations.runner import run as run_suite
from evaluations.saboteurs.registry import SABOTEURS
from evaluations.suites import GATE_FAILED, TOO_LITTLE, TOO_MANY_ERRORS, exit_code
from web.commands import comparison, gold
from web.commands.comparison import measured
from web.commands.console import FrenchCommand, group, put, put_json, tell
from web.commands.sources import AsJson
from web.commands.summaries import SUMMARIES
from web.rendering.evaluation import comparison_lines

Form = Literal["terminal", "json", "md"]
INTERRUPTED = 130
_MEASURE = 120
REPORTS: tuple[Format, ...] = ("json", "junit", "md", "csv", "html")
_SAID = {
    GATE_FAILED: "Une propriété au moins échoue\u00a0: code de sortie 1.",
    TOO_MANY_ERRORS: "Trop d’erreurs de lecture pour conclure\u00a0: code de sortie 4.",
    TOO_LITTLE: "Trop peu de cas ont été jugés pour conclure\u00a0: code de sortie 5.",
}


class Known(Frozen):
    """A property that can be run."""

    code: str
    family: str
    title: str
    embedded: float | None
    """Limit for rules; none where it makes no sense."""
    model: float | None
    """Limit for a language model."""
    at_least: bool
    gate: bool
    """Whether it can fail a run."""


class Catalogue(Frozen):
    """What `run` can be given."""

    properties: tuple[Known, ...]
    assessors: tuple[str, ...]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    family = group(SUMMARIES["evaluate"])
    family.command(cls=FrenchCommand, help="Mesure un lecteur sur une suite de propriétés.")(run)
    family.command("list", cls=FrenchCommand, help="Énumère les propriétés et les lecteurs.")(list_)
    comparison.add_commands(family)
    gold.add_commands(family)
    app.add_typer(family, name="evaluate")


def run(
    *,
    suite: Annotated[SuiteName, typer.Option("--suite", help="Étendue de la mesure.")] = "smoke",
    assessor: Annotated[
        str, typer.Option("--assessor", metavar="NOM", help="Lecteur à mesurer (voir evaluate list).")
    ] = "embedded",
    properties: Annotated[
        list[str] | None, typer.Option("--property", metavar="CODE", help="Propriété ou motif (D4, G*)\u00a0; répétable.")
    ] = None,
    half: Annotated[Fold, typer.Option("--half", help="Moitié des dossiers étiquetés.")] = "develop",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Autre tirage des textes.")] = 0,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=1, max=64, help="Processus de lecture.")] = 2,
    out: Annotated[Path | None, typer.Option("--out", metavar="DOSSIER", help="Dossier de la mesure.")] = None,
    form: Annotated[Form, typer.Option("--format", help="Forme de ce qui est affiché.")] = "terminal",
    reports: Annotated[
        str, typer.Option("--reports", metavar="FORMES", help="json, junit, md, csv, html, séparés par des virgules.")
    ] = "",
    store: Annotated[Path | None, typer.Option("--store", metavar="DOSSIER", help="Dossier des lectures gardées.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Refait toutes les lectures.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Reprend une mesure interrompue.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Une propriété indéterminée compte comme un échec.")] = False,
    baseline: Annotated[Path | None, typer.Option("--baseline", metavar="DOSSIER", help="Mesure à laquelle comparer.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ne demande pas confirmation (suite model).")] = False,
) -> int:
    """Run a suite, write it down and return what it is worth as an exit code."""
    wanted = _reports(reports)
    if fresh and (store or resume):
        raise InputError("--fresh ne va ni avec --store ni avec --resume.", hint="Choisissez l’un ou l’autre.")
    data = load_settings().data_dir / "evaluations"
    folder = RunFolder(_folder(out or data / default_name(suite, assessor)))
    kept = "" if fresh else str(_folder(store or data / "readings"))
    named = tuple(code for given in properties or () for code in given.split(",") if code)
    plan = Plan(suite=suite, assessor=assessor, properties=named, seed=seed, half=half, store=kept)
    earlier = _earlier(plan, baseline)
    if resume:
        _check_same(plan, folder)
    if suite == "model" and not _confirmed(plan, yes):
        raise typer.Abort
    try:
        with _bar("Mesure…") as progress:
            done = run_suite(plan, folder, jobs=jobs, progress=progress)
    except KeyboardInterrupt:
        tell(f"Interrompu\u00a0: ce qui était fait est gardé dans {folder.path}.\nReprenez avec la même commande et --resume.")
        return INTERRUPTED
    except OSError as error:
        raise SetupError(f"La mesure ne peut pas être écrite dans {folder.path} ({error.strerror}).") from error
    _show(folder, done, form, wanted)
    code = _concluded(done, strict)
    return max(code, _compared(earlier, folder, done, form)) if code in (0, GATE_FAILED) else code


def default_name(suite: str, assessor: str) -> str:
    """Return the name of the folder where a run is written unless another is asked for."""
    return f"{suite}-{re.sub(r'[^A-Za-z0-9._-]+', '-', assessor).strip('-.') or 'lecteur'}"


def _reports(given: str) -> tuple[Format, ...]:
    asked = {name.strip() for name in given.split(",")} - {""}
    wrong = sorted(asked - set(REPORTS))
    if wrong:
        raise InputError(
            f"La forme de rapport «\u00a0{wrong[0]}\u00a0» n’existe pas.", hint=f"Formes\u00a0: {', '.join(REPORTS)}."
        )
    return tuple(name for name in REPORTS if name in asked)


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"Le dossier «\u00a0{path}\u00a0» ne peut pas servir ({error.strerror}).", hint="Choisissez-en un autre."
        ) from error
    return path


def _earlier(plan: Plan, baseline: Path | None) -> Measured | None:
    """Return the run to compare with; refuse it before any reading when it cannot be compared."""
    if baseline is None:
        return None
    earlier = measured(baseline)
    wrong = list(mismatches((earlier.run.suite, earlier.run.identity), (plan.suite, workplace(plan).identity)))
    if wrong:
        raise InputError(" ".join(wrong), hint="Choisissez une mesure de la même suite, avec la même graine.")
    return earlier


def _check_same(plan: Plan, folder: RunFolder) -> None:
    if not (folder.path / "run.json").exists():
        tell("Rien à reprendre dans ce dossier\u00a0: la mesure commence.")
        return
    before, place = folder.run(), workplace(plan)
    then = before.suite, before.assessor, before.half, before.identity, tuple(r.code for r in before.results)
    now = plan.suite, plan.assessor, plan.half, place.identity, tuple(p.card.code for p in place.properties)
    if then != now:
        raise InputError(
            f"«\u00a0{folder.path}\u00a0» contient une autre mesure\u00a0: autre suite, lecteur, code, texte ou tirage.",
            hint="Donnez un autre dossier avec --out, ou recommencez sans --resume.",
        )
    tell("Reprise\u00a0: les lectures gardées ne sont pas refaites.")


def _confirmed(plan: Plan, yes: bool) -> bool:
    """Say about what the readings will take, and ask when somebody is there to answer."""
    tell("Estimation, avec le lecteur intégré…")
    about = estimated(plan)
    tell(
        f"Cette mesure demande environ {about.readings} lectures, soit environ {about.judgements} jugements de critère, "
        "moins ceux déjà gardés.\nCoût\u00a0: inconnu, aucun réglage ne donne encore de prix."
    )
    if yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    return typer.confirm("Commencer\u00a0?", err=True)


@contextmanager
def _bar(message: str) -> Iterator[Progress | None]:
    """Give what shows progress, on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Bar(*columns, console=console, transient=True) as shown:
        task = shown.add_task(message, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _show(folder: RunFolder, done: Run, form: Form, wanted: Sequence[Format]) -> None:
    """Write the reports and print the run in the form asked for."""
    written = write_reports(folder, wanted)
    tell(f"Écrit\u00a0: {folder.path}" + (f" ({', '.join(path.name for path in written)})" if written else ""))
    if form == "json":
        put_json(done)
    elif form == "md":
        put(markdown(done, folder.cases()))
    else:
        screen = Console(file=sys.stdout)
        width = min(screen.width, _MEASURE) if screen.is_terminal else _MEASURE
        put(terminal(done, width=width, colour=screen.is_terminal and not screen.no_color))


def _concluded(done: Run, strict: bool) -> int:
    """Name what failed and return the exit code."""
    for verdict, words in (("fail", "Échoue"), ("undetermined", "Indéterminé")):
        codes = [r.code for r in done.results if r.gate and r.verdict == verdict]
        if codes and (strict or verdict == "fail"):
            tell(f"{words}\u00a0: {', '.join(codes)}.")
    code = exit_code(done, strict=strict)
    if code in _SAID:
        tell(_SAID[code])
    return code


def _compared(earlier: Measured | None, folder: RunFolder, done: Run, form: Form) -> int:
    """Say what changed since another run and return 1 when something became worse."""
    if earlier is None:
        return 0
    found = compare(earlier, Measured(done, list(folder.cases())))
    said = "\n".join(comparison_lines(found))
    if form == "terminal":
        put(said + "\n")
    else:
        tell(said)
    return GATE_FAILED if found.regressed else 0


def list_(*, as_json: AsJson = False) -> None:
    """List the properties and the assessors that are known."""
    known = tuple(
        Known(
            code=c.code,
            family=c.family,
            title=c.title,
            embedded=c.limits.embedded,
            model=c.limits.model,
            at_least=c.at_least,
            gate=c.gate,
        )
        for c in (p.card for p in all_properties())
    )
    catalogue = Catalogue(properties=known, assessors=(*ASSESSORS, *sorted(SABOTEURS)))
    if as_json:
        put_json(catalogue)
        return
    for one in catalogue.properties:
        sort = "" if one.gate else " [indicatif]"
        limits = f"{_limit(one.embedded, one.at_least)} / {_limit(one.model, one.at_least)}"
        put(f"{one.code:9} {limits:15} {one.title}{sort}\n")
    put("\nLimites\u00a0: lecteur intégré / modèle de langue\u00a0; 0\u00a0: aucun cas en défaut n’est toléré.\n")
    put(f"Lecteurs\u00a0: {', '.join(catalogue.assessors)}, ou «\u00a0module:fabrique\u00a0».\n")


def _limit(value: float | None, at_least: bool) -> str:
    if value is None:
        return "–"
    shown = f"{value:.2f}".replace(".", ",") if at_least else f"{value:.3%}".rstrip("0%").rstrip(".").replace(".", ",")
    return f"≥ {shown}" if at_least else f"{shown or '0'} %" if value else "0"
