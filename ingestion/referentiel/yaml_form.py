"""The documented form of a référentiel in YAML and JSON, as a person may write it or the product prints it."""

import json
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.domain.referentiel import Referentiel
from assistant.errors import NotAReferentiel
from ingestion.referentiel.codes import competence_label
from ingestion.referentiel.grid import clean
from ingestion.referentiel.limites import limites_in
from ingestion.referentiel.wording import split_competence

_MAX_DEPTH = 12
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_HINT = "La forme attendue est décrite dans le guide « Importer un référentiel » (docs/referentiel.md)."

_Node = dict[str, Any] | list[Any]


def dump_yaml(referentiel: Referentiel) -> str:
    """Return the référentiel in YAML, report included, so that reading it gives the same value."""
    data = _pruned(referentiel.model_dump(mode="json"))
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110))


def _pruned(value: object) -> object:
    if isinstance(value, dict):
        return {key: _pruned(inner) for key, inner in value.items() if inner is not None}
    return [_pruned(inner) for inner in value] if isinstance(value, list) else value


def load_form(text: str, *, is_json: bool) -> Referentiel:
    """Return the référentiel that a YAML or JSON text states, its optional parts completed."""
    data = _json(text) if is_json else _yaml(text)
    if not isinstance(data, dict) or not isinstance(data.get("blocs"), list) or not data["blocs"]:
        raise NotAReferentiel("Ce fichier n’a pas de liste « blocs » : ce n’est pas un référentiel.", hint=_HINT)
    try:
        return Referentiel.model_validate(_completed(data))
    except ValidationError as error:
        raise NotAReferentiel(_explained(error), hint=_HINT) from error


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAReferentiel(
            "Ce fichier JSON est mal formé.", hint="Vérifiez les guillemets, les virgules et les accolades."
        ) from error


def _yaml(text: str) -> object:
    try:
        return _built(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (ligne {mark.line + 1})" if mark is not None else ""
        raise NotAReferentiel(
            f"Ce fichier YAML est mal formé{place}.", hint="Vérifiez les retraits et les guillemets."
        ) from error


def _built(text: str) -> object:
    """Build plain values from the events of the parser: no alias, no tag, bounded depth, words as words."""
    stack: list[_Builder] = [_Builder([])]
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise NotAReferentiel(f"Ligne {_line(event)} : les renvois (*nom) ne sont pas acceptés.", hint=_HINT)
        if isinstance(event, yaml.ScalarEvent):
            stack[-1].add(_scalar(event), _line(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) > _MAX_DEPTH:
                raise NotAReferentiel(f"Ligne {_line(event)} : trop de niveaux.", hint=_HINT)
            node: _Node = {} if isinstance(event, yaml.MappingStartEvent) else []
            stack[-1].add(node, _line(event))
            stack.append(_Builder(node))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
    documents = stack[0].node
    return documents[0] if isinstance(documents, list) and len(documents) == 1 else None


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 0


def _scalar(event: yaml.ScalarEvent) -> str | None:
    plain = bool(event.implicit and event.implicit[0])
    return None if plain and event.value in _NULLS else str(event.value)


class _Builder:
    """A list or a mapping being filled."""

    def __init__(self, node: _Node) -> None:
        self.node = node
        self._key: str | None = None

    def add(self, value: object, line: int) -> None:
        """Take in the next value, or the next key of a mapping."""
        if isinstance(self.node, list):
            self.node.append(value)
        elif self._key is None:
            if not isinstance(value, str) or value in self.node:
                raise NotAReferentiel(f"Ligne {line} : cette clé est répétée ou n’est pas un mot.", hint=_HINT)
            self._key = value
        else:
            self.node[self._key] = value
            self._key = None


def _completed(data: Mapping[str, Any]) -> dict[str, Any]:
    blocs = [_bloc(bloc, number) for number, bloc in enumerate(data["blocs"], 1)]
    completed = dict(data) | {"blocs": blocs}
    final = completed.get("entretien_final")
    if isinstance(final, dict):
        completed["entretien_final"] = final | {"points": _coded(final.get("points"), "E")}
    return completed


def _bloc(bloc: object, number: int) -> object:
    if not isinstance(bloc, dict):
        return bloc
    code = bloc.get("code") or f"B{number}"
    return bloc | {
        "code": code,
        "competences": [_competence(c, str(code), n) for n, c in enumerate(_listed(bloc.get("competences")), 1)],
        "criteres": _coded(bloc.get("criteres"), f"{code}-C"),
        "modalites": [_modalite(modalite) for modalite in _listed(bloc.get("modalites"))],
    }


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _coded(values: object, prefix: str) -> list[Any]:
    """Give a code by order to entries that are a wording only."""
    coded = []
    for number, value in enumerate(_listed(values), 1):
        entry = {"texte": clean(value)} if isinstance(value, str) else value
        coded.append({"code": f"{prefix}{number}"} | entry if isinstance(entry, dict) else entry)
    return coded


def _competence(value: object, bloc: str, number: int) -> object:
    if isinstance(value, str):
        label = competence_label(clean(value))
        usable = label is not None and label.minor is not None
        code = f"C{label.major}.{label.minor}" if label is not None and usable else f"C{bloc.removeprefix('B')}.{number}"
        value = {"code": code, "texte": label.rest if label is not None else clean(value)}
    if not isinstance(value, dict) or "action" in value or not isinstance(value.get("texte"), str):
        return value
    value = {"code": f"C{bloc.removeprefix('B')}.{number}"} | value
    parts = split_competence(str(value["code"]), value["texte"]) if _is_code(value["code"]) else None
    return value if parts is None else parts.model_dump() | value


def _is_code(code: object) -> bool:
    label = competence_label(str(code))
    return label is not None and str(code) == f"C{label.major}.{label.minor}"


def _modalite(value: object) -> object:
    entry = {"texte": clean(value)} if isinstance(value, str) else value
    if not isinstance(entry, dict) or "limites" in entry or not isinstance(entry.get("texte"), str):
        return entry
    return entry | {"limites": [limite.model_dump() for limite in limites_in(entry["texte"])]}


def _explained(error: ValidationError) -> str:
    first = error.errors()[0]
    path = " › ".join(str(step + 1) if isinstance(step, int) else step for step in first["loc"])
    reasons = {
        "missing": "est absent",
        "extra_forbidden": "n’est pas une clé connue",
        "string_pattern_mismatch": "n’a pas la forme d’un code",
    }
    return f"« {path} » {reasons.get(first['type'], 'n’a pas la forme attendue')}."
