"""Words typed with one slip of the finger."""

import pytest

from assistant.text.respelling import as_meant, respelt
from evaluations.training.word_counts import counted, written


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("formtion", "formation"),  # a letter forgotten
        ("stagiaiires", "stagiaires"),  # hit twice
        ("nosu", "nous"),  # two exchanged
        ("abec", "avec"),  # b is beside v
        ("zvec", "avec"),  # z is beside a on an AZERTY keyboard
        ("dasn", "dans"),
        ("puls", "plus"),
        ("decidé", "decide"),  # an accent forgotten is no slip
    ],
)
def test_a_slip_is_read_as_the_word_people_write_most(typed: str, meant: str) -> None:
    assert respelt(typed) == meant


@pytest.mark.parametrize("word", ["Mortagne", "Nosu", "nadège", "benali", "mme", "xqzvwkj", "x", "12b", "OPOC"])
def test_a_name_a_title_a_word_with_a_capital_and_gibberish_have_no_other_spelling(word: str) -> None:
    assert respelt(word) == ""


def test_a_sentence_keeps_its_good_words_and_figures_and_forgets_its_names() -> None:
    typed = "Le 4 mars, Mme Ferrand et moi avosn comparé troiis devis chez Netis : 4 800 €."
    assert as_meant(typed) == "Le 4 mars, Mme X et moi avons comparé trois devis chez X : 4 800 €."
    assert as_meant(as_meant(typed)) == as_meant(typed)


def test_words_of_two_letters_and_more_are_counted_as_powers_of_two_by_their_spelling_without_accents() -> None:
    counts = counted(["L’évaluation, l’évaluation, l’evaluation de Nolwenn", "Nolwenn, devis, devis", "OPCO OPCO"])
    assert counts == {"evaluation": 2, "devis": 2}
    assert written(counts).splitlines()[-1] == "2 devis evaluation"


@pytest.mark.parametrize("name", ["Ferreira", "ferreira", "Pham", "Teixeira", "Nadège"])
def test_a_name_that_ends_like_a_future_promises_nothing(name: str) -> None:
    assert as_meant(f"M. {name} a reçu le devis.") == "M. X a reçu le devis."


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nosu avons lu. Aevc Mme Nosu, on a relu.", "nous avons lu. avec Mme X, on a relu."),
        ("• Deuis mars\n| Puor | cent |", "• depuis mars\n| pour | cent |"),
        ("Solveig a lu. Mortagne aussi.", "X a lu. X aussi."),
    ],
)
def test_a_frequent_word_that_opens_a_sentence_is_read_too(typed: str, meant: str) -> None:
    assert as_meant(typed) == meant
