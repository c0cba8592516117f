"""Typing slips: how many, where, and never in figures or spared words."""

import random
import re

import pytest
from transform_material import NEIGHBOURS

from evaluations.transforms.typos import SLIPS, Slip, Typos

_TEXT = "En 2026, le budget de formation atteint 12 400 euros pour quatorze stagiaires de la région. " * 5


def _changed(text: str, variant: str) -> list[tuple[str, str]]:
    pairs = zip(re.split(r"[^\w]+", text), re.split(r"[^\w]+", variant), strict=True)
    return [(a, b) for a, b in pairs if a != b]


@pytest.mark.parametrize(("percent", "slips"), [(1, 3), (3, 10), (5, 16)])
def test_the_rate_counts_letters(percent: int, slips: int) -> None:
    assert sum(map(str.isalpha, _TEXT)) == 325
    variant = Typos(percent, NEIGHBOURS).apply(_TEXT, random.Random(1))
    assert variant is not None
    assert len(_changed(_TEXT, variant.text)) == slips
    assert re.findall(r"\d+", variant.text) == re.findall(r"\d+", _TEXT)


def test_spared_words_have_no_slip() -> None:
    typos = Typos(5, NEIGHBOURS, frozenset({"Budget", "formation", "stagiaires", "quatorze", "euros", "region"}))
    assert typos.name == "typos-5-sparing"
    variant = typos.apply(_TEXT, random.Random(2))
    assert variant is not None
    assert {old for old, _ in _changed(_TEXT, variant.text)} == {"atteint", "pour"}
    assert not Typos(1, NEIGHBOURS, frozenset({"budget"})).verify("un budget pour", "un bugdet pour")


@pytest.mark.parametrize(
    ("kind", "example", "others"),
    [
        ("insert", "formqation", ["fomation", "fornation", "fromation"]),
        ("delete", "fomation", ["formqation", "fornation", "fromation"]),
        ("replace", "fornation", ["formqation", "fomation", "fromation"]),
        ("transpose", "fromation", ["formqation", "fomation", "fornation"]),
    ],
)
def test_each_kind_of_slip_is_told_from_the_others(kind: Slip, example: str, others: list[str]) -> None:
    typos = Typos(1, NEIGHBOURS, slips=(kind,))
    assert typos.name == f"typos-1-{kind}"
    assert typos.verify("formation", example)
    assert not any(typos.verify("formation", other) for other in others)
    variant = typos.apply(_TEXT, random.Random(0))
    assert variant is not None
    assert typos.verify(_TEXT, variant.text)


def test_a_replaced_letter_is_a_neighbour_of_the_same_case() -> None:
    typos = Typos(5, {"b": "v", "o": "i", "n": "b"}, slips=("replace",))
    variant = typos.apply("BONO bono", random.Random(0))
    assert variant is not None
    old, new = next((a, b) for a, b in zip("BONO bono", variant.text, strict=True) if a != b)
    assert old.isupper() == new.isupper()
    assert new.lower() in {"b": "v", "o": "i", "n": "b"}[old.lower()]


@pytest.mark.parametrize("wrong", ["formation fromation", "fromatoin formation", "fromation 2027 formation", "formation"])
def test_another_number_of_slips_two_in_a_word_or_a_changed_figure_is_refused(wrong: str) -> None:
    assert Typos(1, NEIGHBOURS).verify("formation 2026 formation", "fromation 2026 formation")
    assert not Typos(1, NEIGHBOURS).verify("formation 2026 formation", wrong)


def test_words_too_short_or_off_the_keyboard_have_no_slip() -> None:
    assert Typos(5, NEIGHBOURS, slips=SLIPS).apply("le du 2026 ab12cd Привет", random.Random(0)) is None
