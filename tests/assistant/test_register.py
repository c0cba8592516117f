"""The same thing said in one register."""

import pytest

from assistant.text.register import in_one_register


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Les formateur·rices et les participant·es", "Les formateurs et les participants"),
        ("chaque formateur·rice", "chaque formateur"),
        ("les formé·e·s, les inscrit.e.s et les conseiller·ère·s", "les formés, les inscrits et les conseillers"),
        ("un(e) stagiaire, des stagiaires motivé(e)s ou intéressé(es)", "un stagiaire, des stagiaires motivés ou intéressés"),
        ("ceux·elles", "ceux"),
        ("la directrice, les formatrices et la matrice", "la directeur, les formateurs et la matrice"),
        ("LA DIRECTRICE ET LA MATRICE", "LA DIRECteur ET LA MATRICE"),
        ("nous avons réuni, nous n’avions rien, Nous étions dix", "j'ai réuni, je n’avais rien, J'étais dix"),
        ("Nous nous sommes vus ; nous l'avons su, nous y avons cru", "Je me suis vus ; je l'ai su, j'y ai cru"),
        ("Pour ma part, j’ai réuni l’équipe. De notre côté, rien.", "j’ai réuni l’équipe. rien."),
    ],
)
def test_registers_count_alike(written: str, plain: str) -> None:
    assert in_one_register(written) == plain


@pytest.mark.parametrize(
    "text",
    [
        "Le client nous a écrit, il nous les a rendus.",
        "• une liste\n• de deux points",
        "Le site www.afpa.fr (e-mail en annexe), l’art. L. 6353-1 (1) et la fig. 2.",
        "L’équipe de mon côté du couloir",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert in_one_register(text) == text
