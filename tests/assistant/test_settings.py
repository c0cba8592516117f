"""Settings come from the environment, and a misspelt one is told."""

from pathlib import Path

import pytest

from assistant.errors import SetupError, UnknownSetting
from assistant.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA_DIR", "REFERENTIEL", "INDEX", "HOST", "PORT"):
        monkeypatch.delenv(f"JURY_BLANC_{name}", raising=False)


def test_defaults_need_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = load_settings()
    assert (settings.data_dir, settings.index, settings.host, settings.port) == (
        tmp_path / "jury-blanc",
        "chroma",
        "127.0.0.1",
        8765,
    )


def test_a_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JURY_BLANC_PORT", "9000")
    assert load_settings().port == 9000


def test_a_misspelt_variable_is_refused_and_the_close_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JURY_BLANC_DATADIR", "/x")
    with pytest.raises(UnknownSetting, match="JURY_BLANC_DATADIR") as refused:
        load_settings()
    assert "JURY_BLANC_DATA_DIR" in refused.value.hint


def test_an_unknown_variable_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JURY_BLANC_ZZZ", "1")
    with pytest.raises(UnknownSetting) as refused:
        load_settings()
    assert "JURY_BLANC_INDEX" in refused.value.hint


@pytest.mark.parametrize(("name", "value"), [("PORT", "0"), ("PORT", "beaucoup"), ("INDEX", "faiss")])
def test_a_bad_value_is_a_set_up_problem_that_names_the_variable(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"JURY_BLANC_{name}", value)
    with pytest.raises(SetupError, match=f"JURY_BLANC_{name}") as refused:
        load_settings()
    assert value in refused.value.hint


def test_settings_do_not_change_under_whoever_holds_them() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]  # what the test forbids
