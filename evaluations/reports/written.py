"""The reports of a run, beside it on disk."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal

from assistant.errors import SetupError
from evaluations.harness.cases import Case
from evaluations.harness.record import Run, RunFolder, Times
from evaluations.reports.html import html
from evaluations.reports.junit import junit
from evaluations.reports.markdown import markdown
from evaluations.reports.sheet import cases_sheet, properties_sheet

Format = Literal["json", "junit", "md", "csv", "html"]
_Report = Callable[[Run, Sequence[Case], Times | None], str]
_FILES: Mapping[Format, Mapping[str, _Report]] = {
    "json": {},
    "junit": {"junit.xml": junit},
    "md": {"summary.md": lambda run, cases, _: markdown(run, cases)},
    "csv": {
        "properties.csv": lambda run, _cases, _: properties_sheet(run),
        "cases.csv": lambda _, cases, _times: cases_sheet(cases),
    },
    "html": {"report.html": lambda run, cases, _: html(run, cases)},
}


def write_reports(folder: RunFolder, formats: Collection[Format]) -> list[Path]:
    """Write the reports asked for and return their paths; `json` is what the folder already holds.

    Raises `InputError` for a folder without a run and `SetupError` when it cannot be written to.
    """
    run, cases, times = folder.run(), list(folder.cases()), folder.times()
    paths = [folder.path / "run.json", folder.cases_path] if "json" in formats else []
    for name, report in [pair for form, files in _FILES.items() if form in formats for pair in files.items()]:
        path = folder.path / name
        text = report(run, cases, times)
        try:
            path.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise SetupError(
                f"Le rapport {name} ne peut pas être écrit dans «\u00a0{folder.path}\u00a0» ({error.strerror}).",
                hint="Vérifiez les droits du dossier et la place qui reste.",
            ) from error
        paths.append(path)
    return paths
