"""A run on disk: `run.json` with its conclusions, `cases.jsonl` with every case, `times.json` apart.

`run.json` and `cases.jsonl` hold no time and no path: the same code on the same material
gives the same bytes.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from assistant.domain.base import Frozen
from assistant.errors import InputError
from evaluations.gold import Fold
from evaluations.harness.cases import Case
from evaluations.harness.verdict import Result

SuiteName = Literal["smoke", "full", "model"]


class Identity(Frozen):
    """What was measured, with what: runs are comparable when all but `subject` and `product` agree."""

    product: str
    """Version of the product."""
    assessor: str
    """What the assessor calls itself."""
    subject: str
    """Hash of the assessor, the code that reads and its knowledge."""
    referentiel: str
    material: str
    """Hash of the texts that were started from."""
    properties: str
    """Hash of the definitions, limits included."""
    seed: int


class Described(Frozen):
    """A property as a report shows it; the words of its card."""

    code: str
    family: str
    title: str
    meaning: str
    change: str
    expected: str
    metric: str


class Run(Frozen):
    """The conclusions of one run."""

    schema_: Literal["jury-blanc/evaluation/1"] = Field("jury-blanc/evaluation/1", alias="schema")
    suite: SuiteName
    assessor: str
    """Name under which the assessor was asked for."""
    sort: Literal["embedded", "model"]
    half: Fold = "develop"
    """The half of the labelled dossiers."""
    identity: Identity
    complete: bool
    """False when the run was interrupted: what is there can be resumed."""
    properties: tuple[Described, ...]
    results: tuple[Result, ...]
    """One a property, in the order of `properties`."""
    real_jurors: Literal["accord avec des jurés réels : non mesuré"] = "accord avec des jurés réels : non mesuré"

    model_config = Frozen.model_config | {"serialize_by_alias": True, "validate_by_name": True, "validate_by_alias": True}

    def result(self, code: str) -> Result | None:
        """Return the conclusion about a property, None when it was not run."""
        return next((r for r in self.results if r.code == code), None)


class Times(Frozen):
    """How long it took, in seconds; nothing here is part of the result."""

    total: float
    properties: dict[str, float]
    """Seconds of work a property, all processes together."""
    readings_made: int
    readings_kept: int


class RunFolder:
    """A folder with the files of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def cases_path(self) -> Path:
        """Return where the cases are written, one JSON object a line, in the order of the run."""
        return self.path / "cases.jsonl"

    def write(self, run: Run, times: Times) -> None:
        """Write the conclusions and the times."""
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / "run.json").write_text(_json(run), encoding="utf-8")
        (self.path / "times.json").write_text(_json(times), encoding="utf-8")

    def run(self) -> Run:
        """Return the conclusions; raise `InputError` when there are none that can be read."""
        try:
            return Run.model_validate_json((self.path / "run.json").read_bytes())
        except (OSError, ValidationError) as error:
            raise InputError(
                f"«\u00a0{self.path.name}\u00a0» ne contient pas de mesure lisible (run.json).",
                hint="Donnez le dossier qu’a écrit «\u00a0jury-blanc evaluate run --out DOSSIER\u00a0».",
            ) from error

    def times(self) -> Times | None:
        """Return the times, None when they were not kept."""
        try:
            return Times.model_validate_json((self.path / "times.json").read_bytes())
        except (OSError, ValidationError):
            return None

    def cases(self) -> Iterator[Case]:
        """Yield the cases; a last line cut short by an interruption is left out.

        Raises `InputError` for a line before the last that is not a case.
        """
        try:
            lines = self.cases_path.read_bytes().split(b"\n")  # what a draft may hold breaks lines for `str.splitlines`
        except OSError:
            return
        for number, line in enumerate(lines, start=1):
            try:
                yield Case.model_validate_json(line)
            except ValidationError as error:
                if number < len(lines):
                    raise InputError(
                        f"{self.path.name}/cases.jsonl, ligne {number}\u00a0: ce n’est pas un cas.",
                        hint="Refaites la mesure dans ce dossier.",
                    ) from error


def _json(value: Frozen) -> str:
    return json.dumps(value.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
