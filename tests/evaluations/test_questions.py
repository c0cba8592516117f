import math

import pytest

from assistant.bootstrap import Assistant
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
    assert figures.cited_first == 2 / 4
    assert figures.refused == 3 / 4
    assert figures.wrongly_refused == 1 / 4
    assert figures.searched == 3
    assert figures.reciprocal_rank == pytest.approx((1 + 1 / (found.index("B6-C5") + 1) + 0) / 3)
    assert figures.searched_first == pytest.approx(1 / 3)


def test_nothing_asked_gives_no_figure(assistant: Assistant) -> None:
    figures = measure(assistant, [])
    assert figures.questions == 0
    assert math.isnan(figures.cited_first)
    assert math.isnan(figures.reciprocal_rank)


def test_the_printed_lines_say_what_was_not_measured(assistant: Assistant) -> None:
    printed = list(lines("develop", measure(assistant, [_question("que dit B1-C1", "referentiel", "B1-C1")])))
    assert printed[0] == "1 questions de la moitié « develop »"
    assert "non mesuré" in printed[-1]


def test_the_develop_half_is_measured_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    assert capsys.readouterr().out.startswith("80 questions de la moitié « develop »")


def test_an_unknown_half_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--half", "all"])
    assert refused.value.code == 2
