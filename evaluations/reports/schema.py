"""The JSON Schemas of `run.json` and of a line of `cases.jsonl`; `python -m evaluations.reports.schema` writes them again."""

import json
from collections.abc import Mapping
from pathlib import Path

from assistant.domain.base import Frozen
from evaluations.harness.cases import Case
from evaluations.harness.record import Run

SCHEMAS = Path(__file__).parent / "schemas"
_MODELS: Mapping[str, tuple[type[Frozen], str]] = {
    "evaluation-1.schema.json": (Run, "Conclusions d’une mesure de cohérence (run.json)"),
    "cases-1.schema.json": (Case, "Un essai, une ligne de cases.jsonl"),
}


def schemas() -> dict[str, str]:
    """Return the text of each schema file by its name, as the models give it."""
    return {name: _schema(model, title) for name, (model, title) in _MODELS.items()}


def main() -> None:
    """Write the schema files again after a change of the models."""
    SCHEMAS.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (SCHEMAS / name).write_text(text, encoding="utf-8")


def _schema(model: type[Frozen], title: str) -> str:
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(mode="serialization"),
        "title": title,
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    main()
