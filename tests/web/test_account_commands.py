"""`accounts`, `erase`, `backup`, `restore`, as an administrator types them."""

import json
import re
from pathlib import Path

import pytest
from kept import PHRASE, Kept, version_of
from library import MARKER, files_holding

from assistant.domain.account import Role
from assistant.domain.cohort import ReleasePolicy
from assistant.domain.feedback import Niveau
from web.cli import run


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JURY_BLANC_ACCOUNTS", "local")
    monkeypatch.setenv("JURY_BLANC_INDEX", "exact")
    return tmp_path / "data"


def test_a_link_is_printed_and_makes_an_account_which_is_then_listed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["accounts", "invite", "--role", "tuteur", "--url", "https://jury.example.org/"]) == 0
    link = capsys.readouterr().out.strip()
    assert re.fullmatch(r"https://jury\.example\.org/inscription/[\w-]{43}", link)
    Kept(data).accounts.sign_up(link.rpartition("/")[2], "Ana Durand", PHRASE)
    assert run(["accounts", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["accounts"]
    assert [(a["account"]["name"], a["account"]["role"], a["drafts"]) for a in listed] == [("Ana Durand", "tuteur", 0)]
    assert run(["accounts", "reset", "ana durand"]) == 0
    assert "/inscription/" in capsys.readouterr().out


def test_an_account_is_erased_by_name_with_every_byte(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = Kept(data)
    owner = kept.account(f"{MARKER} Durand")
    draft = kept.drafts.add(owner.id, MARKER, version_of(f"Texte {MARKER}.", MARKER.encode()))
    tutor = kept.account("Mme Roux", Role.TUTEUR).id
    kept.cohorts.join(owner.id, kept.cohorts.create(tutor, "Groupe A", ReleasePolicy.AT_ONCE)[1])
    kept.opinions.comment(tutor, (draft, 1), f"Commentaire {MARKER}.")
    kept.opinions.override(tutor, (draft, 1), "B1-C1", Niveau.ABSENT, f"Avis {MARKER}.")
    kept.opinions.answer(tutor, kept.opinions.dispute(owner.id, (draft, 1), "B1-C1", f"Non {MARKER}."), f"Si {MARKER}.")
    assert run(["erase", "--user", f"{MARKER} DURAND"]) == 0
    assert files_holding(data, MARKER) == []
    assert run(["erase", "--user", f"{MARKER} Durand"]) == 2
    assert run(["erase"]) == 2
    assert run(["erase", "--expired"]) == 0
    assert "Textes effacés\u00a0: 0" in capsys.readouterr().err


def test_a_backup_is_restored_and_a_missing_one_is_told(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", str(tmp_path / "a.zip")]) == 2  # nothing to keep yet
    Kept(data).account("Ana Durand")
    assert run(["backup", str(tmp_path / "a.zip")]) == 0
    digest = capsys.readouterr().out.split()[0]
    assert run(["backup", str(tmp_path / "a.zip")]) == 2
    assert run(["restore", str(tmp_path / "a.zip"), "--sha256", digest]) == 2
    assert run(["restore", str(tmp_path / "a.zip"), "--sha256", digest, "--replace"]) == 0
    assert run(["restore", str(tmp_path / "absent.zip")]) == 2


def test_without_accounts_their_commands_say_how_to_have_them(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JURY_BLANC_ACCOUNTS", "off")
    assert run(["accounts", "invite"]) == 2
    assert "JURY_BLANC_ACCOUNTS=local" in capsys.readouterr().err
    assert run(["erase", "--expired"]) == 2
    assert not data.exists()


def test_a_proxy_without_a_list_keeps_the_service_from_starting(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JURY_BLANC_ACCOUNTS", "proxy")
    assert run(["serve", "--port", "1"]) == 3
    assert not data.exists()


def test_the_first_start_shows_the_link_of_the_administrator(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: None)
    assert run(["serve"]) == 0
    [token] = re.findall(r"http://127\.0\.0\.1:8765/inscription/([\w-]{43})", capsys.readouterr().err)
    assert files_holding(data, token) == []
    Kept(data).accounts.sign_up(token, "Chef", PHRASE)
    assert run(["serve"]) == 0
    assert "inscription" not in capsys.readouterr().err
