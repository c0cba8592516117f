"""The French material: what is read, and how a bad line is told."""

from pathlib import Path

import pytest
from transform_material import FILLER, ORGANISATIONS, TOWNS, write_material

from assistant.errors import SetupError
from evaluations.french_data import FrenchData, MaterialInvalid


def test_each_file_is_read_as_typed_values_once(tmp_path: Path) -> None:
    data = write_material(tmp_path)
    assert data.filler == FILLER
    assert data.towns == TOWNS
    assert data.organisations == ORGANISATIONS
    assert [(a.id, a.placement) for a in data.injections] == [("I1", "corps"), ("E1", "corps")]
    assert (data.people[0].prenom, data.people[0].genre) == ("Samira", "f")
    assert data.neighbours["a"] == "nz" or "z" in data.neighbours["a"]
    assert data.people is data.people
    (tmp_path / "villes.txt").unlink()
    assert data.towns == TOWNS


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("noms.jsonl", '{"prenom": "Ana", "nom": "Paz", "genre": "f", "origine": "x"}\n{"prenom": "Ivo"}\n', "ligne 2"),
        ("noms.jsonl", '{"prenom": "Ana", "nom": "Paz", "genre": "x", "origine": "x"}\n', "genre"),
        ("noms.jsonl", "{\n", "ligne 1"),
        ("noms.jsonl", "# rien\n", "vide"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(MaterialInvalid, match=said) as caught:
        _ = FrenchData(tmp_path).people
    assert isinstance(caught.value, SetupError)
    assert name in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("line", ["seul", "a\tb\tc", "\tb", "pareil\tpareil"])
def test_a_pair_has_two_different_sides(tmp_path: Path, line: str) -> None:
    (tmp_path / "synonymes.tsv").write_text(f"bon\tbien\n{line}\n", encoding="utf-8")
    with pytest.raises(MaterialInvalid, match="ligne 2"):
        _ = FrenchData(tmp_path).synonyms


@pytest.mark.parametrize(("written", "read"), [("Femme", "f"), ("H", "m"), ("masculin", "m"), ("F", "f")])
def test_genders_are_read_as_people_write_them(tmp_path: Path, written: str, read: str) -> None:
    line = f'{{"prenom": "Ana", "nom": "Paz", "genre": "{written}", "origine": "x"}}\n'
    (tmp_path / "noms.jsonl").write_text(line, encoding="utf-8")
    assert FrenchData(tmp_path).people[0].genre == read


def test_a_missing_file_and_a_keyboard_that_is_none_are_told(tmp_path: Path) -> None:
    with pytest.raises(MaterialInvalid, match="il manque"):
        _ = FrenchData(tmp_path).towns
    (tmp_path / "azerty.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(MaterialInvalid, match="azerty"):
        _ = FrenchData(tmp_path).neighbours
    (tmp_path / "azerty.json").write_text('{"a": ["z", "q"]}', encoding="utf-8")
    assert FrenchData(tmp_path).neighbours == {"a": "zq"}


def test_the_files_of_the_project_can_all_be_used() -> None:
    data = FrenchData()
    assert len(data.injections) >= 60
    assert len(data.benign_instructions) >= 50
    assert all((data.people, data.organisations, data.towns, data.filler, data.off_topic, data.synonyms))
    assert all((data.negations, data.pseudo_negations, set("azertyuiop") <= set(data.neighbours)))
