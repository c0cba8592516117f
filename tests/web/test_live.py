"""An interview held at a terminal: typed answers, pause, resumption, debrief, transcript."""

import io
import json
from pathlib import Path

import pytest

from assistant.domain.session import Session
from web.cli import run

DRAFT = Path(__file__).parents[2] / "evaluations" / "gold" / "dossiers" / "B3-02" / "draft.md"
SPOKEN = "Le 4 mars 2025, avec six tuteurs, j’ai construit la grille.\n\n"
SHORT = ["--minutes", "8"]


def _type(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def _held(path: Path) -> Session:
    return Session.model_validate_json(path.read_text(encoding="utf-8"))


def test_a_whole_interview_ends_with_a_debrief(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _type(monkeypatch, "\n" * 40)
    assert run(["interview", "--live", "--kind", "B3", *SHORT]) == 0
    captured = capsys.readouterr()
    assert "question 1 sur" in captured.out
    assert "Bilan de l’entretien" in captured.out
    assert "À répéter" in captured.out
    assert "Rien n’est gardé si vous arrêtez" in captured.err


def test_the_end_of_input_is_a_pause_that_can_be_resumed_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, record = tmp_path / "seance.json", tmp_path / "echange.md"
    _type(monkeypatch, SPOKEN)
    assert run(["interview", str(DRAFT), "--live", "--kind", "B3", "--out", str(kept)]) == 130
    assert f"--resume {kept}" in capsys.readouterr().err
    first = _held(kept)
    assert first.turns[0].answer == SPOKEN.strip()
    assert "toupie" in first.dossier
    _type(monkeypatch, SPOKEN + "\n" * 40)
    assert run(["interview", "--resume", str(kept), "--transcript", str(record)]) == 0
    assert "Reprise à la question" in capsys.readouterr().err
    again = _held(kept)
    assert again.turns[: len(first.turns)] == first.turns
    assert again.at > len([q for p in again.plan.phases for q in p.questions])
    written = record.read_text(encoding="utf-8")
    assert "j’ai construit la grille" in written
    assert "## Point par point" in written


def test_control_c_keeps_what_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        def __init__(self) -> None:
            self.lines = iter(SPOKEN.splitlines(keepends=True))

        def readline(self) -> str:
            line = next(self.lines, None)
            if line is None:
                raise KeyboardInterrupt
            return line

    kept = tmp_path / "seance.json"
    monkeypatch.setattr("sys.stdin", Interrupted())
    assert run(["interview", "--live", "--out", str(kept)]) == 130
    assert len(_held(kept).turns) == 1
    assert "en pause" in capsys.readouterr().err


def test_control_c_in_the_middle_of_an_answer_keeps_its_lines_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        def __init__(self) -> None:
            self.lines = iter(["Une première ligne.\n"])

        def readline(self) -> str:
            line = next(self.lines, None)
            if line is None:
                raise KeyboardInterrupt
            return line

    kept = tmp_path / "seance.json"
    monkeypatch.setattr("sys.stdin", Interrupted())
    assert run(["interview", "--live", *SHORT, "--out", str(kept)]) == 130
    assert (_held(kept).typed, _held(kept).turns) == ("Une première ligne.", ())
    _type(monkeypatch, "Une seconde.\n\n")
    assert run(["interview", "--resume", str(kept)]) == 130
    assert "Une première ligne." in capsys.readouterr().out
    assert _held(kept).turns[0].answer == "Une première ligne.\nUne seconde."


def test_a_kept_interview_that_was_changed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "seance.json"
    _type(monkeypatch, SPOKEN)
    assert run(["interview", "--live", *SHORT, "--out", str(kept)]) == 130
    changed = json.loads(kept.read_text(encoding="utf-8")) | {"at": 90}
    kept.write_text(json.dumps(changed), encoding="utf-8")
    assert run(["interview", "--resume", str(kept)]) == 2
    assert "modifié" in capsys.readouterr().err


def test_practice_helps_and_an_exam_does_not(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _type(monkeypatch, SPOKEN * 3 + "\n" * 40)
    assert run(["interview", "--live", "--kind", "B3", *SHORT]) == 0
    assert "Une bonne réponse contient" in capsys.readouterr().out
    _type(monkeypatch, SPOKEN * 3 + "\n" * 40)
    assert run(["interview", "--live", "--exam", "--kind", "B3", *SHORT]) == 0
    assert "Une bonne réponse contient" not in capsys.readouterr().out


def test_the_transcript_can_be_a_document_for_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = tmp_path / "echange.json"
    _type(monkeypatch, SPOKEN + "\n" * 40)
    assert run(["interview", "--live", "--kind", "B3", "--transcript", str(record)]) == 0
    assert json.loads(record.read_text(encoding="utf-8"))["schema"] == "jury-blanc/session/1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--live", "-"], "entrée standard"),
        (["--resume", "/nulle/part.json"], "n’existe pas"),
        (["--resume", str(DRAFT)], "ne contient pas d’entretien"),
        (["--live", "--out", "/nulle/part/s.json"], "ne peut pas être écrit"),
    ],
)
def test_refusals_are_in_french(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _type(monkeypatch, "\n")
    assert run(["interview", *arguments]) == 2
    assert said in capsys.readouterr().err
