"""The shipped knowledge: complete, blocking as decided, readable by a candidate."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from spent import processor_seconds

from assistant.domain.grille import Basis, CritereGrille
from assistant.domain.knowledge import Knowledge
from assistant.domain.referentiel import Referentiel
from assistant.errors import UnknownCode
from assistant.knowledge.loader import load_knowledge
from assistant.knowledge.typography import typographic
from assistant.text.french import fold
from ingestion.parse_referentiel import parse_referentiel

ROOT = Path(__file__).resolve().parents[2]

UNACCENTED = re.compile(
    r"\b(?:criteres?|competences?|evaluations?|evaluer|referentiels?|reglement\w*|francaise?s?|ecarts?|etapes?|echeances?|"
    r"equipes?|epreuves?|econom\w+|strateg\w+|pedagog\w+|qualite|activites?|modalites?|ingenierie|reunions?|delais?|"
    r"resultats?|experiences?|methodes?|donnees?|periodes?|salaries?|beneficiaires?|a l'|financees|etre|meme|apres|tres)\b"
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def every_critere(knowledge: Knowledge) -> Iterator[CritereGrille]:
    for grille in knowledge.grilles:
        yield from grille.criteres
    yield from knowledge.entretien
    yield from knowledge.transversal


def read_by_candidates(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    yield from of_criteres(knowledge)
    for fait in knowledge.faits:
        yield from ((fait.id, text) for text in (fait.title, fait.status, fait.effective, fait.statement))
    yield from ((control.id, control.message) for control in knowledge.controles)
    yield from ((forme.id, forme.label) for forme in knowledge.formes)
    for mistake in knowledge.erreurs:
        yield from (("erreur", text) for text in (mistake.mistake, mistake.why, mistake.advice))


def of_criteres(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for critere in every_critere(knowledge):
        for text in (critere.expected, critere.typical_failure, critere.example_strong, critere.example_weak):
            yield critere.code, text
        for indicateur in critere.indicateurs:
            for text in (indicateur.label, indicateur.description, indicateur.advice, indicateur.question):
                yield indicateur.code, text


def test_every_expert_line_is_there(knowledge: Knowledge) -> None:
    assert [len(grille.criteres) for grille in knowledge.grilles] == [8, 6, 7, 7, 6, 5]
    assert sum(len(c.indicateurs) for grille in knowledge.grilles for c in grille.criteres) == 218
    assert [len(point.indicateurs) for point in knowledge.entretien] == [4, 4, 4, 4, 4]
    assert [len(dimension.indicateurs) for dimension in knowledge.transversal] == [4, 4, 4, 4, 4]
    assert (len(knowledge.faits), len(knowledge.erreurs), len(knowledge.formes)) == (35, 16, 21)
    assert (len(knowledge.vague_cues), len(knowledge.generic_cues)) == (29, 55)
    assert len(knowledge.controles) >= 24


def test_simulated_blocs_are_those_whose_production_is_a_simulation(knowledge: Knowledge) -> None:
    assert {grille.bloc: grille.simulated for grille in knowledge.grilles} == {
        "B1": True,
        "B2": True,
        "B3": False,
        "B4": False,
        "B5": True,
        "B6": True,
    }
    assert not any(grille.derived for grille in knowledge.grilles)


@pytest.mark.parametrize(
    ("critere", "blocking"),
    [
        ("B1-C1", ["I1", "I3"]),  # I2 is essential but expert
        ("B1-C3", ["I5"]),  # one competence line, and no libelle line to fall back on
        ("B3-C5", ["I1", "I2", "I3"]),  # « le cas échéant » keeps I4 out
        ("B4-C4", ["I1", "I2", "I5"]),  # « éventuellement » keeps I3 out
        ("B4-C5", ["I1", "I3"]),
        ("B6-C4", ["I2", "I3", "I4"]),
        ("E1", ["I1", "I2"]),
        ("E4", ["I1"]),  # fewer than two essential lines: those of the libelle
        ("T1", []),  # no wording of the référentiel asks for it
    ],
)
def test_blocking_indicateurs_are_those_counted_by_hand(knowledge: Knowledge, critere: str, blocking: list[str]) -> None:
    assert [i.code for i in knowledge.critere(critere).blocking()] == [f"{critere}-{rank}" for rank in blocking]


def test_an_expert_expectation_never_blocks(knowledge: Knowledge) -> None:
    assert not any(i.basis is Basis.EXPERT for critere in every_critere(knowledge) for i in critere.blocking())


def test_helpers_find_by_code_and_say_what_is_known(knowledge: Knowledge) -> None:
    assert knowledge.grille("B3").bloc == "B3"
    assert knowledge.critere("E2").texte.startswith("connaît de façon")
    assert knowledge.critere("T2").texte == "Argumentation"
    assert knowledge.fait("REG-CPF").title.startswith("Compte personnel de formation")
    for ask in (knowledge.grille, knowledge.critere, knowledge.fait):
        with pytest.raises(UnknownCode) as refused:
            ask("B9")
        assert "« B9 »" in str(refused.value)
        assert refused.value.hint


def test_the_date_of_the_knowledge_reads_as_french(knowledge: Knowledge) -> None:
    assert knowledge.knowledge_date == "2026-05"
    assert knowledge.knowledge_date_shown == "mai 2026"


def test_the_frozen_referentiel_is_what_the_import_reads_in_the_source() -> None:
    source = ROOT / "ingestion" / "sources" / "referentiel.txt"
    frozen = Referentiel.model_validate_json((ROOT / "assistant" / "knowledge" / "referentiel.json").read_bytes())
    assert parse_referentiel(source.read_bytes(), source.name) == frozen


def test_the_version_changes_with_the_files_and_with_nothing_else(knowledge: Knowledge) -> None:
    assert re.fullmatch(r"2026\.\d{2}\.\d+\+[0-9a-f]{8}", knowledge.version)
    assert load_knowledge().version == knowledge.version


def test_loading_takes_less_than_half_a_second() -> None:
    assert processor_seconds(load_knowledge, 0.5) < 0.5


def test_the_data_is_found_from_any_folder(tmp_path: Path) -> None:
    code = "from assistant.knowledge.loader import load_knowledge; print(len(load_knowledge().grilles))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "6"


def test_what_candidates_read_follows_french_typography(knowledge: Knowledge) -> None:
    for code, text in read_by_candidates(knowledge):
        assert "'" not in text, code
        assert '"' not in text, code
        assert "..." not in text, code
        assert not re.search(r" [:;!?»]|« | {2}|\d [%€]", text), code
        assert not re.search(r"\w[;!?](?:\s|$)|«[^\u00a0\u202f]|[^\u00a0\u202f]»", text), code
        assert not re.search(r"\d \d{3}(?!\d)", text), code


def test_what_candidates_read_keeps_its_accents(knowledge: Knowledge) -> None:
    for code, text in read_by_candidates(knowledge):
        assert not UNACCENTED.search(text.lower().replace("’", "'")), code


def test_labels_descriptions_and_advice_are_sentences_of_their_kind(knowledge: Knowledge) -> None:
    for critere in every_critere(knowledge):
        labels = [indicateur.label for indicateur in critere.indicateurs]
        assert len(set(labels)) == len(labels), critere.code
        for indicateur in critere.indicateurs:
            assert not indicateur.label.endswith("."), indicateur.code
            assert indicateur.description.endswith("."), indicateur.code
            assert indicateur.advice.endswith("."), indicateur.code
            assert re.match(r"(?:(?:Pour|Après) [^,]+, )?\w+(?:er|ir|re)\b", indicateur.advice), indicateur.code
            assert indicateur.question.endswith(("\u202f?", ".")), indicateur.code


def test_every_memory_fact_says_that_it_must_be_checked(knowledge: Knowledge) -> None:
    doubtful = [fait for fait in knowledge.faits if fait.confidence == "memoire"]
    assert doubtful
    assert {fait.confidence for fait in knowledge.faits} == {"lu", "lu-partiel", "memoire"}
    assert all(fait.sources or fait.confidence == "memoire" for fait in knowledge.faits)


def test_an_outdated_statement_is_never_called_an_error(knowledge: Knowledge) -> None:
    assert {control.severity for control in knowledge.controles} <= {"attention", "info"}


def test_cues_are_lower_case_and_never_prose(knowledge: Knowledge) -> None:
    for critere in every_critere(knowledge):
        for indicateur in critere.indicateurs:
            for cue in (*indicateur.cues, *indicateur.counter_cues):
                plain = re.sub(r"<[A-Z]+>", "", cue)
                assert plain == plain.lower(), indicateur.code
                assert "’" not in cue, indicateur.code


@pytest.mark.parametrize(
    ("plain", "french"),
    [
        ("L'offre : un choix", "L’offre\u00a0: un choix"),
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("Pourquoi?", "Pourquoi\u202f?"),
        ('« etc. » ou "rien"', '«\u00a0etc.\u00a0» ou "rien"'),
        ("«collé»", "«\u00a0collé\u00a0»"),
        ("12 500 € et 20 %", "12\u202f500\u00a0€ et 20\u00a0%"),
        ("en 2025 120 stagiaires", "en 2025 120 stagiaires"),
        ("le 4 mars 2026", "le 4 mars 2026"),
        ("https://exemple.fr/?a=b", "https://exemple.fr/?a=b"),
        ("à 10:30", "à 10:30"),
        ("L. 6313-1, n° 2025-500", "L.\u00a06313-1, n°\u00a02025-500"),
        ("et la suite...", "et la suite…"),
    ],
)
def test_typography_is_mended_once_and_for_all(plain: str, french: str) -> None:
    assert typographic(plain) == french
    assert typographic(french) == french


def test_typography_changes_no_word(knowledge: Knowledge) -> None:
    for _, text in read_by_candidates(knowledge):
        assert typographic(text) == text
        plain = fold(text).replace("…", "...")
        assert fold(typographic(plain)).replace(" ", "").replace("…", "...") == plain.replace(" ", "")
