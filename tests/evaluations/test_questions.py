import json
import math
from pathlib import Path

import pytest
from fake_model_server import answering, serving

from assistant.bootstrap import Assistant
from assistant.errors import InputError
from evaluations.gold import GoldQuestion, QuestionKind
from evaluations.questions import lines, main, measure


def _question(text: str, kind: QuestionKind, *codes: str, number: int = 2) -> GoldQuestion:
    return GoldQuestion(id=f"Q{number:03d}", text=text, kind=kind, codes=codes)


def test_figures_are_counted_by_hand(assistant: Assistant) -> None:
    figures = measure(
        assistant,
        [
            _question("que dit B1-C1", "referentiel", "B1-C1"),
            _question("que dit B1-C1", "referentiel", "B6-C5"),
            _question("combien de pages pour le bloc 3", "referentiel", "B3-M2"),
            _question("xyzzy plugh", "referentiel", "C1.1"),
            _question("xyzzy plugh", "hors-sujet"),
            _question("que dit B1-C1", "hors-sujet"),
            _question("rédige mon dossier", "ecrire-a-ma-place"),
            _question("vais-je réussir ?", "serai-je-admis"),
        ],
    )
    found = [r.code for r in assistant.search("que dit B1-C1", 1000).results]
    assert figures.questions == 8
    assert (figures.cited_first.held, figures.cited_first.asked) == (2, 4)
    assert (figures.told_first.held, figures.told_first.asked) == (2, 4)
    assert figures.chosen.held == 0
    assert {p: (s.held, s.asked) for p, s in figures.cited_by_part.items() if s.asked} == {
        "critere": (1, 2),
        "competence": (0, 1),
        "examen": (1, 1),
    }
    assert (figures.refused.held, figures.refused.asked) == (3, 4)
    assert {k: (s.held, s.asked) for k, s in figures.refused_by_kind.items()} == {
        "hors-sujet": (1, 2),
        "ecrire-a-ma-place": (1, 1),
        "serai-je-admis": (1, 1),
    }
    assert figures.wrongly_refused.value == 1 / 4
    assert figures.words > 50
    assert figures.searched == 3
    assert figures.reciprocal_rank == pytest.approx((1 + 1 / (found.index("B6-C5") + 1) + 0) / 3)
    assert figures.searched_first.value == pytest.approx(1 / 3)


def test_nothing_asked_gives_no_figure(assistant: Assistant) -> None:
    figures = measure(assistant, [])
    assert figures.questions == 0
    assert math.isnan(figures.cited_first.value)
    assert math.isnan(figures.reciprocal_rank)


def test_the_printed_lines_say_what_was_not_measured(assistant: Assistant) -> None:
    printed = list(lines("moitié « develop »", measure(assistant, [_question("que dit B1-C1", "referentiel", "B1-C1")])))
    assert printed[0] == "1 questions, moitié « develop »"
    assert printed[1] == "bonne source parmi les 3 premières citées\u00a0: 100% (1 sur 1, intervalle 5% à 100%)"
    assert printed[2] == "bonne source citée en premier\u00a0: 100% (1 sur 1, intervalle 5% à 100%)"
    assert "non mesuré" in printed[-1]


@pytest.mark.long
def test_the_develop_half_is_measured_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    assert capsys.readouterr().out.startswith("80 questions, moitié «\u00a0develop\u00a0»")


def test_a_model_is_measured_by_what_it_chooses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "asked.jsonl"
    row = {"id": "Q001", "text": "si on me dit que c’est trop cher je réponds quoi", "kind": "referentiel", "codes": ["B5-C3"]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path))
    with pytest.raises(InputError, match="Aucun modèle"):
        main(["--file", str(path), "--model"])
    main(["--file", str(path)])
    assert "citée en premier\u00a0: 0% (0 sur 1" in capsys.readouterr().out
    with serving(answering(['{"source": "B5-C3", "elements": []}'])) as service:
        for name, value in {
            "PROVIDER": "openai",
            "NAME": "m",
            "BASE_URL": service.base_url("openai"),
            "ANSWER_SECONDS": "20",
        }.items():
            monkeypatch.setenv(f"JURY_BLANC_MODEL__{name}", value)
        main(["--file", str(path), "--model"])
    told = capsys.readouterr().out
    assert "citée en premier\u00a0: 100% (1 sur 1" in told
    assert "un modèle de langue a choisi\u00a0: 1 sur 1" in told


def test_an_unknown_half_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--half", "all"])
    assert refused.value.code == 2


def test_other_questions_are_measured_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text('{"id": "Q001", "text": "que dit B1-C1", "kind": "referentiel", "codes": ["B1-C1"]}\n', encoding="utf-8")
    main(["--file", str(path)])
    assert capsys.readouterr().out.startswith("1 questions, fichier asked.jsonl")
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"asked\.jsonl"):
        main(["--file", str(path)])
