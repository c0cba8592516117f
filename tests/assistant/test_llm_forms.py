"""The form is found in what a model wrote, whatever it wrote around it."""

from typing import Literal

import pytest
from pydantic import BaseModel

from assistant.errors import ModelGarbled
from assistant.llm.forms import read_form, without_thoughts


class Colour(BaseModel):
    couleur: Literal["rouge", "vert"]


@pytest.mark.parametrize(
    "text",
    [
        '{"couleur": "vert"}',
        'Voici :\n```json\n{"couleur": "vert"}\n```\nBonne lecture.',
        '<think>{"couleur": "rouge"} ? non.</think>{"couleur": "vert"}',
        'je pense {"couleur": "rouge"}</think>\n{"couleur": "vert"}',
        '<THINKING a="1">…</THINKING >{"couleur": "vert"}<think>et si',
        '{"couleur": "rouge"} Plutôt : {"couleur": "vert"}',
        '{"couleur": "vert", "note": 20, "autre": {"couleur": "rouge"}}',
        'accolade { seule, puis {"couleur": "vert"} et {"autre": 1}',
    ],
)
def test_the_last_form_outside_of_thoughts_is_read(text: str) -> None:
    assert read_form(text, Colour).couleur == "vert"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "aucun objet JSON"),
        ("Bien sûr.", "aucun objet JSON"),
        ('{"couleur": "ver', "aucun objet JSON"),
        ('<think>{"couleur": "vert"}', "aucun objet JSON"),
        ('{"couleur": "bleu"}', "couleur"),
        ('{"teinte": "vert"}', "couleur"),
        ("{" * 50_000, "aucun objet JSON"),
        ('{"a":' * 5_000, "aucun objet JSON"),
    ],
)
def test_no_form_is_a_failure_that_says_what_is_wrong_and_not_what_was_said(text: str, wrong: str) -> None:
    with pytest.raises(ModelGarbled) as failed:
        read_form(text, Colour)
    assert wrong in failed.value.hint
    assert "bleu" not in f"{failed.value}{failed.value.hint}"


def test_thoughts_are_never_shown() -> None:
    assert without_thoughts("<think>a</think>Bonjour.<reasoning>b</reasoning>") == "Bonjour."
    assert without_thoughts("a</think>Bonjour.") == "Bonjour."
