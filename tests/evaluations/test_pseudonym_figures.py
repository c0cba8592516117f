"""The figures of pseudonymising, computed by hand on masks made up for it."""

import re
from pathlib import Path

import pytest

from assistant.domain.pseudonym import IdentityType, Pseudonymised, Replacement
from assistant.errors import InputError
from evaluations.pseudonyms import BAD_INPUT, DONE, NOTHING, LabelledText, Mask, main, measure, read


def _masking(words: dict[str, IdentityType]) -> Mask:
    """Return a mask that takes these words wherever they stand."""

    def mask(text: str) -> Pseudonymised:
        found = [(m.span(), kind) for word, kind in words.items() for m in re.finditer(re.escape(word), text)]
        replacements = tuple(Replacement(start=s, end=e, type=kind, placeholder="[X]", reason="") for (s, e), kind in found)
        return Pseudonymised(text="", replacements=replacements, risks=())

    return mask


TEXT = LabelledText.model_validate(
    {
        "id": "a1",
        "text": "Mme Amina Benali voit Rose chez Batiform ; la rose est à Benali.",
        "spans": [
            {"text": "Amina Benali", "type": "PERSON"},
            {"text": "Rose", "type": "PERSON"},
            {"text": "Batiform", "type": "ORG"},
        ],
        "keep": ["Mme", "la rose"],
    }
)


def test_whole_partial_and_missed_spans_are_told_apart() -> None:
    figures = measure([TEXT], _masking({"Benali": "PERSON", "Batiform": "PERSON"}))
    people, firms = figures.by_type["PERSON"], figures.by_type["ORG"]
    assert (people.labelled, people.masked, people.partly, people.typed) == (2, 0, 1, 0)
    assert (firms.labelled, firms.masked, firms.typed) == (1, 1, 0)
    assert figures.recall == pytest.approx(1 / 3)
    assert [words for _, words, _ in figures.missed] == ["Amina Benali", "Rose"]


def test_characters_beyond_the_labels_and_kept_words_are_counted() -> None:
    figures = measure([TEXT], _masking({"Amina Benali": "PERSON", "rose": "PERSON"}))
    assert figures.beyond == 4
    assert figures.over_masking == pytest.approx(4 / len(TEXT.text))
    assert figures.kept_masked == (("a1", "la rose"),)
    assert figures.kept == 2


def test_every_place_of_the_words_counts_unless_the_label_says_which() -> None:
    twice = {"id": "b", "text": "Rose et Rose.", "spans": [{"text": "Rose", "type": "PERSON"}]}
    once = {"id": "c", "text": "Rose et Rose.", "spans": [{"text": "Rose", "type": "PERSON", "start": 8}]}
    counted = [measure([LabelledText.model_validate(t)], _masking({})).by_type["PERSON"].labelled for t in (twice, once)]
    assert counted == [2, 1]


def test_a_label_that_is_not_in_its_text_is_refused() -> None:
    wrong = LabelledText.model_validate({"id": "d", "text": "Rien.", "spans": [{"text": "Rose", "type": "PERSON"}]})
    with pytest.raises(InputError, match="d\u00a0: «\u00a0Rose\u00a0»"):
        measure([wrong], _masking({}))


def test_the_command_prints_the_figures_and_returns_a_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(TEXT.model_dump_json() + "\n\n", encoding="utf-8")
    assert main([str(path), "--details"]) == DONE
    assert "PERSON       masqués 2/2" in capsys.readouterr().out
    path.write_text("", encoding="utf-8")
    assert main([str(path)]) == NOTHING
    path.write_text('{"id": 3}', encoding="utf-8")
    assert main([str(path)]) == BAD_INPUT
    assert "ligne 1" in capsys.readouterr().err
    with pytest.raises(InputError):
        read(tmp_path / "absent.jsonl")
