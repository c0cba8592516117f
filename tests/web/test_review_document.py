"""The JSON document and its published schema."""

import copy
import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from reports import b1_report, passage_report

from assistant.domain.feedback import FeedbackReport
from web.rendering.document import render_json, render_schema

SCHEMA = json.loads((files("web") / "schemas" / "review-1.schema.json").read_text(encoding="utf-8"))
Change = Callable[[dict[str, Any]], object]


def problems(document: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_published_schema_is_the_one_the_types_give() -> None:
    published = (files("web") / "schemas" / "review-1.schema.json").read_text(encoding="utf-8")
    assert published == render_schema(), "write render_schema() to web/schemas/review-1.schema.json"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("report", [b1_report(), passage_report()[1]], ids=["draft", "passage"])
def test_readings_follow_the_schema(report: FeedbackReport) -> None:
    assert problems(json.loads(render_json(report))) == []


def set_to(path: str, value: object) -> Change:
    def change(document: dict[str, Any]) -> None:
        *parents, last = path.split("/")
        target: Any = document
        for key in parents:
            target = target[int(key)] if key.isdigit() else target[key]
        target[last] = value

    return change


BROKEN: dict[str, Change] = {
    "another schema": set_to("schema", "jury-blanc/review/2"),
    "a field too many": set_to("score", 12),
    "a niveau that does not exist": set_to("assessments/0/niveau", "acquis"),
    "no niveau in a whole draft": set_to("assessments/0/niveau", None),
    "an abstention without reason": set_to("assessments/6/unassessed_because", None),
    "a reason without abstention": set_to("assessments/0/unassessed_because", "Parce que."),
    "an empty quote": set_to("assessments/0/evidence/0/quote", ""),
    "evidence before the text": set_to("assessments/0/evidence/0/start", -1),
    "evidence that ends at the start": set_to("assessments/0/evidence/0/end", 0),
    "a state without evidence": set_to("assessments/0/indicateurs/0/evidence", []),
    "evidence of an absence": set_to("assessments/0/indicateurs/0/etat", "absent"),
    "a finding that begins and never ends": set_to("genre/0/end", None),
    "a finding that ends and never begins": set_to("genre/0/start", None),
    "a table counted from zero": set_to("arithmetic/0/cell/table", 0),
    "a severity that does not exist": set_to("formal/0/severity", "grave"),
    "a confidence beyond certainty": set_to("assessments/0/confidence", 1.2),
    "a critère without its bloc": set_to("assessments/0/critere", "C1"),
    "no notice": lambda document: document.pop("notice"),
    "no provenance": lambda document: document.pop("provenance"),
    "a niveau in a passage": set_to("scope", "passage"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_documents_are_refused(name: str) -> None:
    document = copy.deepcopy(json.loads(render_json(b1_report())))
    BROKEN[name](document)
    assert problems(document) != []


def test_every_quote_stands_where_the_document_says() -> None:
    draft, report = passage_report()
    document = json.loads(render_json(report))
    evidence = document["assessments"][0]["evidence"][0]
    assert draft.text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_the_document_is_readable_and_always_the_same() -> None:
    text = render_json(b1_report())
    assert text == render_json(b1_report())
    assert "Évaluateur intégré" in text
    assert text.startswith('{\n  "schema": "jury-blanc/review/1",\n')
    assert text.endswith("}\n")
    assert FeedbackReport.model_validate_json(text) == b1_report()
