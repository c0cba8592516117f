"""The labelled pairs are sound, and the detector keeps its precision on both halves."""

from pathlib import Path

import pytest

from evaluations.oral_claims import load_pairs, main, score


def test_pairs_quote_themselves_and_half_of_them_agree() -> None:
    pairs = load_pairs()
    assert len(pairs) >= 60
    assert [p.id for p in pairs] == list(range(1, len(pairs) + 1))
    assert sum(not p.clashes for p in pairs) >= len(pairs) / 2
    for pair in pairs:
        for clash in pair.clashes:
            assert clash.answer in pair.answer
            assert clash.dossier in pair.dossier
    assert {clash.kind for p in pairs for clash in p.clashes} == {"nombre", "date", "role", "fait"}


@pytest.mark.parametrize("half", ["develop", "test"])
def test_precision_comes_first(half: str) -> None:
    done = score(p for p in load_pairs() if p.half == half)
    assert done.precision is not None
    assert done.recall is not None
    assert done.precision >= 0.9
    assert done.recall >= 0.7


def test_a_detector_of_nothing_has_no_precision_and_no_recall(tmp_path: Path) -> None:
    none = score(())
    assert (none.precision, none.recall) == (None, None)
    page = tmp_path / "pairs.yaml"
    page.write_text("pairs:\n- {id: 1, dossier: Nous étions deux formateurs., answer: Bonjour., clashes: []}\n", encoding="utf-8")
    assert score(load_pairs(page)).found == 0


def test_the_command_prints_both_halves(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    shown = capsys.readouterr().out
    assert shown.startswith("develop: 40 pairs, precision ")
    assert "test: 40 pairs, precision " in shown
