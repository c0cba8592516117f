"""The administrator's pages of exemplars: dossiers taken in masked, reviewed, published, withdrawn and erased for good."""

import logging
from pathlib import Path
from typing import Any

import pytest
from architecture_map import ROOT
from assistants import gold_draft
from documents import docx_bytes, odt_bytes, pdf_bytes
from fake_assistant import FakeAssistant
from kept import Kept
from library import FakePseudonymiser, exemplar, files_holding, published
from markup import by_class, parse
from showing import quotes
from visitors import Visitor

from assistant.bootstrap import build_assistant
from assistant.domain.account import Role
from assistant.domain.exemplar import Exemplar, ExemplarRisk, ReviewState
from assistant.domain.feedback import Niveau
from assistant.errors import UnreadableDocument
from assistant.knowledge.shipped import shipped_exemplars
from assistant.settings import Settings
from ingestion.anonymise import pseudonymise

HOME = "/administration/exemplaires"
SAMPLE = (ROOT / "ingestion" / "sources" / "exemples" / "brouillon-b1.md").read_text(encoding="utf-8")
TEXT = "Le plan est prêt.\n\nAmina Benali et Zorglubine valident, avec Zorglubine, le plan de Trévoix."
"""« Amina Benali » is masked; « Zorglubine » is left to check at two places."""
LACKING = "B1-06"
"""A labelled dossier that lacks, of another trade, what the sample draft shows."""
XSS = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _masking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.routes.library.pseudonymise", FakePseudonymiser(risky=("Zorglubine",)))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def boss(kept: Kept) -> Visitor:
    return Visitor(kept, Role.ADMINISTRATEUR)


def added(boss: Visitor, *files: tuple[str, bytes], accept: str = "", **fields: str) -> Any:
    """Send dossiers, as the form does."""
    sent: list[tuple[str, Any]] = [("jeton", (None, boss.token(f"{HOME}/ajouter")))]
    sent += [(name, (None, value)) for name, value in fields.items()] + [("file", file) for file in files]
    return boss.http.post(f"{HOME}/ajouter", files=sent, headers={"accept": accept} if accept else None)


def taken(boss: Visitor, kept: Kept, text: str = TEXT, name: str = "dossier.txt", **fields: str) -> Exemplar:
    """Take one dossier in and return what is kept of it."""
    answer = added(boss, (name, text.encode()), **fields)
    assert answer.status_code == 200, answer.text
    [summary] = kept.library.summaries()
    return kept.library.get(summary.id)


def corrected(boss: Visitor, seen: Exemplar, **fields: str) -> Any:
    """Send the form of a review, filled in beside the exemplar that was seen."""
    return boss.post(f"{HOME}/{seen.id}", version=str(seen.revision), **fields)


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


def test_the_review_shows_each_placeholder_with_its_kind_and_each_risk_with_its_place(boss: Visitor, kept: Kept) -> None:
    text = "La mairie est prête.\n\nAmina Benali et Zorglubine valident [VILLE 2] avec Zorglubine."
    page = parse(boss.get(f"{HOME}/{taken(boss, kept, text).id}").text)
    [manuscript] = by_class(page, "manuscript")
    assert [(e.text_content(), e.get("class")) for e in manuscript.iter("mark")] == [
        ("[PERSONNE 1]", "masked person"),
        ("[VILLE 2]", "masked place"),
    ]
    assert [e.text_content() for e in manuscript.iter("u")] == ["Zorglubine", "Zorglubine"]
    risks = [" ".join(e.text_content().split()) for e in by_class(page, "risks")[0]]
    assert len(risks) == 2
    assert risks[0].startswith("V1 « Zorglubine » nom possible · §\u00a02".replace("\u00a0", " "))
    assert page.xpath("//a[@class='place']/@href") == ["#t-1", "#t-2"]
    assert {"t-1", "t-2", "v-1", "v-2"} <= set(page.xpath("//@id"))


def test_a_risk_is_masked_wherever_its_words_stand_and_nothing_of_it_is_left(boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept, bloc="B1")
    assert corrected(boss, seen, risque="2", genre="organisme").status_code == 303
    now = kept.library.get(seen.id)
    assert now.text.endswith("[PERSONNE 1] et [ORGANISME 1] valident, avec [ORGANISME 1], le plan de Trévoix.")
    assert (now.risks, now.state) == ((), ReviewState.BROUILLON)
    assert files_holding(kept.folder, "Zorglubine") == []
    assert "Vos corrections sont gardées" in boss.get(f"{HOME}/{seen.id}?fait=garde").text


def test_several_corrections_are_kept_at_once_with_what_the_rest_of_the_form_says(boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept, bloc="B1")
    sent = {"mots": "Trévoix\r\n zorglubine \r\n", "genre": "ville", "repere": "[PERSONNE 1]", "vrais": "Kirkpatrick"}
    more = {"niveau-B1-C1": "demontre", "contexte": " CFA, restauration ", "nature": "fictif", "accord": "", "geste": "garder"}
    assert corrected(boss, seen, **sent, **more).status_code == 303
    now = kept.library.get(seen.id)
    assert now.text.endswith("Kirkpatrick et [VILLE 2] valident, avec [VILLE 2], le plan de [VILLE 1].")
    assert (now.niveaux["B1-C1"], now.context, now.source.fictional) == (Niveau.DEMONTRE, "CFA, restauration", True)
    assert now.state is ReviewState.BROUILLON


def test_words_that_are_not_there_are_told_and_nothing_of_the_form_is_kept_nor_lost(boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept, bloc="B1")
    page = corrected(boss, seen, mots="Trévoix\nIntrouvable", contexte="CFA", geste="accepter")
    assert (page.status_code, "Rien de tel dans le texte" in page.text) == (400, True)
    form = parse(page.text)
    assert form.xpath("string(//textarea[@id='mots'])") == "Trévoix\nIntrouvable"
    assert form.xpath("//input[@id='contexte']/@value") == ["CFA"]
    assert kept.library.get(seen.id) == seen


@pytest.mark.parametrize(
    "wrong",
    [
        {"niveau-B1-C1": "génial"},
        {"bloc": "B9"},
        {"contexte": "x" * 301},
        {"repere": "[PERSONNE 9]", "vrais": "Kirkpatrick"},
    ],
)
def test_what_the_form_cannot_mean_is_refused_and_changes_nothing(wrong: dict[str, str], boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept, bloc="B1")
    page = corrected(boss, seen, **wrong)
    assert page.status_code in (400, 422)
    assert by_class(parse(page.text), "refusal")
    assert kept.library.get(seen.id) == seen


def test_an_answer_to_a_text_that_another_person_changed_is_refused(boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept, bloc="B1", nature="fictif")
    kept.library.review(seen.model_copy(update={"niveaux": {"B1-C1": Niveau.PARTIEL}}), by="Bob")
    late = corrected(boss, seen, risque="1")
    assert (late.status_code, "a changé pendant votre relecture" in late.text) == (409, True)
    assert boss.post(f"{HOME}/{seen.id}/publier", f"{HOME}/{seen.id}", relu="oui", version="1").status_code == 409
    assert kept.library.get(seen.id).state is ReviewState.RELU


def test_nothing_is_published_before_a_person_reviewed_it_said_so_and_noted_the_consent(boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept, bloc="B1")
    where = f"{HOME}/{seen.id}"

    def publish(**fields: str) -> Any:
        return boss.post(f"{where}/publier", where, version=str(kept.library.get(seen.id).revision), **fields)

    early = publish(relu="oui")
    assert (early.status_code, "pas encore été relu" in early.text, "jury-blanc ingest" in early.text) == (409, True, False)
    corrected(boss, seen, geste="accepter")
    assert "notez où se trouve l’accord" in boss.get(where).text
    assert publish(relu="oui").status_code == 409
    corrected(boss, kept.library.get(seen.id), geste="accepter", accord="registre 12", nature="reel")
    unsaid = publish()
    assert (unsaid.status_code, "Rien n’a été publié" in unsaid.text) == (400, True)
    assert kept.library.published() == ()
    assert publish(relu="oui").headers["location"] == f"{where}?fait=publie"
    assert [e.id for e in kept.library.published()] == [seen.id]


def test_a_correction_of_a_published_text_takes_it_from_the_candidates(boss: Visitor, kept: Kept) -> None:
    code = published(kept.library, exemplar())
    assert corrected(boss, kept.library.get(code), mots="offres").status_code == 303
    assert kept.library.published() == ()
    assert kept.library.get(code).state is ReviewState.BROUILLON


def test_a_dossier_is_refused_or_withdrawn_and_may_be_reviewed_again(boss: Visitor, kept: Kept) -> None:
    code = published(kept.library, exemplar())
    where = f"{HOME}/{code}"
    assert "Oui, le retirer" in boss.get(where).text
    assert boss.post(f"{where}/retirer", where).headers["location"] == f"{where}?fait=retire"
    assert kept.library.get(code).state is ReviewState.RETIRE
    assert kept.library.published() == ()
    corrected(boss, kept.library.get(code), geste="accepter")
    assert kept.library.get(code).state is ReviewState.RELU
    assert "Oui, le refuser" in boss.get(where).text


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


@pytest.mark.parametrize("action", ["", "/publier", "/retirer", "/effacer"])
def test_a_form_without_its_token_changes_nothing(action: str, boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept, bloc="B1")
    fields = {"version": "1", "relu": "oui", "sur": "oui", "geste": "accepter"}
    for token in ({}, {"jeton": "autre"}):
        assert boss.http.post(f"{HOME}/{seen.id}{action}", data=fields | token).status_code == 403
    assert kept.library.get(seen.id) == seen


def test_a_dossier_sent_without_the_token_of_the_form_is_not_taken(boss: Visitor, kept: Kept) -> None:
    refused = boss.http.post(f"{HOME}/ajouter", files={"file": ("a.txt", b"Un texte."), "jeton": (None, "autre")})
    assert refused.status_code == 403
    assert kept.library.summaries() == ()


def test_a_program_is_told_in_a_problem_document(boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept)
    token = boss.token(f"{HOME}/{seen.id}")
    for path, fields, status, code in (
        (f"{HOME}/ex-rien/retirer", {}, 404, "exemplaire_inconnu"),
        (f"{HOME}/{seen.id}/effacer", {}, 400, "entree_invalide"),
        (f"{HOME}/{seen.id}", {"version": "9"}, 409, "exemplaire_incomplet"),
    ):
        answer = boss.http.post(path, data={"jeton": token} | fields, headers={"accept": "application/json"})
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.json()["code"] == code


def test_what_looks_like_markup_in_a_text_a_name_or_a_field_is_shown_as_written(boss: Visitor, kept: Kept) -> None:
    text = f"{XSS} décide.\n\nAmina Benali compare {XSS} et Zorglubine."
    page = added(boss, (f'{XSS}"><img src=x onerror=alert(1)>.txt', text.encode()), accord=f'"{XSS}')
    assert page.status_code == 200
    [summary] = kept.library.summaries()
    seen = kept.library.get(summary.id)
    risky = seen.model_copy(
        update={"risks": (ExemplarRisk(start=0, end=len(XSS), why=XSS),), "niveaux": {"B1-C1": Niveau.PARTIEL}}
    )
    kept.library.correct(risky, by="Ana")
    where = f"{HOME}/{seen.id}"
    refused = corrected(boss, kept.library.get(seen.id), mots=f"</textarea>{XSS}", vrais=f'"{XSS}', contexte=f'"{XSS}')
    assert refused.status_code == 400
    for shown in (page, refused, boss.get(where), boss.get(HOME), boss.get(f"{where}?fait={XSS}")):
        document = parse(shown.text)
        assert [e for e in document.iter("script", "img") if e.get("src") is None or e.get("src") == "x"] == []
        assert document.xpath("//@onerror") == []
    assert XSS in parse(boss.get(where).text).text_content()


def test_a_dossier_that_cannot_be_read_with_this_referentiel_can_still_be_refused_or_erased(kept: Kept) -> None:
    def failing() -> None:
        raise UnreadableDocument("Ce texte ne peut pas être lu.", hint="Refusez-le.")

    boss = Visitor(kept, Role.ADMINISTRATEUR, assistant=FakeAssistant(failing=failing))
    seen = taken(boss, kept)
    page = boss.get(f"{HOME}/{seen.id}")
    assert (page.status_code, "Ce texte ne peut pas être lu." in page.text) == (415, True)
    assert corrected(boss, seen, geste="accepter").status_code == 415
    assert boss.post(f"{HOME}/{seen.id}/retirer", f"{HOME}/{seen.id}").status_code == 303
    assert kept.library.get(seen.id).state is ReviewState.RETIRE
