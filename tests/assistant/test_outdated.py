import importlib.resources
import re
from functools import partial
from pathlib import Path

import pytest
import yaml
from drafts import draft_from_markdown
from spent import processor_seconds

from assistant.assessment.outdated import check_outdated
from assistant.domain.feedback import Finding
from assistant.domain.grille import Fait, OutdatedCheck

DATA = Path(__file__).parent.parent / "data"
FACT = Fait(
    id="F",
    title="t",
    status="s",
    effective="2019-01-01",
    statement="x",
    sources=("https://exemple.fr/a", "https://exemple.fr/b"),
    confidence="lu",
)
OPCA = OutdatedCheck(
    id="OUT-02",
    pattern=r"\bopca\b",
    severity="attention",
    message="Les OPCA sont devenus des OPCO.",
    fact="F",
    exception="sketch",
)


def _shipped() -> tuple[list[OutdatedCheck], list[Fait]]:
    knowledge = importlib.resources.files("assistant.knowledge")
    checks = yaml.safe_load(knowledge.joinpath("controles.yaml").read_text(encoding="utf-8"))["controles"]
    facts = yaml.safe_load(knowledge.joinpath("faits.yaml").read_text(encoding="utf-8"))["faits"]
    return [OutdatedCheck(**check) for check in checks], [Fait(**fact) for fact in facts]


CHECKS, FACTS = _shipped()


def _found(text: str, checks: list[OutdatedCheck] | None = None) -> tuple[Finding, ...]:
    if checks is not None:
        return check_outdated(draft_from_markdown(text), checks, [FACT], "2026-05")
    return check_outdated(draft_from_markdown(text), CHECKS, FACTS, "2026-05")


def test_a_benign_sentence_is_hardly_ever_flagged() -> None:
    files = (DATA / "outdated_benign.txt", DATA / "outdated_benign_2.txt")
    benign = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    alarms = [line for line in benign if _found(line)]
    assert len(benign) >= 220
    assert len(alarms) <= len(benign) / 100, alarms


def test_an_outdated_sentence_is_flagged_under_its_own_check() -> None:
    rows = [line.split("\t") for line in (DATA / "outdated_flagged.tsv").read_text(encoding="utf-8").splitlines()]
    missed = [sentence for code, sentence in rows if code.lower() not in {f.code for f in _found(sentence)}]
    assert len(rows) >= 70
    assert {code for code, _ in rows} == {check.id for check in CHECKS}
    assert len(missed) <= len(rows) * 0.05, missed


def test_sentences_of_a_second_writer_are_flagged_too() -> None:
    rows = [line.split("\t") for line in (DATA / "outdated_flagged_2.tsv").read_text(encoding="utf-8").splitlines()]
    missed = [sentence for _, sentence in rows if not _found(sentence)]
    assert len(missed) <= len(rows) * 0.05, missed


def test_the_finding_says_the_fact_its_source_and_the_knowledge_date() -> None:
    text = "Le dossier part demain. Notre OPCA paie tout."
    (finding,) = _found(text, [OPCA])
    assert text[finding.start : finding.end] == "OPCA"
    assert finding.code == "out-02"
    assert finding.source == "https://exemple.fr/a"
    assert "Les OPCA sont devenus des OPCO." in finding.message
    assert "à la date de nos connaissances, mai 2026" in finding.message


def test_repeated_statements_make_one_finding_with_a_count() -> None:
    (finding,) = _found("L’OPCA paie, dit l’OPCA. Un OPCA ferme.\n\nPuis l’OPCA revient.", [OPCA])
    assert "3 phrases" in finding.message
    assert finding.start == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "L’ex-OPCA de la branche a changé de nom.",
        "L’OPCA a été remplacé par un OPCO.",
        "L’OPCA finançait alors ces stages.",
        "L’OPCA de la branche n’intervient plus.",
        "Notre ancienne convention OPCA figure au dossier.",
        "J’ai relu « Le guide de votre OPCA pas à pas ».",
        "Le sketch parle d’un OPCA.",
    ],
)
def test_what_is_told_as_history_or_quoted_is_left_alone(sentence: str) -> None:
    assert _found(sentence, [OPCA]) == ()


def test_a_context_may_stand_in_the_sentence_before() -> None:
    check = OPCA.model_copy(update={"context": "financ"})
    assert len(_found("Qui finance ? L’OPCA répond.", [check])) == 1
    assert _found("Qui répond ? L’OPCA répond.", [check]) == ()


def test_findings_come_in_the_order_of_the_text() -> None:
    starts = [
        f.start
        for f in _found("La Direccte contrôle la session. Notre organisme est référencé sur Datadock. L’OPCA de la branche paie.")
    ]
    assert len(starts) == 3
    assert starts == sorted(starts, key=lambda s: s or 0)


@pytest.mark.parametrize(
    "piece",
    ["entretien professionnel tous les ", "cpf 24 heures ", "niveau iv diplome ", "a ", "« opca ", "100 € cpf ", "12 € ", "1,"],
)
def test_no_shipped_expression_backtracks_on_a_long_text(piece: str) -> None:
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    for check in CHECKS:
        for expression in filter(None, (check.pattern, check.exception, check.context)):
            compiled = re.compile(expression)
            spent = processor_seconds(partial(compiled.findall, text), 0.5)
            assert spent < 0.5, (check.id, expression[:40])


def test_a_long_text_without_sentences_is_read_in_seconds() -> None:
    assert processor_seconds(lambda: _found("il faut deux promotions " * 4000), 5) < 5
