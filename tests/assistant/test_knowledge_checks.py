"""What a trainer hears when an edited file is wrong: the file, the line and what to do, in French."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.domain.referentiel import Referentiel
from assistant.errors import KnowledgeInvalid
from assistant.knowledge import loader
from assistant.knowledge.loader import load_knowledge

SHIPPED = Path(loader.__file__).parent
FIRST = "- code: B1-C1-I1\n"


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "connaissances", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


@pytest.fixture
def folder(whole: Path) -> Path:
    """Return the knowledge of a référentiel of two blocs, quicker to load than six."""
    file = whole / "referentiel.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["blocs"] = [bloc for bloc in data["blocs"] if bloc["code"] in ("B1", "B6")]
    file.write_text(json.dumps(data), encoding="utf-8")
    return whole


@pytest.fixture
def refusal(folder: Path) -> Callable[[], str]:
    def message() -> str:
        with pytest.raises(KnowledgeInvalid) as refused:
            load_knowledge(folder=folder)
        assert refused.value.hint
        return str(refused.value)

    return message


def edit(file: Path, old: str, new: str) -> int:
    """Replace the first occurrence and return the line where it stood."""
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_copy_of_the_folder_loads_like_the_original(whole: Path) -> None:
    assert load_knowledge(folder=whole) == load_knowledge()


def test_straight_apostrophes_and_plain_spaces_typed_by_a_trainer_are_mended(folder: Path) -> None:
    edit(folder / "grilles" / "B1.yaml", "label: Dispositifs nommés", "label: L'aide nommée ? Oui !")
    assert load_knowledge(folder=folder).critere("B1-C1").indicateurs[0].label == "L’aide nommée\u202f? Oui\u202f!"


def test_an_edited_file_changes_the_version_even_when_nobody_declared_it(folder: Path) -> None:
    before = load_knowledge(folder=folder).version
    edit(folder / "grilles" / "B1.yaml", "label: Dispositifs nommés", "label: Dispositifs désignés")
    assert load_knowledge(folder=folder).version != before


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "grilles/B1.yaml",
            "    texte: Les possibilités",
            "    texte: Les modalités",
            "le libellé n’est plus celui du référentiel",
        ),
        (
            "grilles/B1.yaml",
            "essential: true",
            "essential: oui",
            "(B1-C1-I1, essential) : true ou false est attendu, pas « oui »",
        ),
        ("grilles/B1.yaml", "basis: libelle", "basis: libele", "« libele » n’est pas possible ici ; valeurs admises : libelle,"),
        ("grilles/B1.yaml", "label: Dispositifs nommés", "label:", "(B1-C1-I1, label) : ce champ est vide"),
        ("grilles/B1.yaml", "label: Dispositifs nommés", "label: '  '", "(B1-C1-I1, label) : ce texte est vide"),
        ("grilles/B1.yaml", "label: Dispositifs nommés", "titre: Dispositifs", "le champ « titre » est inconnu"),
        ("grilles/B1.yaml", FIRST, "- code: B1-C2-I1\n", "B1-C2-I1 n’est pas un code de B1-C1"),
        ("grilles/B1.yaml", FIRST, "- code: B1-C1-I2\n", "le code B1-C1-I2 sert deux fois"),
        ("grilles/B1.yaml", FIRST, "- code: B1C1I1\n", "« B1C1I1 » n’a pas la forme attendue"),
        ("grilles/B1.yaml", "- code: B1-C1\n", "- code: B1-C9\n", "critères attendus, dans cet ordre : B1-C1, B1-C2"),
        ("grilles/B1.yaml", "bloc: B1\n", "bloc: B2\n", "cette grille doit être celle du bloc B1, pas de « B2 »"),
        ("grilles/B1.yaml", "competences: [C1.1]", "competences: [C2.1]", "la compétence C2.1 n’est pas dans le bloc B1"),
        (
            "grilles/B1.yaml",
            "[tableau, acteur_nomme",
            "[tableu, acteur_nomme",
            "la forme de preuve « tableu » n’est pas dans formes.yaml",
        ),
        ("grilles/B1.yaml", "[tableau, acteur_nomme, nombre]", "tableau", "une liste est attendue"),
        ("grilles/B1.yaml", "[REG-CPF, REG-OPCO", "[REG-CPFF, REG-OPCO", "le fait REG-CPFF n’est pas dans faits.yaml"),
        ("grilles/B1.yaml", "- cpf\n", "- <HEURE>\n", "« <HEURE> » n’est pas une classe connue"),
        ("grilles/B1.yaml", "- cpf\n", "- CPF\n", "l’indice « CPF » s’écrit en minuscules"),
        ("grilles/B1.yaml", "- cpf\n", "- cpf ~ \n", "est vide d’un côté"),
        (
            "grilles/B1.yaml",
            "\nsimulated: true",
            "\nsimulated: true\nsimulated: false",
            "le champ « simulated » est écrit deux fois",
        ),
        ("entretien.yaml", "- code: E1\n", "- code: E6\n", "points attendus : E1, E2"),
        ("entretien.yaml", "texte: décrit", "texte: présente", "(E1, texte) : le libellé n’est plus celui du référentiel"),
        ("transversal.yaml", "- code: T1\n", "- code: T2\n", "l’identifiant T2 sert deux fois"),
        ("faits.yaml", "id: REG-ENTRETIEN", "id: REG-CPF", "l’identifiant REG-CPF sert deux fois"),
        ("faits.yaml", 'knowledge_date: "2026-05"', "knowledge_date: mai 2026", "« mai 2026 » n’a pas la forme attendue"),
        ("formes.yaml", "id: montant", "id: nombre", "l’identifiant nombre sert deux fois"),
        ("controles.yaml", "id: OUT-02", "id: OUT-01", "l’identifiant OUT-01 sert deux fois"),
        ("controles.yaml", "fact: REG-VOCAB", "fact: REG-VOCABULAIRE", "le fait REG-VOCABULAIRE n’est pas dans faits.yaml"),
        ("controles.yaml", "severity: attention", "severity: haute", "valeurs admises : info, attention ou erreur"),
        ("erreurs.yaml", "    why: >-", "    raison: >-", "le champ obligatoire « why » manque"),
        ("vocabulaire.yaml", "vague:", "flou:", "le champ obligatoire « vague » manque"),
    ],
)
def test_each_mistake_is_told_with_its_file_and_line(
    folder: Path, refusal: Callable[[], str], name: str, old: str, new: str, said: str
) -> None:
    edit(folder / name, old, new)
    message = refusal()
    assert said in message
    assert re.search(rf"{re.escape(name)}, ligne \d+", message)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("'(pole emploi'", "l’expression régulière est invalide"),
        ("'pôle emploi'", "l’expression contient une majuscule, un accent ou une apostrophe courbe"),
        ("'OPCA'", "l’expression contient une majuscule"),
        ("'l’opca'", "une apostrophe courbe"),
        ("''", "l’expression est vide"),
    ],
)
def test_a_control_that_can_find_nothing_is_refused(folder: Path, refusal: Callable[[], str], pattern: str, said: str) -> None:
    file = folder / "controles.yaml"
    text = file.read_text(encoding="utf-8")
    first = re.search(r"^    pattern: .*\n(?:      .*\n)*", text, re.MULTILINE)
    assert first
    line = edit(file, first.group(), f"    pattern: {pattern}\n")
    message = refusal()
    assert said in message
    assert f"controles.yaml, ligne {line} (" in message


def test_the_line_told_is_the_line_to_edit(folder: Path, refusal: Callable[[], str]) -> None:
    line = edit(folder / "grilles" / "B6.yaml", "essential: true", "essential: peut-être")
    assert refusal().startswith(f"grilles/B6.yaml, ligne {line} (")


def test_a_critere_without_blocking_indicateur_is_refused(folder: Path, refusal: Callable[[], str]) -> None:
    file = folder / "grilles" / "B1.yaml"
    before, third, after = file.read_text(encoding="utf-8").partition("- code: B1-C3\n")
    mine, fourth, rest = after.partition("- code: B1-C4\n")
    file.write_text(before + third + mine.replace("basis: competence", "basis: expert") + fourth + rest, encoding="utf-8")
    assert "aucun indicateur de B1-C3 n’est bloquant" in refusal()


def test_yaml_that_does_not_parse_names_the_line(folder: Path, refusal: Callable[[], str]) -> None:
    line = edit(folder / "erreurs.yaml", "    advice: Reprendre", "    advice: Voici : reprendre: encore")
    assert re.match(rf"erreurs\.yaml, ligne {line} : ce n’est pas du YAML valide", refusal())


def test_all_the_problems_of_all_the_files_are_told_at_once(folder: Path, refusal: Callable[[], str]) -> None:
    edit(folder / "grilles" / "B1.yaml", "[REG-CPF, REG-OPCO", "[REG-X, REG-Y")
    edit(folder / "grilles" / "B6.yaml", "    texte: Les objets", "    texte: Des objets")
    message = refusal()
    assert message.startswith("3 problèmes dans les connaissances :")
    assert "REG-X" in message
    assert "REG-Y" in message
    assert "grilles/B6.yaml" in message


@pytest.mark.parametrize("name", ["grilles/B6.yaml", "faits.yaml", "referentiel.json"])
def test_a_missing_file_is_named(folder: Path, refusal: Callable[[], str], name: str) -> None:
    (folder / name).unlink()
    assert f"{name} manque" in refusal()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "formes.yaml : des champs « nom : valeur » sont attendus"),
        (b"- un\n- deux\n", "formes.yaml : des champs « nom : valeur » sont attendus"),
        ("formes: é".encode("latin-1"), "formes.yaml n’est pas encodé en UTF-8"),
        (b"version: '1'\nformes: {a: 1}\n", "une liste est attendue"),
        (b"version: '1'\nformes:\n  - nombre\n", "des champs « nom : valeur » sont attendus"),
        (b"version: '1'\nformes:\n  - &a [*a]\n", "des renvois emboîtés"),
    ],
)
def test_a_file_of_another_shape_is_refused_in_french(
    folder: Path, refusal: Callable[[], str], content: bytes, said: str
) -> None:
    (folder / "formes.yaml").write_bytes(content)
    assert said in refusal()


def test_a_broken_referentiel_says_to_import_it_again(folder: Path, refusal: Callable[[], str]) -> None:
    (folder / "referentiel.json").write_text("{", encoding="utf-8")
    assert "referentiel.json n’est pas un référentiel valide" in refusal()


def test_white_space_and_apostrophes_do_not_make_another_wording(folder: Path) -> None:
    file = folder / "referentiel.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    critere = data["blocs"][0]["criteres"][0]
    critere["texte"] = critere["texte"].replace("'", "’").replace(" ", "\u00a0 ")
    file.write_text(json.dumps(data), encoding="utf-8")
    assert not load_knowledge(folder=folder).grille("B1").derived


def test_another_referentiel_keeps_the_expert_grille_of_the_blocs_it_did_not_change() -> None:
    shipped = load_knowledge().referentiel
    data = shipped.model_dump(mode="json")
    data["blocs"][1]["criteres"][0]["texte"] = "Les besoins de l'équipe sont identifiés et chiffrés"
    data["entretien_final"]["points"][4]["texte"] = "connaît ses limites"
    other = load_knowledge(Referentiel.model_validate(data))
    assert {g.bloc: g.derived for g in other.grilles} == {
        "B1": False,
        "B2": True,
        "B3": False,
        "B4": False,
        "B5": False,
        "B6": False,
    }
    assert [i.label for i in other.critere("B2-C1").indicateurs] == [
        "Besoins de l’équipe identifiés",
        "Besoins de l’équipe chiffrés",
    ]
    assert [i.basis.value for i in other.critere("E5").indicateurs] == ["derive"]
    assert other.transversal == load_knowledge().transversal
