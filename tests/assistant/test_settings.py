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


def _model(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in {"PROVIDER": "openai", "NAME": "m", **values}.items():
        monkeypatch.setenv(f"JURY_BLANC_MODEL__{name}", value)


def test_a_model_is_plugged_in_by_nested_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().model is None
    _model(monkeypatch, PANEL="petit, grand", TEMPERATURE="", DEADLINE="30", BASE_URL="http://127.0.0.1:8000/v1/")
    model = load_settings().model
    assert model is not None
    assert (model.provider, model.panel, model.temperature, model.deadline) == ("openai", ("petit", "grand"), None, 30)
    assert model.base_url == "http://127.0.0.1:8000/v1"


@pytest.mark.parametrize(
    ("values", "elsewhere", "masked"),
    [
        ({"PROVIDER": "ollama"}, False, False),
        ({}, True, True),
        ({"BASE_URL": "http://localhost:1/v1"}, False, False),
        ({"BASE_URL": "http://127.0.0.1.exemple.fr/v1"}, True, True),
        ({"BASE_URL": "http://[::1]:1/v1"}, False, False),
        ({"BASE_URL": "https://modeles.institut.example/v1", "PSEUDONYMISE": "false"}, True, False),
        ({"PROVIDER": "ollama", "PSEUDONYMISE": "true"}, False, True),
    ],
)
def test_texts_are_masked_when_the_model_is_on_another_machine_unless_told_otherwise(
    values: dict[str, str], elsewhere: bool, masked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    _model(monkeypatch, **values)
    model = load_settings().model
    assert model is not None
    assert (model.elsewhere, model.masked) == (elsewhere, masked)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"PROVIDER": "devin"}, "MODEL__PROVIDER"),
        ({"DEADLINE": "0"}, "MODEL__DEADLINE"),
        ({"BASE_URL": "ftp://x"}, "MODEL__BASE_URL"),
        ({"BASE_URL": "http://moi:canari77@x/v1"}, "MODEL__BASE_URL"),
        ({"NAME": ""}, "MODEL__NAME"),
        ({"TEMPERATURE": "chaud"}, "MODEL__TEMPERATURE"),
    ],
)
def test_a_bad_setting_of_the_model_is_named_and_the_key_never_shown(
    values: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _model(monkeypatch, API_KEY="canari-cle", **values)
    with pytest.raises(SetupError, match=f"JURY_BLANC_{named}") as refused:
        load_settings()
    assert "canari" not in f"{refused.value}{refused.value.hint}{refused.value.__cause__}"


def test_a_model_without_a_provider_says_what_is_missing_and_not_what_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JURY_BLANC_MODEL__API_KEY", "canari-cle")
    with pytest.raises(SetupError, match="JURY_BLANC_MODEL__PROVIDER manque") as refused:
        load_settings()
    assert "canari" not in f"{refused.value}{refused.value.hint}"


def test_a_misspelt_setting_of_the_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _model(monkeypatch, APIKEY="x")
    with pytest.raises(UnknownSetting) as refused:
        load_settings()
    assert "JURY_BLANC_MODEL__API_KEY" in refused.value.hint


def test_the_key_is_never_in_what_is_printed_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    _model(monkeypatch, API_KEY="canari-cle")
    settings = load_settings()
    assert "canari" not in f"{settings!r}{settings.model_dump_json()}"


def test_settings_do_not_change_under_whoever_holds_them() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]  # what the test forbids


@pytest.mark.parametrize(("given", "kept"), [("", ""), ("/", ""), ("jury", "/jury"), ("/a/b/", "/a/b")])
def test_the_path_of_a_portal_is_put_in_one_form(given: str, kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JURY_BLANC_ROOT_PATH", given)
    assert load_settings().root_path == kept


@pytest.mark.parametrize("given", ["https://x/y", "/a?b", "/a/../b", "/a b", "/é", "/a//b"])
def test_what_is_no_path_is_refused_in_words(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JURY_BLANC_ROOT_PATH", given)
    with pytest.raises(SetupError, match="n’est pas un chemin") as refused:
        load_settings()
    assert "/jury-blanc" in refused.value.hint


def test_proxies_are_addresses_or_networks_and_nobody_is_trusted_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().trusted_proxies == ()
    monkeypatch.setenv("JURY_BLANC_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8,::1")
    assert [str(one) for one in load_settings().trusted_proxies] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]


@pytest.mark.parametrize("given", ["*", "proxy.example", "10.0.0.1/8"])
def test_a_proxy_that_is_no_address_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JURY_BLANC_TRUSTED_PROXIES", given)
    with pytest.raises(SetupError, match="JURY_BLANC_TRUSTED_PROXIES"):
        load_settings()


def _provider(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in {"ISSUER": "https://connexion.example", "CLIENT_ID": "jury-blanc", **values}.items():
        monkeypatch.setenv(f"JURY_BLANC_OPENID__{name}", value)


def test_a_provider_of_identities_is_set_by_nested_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    _provider(monkeypatch, SCOPES="profile groups", TUTORS="tuteurs, jurys", PUBLIC_URL="https://a.example/x/")
    monkeypatch.setenv("JURY_BLANC_OPENID__CLIENT_SECRET", "s")
    openid = load_settings().openid
    assert openid is not None
    assert (openid.scopes, openid.tutors) == (("openid", "profile", "groups"), ("tuteurs", "jurys"))
    assert openid.public_url == "https://a.example/x"
    assert "client_secret=SecretStr" in repr(openid)
    assert "'s'" not in repr(openid)


@pytest.mark.parametrize("issuer", ["https://a.example/realms/x/", "http://127.0.0.1:9400", "http://localhost:8080/auth"])
def test_the_name_of_a_provider_is_kept_as_it_is_written(issuer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _provider(monkeypatch, ISSUER=issuer)
    openid = load_settings().openid
    assert openid is not None
    assert openid.issuer == issuer


@pytest.mark.parametrize(
    "issuer",
    [
        "http://connexion.example",
        "connexion.example",
        "https://a.example?x=1",
        "https://moi:secret@a.example",
        "ftp://a.example",
        "",
    ],
)
def test_a_provider_without_https_or_that_is_no_address_is_refused(issuer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _provider(monkeypatch, ISSUER=issuer)
    with pytest.raises(SetupError, match="JURY_BLANC_OPENID__ISSUER") as refused:
        load_settings()
    assert "secret@" not in refused.value.hint


def test_a_provider_set_by_half_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JURY_BLANC_OPENID__ISSUER", "https://connexion.example")
    with pytest.raises(SetupError, match="JURY_BLANC_OPENID__CLIENT_ID manque") as refused:
        load_settings()
    assert "docs/administrateur.md" in refused.value.hint
