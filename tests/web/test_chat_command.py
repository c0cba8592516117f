"""`jury-blanc chat`: questions one after another, from a terminal or a pipe."""

import io
import json
from pathlib import Path

import pytest

from web.cli import run


def _pipe(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path))


def test_piped_questions_are_answered_in_order_and_take_up_each_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _pipe(monkeypatch, "explique B2-C3", "", "???", "et le suivant ?")
    assert run(["chat", "--json"]) == 0
    captured = capsys.readouterr()
    told = [json.loads(line) for line in captured.out.splitlines()]
    assert [t["question"] for t in told] == ["explique B2-C3", "et le suivant ?"]
    assert [t["citations"][0]["code"] for t in told] == ["B2-C3", "B2-C4"]
    assert "La question est vide." in captured.err


def test_a_person_reads_questions_answers_sources_and_one_notice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _pipe(monkeypatch, "explique B2-C3", "pourquoi ?")
    assert run(["chat"]) == 0
    out = capsys.readouterr().out
    assert out.index("> explique B2-C3") < out.index("> pourquoi ?")
    assert out.count("Sources\u00a0:") == 2
    assert out.count("ni une note") == 1


def test_a_draft_is_read_once_for_the_whole_conversation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    draft = tmp_path / "brouillon.md"
    draft.write_text("Le budget de la session est de 12 000 euros pour dix stagiaires. " * 30, encoding="utf-8")
    _pipe(monkeypatch, "où ai-je parlé du budget ?", "combien de mots fait mon texte ?")
    assert run(["chat", "--draft", str(draft), "--bloc", "B1", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {c["kind"] for c in told[0]["citations"]} == {"draft"}
    assert "390 mots" in told[1]["answer"]


def test_a_draft_and_questions_cannot_both_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _pipe(monkeypatch, "explique B2-C3")
    assert run(["chat", "--draft", "-"]) == 2
    assert "entrée standard" in capsys.readouterr().err


def test_no_question_is_no_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["chat"]) == 0
    assert capsys.readouterr().out == ""
