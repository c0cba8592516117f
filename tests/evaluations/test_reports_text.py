"""The reports of a run as text: terminal, Markdown, JUnit, spreadsheets, schemas, files."""

import csv
import json
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from markdown_it import MarkdownIt
from sample_run import HOSTILE, hostile, made_case, made_result, made_run, sample

from assistant.errors import InputError, SetupError
from evaluations.harness.cases import Change, Judged
from evaluations.harness.record import RunFolder, Times
from evaluations.harness.verdict import Result
from evaluations.reports.junit import junit
from evaluations.reports.markdown import markdown
from evaluations.reports.schema import SCHEMAS, schemas
from evaluations.reports.sheet import cases_sheet, properties_sheet
from evaluations.reports.terminal import terminal
from evaluations.reports.words import command, headline, summary
from evaluations.reports.written import write_reports

FAIL = made_result("I2", verdict="fail", estimate=0.25, low=0.2, high=0.301, broken=75)
OPEN = made_result("D4", verdict="undetermined", estimate=0.02, low=0.001, high=0.07, needed=1450)
ADVISORY = made_result("I9", verdict="fail", gate=False, estimate=0.5, low=0.4, high=0.6, broken=150)
HELD = made_result("S1", threshold=0.0, estimate=0.0, low=0.0, high=0.0096)
ERROR = made_result("F1", verdict="undetermined", n=0, clusters=0, estimate=None, low=None, high=None, errors=12)
NONE = made_result(
    "X4", verdict="not_applicable", threshold=None, n=0, clusters=0, estimate=None, low=None, high=None, not_applicable=3
)
MIXED = made_run(HELD, OPEN, ADVISORY, NONE, FAIL, ERROR)


def rows_of(sheet: str) -> list[list[str]]:
    assert sheet.startswith("\ufeff")
    return list(csv.reader(StringIO(sheet[1:], newline=""), delimiter=";"))


def test_the_verdict_and_the_counts_are_french_sentences() -> None:
    assert headline(MIXED) == "La lecture n’est pas encore fiable\u00a0: 1\u00a0propriété exigée échoue."
    assert summary(MIXED) == (
        "Sur 5\u00a0propriétés exigées, 1 échoue, 1 n’a pas pu être jugée, 1 reste indéterminée, 1 tient et 1 est sans objet"
        "\u00a0; 1 autre est indicative."
    )


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ((), "Aucune propriété n’a été mesurée."),
        ((HELD,), "Toutes les propriétés exigées tiennent."),
        ((HELD, OPEN), "Rien n’échoue, mais 1\u00a0propriété exigée reste à établir."),
        ((HELD, ERROR), "Des erreurs empêchent de conclure\u00a0: 1\u00a0propriété exigée n’a pas pu être jugée."),
        ((ADVISORY,), "Aucune des propriétés mesurées n’est exigée."),
    ],
)
def test_the_headline_says_the_worst_of_the_gates(results: tuple[Result, ...], said: str) -> None:
    assert headline(made_run(*results)) == said


def test_an_interrupted_run_says_so() -> None:
    assert headline(made_run(HELD, complete=False)).startswith("Mesure interrompue")


def test_the_command_names_the_properties_only_when_some_were_left_out() -> None:
    assert command(MIXED).endswith("--property S1,D4,I9,X4,I2,F1")
    assert command(sample().run) == "jury-blanc evaluate run --suite full --assessor embedded --half develop --seed 0"


def test_the_command_cannot_be_made_to_run_something_else() -> None:
    run = MIXED.model_copy(update={"assessor": "x; rm -rf ~"})
    assert "--assessor 'x; rm -rf ~'" in command(run)


def test_a_terminal_shows_what_fails_first_then_what_is_open_then_what_holds() -> None:
    shown = terminal(MIXED)
    places = [shown.index(f" {code} ") for code in ("I2", "I9", "F1", "D4", "S1", "X4")]
    assert places == sorted(places)


def test_a_terminal_is_understood_without_colour() -> None:
    shown = terminal(MIXED)
    assert "\x1b" not in shown
    assert "✗ échoue" in shown
    assert "(indicatif)" in shown
    assert "25,0\u00a0%" in shown
    assert "[20,0\u00a0; 30,1\u00a0%]" in shown
    assert "1\u202f450\u00a0cas" in shown
    assert "au plus 2\u00a0%" in shown
    assert "aucun cas" in shown
    assert "12\u00a0erreurs" in shown


def test_a_terminal_may_be_given_colour() -> None:
    assert "\x1b[" in terminal(MIXED, colour=True)


@pytest.mark.parametrize("width", [40, 80, 132])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, terminal(sample().run, width=width).splitlines())) <= max(width, 60)


def test_real_jurors_stand_beside_every_figure_of_agreement() -> None:
    run = made_run(made_result("A1", estimate=0.7, at_least=True, threshold=0.6), family="accord")
    for text in (terminal(run), markdown(run), junit(run)):
        assert "accord avec des jurés réels : non mesuré" in text
    assert "jurés réels" not in terminal(MIXED)


def test_junit_counts_what_it_holds() -> None:
    root = etree.fromstring(junit(sample().run, sample().cases, sample().times).encode())
    suites = root.findall("testsuite")
    assert [s.get("name") for s in suites] == [
        "stabilite",
        "surface",
        "direction",
        "tricherie",
        "discrimination",
        "fidelite",
        "accord",
    ]
    for holder in (root, *suites):
        assert holder.get("tests") == str(len(list(holder.iter("testcase"))))
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert holder.get(attribute) == str(len(list(holder.iter(tag))))


def test_junit_tells_failures_errors_and_skips_apart() -> None:
    root = etree.fromstring(junit(MIXED).encode())
    kinds = {case.get("name", "").split()[0]: [e.tag for e in case if e.tag != "properties"] for case in root.iter("testcase")}
    assert kinds == {"S1": [], "D4": ["skipped"], "I9": ["skipped"], "X4": ["skipped"], "I2": ["failure"], "F1": ["error"]}
    reasons = {
        case.get("name", "").split()[0]: e.get("message", "")
        for case in root.iter("testcase")
        for e in case
        if e.tag == "skipped"
    }
    assert "il manque environ" in reasons["D4"]
    assert "indicative" in reasons["I9"]
    assert "sans objet" in reasons["X4"]


def test_junit_gives_real_times_and_zero_when_they_were_not_kept() -> None:
    times = Times(total=9.5, properties={"I2": 1.25, "S1": 2.0}, readings_made=1, readings_kept=0)
    root = etree.fromstring(junit(MIXED, (), times).encode())
    assert root.get("time") == "9.500"
    assert [s.get("time") for s in root.iter("testsuite")] == ["3.250"]
    assert [c.get("time") for c in root.iter("testcase")] == ["2.000", "0.000", "0.000", "0.000", "1.250", "0.000"]
    assert etree.fromstring(junit(MIXED).encode()).get("time") == "0.000"


def test_junit_keeps_the_figures_and_names_broken_cases() -> None:
    cases = [made_case("I2", n, outcome="broken", note=f"constat {n}") for n in range(14)]
    root = etree.fromstring(junit(MIXED, cases).encode())
    test = next(c for c in root.iter("testcase") if c.get("name", "").startswith("I2"))
    facts = {p.get("name"): p.get("value") for p in test.iter("property")}
    assert (facts["estimate"], facts["low"], facts["high"], facts["n"], facts["threshold"]) == (
        "0.25",
        "0.2",
        "0.301",
        "300",
        "0.02",
    )
    told = test.findtext("failure") or ""
    assert "constat 9" in told
    assert "constat 10" not in told
    assert "et 4 autres" in told


def test_junit_survives_control_characters_and_markup() -> None:
    text = junit(hostile().run, hostile().cases)
    root = etree.fromstring(text.encode())
    assert not list(root.iter("script"))
    assert not set(text) & {"\x00", "\x08", "\x1b", "\u202e", "\ufffe"}


def test_markdown_never_exceeds_sixty_lines() -> None:
    results = [made_result(f"Q{n}", verdict="fail", broken=3, estimate=0.2) for n in range(200)]
    cases = [made_case(f"Q{n}", n, outcome="broken", note="ligne\nautre ligne") for n in range(200)]
    for run, kept in ((made_run(*results), cases), (sample().run, list(sample().cases)), (made_run(), [])):
        text = markdown(run, kept)
        assert text.count("\n") <= 60
        assert text.startswith("# ")
    assert "Et 172\u00a0autres propriétés dans run.json." in markdown(made_run(*results), cases)


def test_markdown_shows_failures_first_and_names_what_holds() -> None:
    text = markdown(MIXED, [made_case("I2", 0, outcome="broken", note="B1-C1 : partiel → évoqué")])
    assert text.index("**I2**") < text.index("**I9**") < text.index("**F1**") < text.index("**D4**")
    assert "✓ Tiennent\u00a0: S1." in text
    assert "B1-C1 : partiel → évoqué" in text


def test_markdown_lets_nothing_become_markup() -> None:
    run, cases = hostile().run, hostile().cases
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown(run, cases))
    root = etree.HTML(page)
    assert not [e.tag for e in root.iter("script", "img", "a", "b")]
    assert len(list(root.iter("h1"))) == 1
    assert len({len(list(row)) for row in root.iter("tr")}) == 1, "a bar in a cell must not make another"
    assert "\x1b" not in page


def test_a_sheet_is_for_a_french_spreadsheet() -> None:
    rows = rows_of(properties_sheet(MIXED))
    assert len(rows) == 7
    found = dict(zip(rows[0], rows[5], strict=True))
    assert (found["code"], found["verdict"], found["mesure"], found["borne haute à 95 %"]) == ("I2", "échoue", "0,25", "0,301")
    assert found["exigée"] == "oui"


def test_a_sheet_has_one_line_a_case() -> None:
    change = Change(critere="B1-C2", before="partiel", after="evoque")
    pair = Judged(critere="B1-C1", label="partiel", read="demontre", confidence=0.8)
    cases = [
        made_case("I2", 0, outcome="broken", size=-1, changes=(change,), before="a ; b\nc"),
        made_case("A1", 1, judged=(pair,), value=0.5),
    ]
    rows = rows_of(cases_sheet(cases))
    first, second = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
    assert (first["mouvement"], first["critères qui bougent"], first["avant"]) == ("-1", "B1-C2 : partiel → évoqué", "a ; b\nc")
    assert (second["valeur"], second["étiquettes et lectures"]) == (
        "0,5",
        "B1-C1 : étiqueté partiel, lu démontré, confiance 0,80",
    )


@pytest.mark.parametrize("start", ["=1+1", "+33 6", "-1+1|cmd", "@SUM(A1)", "\t=1", "\n=1", "＝1", "\x00=1"])
def test_no_cell_of_a_sheet_calculates(start: str) -> None:
    note = rows_of(cases_sheet([made_case("I2", 0, note=start)]))[1][10]
    assert note.startswith("'")


@pytest.mark.parametrize("number", ["-1", "-0,25"])
def test_a_negative_number_stays_a_number(number: str) -> None:
    assert rows_of(cases_sheet([made_case("I2", 0, note=number)]))[1][10] == number


def test_nothing_hostile_starts_a_cell() -> None:
    for sheet in (cases_sheet(hostile().cases), properties_sheet(hostile().run)):
        assert not [cell for row in rows_of(sheet) for cell in row if cell[:1] in tuple("=+@\t\r")]
        assert "\x1b" not in sheet


def test_a_terminal_obeys_nobody() -> None:
    shown = terminal(hostile().run)
    assert not set(shown) & {"\x00", "\x08", "\x1b", "\u202e"}
    assert HOSTILE[1] in shown.replace("\n", "")


def test_the_shipped_schemas_are_those_of_the_models() -> None:
    for name, text in schemas().items():
        assert (SCHEMAS / name).read_text(encoding="utf-8") == text, "python -m evaluations.reports.schema"


def test_what_a_run_writes_fits_the_schemas(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.write(sample().run, sample().times)
    of_run, of_case = (
        json.loads((SCHEMAS / name).read_text(encoding="utf-8")) for name in ("evaluation-1.schema.json", "cases-1.schema.json")
    )
    jsonschema.validate(json.loads((tmp_path / "run.json").read_text(encoding="utf-8")), of_run)
    cases = jsonschema.Draft202012Validator(of_case)
    for case in sample().cases[::97]:
        cases.validate(json.loads(case.model_dump_json()))
    assert not cases.is_valid({"property": "I2"})


def written(folder: Path) -> RunFolder:
    run = RunFolder(folder)
    run.write(MIXED, Times(total=1.0, properties={}, readings_made=0, readings_kept=0))
    run.cases_path.write_text(made_case("I2", 0, outcome="broken").model_dump_json() + "\n", encoding="utf-8")
    return run


def test_the_reports_asked_for_are_written_beside_the_run(tmp_path: Path) -> None:
    paths = write_reports(written(tmp_path), ("csv", "html", "junit", "md", "json"))
    assert [p.name for p in paths] == [
        "run.json",
        "cases.jsonl",
        "junit.xml",
        "summary.md",
        "properties.csv",
        "cases.csv",
        "report.html",
    ]
    assert all(p.stat().st_size for p in paths)
    assert (tmp_path / "cases.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r\r\n" not in (tmp_path / "cases.csv").read_bytes()


def test_only_the_reports_asked_for_are_written(tmp_path: Path) -> None:
    assert [p.name for p in write_reports(written(tmp_path), {"md"})] == ["summary.md"]
    assert not (tmp_path / "report.html").exists()


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_reports(RunFolder(tmp_path), {"md"})


def test_a_report_that_cannot_be_written_is_a_set_up_problem(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (tmp_path / "summary.md").mkdir()
    with pytest.raises(SetupError, match=r"summary\.md"):
        write_reports(folder, {"md"})
