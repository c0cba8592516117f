"""The figures of pseudonymising, computed by hand on masks made up for it."""

import re
from pathlib import Path

import pytest

from assistant.domain.pseudonym import IdentityType, Pseudonymised, Replacement
from assistant.errors import InputError
from evaluations.pseudonyms import (
    BAD_INPUT,
    DONE,
    NOTHING,
    SENTENCES,
    Half,
    LabelledText,
    Mask,
    PseudonymFigures,
    main,
    measure,
    read,
)


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


def test_the_types_of_the_gold_set_are_read_in_french() -> None:
    written = {
        "id": "e",
        "text": "SIREN 512908344, M. Sow",
        "spans": [{"text": "512908344", "type": "SIREN"}, {"text": "Sow", "type": "PERSONNE"}],
    }
    assert [s.type for s in LabelledText.model_validate(written).spans] == ["SIREN_SIRET", "PERSON"]


def test_the_kind_of_an_organisation_may_stay_but_not_a_part_of_its_name() -> None:
    text = "L'association Les Mains, la SARL Petit et le CFA Gué."
    labels = [{"text": t, "type": "ORG"} for t in ("association Les Mains", "SARL Petit", "CFA Gué")]
    figures = measure(
        [LabelledText.model_validate({"id": "f", "text": text, "spans": labels})],
        _masking({"Les Mains": "ORG", "Petit": "ORG", "Gué": "ORG"}),
    ).by_type["ORG"]
    assert (figures.masked, figures.but_kind, figures.partly, figures.typed) == (0, 2, 1, 2)
    assert figures.found == pytest.approx(2 / 3)


def test_direct_identifiers_are_counted_together() -> None:
    text = {
        "id": "g",
        "text": "a@b.fr 0612345678 Sow",
        "spans": [{"text": "a@b.fr", "type": "EMAIL"}, {"text": "0612345678", "type": "PHONE"}],
    }
    assert measure([LabelledText.model_validate(text)], _masking({"a@b.fr": "EMAIL"})).direct == (1, 2)


def test_the_halves_depend_on_the_id_alone() -> None:
    # the last hexadecimal digits of the SHA-256 of « P001 » and « P002 » are 3 and a
    assert [LabelledText(id=i, text="").half for i in ("P001", "P002")] == ["test", "develop"]


@pytest.fixture(scope="module")
def halves() -> dict[Half, PseudonymFigures]:
    texts = read(SENTENCES)
    return {half: measure([t for t in texts if t.half == half]) for half in ("develop", "test")}


@pytest.mark.parametrize("half", ["develop", "test"])
def test_the_gold_sentences_are_masked_as_promised(halves: dict[Half, PseudonymFigures], half: Half) -> None:
    figures = halves[half]
    masked, labelled = figures.direct
    assert masked / labelled >= 0.98
    assert figures.by_type["PERSON"].found >= 0.95
    assert figures.by_type["ORG"].found >= 0.75
    assert figures.by_type["ADDRESS"].found >= 0.90
    assert figures.over_masking <= 0.02
    assert len(figures.kept_masked) / figures.kept <= 0.05


def test_details_are_never_shown_of_the_test_half(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--half", "test", "--details"]) == DONE
    shown = capsys.readouterr().out
    assert "moitié «\u00a0test\u00a0»" in shown
    assert "manqué" not in shown
    assert "en trop P" not in shown
