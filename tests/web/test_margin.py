"""What a reading says in the margin, and the Word documents that carry it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from architecture_map import ROOT
from b1_dossier import b1_draft
from b1_grounds import b1_labels
from documents import docx_bytes
from fake_assistant import simple_report
from margins import anchored_words, comments_of, part_of
from reports import b1_report, passage_report

from assistant.domain.base import Span
from ingestion.readers import read_draft, read_text
from web.cli import run
from web.rendering.clean_word import clean_document
from web.rendering.margin import margin_remarks
from web.rendering.word import render_docx
from web.rendering.words import typeset

LABELS = b1_labels()
REMARKS = margin_remarks(b1_report(), b1_draft(), LABELS)
SAMPLE = ROOT / "ingestion" / "sources" / "exemples" / "brouillon-b1.md"


def said(lines: object) -> str:
    assert isinstance(lines, list)
    return "\n".join("".join(words.text for words in line) for line in lines)


def test_the_first_remark_stands_on_the_title_with_the_priorities_and_the_notice() -> None:
    first, draft, report = REMARKS[0], b1_draft(), b1_report()
    title = next(block for block in draft.blocks if block.kind == "heading")
    assert (first.start, first.end) == (title.start, title.end)
    words = said(first.lines)
    assert all(f"{rank}.\u00a0{p.critere.partition('-')[2]}. " in words for rank, p in enumerate(report.priorities, start=1))
    assert "ce n’est ni une note ni une décision de jury" in words


def test_a_passage_has_one_remark_whoever_quotes_it() -> None:
    draft = read_text("Mme Roche dispose de 2 340 € de droits et choisit le projet de transition professionnelle.")
    report = simple_report(draft, "draft", Span(start=0, end=9))
    doubled = report.model_copy(
        update={"assessments": (*report.assessments, report.assessments[0].model_copy(update={"critere": "B1-C2"}))}
    )
    spoken = [r for r in margin_remarks(doubled, draft, LABELS) if r.quoted]
    assert [(r.start, r.end) for r in spoken] == [(0, 9)]
    assert "B1-C1, partiel" in said(spoken[0].lines)
    assert "B1-C2, partiel" in said(spoken[0].lines)


def test_a_remark_names_the_critere_its_niveau_the_indicateur_and_the_next_step() -> None:
    draft = read_text("Mme Roche dispose de 2 340 € de droits.")
    spoken = next(r for r in margin_remarks(simple_report(draft), draft, LABELS) if r.quoted)
    assert said(spoken.lines) == (
        "B1-C1, partiel · Les possibilités de financement d’un parcours de formation sont…\n"
        "Dispositifs nommés\u00a0: attesté.\n"
        "Prochain pas\u00a0: Un pas."
    )


def test_every_quote_and_every_finding_with_a_place_has_its_remark() -> None:
    report = b1_report()
    placed = {(r.start, r.end) for r in REMARKS}
    assert {(e.start, e.end) for a in report.assessments for e in a.evidence} <= placed
    findings = (*report.formal, *report.genre, *report.arithmetic, *report.outdated, *report.warnings)
    assert {(f.start, f.end) for f in findings if f.start is not None} <= placed
    whole = "\n".join(said(r.lines) for r in REMARKS)
    for finding in findings:
        assert typeset(finding.message) in whole


def test_a_clean_document_holds_every_word_of_the_draft_once_and_the_same_remarks() -> None:
    draft = b1_draft()
    document = clean_document(draft, REMARKS)
    written = read_draft(document, "lecture.docx").text
    words = [w for w in draft.text.split() if any(map(str.isalnum, w))]
    assert [w for w in written.split() if any(map(str.isalnum, w))] == words
    assert len(comments_of(document)) == len(REMARKS)
    anchored = anchored_words(document)
    for number, remark in enumerate(REMARKS):
        assert "".join(anchored[str(number)].split()) == "".join(draft.text[remark.start : remark.end].split()), remark


def test_a_pasted_passage_becomes_a_document_too() -> None:
    draft, report = passage_report()
    document = render_docx(report, draft, LABELS, None)
    assert "Lecture d’un passage" in comments_of(document)["0"]
    assert render_docx(report, draft, LABELS, None) == document


def test_words_that_are_markup_stay_words() -> None:
    draft = read_text("]]> <w:p/> & « oui » \u0007\ufffe texte")
    document = render_docx(simple_report(draft), draft, LABELS, None)
    assert "]]> <w:p/> &" in read_draft(document, "a.docx").text


def test_the_own_word_document_comes_back_and_others_become_clean_ones() -> None:
    own = docx_bytes([("heading", 1, "Titre"), ("paragraph", "Mme Roche dispose de droits.")])
    draft = read_draft(own, "dossier.docx")
    back = render_docx(simple_report(draft), draft, LABELS, own)
    assert read_draft(back, "dossier.docx").text == draft.text
    assert part_of(back, "word/styles.xml").tag == part_of(own, "word/styles.xml").tag
    text = "Mme Roche dispose de 2 340 € de droits.".encode()
    typed = read_draft(text, "dossier.txt")
    assert len(comments_of(render_docx(simple_report(typed), typed, LABELS, text))) >= 2


def test_the_command_writes_the_document_and_asks_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "lecture.docx"
    assert run(["review", str(SAMPLE), "--format", "docx"]) == 2
    assert "--out" in capsys.readouterr().err
    assert run(["review", str(SAMPLE), "--bloc", "B1", "--format", "docx", "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    assert any("B1-C1" in words for words in comments_of(out.read_bytes()).values())


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (apt install libreoffice-writer)")
def test_libreoffice_opens_both_documents_and_loses_nothing(tmp_path: Path) -> None:
    own = docx_bytes(
        [("heading", 1, "Titre"), ("table", [["Poste", "Montant"], ["Salles", "1 200 €"]]), ("paragraph", "La suite.")]
    )
    draft = read_draft(own, "dossier.docx")
    spans = (Span(start=0, end=5), Span(start=draft.text.index("Salles"), end=draft.text.index("La suite") - 1))
    report = simple_report(draft, "draft", *spans, Span(start=len(draft.text) - 6, end=len(draft.text)))
    for name, document in (
        ("own", render_docx(report, draft, LABELS, own)),
        ("clean", clean_document(b1_draft(), REMARKS)),
    ):
        (tmp_path / f"{name}.docx").write_bytes(document)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        for form in ("pdf", "odt"):
            command = [
                "soffice",
                profile,
                "--headless",
                "--convert-to",
                form,
                "--outdir",
                str(tmp_path),
                f"{tmp_path}/{name}.docx",
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        before, after = (read_draft((tmp_path / f"{name}.{form}").read_bytes(), f"a.{form}") for form in ("docx", "odt"))
        assert "".join(after.text.split()) == "".join(before.text.split())
        shown = "".join(read_draft((tmp_path / f"{name}.pdf").read_bytes(), "a.pdf").text.split())
        assert [word for word in before.text.split() if word not in shown] == []
