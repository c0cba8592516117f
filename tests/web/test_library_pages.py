"""The administrator's pages of exemplars: dossiers taken in masked, listed, and erased for good."""

import logging
from pathlib import Path
from typing import Any

import pytest
from architecture_map import ROOT
from assistants import gold_draft
from documents import docx_bytes, odt_bytes, pdf_bytes
from exemplar_pages import HOME, TEXT, added, corrected, mask_known_names, taken
from kept import Kept
from library import exemplar, files_holding, published
from markup import by_class, parse
from showing import quotes
from visitors import Visitor

from assistant.bootstrap import build_assistant
from assistant.domain.account import Role
from assistant.domain.exemplar import ReviewState
from assistant.knowledge.shipped import shipped_exemplars
from assistant.settings import Settings
from ingestion.anonymise import pseudonymise

SAMPLE = (ROOT / "ingestion" / "sources" / "exemples" / "brouillon-b1.md").read_text(encoding="utf-8")
LACKING = "B1-06"
"""A labelled dossier that lacks, of another trade, what the sample draft shows."""


@pytest.fixture(autouse=True)
def _masking(monkeypatch: pytest.MonkeyPatch) -> None:
    mask_known_names(monkeypatch)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def boss(kept: Kept) -> Visitor:
    return Visitor(kept, Role.ADMINISTRATEUR)


def text_of(page: Any) -> str:
    return " ".join(parse(page.text).text_content().split())


def test_a_dossier_goes_from_its_file_to_stand_beside_a_reading_and_away_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.routes.library.pseudonymise", pseudonymise)
    kept = Kept(tmp_path / "data")
    assistant = build_assistant(Settings(data_dir=tmp_path / "data", index="exact"))
    boss = Visitor(kept, Role.ADMINISTRATEUR, assistant=assistant)
    owned = f"{SAMPLE}\n\nMme Nadia Benkhelil (06 12 34 56 78) a relu.\n"
    code = taken(boss, kept, owned, "Nadia Benkhelil.md", bloc="B1").id
    page = boss.get(f"{HOME}/{code}")
    assert "Benkhelil" not in page.text
    assert "06 12 34" not in page.text
    seen = kept.library.get(code)
    assert not seen.niveaux  # what is proposed is not kept until a person does something with it
    assert corrected(boss, seen, geste="accepter", accord="registre 2026-14", nature="reel", contexte="CFA").status_code == 303
    reviewed = kept.library.get(code)
    assert (reviewed.state, reviewed.bloc, len(reviewed.niveaux)) == (ReviewState.RELU, "B1", 8)
    draft = gold_draft(LACKING)
    assert code not in {e.id for e in quotes(assistant.review(draft, "B1")).values()}
    assert boss.post(f"{HOME}/{code}/publier", f"{HOME}/{code}", relu="oui", version=str(reviewed.revision)).status_code == 303
    assert code in {e.id for e in quotes(assistant.review(draft, "B1")).values()}
    gone = boss.post(f"{HOME}/{code}/effacer", f"{HOME}/{code}", sur="oui")
    assert (gone.status_code, gone.headers["location"]) == (303, f"{HOME}?fait=efface")
    assert "il n’en reste rien ici" in text_of(boss.get(gone.headers["location"]))
    assert code not in {e.id for e in quotes(assistant.review(draft, "B1")).values()}
    assert boss.get(f"{HOME}/{code}").status_code == 404
    assert files_holding(tmp_path / "data", "a relu", "registre 2026-14", "Benkhelil") == []
    who = boss.who
    assert who is not None
    told = [(a.actor, a.action) for a in kept.library.audit(code)]
    assert told == [(who.id, action) for action in ("ajout", "relecture", "publication", "effacement")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("d.docx", docx_bytes([("par", "Amina Benali compare trois offres.")])),
        ("d.odt", odt_bytes([("par", "Amina Benali compare trois offres.")])),
        ("d.pdf", pdf_bytes([("par", "Amina Benali compare trois offres.")])),
        ("d.md", b"Amina Benali compare trois offres."),
        ("d.html", b"<p>Amina Benali compare trois offres.</p>"),
    ],
)
def test_every_kind_of_document_is_masked_before_it_is_kept(name: str, data: bytes, boss: Visitor, kept: Kept) -> None:
    page = added(boss, (name, data), nature="fictif", bloc="B1")
    assert "Masqué\u00a0: 1 nom de personne. Rien d’autre n’est signalé." in page.text
    [summary] = kept.library.summaries()
    assert kept.library.get(summary.id).text.strip() == "[PERSONNE 1] compare trois offres."
    assert (summary.bloc, summary.fictional, summary.state) == ("B1", True, ReviewState.BROUILLON)
    assert files_holding(kept.folder, "Benali") == []


def test_what_was_masked_is_told_by_kind_for_each_file_and_never_the_words(boss: Visitor, kept: Kept) -> None:
    page = added(boss, ("a.txt", TEXT.encode()), ("b.txt", TEXT.encode()), ("c.docx", b"PK\x03\x04 cass\xc3\xa9"), ("d.txt", b""))
    rows = [" ".join(row.text_content().split()) for row in by_class(parse(page.text), "taken")[0]]
    assert rows[0] == "a.txt · pris Masqué : 1 nom de personne. À vérifier : 2 endroits. Relire : a.txt"
    assert rows[1] == "b.txt · déjà là Voir : b.txt"
    assert rows[2].startswith("c.docx · refusé")
    assert rows[3].startswith("d.txt · refusé")
    assert "Benali" not in page.text
    assert len(kept.library.summaries()) == 1


def test_a_batch_of_which_nothing_could_be_taken_is_told_beside_the_form_that_keeps_what_was_said(
    boss: Visitor, kept: Kept
) -> None:
    page = added(boss, ("photo.png", b"\x89PNG\r\n\x1a\n123"), bloc="B1", nature="fictif", accord="registre 7")
    assert page.status_code == 422
    [alert] = by_class(parse(page.text), "refusal")
    assert "photo.png" in alert.text_content()
    form = parse(page.text)
    assert form.xpath("//option[@selected]/@value") == ["B1"]
    assert form.xpath("//input[@type='radio'][@checked]/@value") == ["fictif"]
    assert form.xpath("//input[@id='accord']/@value") == ["registre 7"]
    told = added(boss, ("photo.png", b"\x89PNG\r\n\x1a\n123"), accept="application/json")
    assert (told.status_code, told.headers["content-type"]) == (422, "application/problem+json")
    assert told.json()["code"] == "dossiers_refuses"
    assert kept.library.summaries() == ()


def test_a_form_without_a_file_or_for_an_unknown_bloc_is_told(boss: Visitor) -> None:
    nothing = added(boss)
    assert (nothing.status_code, "aucun fichier" in nothing.text) == (400, True)
    assert added(boss, ("a.txt", b"Un texte."), bloc="B9").status_code == 422


def test_a_dossier_beyond_the_limits_of_drafts_is_refused_before_it_is_read(boss: Visitor, kept: Kept) -> None:
    assert added(boss, ("gros.txt", b"x" * (17 * 1024 * 1024))).status_code == 413
    assert added(boss, *[(f"{n}.txt", b"Un texte.") for n in range(13)]).status_code == 400
    assert kept.library.summaries() == ()


def test_nothing_of_a_dossier_is_logged_even_when_it_breaks_the_reader(
    boss: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str, **_: object) -> None:
        raise ValueError(text)

    monkeypatch.setattr("web.routes.library.pseudonymise", broken)
    with caplog.at_level(logging.DEBUG):
        page = added(boss, ("Amina Benali.txt", TEXT.encode()))
    assert "erreur interne" in page.text
    own = "\n".join(r.getMessage() for r in caplog.records if r.name.partition(".")[0] in ("web", "ingestion", "assistant"))
    assert "ValueError" in own
    assert "Zorglubine" not in own
    assert "Benali" not in own


def test_a_dossier_sent_without_the_token_of_the_form_is_not_taken(boss: Visitor, kept: Kept) -> None:
    refused = boss.http.post(f"{HOME}/ajouter", files={"file": ("a.txt", b"Un texte."), "jeton": (None, "autre")})
    assert refused.status_code == 403
    assert kept.library.summaries() == ()


def test_the_list_shows_those_of_the_institute_to_review_first_and_those_that_ship(boss: Visitor, kept: Kept) -> None:
    empty = boss.get(HOME)
    assert "L’institut n’a encore ajouté aucun dossier." in empty.text
    assert parse(boss.get("/administration").text).xpath("//main//a[text()='Exemplaires']/@href") == [
        "./administration/exemplaires"
    ]
    shown = published(kept.library, exemplar())
    added(boss, ("dossier.txt", TEXT.encode()))
    own, shipped = parse(boss.get(HOME).text).xpath("//tbody")
    rows = [[cell.text_content() for cell in row][:5] for row in own]
    assert rows == [
        ["dossier.txt", "à dire", "à relire", "réel, sans accord noté", "2"],
        ["dossier.md", "B1", "publié", "fictif", "1"],
    ]
    assert own.xpath(".//a/@href")[1] == f"../administration/exemplaires/{shown}"
    assert len(shipped) == len(shipped_exemplars("B1")) > 5  # the référentiel of these tests has bloc 1 alone


def test_an_exemplar_that_ships_is_read_and_changed_by_nobody(boss: Visitor) -> None:
    page = boss.get(f"{HOME}/fictif-B1-01")
    assert page.status_code == 200
    assert "livré avec Jury Blanc" in page.text
    assert parse(page.text).xpath("//main//form") == []
    token = boss.token("/administration")
    for action in ("", "/publier", "/retirer", "/effacer"):
        assert (
            boss.http.post(f"{HOME}/fictif-B1-01{action}", data={"jeton": token, "sur": "oui", "relu": "oui"}).status_code == 404
        )


def test_nothing_is_erased_that_a_person_did_not_confirm(boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept)
    page = boss.post(f"{HOME}/{seen.id}/effacer", f"{HOME}/{seen.id}")
    assert (page.status_code, "Rien n’a été effacé" in page.text) == (400, True)
    assert kept.library.get(seen.id) == seen


def test_an_erasure_that_a_reader_of_the_base_holds_up_is_told_as_it_is(boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept)
    token = boss.token(f"{HOME}/{seen.id}")
    with kept.database.reading() as held:
        held.exec_driver_sql("SELECT count(*) FROM exemplars").scalar()
        gone = boss.http.post(f"{HOME}/{seen.id}/effacer", data={"jeton": token, "sur": "oui"})
    assert gone.headers["location"] == f"{HOME}?fait=traces"
    assert "dernières traces en partiront" in text_of(boss.get(gone.headers["location"]))
    assert kept.library.summaries() == ()
