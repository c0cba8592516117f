"""YAML files that people edit: every problem is told in French, with the file and the line."""

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assistant.errors import KnowledgeInvalid
from assistant.knowledge.typography import typographic

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]

HINT = "Corrigez le fichier à l’endroit indiqué, puis relancez : tout est revérifié au chargement."

_PROSE = frozenset(
    {"label", "description", "advice", "question", "expected", "typical_failure", "example_strong", "example_weak"}
    | {"message", "mistake", "why", "title", "status", "effective", "statement"}
    | {"contexte", "action", "resultat", "analyse", "sujet", "referentiel", "terrain", "risques"}
    | {"terme", "definition", "distinct"}
)
_DEEPEST = 12
_NULL = "tag:yaml.org,2002:null"
_PLAIN_MESSAGES = {
    "missing": "le champ obligatoire « {field} » manque",
    "extra_forbidden": "le champ « {field} » est inconnu",
    "bool_parsing": "true ou false est attendu, pas « {value} »",
    "bool_type": "true ou false est attendu",
    "string_type": "du texte est attendu",
    "tuple_type": "une liste est attendue (une ligne « - … » par élément)",
    "model_type": "des champs « nom : valeur » sont attendus",
    "string_pattern_mismatch": "« {value} » n’a pas la forme attendue",
    "string_too_short": "ce texte est vide",
    "too_short": "cette liste est vide",
}


class YamlFile:
    """One file of the knowledge: its values, and the line on which each of them stands."""

    def __init__(self, name: str, text: str) -> None:
        """Parse the text; raise `KnowledgeInvalid` when it is not YAML or repeats a key."""
        self.name = name
        self.text = text
        loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        try:
            root = yaml.compose(text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise KnowledgeInvalid(
                f"{name}, ligne {line} : ce n’est pas du YAML valide ({error.problem}).", hint=_YAML_HINT
            ) from error
        except yaml.YAMLError as error:
            raise KnowledgeInvalid(f"{name} : ce n’est pas du YAML valide.", hint=_YAML_HINT) from error
        if not isinstance(root, yaml.MappingNode):
            raise KnowledgeInvalid(f"{name} : des champs « nom : valeur » sont attendus.", hint=HINT)
        self._root = root

    @classmethod
    def read(cls, folder: Traversable, name: str) -> "YamlFile":
        """Return the file of that name in the folder; raise `KnowledgeInvalid` when it cannot be read."""
        try:
            text = folder.joinpath(*name.split("/")).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise KnowledgeInvalid(
                f"Le fichier {name} manque dans les connaissances.", hint="Réinstallez le produit, ou remettez ce fichier."
            ) from error
        except UnicodeDecodeError as error:
            raise KnowledgeInvalid(f"{name} n’est pas encodé en UTF-8.", hint="Enregistrez-le à nouveau en UTF-8.") from error
        return cls(name, text)

    def load(self, model: type[Model]) -> Model:
        """Return the content as that model; raise `KnowledgeInvalid` with every problem found."""
        problems: list[str] = []
        values = self._values(self._root, problems)
        if not problems:
            try:
                return model.model_validate(values)
            except ValidationError as error:
                problems = [self.problem(details["loc"], _french(details)) for details in error.errors()]
        raise invalid(problems)

    def problem(self, place: Place, message: str) -> str:
        """Return the message after the file, the line and the name of that place."""
        node: yaml.Node = self._root
        names: list[str] = []
        for step in place:
            child = _child(node, step)
            if isinstance(step, str) and isinstance(node, yaml.MappingNode):
                names.append(step)
            node = child or node
            code = _child(node, "code") or _child(node, "id")
            if isinstance(code, yaml.ScalarNode):
                names = [str(code.value)]
        where = f" ({', '.join(names)})" if names else ""
        return f"{self.name}, ligne {node.start_mark.line + 1}{where} : {message}."

    def _values(self, node: yaml.Node, problems: list[str], key: str = "", depth: int = 0) -> object:
        """Return the values under a node, all scalars as text so that nothing is guessed."""
        if depth > _DEEPEST:
            raise invalid([f"{self.name}, ligne {node.start_mark.line + 1} : des renvois emboîtés (& et *) ne se lisent pas."])
        if isinstance(node, yaml.SequenceNode):
            return [self._values(item, problems, key, depth + 1) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            fields: dict[str, object] = {}
            for name_node, value_node in node.value:
                name = str(name_node.value)
                if name in fields:
                    line = name_node.start_mark.line + 1
                    problems.append(f"{self.name}, ligne {line} : le champ « {name} » est écrit deux fois.")
                fields[name] = self._values(value_node, problems, name, depth + 1)
            return fields
        if node.tag == _NULL:
            return None
        return typographic(str(node.value)) if key in _PROSE else node.value


_YAML_HINT = "Vérifiez le retrait des lignes, les deux-points suivis d’une espace et les apostrophes droites non fermées."


def invalid(problems: Iterable[str]) -> KnowledgeInvalid:
    """Return the error that tells all these problems, each once."""
    found = list(dict.fromkeys(problems))
    if len(found) == 1:
        return KnowledgeInvalid(found[0], hint=HINT)
    return KnowledgeInvalid("\n- ".join((f"{len(found)} problèmes dans les connaissances :", *found)), hint=HINT)


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == step), None)
    return None


def _french(details: ErrorDetails) -> str:
    value = details["input"]
    if value is None:
        return "ce champ est vide"
    if details["type"] in ("enum", "literal_error"):
        possible = str(details["ctx"]["expected"]).replace("'", "").replace(" or ", " ou ")
        return f"« {value} » n’est pas possible ici ; valeurs admises : {possible}"
    field = next((step for step in reversed(details["loc"]) if isinstance(step, str)), "")
    pattern = _PLAIN_MESSAGES.get(details["type"])
    return pattern.format(field=field, value=value) if pattern else f"valeur refusée ({details['msg']})"
