"""What is scored of a text: its words, whoever bears which name, however it is typed."""

import pytest

from assistant.text.scoring import scored

SENTENCE = "Le 4 mars, {} et {} ont validé 18 000 € de formation."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("M. Le Goff", "Mme Hélène Petit"),
        ("M. Benali", "Mme Aminata Diallo"),
        ("m. le goff", "mme hélène petit"),
        ("M. Guivarc’h", "Mme de La Tour"),
        ("M. K.", "Mme L."),
        ("M. [PERSONNE 1]", "Mme [PERSONNE 2]"),
        ("Jean-Luc Vuillemin", "Nguyen Thi Mai"),
    ],
)
def test_other_names_initials_and_placeholders_leave_the_same_words(first: str, second: str) -> None:
    words = scored(SENTENCE.format(first, second)).replace(",.", ",").replace(". et", " et").replace(". ont", " ont")
    assert words.split() == ["Le", "4", "mars,", "et", "ont", "validé", "18", "000", "€", "de", "formation."]


@pytest.mark.parametrize(
    "words",
    [
        "L’OPCO a pris en charge le PTP ; la DRH suit le budget en AFEST.",
        "On a lu le compte rendu aujourd’hui, a-t-il dit.",
        "Le e-learning et la co-construction ont coûté 1 200 €.",
        "La responsable formation de la mairie a écrit au comité social.",
    ],
)
def test_the_words_of_the_language_and_of_the_field_all_stay(words: str) -> None:
    assert scored(words).replace("'", "’") == words.replace("'", "’")


def test_towns_and_companies_that_no_dictionary_holds_are_left_out() -> None:
    assert scored("Chez Netis à Ploërmel, 12 salariés formés.").split() == ["Chez", "à,", "12", "salariés", "formés."]


def test_a_sentence_that_follows_a_name_keeps_its_first_word() -> None:
    for name in ("Paris", "Villeneuvette", "[LIEU 1]", "Solveig Fernagu"):
        assert scored(f"Nous y étions avec {name}. Le plateau est prêt.").endswith(". Le plateau est prêt.")


def test_what_it_is_does_not_depend_on_capitals() -> None:
    text = "Mme Nadège Ferrand, formatrice chez Rabot & Fils, a rencontré l’OPCO à Lorient."
    assert scored(text).lower() == scored(text.lower())


def test_marks_of_emphasis_change_nothing() -> None:
    assert scored("**Mme** __Petit__ a **validé** le budget.") == scored("Mme Petit a validé le budget.")


def test_a_slip_of_the_finger_is_read_as_the_word_that_was_meant() -> None:
    assert scored("la formtion des stagaires").split() == ["la", "formation", "des", "stagiaires"]
