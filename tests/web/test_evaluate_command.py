"""The command line of the harness: run, list, explain, diff and gold."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from architecture_map import ROOT
from runs import a_result, a_run, concluded, judged_case, some_cases

from evaluations.harness.cases import Case
from evaluations.harness.record import RunFolder, Times
from web.cli import run
from web.commands.evaluate import default_name

QUIET = ("--assessor", "quick_assessors:Quiet", "--property", "S1", "--jobs", "1")
NOTHING = Times(total=0.0, properties={}, readings_made=0, readings_kept=0)
LABELS = "dossier;critere;niveau\nB1-01;B1-C1;partiel\nB1-01;B1-C2;absent\nB1-02;B1-C1;démontré\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(data))


def _json(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert run(["evaluate", *arguments]) == code
    document = json.loads(capsys.readouterr().out)
    assert isinstance(document, dict)
    return document


def _folder(path: Path, cases: list[Case], limit: float = 0.05, **more: Any) -> str:
    folder = RunFolder(path)
    folder.write(a_run(concluded(cases, {"I2": limit}), **more), NOTHING)
    folder.cases_path.write_text("".join(c.model_dump_json() + "\n" for c in cases), encoding="utf-8")
    return str(path)


def test_a_run_is_printed_written_and_worth_its_exit_code(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "run", *QUIET, "--reports", "junit,md,html,csv,json"]) == 0
    captured = capsys.readouterr()
    assert "Le même texte relu" in re.sub(r"\s+", " ", captured.out)
    folder = data / "evaluations" / "smoke-quick_assessors-Quiet"
    assert str(folder) in captured.err
    assert {"run.json", "cases.jsonl", "times.json", "junit.xml", "summary.md", "report.html"} <= {
        p.name for p in folder.iterdir()
    }
    document = _json(capsys, "run", *QUIET, "--format", "json", "--strict", "--resume", code=1)
    assert document["results"][0]["code"] == "S1"
    times = RunFolder(folder).times()
    assert times is not None
    assert times.readings_made == 0
    assert run(["evaluate", "run", *QUIET, "--format", "md", "--strict"]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("# ")
    assert "Indéterminé\u00a0: S1." in captured.err


def test_a_run_can_be_resumed_only_as_the_same_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", str(tmp_path / "run")]
    assert run(["evaluate", "run", *QUIET, "--resume", *out]) == 0
    assert "Rien à reprendre" in capsys.readouterr().err
    assert run(["evaluate", "run", *QUIET, "--resume", *out]) == 0
    kept = tmp_path / "run" / "run.json"
    for mine, other in (('"seed": 0', '"seed": 1'), ('"code": "S1"', '"code": "S5"'), ('"half": "develop"', '"half": "test"')):
        text = kept.read_text(encoding="utf-8")
        kept.write_text(text.replace(mine, other), encoding="utf-8")
        assert run(["evaluate", "run", *QUIET, "--resume", *out]) == 2
        assert "autre mesure" in capsys.readouterr().err
        kept.write_text(text, encoding="utf-8")


def test_an_interruption_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("web.commands.evaluate.run_suite", interrupted)
    assert run(["evaluate", "run", *QUIET, "--out", str(tmp_path)]) == 130
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "--resume" in captured.err


def test_a_gate_that_fails_is_named_and_compared_with_an_earlier_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    earlier = tmp_path / "earlier"
    assert run(["evaluate", "run", *QUIET, "--out", str(earlier)]) == 0
    fickle = ["evaluate", "run", "--assessor", "quick_assessors:Fickle", "--property", "s1", "--jobs", "1", "--fresh"]
    capsys.readouterr()
    assert run([*fickle, "--baseline", str(earlier), "--out", str(tmp_path / "later")]) == 1
    captured = capsys.readouterr()
    assert "Échoue\u00a0: S1." in captured.err
    assert "Recul – S1" in captured.out
    assert "S1/court-B1-000/again  tient → en défaut" in captured.out


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_an_interruption_ends_every_process_and_keeps_what_was_done(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    command = [
        sys.executable,
        "-m",
        "web.cli",
        "evaluate",
        "run",
        "--suite",
        "full",
        "--property",
        "S1",
        "--property",
        "D3",
        "--out",
        str(out),
        "--fresh",
    ]
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests" / "support")))
    environment = {"PATH": "/usr/bin:/bin", "JURY_BLANC_DATA_DIR": str(data), "PYTHONPATH": paths}
    started = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    cases = out / "cases.jsonl"
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline and started.poll() is None and not (cases.exists() and cases.stat().st_size):
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    said = started.communicate()
    assert (started.returncode, said[0]) == (130, "")
    assert "--resume" in said[1]
    assert "Traceback" not in said[1]
    assert "Warning" not in said[1]
    assert not RunFolder(out).run().complete
    assert list(RunFolder(out).cases())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--suite", "immense"], "valeurs possibles"),
        (["run", *QUIET[:2], "--property", "Z9"], "Z9"),
        (["run", "--assessor", "personne"], "personne"),
        (["run", "--reports", "pdf"], "pdf"),
        (["run", "--fresh", "--store", "ici"], "--fresh"),
        (["run", "--fresh", "--resume"], "--fresh"),
        (["run", "--baseline", "/nulle/part"], "run.json"),
        (["run", "--out", "/dev/null/x"], "ne peut pas servir"),
        (["explain", "S1/x", "--run", "/nulle/part"], "run.json"),
        (["diff", "/nulle/part", "/ailleurs"], "run.json"),
        (["gold", "agree", "gold", "personne"], "personne"),
        (["gold", "import", "/nulle/part.csv", "--reader", "Anne"], "n’existe pas"),
        (["gold", "import", "x.csv"], "--reader"),
    ],
)
def test_bad_input_gets_a_french_sentence_and_exit_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err


def test_the_properties_and_the_assessors_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(capsys, "list", "--json")
    known = {p["code"]: p for p in document["properties"]}
    assert (known["S1"]["embedded"], known["S1"]["model"], known["S1"]["gate"]) == (0.0, 0.02, True)
    assert known["I4-MIN"]["gate"] is False
    assert {"embedded", "model", "panel", "reference"} <= set(document["assessors"])
    assert run(["evaluate", "list"]) == 0
    assert re.search(r"^S1 +0 / 2 % +Le même texte", capsys.readouterr().out, re.MULTILINE)


def test_a_case_is_explained_and_an_unknown_one_gets_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "run")
    assert run(["evaluate", "run", *QUIET[:2], "--property", "I5", "--jobs", "1", "--out", out]) == 0
    capsys.readouterr()
    case = next(RunFolder(tmp_path / "run").cases()).id
    assert run(["evaluate", "explain", case, "--run", out]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"\[-\w+-\]\{\+\w+\+\}", shown)
    assert _json(capsys, "explain", case, "--run", out, "--json")["case"]["id"] == case
    assert run(["evaluate", "explain", case[:-1], "--run", out]) == 2
    assert case in capsys.readouterr().err


def test_two_runs_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _folder(tmp_path / "a", some_cases("I2", "hhhb"), limit=0.0)
    after = _folder(tmp_path / "b", some_cases("I2", "bhhh"), limit=0.0)
    assert run(["evaluate", "diff", before, after]) == 1
    shown = capsys.readouterr().out
    assert shown.index("I2/t000/change") < shown.index("I2/t003/change")
    document = _json(capsys, "diff", before, after, "--json", code=1)
    assert [m["id"] for m in document["newly_failing"]] == ["I2/t000/change"]
    assert run(["evaluate", "diff", before, before]) == 0
    assert "Aucun recul." in capsys.readouterr().out


def test_whether_one_reader_may_stand_for_the_other_is_told_and_fails_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels, lower = [0, 3] * 10, [0, 2] * 6 + [0, 3] * 4
    before, after = (
        _folder(tmp_path / name, some_cases("I2", "hh") + [judged_case(f"D{n}", labels[n], read) for n, read in enumerate(reads)])
        for name, reads in (("a", labels), ("b", lower))
    )
    assert run(["evaluate", "diff", before, after]) == 0
    told = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("S4"))
    assert "échoue [indicatif]" in told
    assert "30 points (B1-C1, p = 0,0313), toléré 15." in told


def test_a_tolerance_is_for_rates_and_a_mismatch_must_be_allowed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _folder(tmp_path / "a", some_cases("I2", "h" * 100), limit=0.5)
    after = _folder(tmp_path / "b", some_cases("I2", "b" * 6 + "h" * 94), limit=0.5)
    other = _folder(tmp_path / "c", some_cases("I2", "h" * 100), limit=0.5, seed=7)
    assert run(["evaluate", "diff", before, after]) == 1
    assert run(["evaluate", "diff", before, after, "--tolerance", "0.06"]) == 0
    assert run(["evaluate", "diff", before, other]) == 2
    assert "graines" in capsys.readouterr().err
    assert run(["evaluate", "diff", before, other, "--allow-mismatch"]) == 0


def test_a_paid_suite_says_first_about_how_much_it_reads(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = a_run([a_result("S1", "pass")], suite="model")
    monkeypatch.setattr("web.commands.evaluate.run_suite", lambda _plan, folder, **_: folder.write(done, NOTHING) or done)
    arguments = ["evaluate", "run", "--suite", "model", *QUIET, "--out", str(tmp_path)]
    assert run(arguments) == 0
    said = capsys.readouterr().err
    # Two readings of each of the sixty short drafts; the two in the sample, of B1 and B2, have 8 and 6 critères.
    assert "environ 120 lectures, soit environ 840 jugements" in said
    assert "Coût" in said


def test_labels_are_imported_and_readers_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "anne.csv"
    path.write_text(LABELS, encoding="utf-8")
    assert run(["evaluate", "gold", "import", str(path), "--reader", "Anne Lé"]) == 0
    assert "3 étiquettes de Anne Lé, 2 dossiers" in capsys.readouterr().err
    other = tmp_path / "marc.csv"
    other.write_text(LABELS.replace("démontré", "absent").replace("B1-C2;absent", "B1-C2;non évaluable"), encoding="utf-8")
    out = tmp_path / "marc.jsonl"
    assert run(["evaluate", "gold", "import", str(other), "--reader", "Marc", "--out", str(out)]) == 0
    capsys.readouterr()
    found = _json(capsys, "gold", "agree", "Anne Lé", str(out), "--json")
    assert (found["criteres"], found["abstentions"], found["exact"]) == (3, 1, 0.5)
    assert found["to_adjudicate"][0]["critere"] == "B1-C1"
    assert found["real_jurors"] == "accord avec des jurés réels : non mesuré"
    assert {r["name"] for r in _json(capsys, "gold", "list", "--json")["readers"]} == {"Anne Lé"}


def test_readers_without_anything_in_common_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "zoe.csv"
    path.write_text("dossier,critere,niveau\nautre,B1-C1,absent\n", encoding="utf-8")
    assert run(["evaluate", "gold", "agree", str(path), "gold"]) == 5
    assert run(["evaluate", "gold", "import", str(path), "--reader", "Zoé"]) == 0
    assert "autre" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("dossier;critere;lecteur;niveau\nB1-01;B1-C1;Marc;absent\n", "Marc"),
        ("dossier;critere;niveau\nB1-01;B2-C1;absent\n", "B2-C1"),
        ("dossier;critere;niveau\nB1-01;B1-C1;12/20\n", "ligne 2"),
    ],
)
def test_labels_that_cannot_be_right_are_refused(
    rows: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(rows, encoding="utf-8")
    assert run(["evaluate", "gold", "import", str(path), "--reader", "Anne"]) == 2
    assert said in capsys.readouterr().err


def test_leaks_are_told_with_their_place_and_worth_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["evaluate", "gold", "leaks", "--json"])
    found = json.loads(capsys.readouterr().out)["leaks"]
    assert code == (1 if found else 0)
    assert all(leak["where"] and len(leak["words"].split()) == 12 for leak in found)


def test_the_name_of_a_folder_is_one_that_any_disk_accepts() -> None:
    assert default_name("full", "saboteur:halo") == "full-saboteur-halo"
    assert default_name("smoke", "../..:x") == "smoke-x"
