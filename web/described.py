"""The bodies that the API reads by itself, described for OpenAPI."""

from typing import Any

from pydantic import BaseModel


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of a body with nothing to look up elsewhere: in OpenAPI, `#/$defs` would lead nowhere."""
    schema = model.model_json_schema()
    parts = schema.pop("$defs", {})
    whole: dict[str, Any] = _inlined(schema, parts)
    return whole


def _inlined(node: Any, parts: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON, whatever it is
    if isinstance(node, list):
        return [_inlined(one, parts) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        named = parts[node["$ref"].rpartition("/")[2]]
        return _inlined({**named, **{key: value for key, value in node.items() if key != "$ref"}}, parts)
    return {key: _inlined(value, parts) for key, value in node.items()}
