"""A reading as a JSON document, and the schema that documents it."""

import json
from typing import Any

from pydantic import BaseModel

from assistant.domain.feedback import Etat, FeedbackReport, Niveau

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def render_json(report: FeedbackReport) -> str:
    """Return the document of a reading; equal reports give equal bytes."""
    return as_document(report)


def as_document(value: BaseModel) -> str:
    """Return any value of the domain as one JSON document; equal values give equal bytes."""
    return json.dumps(value.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def render_schema() -> str:
    """Return the text of `web/schemas/review-1.schema.json`."""
    return json.dumps(review_schema(), ensure_ascii=False, indent=2) + "\n"


def review_schema() -> dict[str, Any]:
    """Return the JSON Schema of a reading: the types, and the rules that tie their fields together.

    JSON Schema cannot compare two fields: that `start < end` and that the quote is what
    stands there is stated in the descriptions and bounded as far as it can be.
    """
    schema = FeedbackReport.model_json_schema(by_alias=True, mode="serialization")
    definitions = schema["$defs"]
    for name in ("Evidence", "CritereEvidence"):
        _bound_evidence(definitions[name])
    for name in ("Assessment", "IndicateurReading", "Finding"):
        definitions[name]["allOf"] = _RULES[name]
    schema["allOf"] = _RULES["FeedbackReport"]
    head = {"$schema": _DIALECT, "$id": "urn:jury-blanc:schema:review-1", "title": "jury-blanc/review/1"}
    return head | {key: value for key, value in schema.items() if key != "title"}


def _bound_evidence(evidence: dict[str, Any]) -> None:
    properties = evidence["properties"]
    properties["start"] |= {"minimum": 0, "description": "First code point of the quote in the extracted text."}
    properties["end"] |= {"minimum": 1, "description": "Code point after the quote; start < end, and text[start:end] == quote."}


def _when(condition: dict[str, Any], then: dict[str, Any], otherwise: dict[str, Any]) -> dict[str, Any]:
    return {
        "if": {"properties": condition, "required": list(condition)},
        "then": {"properties": then},
        "else": {"properties": otherwise},
    }


_NULL = {"type": "null"}
_TEXT = {"type": "string", "minLength": 1}
_POSITION = {"type": "integer", "minimum": 0}
_RULES: dict[str, list[dict[str, Any]]] = {
    "Assessment": [
        _when({"niveau": {"const": Niveau.NON_EVALUABLE.value}}, {"unassessed_because": _TEXT}, {"unassessed_because": _NULL})
    ],
    "IndicateurReading": [
        _when(
            {"etat": {"enum": [etat.value for etat in Etat if etat.needs_evidence]}},
            {"evidence": {"minItems": 1}},
            {"evidence": {"maxItems": 0}},
        )
    ],
    "Finding": [_when({"start": _NULL}, {"end": _NULL}, {"start": _POSITION, "end": _POSITION})],
    "FeedbackReport": [
        _when(
            {"scope": {"const": "passage"}},
            {"assessments": {"items": {"properties": {"niveau": _NULL}}}},
            {"assessments": {"items": {"properties": {"niveau": {"type": "string"}}}}},
        )
    ],
}
