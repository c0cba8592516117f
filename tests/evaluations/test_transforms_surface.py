"""Surface and layout: hand-computed variants, and changes that the checks refuse."""

import random
import unicodedata

import pytest

from evaluations.transforms.accents import StripAccents, no_capitals
from evaluations.transforms.base import Transform, Variant
from evaluations.transforms.layout import TablesToLists, layout
from evaluations.transforms.surface import typography, white_space

_NNBSP, _NBSP, _SHY = "\u202f", "\u00a0", "\u00ad"
_ALL: dict[str, Transform] = {t.name: t for t in (*typography(), *white_space(), no_capitals(), *layout())}
_TABLE = "Voici.\n\n| Poste | Réel |\n|---|---|\n| Salles | 3 600 € |\n| Repas |  |"


def _made(name: str, text: str, seed: int = 0) -> Variant:
    variant = _ALL[name].apply(text, random.Random(seed))
    assert variant is not None
    return variant


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("typographic-apostrophes", "L'aide qu'il a", "L’aide qu’il a"),
        ("straight-apostrophes", "L’aide qu’il a", "L'aide qu'il a"),
        ("straight-quotes", "Un « plan » et “deux”", 'Un "plan" et "deux"'),
        ("guillemets", 'Un "plan" clair', f"Un «{_NNBSP}plan{_NNBSP}» clair"),
        ("nbsp", "Total : 1 200 € ; « oui »", f"Total{_NBSP}: 1{_NBSP}200{_NBSP}€{_NBSP}; «{_NBSP}oui{_NBSP}»"),
        ("thin-spaces", "95 % !", f"95{_NNBSP}%{_NNBSP}!"),
        ("oe-two-letters", "Cœur de l'Œuvre", "Coeur de l'Oeuvre"),
        ("oe-ligature", "Le coeur, le coefficient, la moelle", "Le cœur, le coefficient, la moelle"),
        ("fi-ligature", "fiche, effet, difficile, flux", "ﬁche, eﬀet, diﬃcile, ﬂux"),
        ("crlf", "Un\n\nDeux", "Un\r\n\r\nDeux"),
        ("no-capitals", "L'Œuvre du CFA", "l'œuvre du cfa"),
        ("upper-case-headings", "## Évaluer\n\nÉvaluer.", "## ÉVALUER\n\nÉvaluer."),
        ("deeper-headings", "# Titre\n\n## Partie\n\nMots #1", "## Titre\n\n### Partie\n\nMots #1"),
        ("bullets-to-numbers", "Voici :\n- un\n- deux\n\nFin", "Voici :\n1. un\n2. deux\n\nFin"),
        ("numbers-to-bullets", "Voici :\n\n1. un\n2. deux", "Voici :\n\n- un\n- deux"),
        ("lists-to-prose", "Voici :\n\n- un ;\n- deux.", "Voici :\n\nun ; deux."),
        ("list-to-table", "- un : 1\n- deux : 2\n\nFin", "|   |   |\n| --- | --- |\n| un | 1 |\n| deux | 2 |\n\nFin"),
        ("table-to-list", _TABLE, "Voici.\n\n- Poste : Salles ; Réel : 3 600 €\n- Poste : Repas"),
    ],
)
def test_the_change_is_the_one_named(name: str, before: str, after: str) -> None:
    variant = _made(name, before)
    assert variant.text == after
    assert _ALL[name].verify(before, after)
    assert not _ALL[name].verify(before, f"{after} ou plus")


@pytest.mark.parametrize("name", ["guillemets", "oe-ligature", "table-to-list", "deeper-headings", "bullets-to-numbers"])
def test_a_text_without_the_thing_has_no_variant(name: str) -> None:
    assert _ALL[name].apply("Rien de cela ici.", random.Random(0)) is None


def test_decomposed_accents_lead_back_to_their_letters() -> None:
    variant = _made("nfd", "L'été à Sète")
    assert unicodedata.is_normalized("NFD", variant.text)
    place = variant.text.index("Se\u0300te")
    assert variant.origin(place) == "L'été à Sète".index("Sète")
    assert not _ALL["nfd"].verify("L'été à Sète", unicodedata.normalize("NFD", "L'été à Sete"))


def test_soft_hyphens_stand_inside_long_words_once() -> None:
    text = "L'accompagnement professionnel des apprenants, un plan " * 4
    variant = _made("soft-hyphens", text)
    assert variant.text.replace(_SHY, "") == text
    assert _SHY in variant.text
    assert f"pl{_SHY}" not in variant.text
    word = next(w for w in variant.text.split() if _SHY in w)
    twice = variant.text.replace(word, word[:4] + _SHY + word[4:], 1)
    assert not _ALL["soft-hyphens"].verify(text, twice)


def test_lines_are_cut_inside_paragraphs_only() -> None:
    paragraph = "Nous avons organisé l'accompagnement professionnel des apprenants avec les entreprises partenaires. " * 6
    text = f"# Un titre très long qui ne se coupe pas, même avec des mots considérablement interminables\n\n{paragraph}"
    variant = _made("line-end-hyphenation", text)
    assert "-\n" in variant.text
    assert variant.text.partition("\n\n")[0] == text.partition("\n\n")[0]
    assert max(map(len, variant.text.split("\n")[2:])) <= 96
    assert not _ALL["line-end-hyphenation"].verify(text, variant.text.replace("# Un titre", "# Un\ntitre"))


@pytest.mark.parametrize(("percent", "gone"), [(10, 1), (50, 3), (100, 6)])
def test_accents_go_at_the_rate_named_those_of_capitals_first(percent: int, gone: int) -> None:
    text = "À l'été, Évaluer, ça, déjà… ÇA".replace("déjà", "deja").replace("été", "été")
    strip = StripAccents(percent)
    variant = strip.apply(text, random.Random(3))
    assert variant is not None
    assert sum(a != b for a, b in zip(text, variant.text, strict=True)) == gone
    assert (variant.text[0] + variant.text[9] + variant.text[-2]).count("A") + variant.text.count("Ev") >= min(gone, 2)
    assert strip.verify(text, variant.text)
    assert not strip.verify(text, variant.text.replace("l'", "L'"))


def test_fewer_or_more_accents_than_announced_are_refused() -> None:
    assert StripAccents(50).verify("é é é é", "e e é é")
    assert not StripAccents(50).verify("é é é é", "e é é é")
    assert not StripAccents(50).verify("é é é é", "e e e é")
    assert not StripAccents(50).verify("É é é é", "É e e é")


def test_a_cell_under_another_column_is_refused() -> None:
    table = "| A | B |\n|---|---|\n| un | deux |"
    assert TablesToLists().verify(table, "- A : un ; B : deux")
    assert not TablesToLists().verify(table, "- A : deux ; B : un")


def test_bold_marks_stand_around_the_first_words_of_paragraphs() -> None:
    text = "\n\n".join(f"Le plan de formation numéro {n} est relu." for n in range(6))
    variant = _made("bold-marks", text)
    assert variant.text.count("**") % 2 == 0
    assert all(line.startswith(("Le plan", "**Le plan")) for line in variant.text.split("\n\n"))
    assert not _ALL["bold-marks"].verify(text, text.replace("relu", "**relu**"))
