"""A long dossier is read alike whatever its format."""

import pytest

from evaluations.bench_review import main


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_dossier_of_140_000_characters_has_the_same_niveaux_in_every_format(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["bench_review"])
    main()
    shown = capsys.readouterr().out
    assert "same niveaux in every format: True" in shown
    assert shown.count("verbatim True") == 4
