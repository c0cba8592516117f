"""The keys of numbers are computed: what has a right key needs no label, what has a wrong one needs one."""

import pytest

from assistant.text.pseudonyms import pseudonymise


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Voici le 732 829 320 00074.", "SIRET, clé vérifiée"),
        ("Voici le 732829320.", "SIREN, clé vérifiée"),
        ("Voici 2 69 05 49 588 157 80.", "numéro de sécurité sociale, clé vérifiée"),
        ("Voici 269054958815780.", "numéro de sécurité sociale, clé vérifiée"),
        ("Voici FR76 3000 6000 0112 3456 7890 189.", "IBAN, clé vérifiée"),
        ("Voici BE68 5390 0754 7034.", "IBAN, clé vérifiée"),
        ("Voici FR14 2004 1010 0505 0001 3M02 606.", "IBAN, clé vérifiée"),
        ("Voici 1234567W.", "numéro UAI d’établissement, clé vérifiée"),
        ("Voici FR76 3000 6000 0112 3456 7890 188.", "forme d’un IBAN, clé fausse"),
        ("Son NIR : 2 69 05 49 588 157 81.", "forme d’un numéro de sécurité sociale, clé fausse"),
        ("SIRET 732 829 320 00075.", "numéro annoncé comme SIREN ou SIRET"),
        ("UAI 1234567P.", "numéro annoncé comme UAI"),
    ],
)
def test_the_reason_says_whether_the_key_was_right(text: str, reason: str) -> None:
    [replacement] = pseudonymise(text).replacements
    assert replacement.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "Voici le 732 829 320 00075.",
        "Voici le 732829321.",
        "Voici 1234567P.",
        "Voici 269054958815781.",
        "Soit 732 829 320 € en tout.",
    ],
)
def test_a_number_with_a_wrong_key_and_no_label_stays(text: str) -> None:
    assert pseudonymise(text).text == text


def test_a_long_number_that_stays_is_told_as_a_risk() -> None:
    text = "Voici le 732 829 320 00075."
    [risk] = pseudonymise(text).risks
    assert text[risk.start : risk.end] == "732 829 320 00075"
