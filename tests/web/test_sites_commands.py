"""Sites are opened and keys given from a terminal."""

import json
from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.settings import LIBRARY_FILE, Settings
from web.cli import run
from web.doors.asset import script


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    assert run(arguments) == code
    out, error = capsys.readouterr()
    return out, error


def only_site(folder: Path) -> str:
    [site] = build_assistant(Settings(data_dir=folder)).doors.sites()
    return site.id


def test_a_site_is_opened_shown_changed_and_closed(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    tag, said = told(capsys, "sites", "create", "Intranet", "--origin", "https://Intranet.fr/", "--origin", "http://portail:8080",
                     "--service", "https://coach.fr/jury/", "--mode", "panneau", "--bloc", "B4", "--per-person", "7")  # fmt: skip
    code = only_site(folder)
    assert tag.startswith('<script src="https://coach.fr/jury/widget/v1/jury-blanc.js?v=')
    assert script().integrity in tag
    assert f'<jury-blanc site="{code}" mode="panneau" bloc="B4"' in tag
    secret = build_assistant(Settings(data_dir=folder)).doors.sites()[0].secret.get_secret_value()
    assert secret in said
    assert "<iframe" in said

    listed, _ = told(capsys, "sites", "list", "--json")
    [shown] = json.loads(listed)["sites"]
    assert shown["origins"] == ["https://intranet.fr", "http://portail:8080"]
    assert (shown["per_person"], shown["per_site"], shown["anonymous"]) == (7, 2000, False)
    plain, _ = told(capsys, "sites", "list")
    again, said = told(capsys, "sites", "show", code, "--service", "https://coach.fr/jury/", "--mode", "panneau", "--bloc", "B4")
    assert again == tag
    assert secret not in listed + plain + again + said

    told(capsys, "sites", "change", code, "--name", "Portail", "--origin", "https://b.fr", "--per-site", "90")
    [changed] = json.loads(told(capsys, "sites", "list", "--json")[0])["sites"]
    assert changed == {
        "id": code,
        "name": "Portail",
        "origins": ["https://b.fr"],
        "anonymous": False,
        "per_person": 7,
        "per_site": 90,
    }
    told(capsys, "sites", "change", code, "--anonymous")
    [changed] = json.loads(told(capsys, "sites", "list", "--json")[0])["sites"]
    assert (changed["anonymous"], changed["origins"]) == (True, ["https://b.fr"])
    told(capsys, "sites", "change", code, "--tokens")
    assert build_assistant(Settings(data_dir=folder)).doors.sites()[0].secret.get_secret_value() == secret

    _, said = told(capsys, "sites", "rotate", code)
    assert secret not in said
    assert build_assistant(Settings(data_dir=folder)).doors.sites()[0].secret.get_secret_value() in said
    told(capsys, "sites", "delete", code)
    assert json.loads(told(capsys, "sites", "list", "--json")[0]) == {"sites": []}


def test_a_look_is_printed_as_a_rule_to_copy(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    tag, said = told(capsys, "sites", "create", "Essai", "--origin", "https://a.fr", "--theme", "clair", "--teinte", "violet")
    assert 'theme="clair"' in tag
    assert "jury-blanc {\n  --jb-accent: #55338a;" in said
    assert "--jb-" not in told(capsys, "sites", "show", only_site(folder))[1]


def test_an_anonymous_site_has_no_secret_to_keep(capsys: pytest.CaptureFixture[str]) -> None:
    tag, said = told(capsys, "sites", "create", "Essai", "--origin", "http://localhost:8000", "--anonymous")
    assert 'src="http://127.0.0.1:8765/widget/v1/jury-blanc.js' in tag
    assert "token-url" not in tag
    assert "Secret" not in said


def test_a_key_is_shown_once(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    out, _ = told(capsys, "keys", "create", "Open WebUI", "--per-hour", "50")
    key = out.strip()
    client = build_assistant(Settings(data_dir=folder)).client(key)
    assert client is not None
    assert (client.name, client.per_hour) == ("Open WebUI", 50)
    listed, _ = told(capsys, "keys", "list", "--json")
    assert json.loads(listed)["keys"][0]["id"] == client.id
    plain, _ = told(capsys, "keys", "list")
    assert key not in listed + plain
    told(capsys, "keys", "delete", client.id)
    assert build_assistant(Settings(data_dir=folder)).client(key) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("sites", "create", "Intranet"),
        ("sites", "create", "Intranet", "--origin", "*"),
        ("sites", "create", "Intranet", "--origin", "https://a.fr/page"),
        ("sites", "create", " ", "--origin", "https://a.fr"),
        ("sites", "create", "Intranet", "--origin", "https://a.fr", "--mode", "cube"),
        ("sites", "create", "Intranet", "--origin", "https://a.fr", "--bloc", "B9"),
        ("sites", "create", "Intranet", "--origin", "https://a.fr", "--per-person", "0"),
        ("sites", "show", "site-absent"),
        ("sites", "show", "site-absent", "--teinte", "rouge"),
        ("sites", "change", "site-absent", "--name", "x"),
        ("sites", "rotate", "site-absent"),
        ("sites", "delete", "site-absent"),
        ("keys", "create", ""),
        ("keys", "delete", "cle-absente"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_opened(
    capsys: pytest.CaptureFixture[str], folder: Path, arguments: tuple[str, ...]
) -> None:
    out, said = told(capsys, *arguments, code=2)
    assert out == ""
    assert said.strip()
    assistant = build_assistant(Settings(data_dir=folder))
    assert not assistant.has_library or assistant.doors.sites() == ()


def test_looking_at_nothing_makes_nothing(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert "Aucun site" in told(capsys, "sites", "list")[1]
    assert "Aucun programme" in told(capsys, "keys", "list")[1]
    assert not (folder / LIBRARY_FILE).exists()
