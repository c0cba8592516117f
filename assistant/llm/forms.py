"""Finds the filled form in what a language model wrote."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from assistant.errors import ModelGarbled
from assistant.protocols import Form

_THOUGHTS = "think|thinking|thought|thoughts|reasoning|reflection"
_THOUGHT = re.compile(rf"<({_THOUGHTS})\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_END_OF_THOUGHT = re.compile(rf"</(?:{_THOUGHTS})\s*>", re.IGNORECASE)
_OPEN_THOUGHT = re.compile(rf"<(?:{_THOUGHTS})\b[^>]*>.*", re.IGNORECASE | re.DOTALL)
_MOST_CHARACTERS = 200_000
_MOST_OBJECTS = 100


def without_thoughts(text: str) -> str:
    """Return what a model says once it has thought: reasoning blocks taken out, closed or not."""
    said = _THOUGHT.sub("", text)
    ended = list(_END_OF_THOUGHT.finditer(said))
    if ended:
        said = said[ended[-1].end() :]
    return _OPEN_THOUGHT.sub("", said).strip()


def read_form(text: str, form: type[Form]) -> Form:
    """Return the last form filled in a text; raise `ModelGarbled` when there is none.

    The message says what is wrong with the form, in words that can be sent back to the model.
    """
    said = without_thoughts(text)[:_MOST_CHARACTERS]
    filled: Form | None = None
    wrong = "aucun objet JSON n’a été trouvé"
    for value in _objects(said):
        try:
            filled = form.model_validate(value)
        except ValidationError as error:
            wrong = _what_is_wrong(error)
    if filled is None:
        raise ModelGarbled("la réponse du modèle n’a pas la forme demandée", hint=wrong)
    return filled


def _objects(text: str) -> Iterator[Any]:
    """Yield the JSON objects of a text, in order, those inside another left out."""
    decoder = json.JSONDecoder()
    start = text.find("{")
    for _ in range(_MOST_OBJECTS):
        if start < 0:
            return
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            yield value
        start = text.find("{", end)


def _what_is_wrong(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "objet"
    return f"champ « {place} » : {first['msg']}"
