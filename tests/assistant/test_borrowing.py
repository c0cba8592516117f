"""Words taken from another text are found where they stand, changed here and there or not."""

import pytest

from assistant.text.borrowing import Lenders, WordedText

LENT = (
    "Le 3 mars, j’ai réuni les deux responsables de régie et la tutrice pour comparer trois organisations de l’alternance, "
    "puis nous avons retenu celle qui laissait un agent sur trois à son poste, parce que l’astreinte ne pouvait pas attendre."
)
OTHER = (
    "La veille repose sur quatre revues et deux salons par an ; chaque mois, une fiche d’une page dit ce qui change pour "
    "nos formateurs et qui s’en charge."
)
OWN = "Notre équipe compte neuf personnes et suit cent vingt apprentis dans quatre métiers du bois."


def _found(text: str, lent: list[str], anyone: list[str] | None = None) -> list[tuple[str, int]]:
    lenders = Lenders([WordedText(t) for t in lent], [WordedText(t) for t in anyone or []])
    return [(text[b.span.start : b.span.end], b.source) for b in lenders.borrowings(WordedText(text))]


def test_a_copy_is_found_at_its_place_with_its_source() -> None:
    assert _found(f"{OWN}\n\n{LENT}\n\n{OWN}", [OTHER, LENT]) == [(LENT.rstrip("."), 1)]


@pytest.mark.parametrize(
    "copy",
    [
        LENT.replace("3 mars", "17 octobre 2025").replace("tutrice", "directrice"),
        LENT.replace("’", "'").upper(),
        LENT.replace("trois organisations de l’alternance", "plusieurs façons de faire").replace("un agent", "une personne"),
        LENT.replace(" ", "\u00a0"),
    ],
)
def test_a_copy_with_some_words_changed_is_still_found(copy: str) -> None:
    [(words, source)] = _found(f"{OWN} {copy} {OWN}", [LENT])
    assert source == 0
    assert len(words) > 0.8 * len(LENT)


def test_what_anyone_may_say_is_nobodys() -> None:
    assert _found(LENT, [LENT], anyone=[LENT]) == []


@pytest.mark.parametrize(
    "text", ["", "…", OWN, "Le 3 mars, j’ai réuni les deux responsables de régie et la tutrice.", f"{OTHER} {OWN}"]
)
def test_a_text_of_ones_own_and_a_few_words_in_common_are_no_copy(text: str) -> None:
    assert _found(text, [LENT]) == []


def test_without_lenders_nothing_is_borrowed() -> None:
    assert _found(LENT, []) == []
    assert _found(LENT, [""]) == []
