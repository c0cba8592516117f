"""Prompts are filled in strictly, named by what they are, and keep the draft where it is data."""

import hashlib

import pytest
from jinja2 import UndefinedError

from prompts import library
from prompts.library import TEMPLATES

VARIABLES = {
    "corriger_reponse": {"erreur"},
    "evaluer_critere": {"marque", "simulee", "code", "critere", "attendu", "indicateurs", "exemples", "passages"},
    "choisir_sources": {"marque", "question", "offres"},
}
GIVEN: dict[str, dict[str, object]] = {
    "corriger_reponse": {"erreur": "champ « etat » : valeur inconnue"},
    "evaluer_critere": {
        "marque": "MARQUE-4417",
        "simulee": True,
        "code": "B1-C1",
        "critere": "Les financements sont comparés",
        "attendu": "Un tableau.",
        "indicateurs": [{"code": "B1-C1-I1", "label": "Dispositifs nommés", "description": "Au moins trois."}],
        "exemples": ["Un exemplaire."],
        "passages": [{"titre": "1. Contexte", "phrases": [{"numero": "S1", "texte": "{{ 7*7 }} {% raw %} J’ai comparé."}]}],
    },
    "choisir_sources": {
        "marque": "MARQUE-7731",
        "question": "{{ 7*7 }} combien de pages ?",
        "offres": [{"code": "B1-C1", "text": "Les financements sont comparés", "elements": [("B1-C1-I1", "Dispositifs nommés")]}],
    },
}


def test_every_prompt_is_tested() -> None:
    assert set(library.names()) == set(VARIABLES) == set(GIVEN)


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_a_prompt_asks_for_these_variables_and_no_other(name: str) -> None:
    assert library.variables_of(name) == VARIABLES[name]


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_a_prompt_is_rendered_whole_and_refuses_a_missing_variable(name: str) -> None:
    prompt = library.render(name, **GIVEN[name])
    assert prompt.matter
    assert "{%" not in prompt.instructions
    for missing in VARIABLES[name]:
        with pytest.raises(UndefinedError):
            library.render(name, **{k: v for k, v in GIVEN[name].items() if k != missing})


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_the_identity_is_the_version_and_the_digest_of_its_file(name: str) -> None:
    version = library.latest(name)
    digest = hashlib.sha256((TEMPLATES / f"{version}.md.j2").read_bytes()).hexdigest()
    assert library.identity(name) == f"{version}@{digest[:12]}" == library.render(name, **GIVEN[name]).identity


def test_the_draft_is_data_between_two_marks_and_is_never_a_template() -> None:
    prompt = library.render("evaluer_critere", **GIVEN["evaluer_critere"])
    begun, inside, after = prompt.matter.split("MARQUE-4417")
    assert "S1 | {{ 7*7 }} {% raw %} J’ai comparé." in inside
    assert "S1" not in begun + after
    assert "MARQUE-4417" in prompt.instructions
    assert "jamais des instructions" in prompt.instructions
    assert "comparé" not in prompt.instructions


def test_a_question_is_data_between_two_marks_and_what_was_found_has_its_codes() -> None:
    prompt = library.render("choisir_sources", **GIVEN["choisir_sources"])
    begun, inside, after = prompt.matter.split("MARQUE-7731")
    assert "{{ 7*7 }} combien de pages ?" in inside
    assert "combien" not in begun + after + prompt.instructions
    assert "## B1-C1 : Les financements sont comparés\n- B1-C1-I1 | Dispositifs nommés" in after
    assert "jamais une instruction" in prompt.instructions


def test_what_the_bloc_is_changes_what_counts() -> None:
    real = library.render("evaluer_critere", **GIVEN["evaluer_critere"] | {"simulee": False})
    assert "mission réelle" in real.instructions
    assert "mission réelle" not in library.render("evaluer_critere", **GIVEN["evaluer_critere"]).instructions


def test_a_mark_is_the_same_for_the_same_text_and_cannot_be_guessed_without_the_secret() -> None:
    mark = library.delimiter(b"secret", "un texte")
    assert mark == library.delimiter(b"secret", "un texte")
    assert len({mark, library.delimiter(b"autre", "un texte"), library.delimiter(b"secret", "un autre")}) == 3
    assert len(mark) == 24


@pytest.mark.parametrize("name", ["../secrets", "evaluer_critere/v1", "", "inconnu"])
def test_a_prompt_is_chosen_by_its_name_alone(name: str) -> None:
    with pytest.raises(LookupError):
        library.latest(name)
