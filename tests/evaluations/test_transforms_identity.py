"""Identity and paraphrase: who is named, what takes the place, and what the checks refuse."""

import random
from pathlib import Path

import pytest
from transform_material import ORGANISATIONS, SYNONYMS, TOWNS, write_material

from evaluations.french_data import FrenchData, Person
from evaluations.transforms.base import cases
from evaluations.transforms.identity import Placeholders, SwapGender, SwapNames, SwapPlaces
from evaluations.transforms.names import organisations_named, people_named, proper_part, towns_named
from evaluations.transforms.paraphrase import Rewording, Synonyms, templates

_TEMPLATES: dict[str, Rewording] = {t.name: t for t in templates()}


@pytest.fixture
def data(tmp_path: Path) -> FrenchData:
    return write_material(tmp_path)


@pytest.fixture
def people(data: FrenchData) -> tuple[Person, ...]:
    return data.people


def test_people_are_told_by_a_title_or_a_known_first_name(people: tuple[Person, ...]) -> None:
    text = "M. Petit, Mme Odile Sénéchal et Samira Benali ont vu Karim ; Mme T. et Kirkpatrick, non. Claire et simple."
    found = [(n.words, n.first, n.gender) for n in people_named(text, people)]
    assert found == [
        ("Petit", False, "m"), ("Odile", True, "f"), ("Sénéchal", False, "f"),
        ("Samira", True, "f"), ("Benali", False, ""), ("Karim", True, "m"),
    ]  # fmt: skip


def test_a_person_gets_one_name_everywhere_of_the_same_gender(people: tuple[Person, ...]) -> None:
    text = "Samira Benali est venue. L'avis de Samira compte, Mme Benali le sait. Le plan d'Odile tient."
    swap = SwapNames(people)
    variants = cases(swap, text, 0, 20)
    assert len(variants) > 3
    for variant in variants:
        first, last = variant.text.split()[0], variant.text.removesuffix(" tient.").split(" est venue")[0].split(" ", 1)[1]
        assert first in {"Claire", "Ayşe", "Soizic", "Samira"}
        assert f"L'avis de {first} compte, Mme {last} le sait. Le plan d'Odile tient." in variant.text
        assert first not in {"Ayşe"}, "« de Ayşe » would need an elision"


def test_two_people_never_share_a_name(people: tuple[Person, ...]) -> None:
    assert SwapNames(people).verify("Karim et Bastien lisent.", "Yann et Baudouin lisent.")
    assert not SwapNames(people).verify("Karim et Bastien lisent.", "Yann et Yann lisent.")


def test_a_particle_belongs_to_the_last_name(people: tuple[Person, ...]) -> None:
    text = "Mme Le Goff, M. d’Hautecombe et Mme Soizic Le Goff"
    assert [(n.words, n.first) for n in people_named(text, people)] == [
        ("Le Goff", False), ("d’Hautecombe", False), ("Soizic", True), ("Le Goff", False),
    ]  # fmt: skip


def test_names_may_come_from_one_origin(people: tuple[Person, ...]) -> None:
    (variant,) = cases(SwapNames(people, "ailleurs"), "M. Petit et Mme Grand", 0, 1)
    surnames = {p.nom for p in people if p.origine == "ailleurs"}
    assert {variant.text[3 : variant.text.index(" et ")], variant.text.partition("Mme ")[2]} <= surnames
    assert SwapNames(people, "Afrique de l’Ouest").name == "swap-names-afrique-de-l-ouest"


@pytest.mark.parametrize(
    "wrong", ["Claire vient ; Soizic sort.", "Karim vient ; Karim sort.", "Claire arrive ; Claire sort.", "Zoé vient ; Zoé sort."]
)
def test_two_names_for_one_person_another_gender_or_another_word_is_refused(people: tuple[Person, ...], wrong: str) -> None:
    assert SwapNames(people).verify("Samira vient ; Samira sort.", "Claire vient ; Claire sort.")
    assert not SwapNames(people).verify("Samira vient ; Samira sort.", wrong)


def test_towns_follow_a_preposition_and_keep_it() -> None:
    text = "De Tours à Nantes, trois Tours de piste et deux tours."
    assert [n.words for n in towns_named(text, TOWNS)] == ["Tours", "Nantes"]
    swap = SwapPlaces("town", TOWNS)
    assert cases(swap, "Il vit à Tours.", 0, 9).variants[0].text in {"Il vit à Nantes.", "Il vit à Albi."}
    assert not swap.verify("Il vit à Tours.", "Il vit à Le Havre.")
    assert not swap.verify("Il vient de Tours.", "Il vient de Albi.")


def test_organisations_are_announced_or_known() -> None:
    text = "L'association Les Passerelles de l'Aude recrute. Les Passerelles de l'Aude et le CFA ; l'agence France Travail."
    assert [n.words for n in organisations_named(text, ())] == ["Les Passerelles de l'Aude"] * 2
    assert [proper_part(name) for name in ORGANISATIONS] == ["Les Ateliers du Gué", "Lire et Relier", "Orvane Formation", ""]
    swap = SwapPlaces("organisation", ("Lire et Relier",))
    assert cases(swap, text, 0, 1).variants[0].text == text.replace("Les Passerelles de l'Aude", "Lire et Relier")


def test_the_candidate_changes_gender_where_a_pair_covers_it() -> None:
    text = "Je suis formateur et je reste convaincue. Le formateur est parti. J'étais directeur."
    swapped = "Je suis formatrice et je reste convaincu. Le formateur est parti. J'étais directrice."
    assert cases(SwapGender(), text, 0, 1).variants[0].text == swapped
    assert not SwapGender().verify(text, swapped.replace("Le formateur", "Le formatrice"))


def test_placeholders_are_numbered_by_person(people: tuple[Person, ...]) -> None:
    text = "Samira Benali et M. Petit vont à Tours. Mme Benali appelle Samira ; M. Petit attend, pas Karim."
    masked = (
        "[PERSONNE 1] et M. [PERSONNE 2] vont à [VILLE 1]. Mme [PERSONNE 1] appelle [PERSONNE 1] ; "
        "M. [PERSONNE 2] attend, pas [PERSONNE 3]."
    )
    hide = Placeholders(people, TOWNS)
    assert cases(hide, text, 0, 1).variants[0].text == masked
    assert not hide.verify(text, masked.replace("[PERSONNE 3]", "[PERSONNE 2]"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Les formateurs ont lu.", "Les intervenants ont lu."),
        ("J'ai chiffré.", "J'ai évalué."),
        ("Je suis là depuis mai.", "Je suis là dès mai."),
        ("LE BUDGET EST VOTÉ.", "L’ENVELOPPE EST VOTÉ."),
    ],
)
def test_a_synonym_keeps_capitals_and_apostrophes(before: str, after: str) -> None:
    assert cases(Synonyms(SYNONYMS, 1), before, 0, 1).variants[0].text == after
    assert not Synonyms(SYNONYMS, 1).verify(before, after + " !")


def test_as_many_synonyms_as_named_or_none() -> None:
    text = "Les formateurs ont vu les formateurs."
    assert Synonyms(SYNONYMS, 3).apply(text, random.Random(0)) is None
    assert not Synonyms(SYNONYMS, 1).verify(text, "Les intervenants ont vu les intervenants.")
    assert Synonyms(SYNONYMS, 2).verify(text, "Les intervenants ont vu les intervenants.")


def test_a_word_before_which_the_article_would_change_is_left() -> None:
    pairs = (("plan", "outil"),)
    assert Synonyms(pairs, 1).apply("Je parle de plan et du plan, l'outil.", random.Random(0)) is None
    assert Synonyms(pairs, 1).apply("Un bon plan.", random.Random(0)) is not None


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("date-last", "Le 12 mars 2026, j'ai réuni toute l'équipe. Fin.", "J'ai réuni toute l'équipe le 12 mars 2026. Fin."),
        ("date-last", "Le 12 mars, Samira a réuni toute l'équipe.", None),
        ("for-my-part", "J'ai lu. Alors j'ai ri.", "Pour ma part, j'ai lu. Alors j'ai ri."),
        ("we-register", "J'ai lu le plan. J'ai lu mon plan.", "Nous avons lu le plan. J'ai lu mon plan."),
        ("inclusive-writing", "Les formateurs et un formateur", "Les formateur·rices et un formateur"),
    ],
)
def test_a_template_rewords_what_it_fits(name: str, before: str, after: str | None) -> None:
    variant = _TEMPLATES[name].apply(before, random.Random(0))
    assert (variant.text if variant else None) == after
    assert after is None or not _TEMPLATES[name].verify(before, f"{after} Bien.")
