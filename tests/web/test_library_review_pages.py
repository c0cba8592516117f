"""The administrator's review of an exemplar: its text corrected, then published, refused or withdrawn."""

from pathlib import Path
from typing import Any

import pytest
from exemplar_pages import HOME, added, corrected, mask_known_names, taken
from fake_assistant import FakeAssistant
from kept import Kept
from library import exemplar, files_holding, published
from markup import by_class, parse
from visitors import Visitor

from assistant.domain.account import Role
from assistant.domain.exemplar import ExemplarRisk, ReviewState
from assistant.domain.feedback import Niveau
from assistant.errors import UnreadableDocument

XSS = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _masking(monkeypatch: pytest.MonkeyPatch) -> None:
    mask_known_names(monkeypatch)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def boss(kept: Kept) -> Visitor:
    return Visitor(kept, Role.ADMINISTRATEUR)


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


@pytest.mark.parametrize("action", ["", "/publier", "/retirer", "/effacer"])
def test_a_form_without_its_token_changes_nothing(action: str, boss: Visitor, kept: Kept) -> None:
    seen = taken(boss, kept, bloc="B1")
    fields = {"version": "1", "relu": "oui", "sur": "oui", "geste": "accepter"}
    for token in ({}, {"jeton": "autre"}):
        assert boss.http.post(f"{HOME}/{seen.id}{action}", data=fields | token).status_code == 403
    assert kept.library.get(seen.id) == seen


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
