"""What an administrator is told of a provider of identities: settings that contradict each other, and what `doctor` finds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from fake_model_server import closed_port
from identity_provider import IdentityProvider, identity_provider

from assistant.errors import SetupError
from assistant.settings import OpenIdSettings, Settings
from web.cli import run
from web.doorway import Doorway, doorway_of

OPENID = OpenIdSettings(issuer="https://connexion.institut.example", client_id="jury-blanc")


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with identity_provider() as serving:
        yield serving


def doctor(monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str], **values: str) -> str:
    """Return what `doctor` says of accounts."""
    for name, value in {"DATA_DIR": str(folder), "INDEX": "exact", **values}.items():
        monkeypatch.setenv(f"JURY_BLANC_{name}", value)
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "secret-du-client" not in said
    [line] = [line for line in said.splitlines() if line.startswith("Comptes\u00a0:")]
    return line


def of(provider: IdentityProvider) -> dict[str, str]:
    return {
        "ACCOUNTS": "openid",
        "OPENID__ISSUER": provider.issuer,
        "OPENID__CLIENT_ID": "jb",
        "OPENID__CLIENT_SECRET": "secret-du-client",
    }


@pytest.mark.parametrize("accounts", ["off", "proxy"])
def test_a_provider_that_would_serve_nobody_is_a_contradiction(accounts: Literal["off", "proxy"]) -> None:
    settings = Settings.model_construct(accounts=accounts, openid=OPENID, identity_proxies=("127.0.0.1",))
    with pytest.raises(SetupError, match=f"vaut {accounts}"):
        doorway_of(settings)


def test_accounts_through_a_provider_need_one() -> None:
    with pytest.raises(SetupError, match="aucun n’est réglé"):
        doorway_of(Settings.model_construct(accounts="openid"))


def test_a_provider_serves_alone_or_beside_passwords() -> None:
    alone = doorway_of(Settings.model_construct(accounts="openid", openid=OPENID))
    beside = doorway_of(Settings.model_construct(accounts="local", openid=OPENID))
    assert (alone, beside) == (Doorway("openid", openid=OPENID), Doorway("local", openid=OPENID))


def test_doctor_says_that_the_provider_is_ready_and_what_to_declare_to_it(
    provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = doctor(monkeypatch, tmp_path, capsys, **of(provider), OPENID__PUBLIC_URL="https://portail.example/jb")
    assert "prêt, 1 clé publiée" in said
    assert said.endswith("https://portail.example/jb/connexion/openid/retour")


def test_doctor_says_what_is_wrong_with_the_provider(
    provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    provider.announced["issuer"] = "https://autre.example"
    assert "annonce un autre émetteur" in doctor(monkeypatch, tmp_path, capsys, **of(provider))
    provider.announced.clear()
    provider.trouble["/jwks"] = lambda handler: handler.reply({"keys": []})
    assert "aucune clé publiée" in doctor(monkeypatch, tmp_path, capsys, **of(provider))
    late = "Mon, 02 Nov 2026 09:00:00 GMT"
    provider.trouble = {"/.well-known/openid-configuration": lambda handler: handler.reply(provider.document(), Date=late)}
    assert "s’écartent de" in doctor(monkeypatch, tmp_path, capsys, **of(provider))


def test_doctor_and_the_settings_do_without_a_provider_that_is_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = doctor(monkeypatch, tmp_path, capsys, **of(IdentityProvider(closed_port())))
    assert "ne répond pas" in said
    monkeypatch.setenv("JURY_BLANC_ACCOUNTS", "off")
    assert "mal réglés" in doctor(monkeypatch, tmp_path, capsys, ACCOUNTS="off")
