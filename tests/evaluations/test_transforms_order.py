"""Order: what may move, what stays with its neighbours, and drafts set in long texts."""

import random

import pytest
from transform_material import FILLER

from evaluations.transforms.anaphora import leans_on_what_precedes
from evaluations.transforms.base import cases
from evaluations.transforms.insertion import added, is_insertion, places, with_paragraphs
from evaluations.transforms.order import Embed, MoveParagraph, ShuffleParagraphs, ShuffleSections
from evaluations.transforms.units import units

_A = "La comptable a relu le budget de l'action avec le formateur référent du site."
_B = "Un tableau de bord suit les heures réalisées chaque vendredi depuis janvier."
_LEANING = "Ensuite, elle a prévenu le financeur et corrigé la ligne des salles."
_ANNOUNCING = "Le recrutement a tenu en deux étapes, confiées à deux personnes :"
_LIST = "- réunion\n- dossier"
_SECTIONS = "## Budget\n\nUn budget de 400 €.\n\n## Recruter\n\nDix dossiers lus.\n\n## Conclusion\n\nLa suite vient en juin."


def test_free_paragraphs_change_places_and_nothing_else_moves() -> None:
    text = f"# Titre\n\n{_A}\n\n{_B}\n\n{_ANNOUNCING}\n\n{_LIST}\n\n## Suite\n\n{_A}"
    found = cases(ShuffleParagraphs(), text, 0, 6)
    assert [v.text for v in found] == [f"# Titre\n\n{_B}\n\n{_A}\n\n{_ANNOUNCING}\n\n{_LIST}\n\n## Suite\n\n{_A}"]


def test_a_paragraph_that_another_leans_on_stays() -> None:
    assert len(cases(ShuffleParagraphs(), f"{_A}\n\n{_LEANING}\n\n{_B}", 0, 6)) == 0


@pytest.mark.parametrize(
    ("words", "leans"),
    [
        ("Elle a relu le plan.", True),
        ("Le deuxième tient un registre.", True),
        ("La session suivante a réuni dix personnes.", True),
        ("Le plan est lu. Nous l'avons vu plus haut.", True),
        ("Le plan est lu. Ensuite, il est signé.", False),
        ("La comptable a relu le plan.", False),
        ("Elles-mêmes relisent.", True),
        ("Ellébore et plan.", False),
    ],
)
def test_words_that_lean_on_others_are_told(words: str, leans: bool) -> None:
    assert leans_on_what_precedes(words) is leans


def test_a_paragraph_in_another_section_is_refused() -> None:
    text = f"## Un\n\n{_A}\n\n## Deux\n\n{_B}"
    assert not ShuffleParagraphs().verify(text, f"## Un\n\n{_B}\n\n## Deux\n\n{_A}")


def test_sections_move_whole_and_the_conclusion_stays_last() -> None:
    found = cases(ShuffleSections(), _SECTIONS, 0, 6)
    assert [v.text for v in found] == [
        "## Recruter\n\nDix dossiers lus.\n\n## Budget\n\nUn budget de 400 €.\n\n## Conclusion\n\nLa suite vient en juin."
    ]
    assert not ShuffleSections().verify(_SECTIONS, found.variants[0].text.replace("Dix", "Onze"))


def test_a_section_that_points_to_another_stays() -> None:
    assert not cases(ShuffleSections(), _SECTIONS.replace("lus.", "lus.\n\nVoir le budget ci-dessus."), 0, 6)


@pytest.mark.parametrize(
    ("to", "expected"),
    [("start", f"# T\n\n{_B}\n\n{_A}\n\n## S\n\n{_LEANING}"), ("end", f"# T\n\n{_A}\n\n## S\n\n{_LEANING}\n\n{_B}")],
)
def test_the_paragraph_named_goes_where_it_is_told(to: str, expected: str) -> None:
    text = f"# T\n\n{_A}\n\n{_B}\n\n## S\n\n{_LEANING}"
    move = MoveParagraph("start" if to == "start" else "end", "tableau de bord")
    found = cases(move, text, 0, 1)
    assert [v.text for v in found] == [expected]
    assert not move.verify(text, expected.replace("# T\n\n", "# T\n\n\n"))


def test_a_draft_stands_whole_in_the_middle_of_a_long_text() -> None:
    embed = Embed("middle", 600, FILLER)
    (variant,) = cases(embed, f"{_A}\n\n{_B}\n", 0, 1)
    assert 400 < len(variant.text) <= 600
    assert f"\n\n{_A}\n\n{_B}\n\n" in variant.text
    assert variant.text.index(_A) > 150
    assert variant.origin(variant.text.index(_B)) == len(_A) + 2
    assert not embed.verify(f"{_A}\n\n{_B}\n", variant.text.replace("tilleul", "chêne", 1))
    cut = variant.text.replace(f"{_A}\n\n{_B}", f"{_A}\n\n{FILLER[2]}\n\n{_B}").replace(f"{FILLER[2]}\n\n", "", 1)
    assert not embed.verify(f"{_A}\n\n{_B}\n", cut)
    assert Embed("end", 60, FILLER).apply(_A, random.Random(0)) is None


def test_a_paragraph_parts_nothing_that_belongs_together() -> None:
    text = f"# Titre\n\n{_A}\n\n{_LEANING}\n\n{_ANNOUNCING}\n\n{_LIST}"
    assert places(text) == [1, 3, 5]
    variant = with_paragraphs(text, {3: ["Un fait."]}, "")
    assert variant.text == f"# Titre\n\n{_A}\n\n{_LEANING}\n\nUn fait.\n\n{_ANNOUNCING}\n\n{_LIST}"
    assert [variant.text[s.start : s.end] for s in variant.inserted] == ["Un fait.\n\n"]


def test_lines_of_a_word_processor_are_paragraphs_and_stay_so() -> None:
    text = f"Titre\n{_A}\n{_B}"
    assert [u.kind for u in units(text)] == ["paragraph"] * 3
    variant = with_paragraphs(text, {3: ["Un fait.\n\nUn autre."]}, "")
    assert variant.text == f"{text}\nUn fait.\nUn autre."
    assert is_insertion(text, variant.text, ["Un fait.\n\nUn autre."])


def test_what_is_added_is_counted_and_what_is_lost_is_told() -> None:
    before = f"{_A}\n\n{_B}"
    assert added(before, f"{_A}\n\nX\n\nX\n\n{_B}") == {"X": 2}
    assert added(before, f"{_B}\n\n{_A}\n\nX") is None
    assert added(before, f"{_A}\n\nX") is None
    assert added(before, f"{_A}\n\n\n\n{_B}\n\nX") is None
