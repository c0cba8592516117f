"""The pages of a tutor's cohort: who joins and leaves, who is invited, what its picture shows, and to whom it leads nowhere."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from cohort_room import TEXT, Room
from fake_assistant import FakeAssistant
from kept import PHRASE, Kept
from library import files_holding
from markup import parse, said
from starlette.testclient import TestClient
from visitors import BROWSER, Visitor

from assistant.domain.account import Role
from assistant.domain.cohort import ReleasePolicy
from assistant.settings import Settings
from web.app import create_app
from web.doorway import doorway_of


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.fixture
def room(kept: Kept) -> Room:
    return Room(kept)


def test_a_link_says_who_will_see_what_before_anyone_joins(kept: Kept) -> None:
    room = Room(kept, "after-tutor")
    name = room.tutor.who.name if room.tutor.who else ""
    stranger = Visitor(kept).get(room.link)
    assert (stranger.status_code, "Connectez-vous" in said(stranger)) == (200, True)
    other = Visitor(kept, Role.CANDIDAT)
    other.draft(TEXT)
    words = said(other.get(room.link))
    assert name in words
    assert "(1 en ce moment)" in words
    assert "aucun niveau tant qu’il ne l’a pas rendue" in words
    assert "Vous seul." in said(other.get("/espace/compte"))
    assert other.post(room.link).headers["location"] == "/espace/compte#qui-voit"
    assert f"{name}, pour la cohorte « Groupe A »" in said(other.get("/espace/compte"))
    assert f"{name} et vous le lisez ici" in said(other.get("/espace"))
    assert Visitor(kept).get("/rejoindre/inconnu").status_code == 404


def test_a_candidate_leaves_and_the_tutor_sees_nothing_any_more(room: Room) -> None:
    _, path = room.deposited()
    assert room.tutor.get(path).status_code == 200
    [leave] = parse(room.candidate.get("/espace/compte").text).xpath("//form[contains(@action, 'quitter')]/@action")
    assert room.candidate.post(f"/{leave.lstrip('./')}", "/espace/compte").status_code == 303
    assert room.tutor.get(path).status_code == 404
    assert "Personne n’a encore rejoint" in said(room.tutor.get(room.page))


def test_the_picture_of_a_cohort_says_each_niveau_in_words_and_leads_to_the_reading(room: Room) -> None:
    _, path = room.deposited()
    page = parse(room.tutor.get(room.page).text)
    [row] = page.xpath("//tbody/tr")
    assert row.xpath("./th//bdi/text()") == [room.candidate.who.name if room.candidate.who else ""]
    cells = row.xpath("./td")
    assert len(cells) == 8  # the critères of the bloc
    [cell] = [c for c in cells if c.xpath("./a")]
    assert cell.xpath("./a/@href") == [f"../..{path}#c-B1-C1"]
    assert "partiel" in cell.text_content()
    assert len(cell.xpath(".//svg")) == 1
    assert [c.text_content() for c in page.xpath("//tfoot//td")][:2] == ["0 sur 1", "0 sur 0"]


def test_the_picture_is_filtered_by_bloc_and_niveau_read_or_given(room: Room) -> None:
    _, path = room.deposited()
    room.say(f"{path}/avis", critere="B1-C1", niveau="demontre", raison="Tout y est.")
    for asked, rows in (
        ("?bloc=B1", 1),
        ("?bloc=B2", 0),
        ("?niveau=partiel", 1),  # read
        ("?niveau=absent", 0),
        ("?niveau=demontre", 1),  # given by the tutor
        ("?niveau=%3Cb%3E&bloc=", 1),
        ("?bloc=B1&niveau=demontre", 1),
    ):
        page = room.tutor.get(room.page + asked)
        assert (page.status_code, len(parse(page.text).xpath("//tbody/tr"))) == (200, rows), asked


def test_a_complete_form_of_another_tutor_or_candidate_changes_nothing(room: Room) -> None:
    own, path = room.deposited()
    dispute = room.kept.opinions.dispute(
        room.candidate.who.id if room.candidate.who else "", (own.split("/")[3], 1), "B1-C1", "Non."
    )
    for visitor in (Visitor(room.kept, Role.TUTEUR), Visitor(room.kept, Role.CANDIDAT), Visitor(room.kept, Role.ADMINISTRATEUR)):
        token = visitor.token("/espace/compte")
        fields = {"jeton": token, "critere": "B1-C1", "niveau": "absent", "raison": "Volé.", "mots": "Volé.", "commentaire": "1"}
        for where in ("avis", "commentaires", "commentaires/retirer", "rendre"):
            assert visitor.http.post(f"{path}/{where}", data=fields).status_code == 404
        for where in ("lien", "lien/retirer", "effacer"):
            assert visitor.http.post(f"{room.page}/{where}", data=fields).status_code == 404
        settled = {"jeton": token, "nom": "Volée", "rendu": "after-tutor"}
        assert visitor.http.post(f"{room.page}/reglages", data=settled).status_code == 404
        assert visitor.http.post(f"/tuteur/contestations/{dispute}", data=fields).status_code == 404
        listed = {"jeton": (None, token), "text": (None, "Ana")}
        assert visitor.http.post(f"{room.page}/invitations", files=listed).status_code == 404
        assert visitor.http.post(f"{own}/contester", data=fields).status_code == 404
        assert visitor.get(path).status_code == 404
    assert "Volé" not in said(room.tutor.get(path))
    assert "Groupe A" in said(room.tutor.get(room.page))
    assert room.kept.accounts.invitations() == ()


def test_people_of_a_list_get_a_link_each_that_makes_an_account_in_the_cohort(room: Room) -> None:
    sent = 'Nom;Prénom;E-mail\nDurand;Chloé;"chloe@example.org"\n=cmd|x;;\r\nchloe@example.org\n'.encode("cp1252")
    form: dict[str, Any] = {"jeton": (None, room.tutor.token(room.page)), "file": ("liste.csv", sent)}
    answer = room.tutor.http.post(f"{room.page}/invitations", files=form)
    assert answer.headers["content-disposition"].startswith("attachment")
    head, first, second = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head == ["personne", "lien", "valable jusqu’au"]
    assert (first[0], second[0]) == ("chloe@example.org", "'=cmd|x")
    assert files_holding(room.kept.folder, "chloe@example.org", "cmd|x") == []
    invited, path = Visitor(room.kept), first[1].removeprefix("http://testserver")
    name = room.tutor.who.name if room.tutor.who else ""
    assert f"dans la cohorte « Groupe A » de {name}, qui lira" in said(invited.get(path))
    invited.post(path, identifiant="Chloé Durand", secret=PHRASE, encore=PHRASE)
    assert "Groupe A" in said(invited.get("/espace/compte"))
    assert "Chloé Durand" in said(room.tutor.get(room.page))


def test_a_list_without_anyone_or_too_long_is_refused(room: Room) -> None:
    sent: tuple[Any, ...] = (
        {"text": (None, "  \n")},
        {"file": ("a.xlsx", b"PK\x03\x04\x00\x00")},
        {"text": (None, "\n".join(f"personne {n}" for n in range(201)))},
    )
    for form in sent:
        answer = room.tutor.http.post(
            f"{room.page}/invitations", files={"jeton": (None, room.tutor.token(room.page)), "text": (None, ""), **form}
        )
        assert (answer.status_code, "liste" in said(answer)) == (400, True)
    assert room.kept.accounts.invitations() == ()


def test_a_cohort_is_settled_closed_emptied_and_erased(room: Room) -> None:
    settled = room.tutor.post(f"{room.page}/reglages", room.page, nom="Groupe B", rendu="after-tutor")
    assert settled.status_code == 303
    assert "Groupe B" in said(room.tutor.get(room.page))
    assert "lectures rendues après vous" in said(room.tutor.get(room.page))
    assert room.tutor.post(f"{room.page}/reglages", room.page, nom="", rendu="at-once").status_code == 400
    assert room.tutor.post(f"{room.page}/reglages", room.page, nom="Groupe B", rendu="jamais").status_code == 400
    assert "/rejoindre/" in room.tutor.post(f"{room.page}/lien", room.page).text
    assert Visitor(room.kept).get(room.link).status_code == 404
    assert room.tutor.post(f"{room.page}/lien/retirer", room.page).status_code == 303
    member = room.candidate.who.id if room.candidate.who else ""
    assert room.tutor.post(f"{room.page}/membres/{member}/retirer", room.page).status_code == 303
    assert "Vous seul." in said(room.candidate.get("/espace/compte"))
    assert room.tutor.post(f"{room.page}/effacer", room.page).headers["location"] == "/tuteur"
    assert room.tutor.get(room.page).status_code == 404


def test_behind_a_proxy_tutors_are_those_of_the_settings_and_nobody_is_invited_by_list(kept: Kept) -> None:
    settings = Settings(
        accounts="proxy", identity_proxies=("127.0.0.1",), identity_tutors=("Roux",), identity_administrators=("chef",)
    )
    app = create_app(FakeAssistant(), workspace=Visitor(kept, doorway=doorway_of(settings)).workspace)
    http = TestClient(app, client=("127.0.0.1", 50000), headers=BROWSER, follow_redirects=False)
    assert http.get("/tuteur", headers={"X-Remote-User": "roux"}).status_code == 200
    assert http.get("/tuteur", headers={"X-Remote-User": "chef"}).status_code == 404
    assert http.get("/tuteur", headers={"X-Remote-User": "a.durand"}).status_code == 404
    made, _ = kept.cohorts.create(kept.accounts.named("roux").id, "Groupe A", ReleasePolicy.AT_ONCE)
    page = http.get(f"/tuteur/cohortes/{made.id}", headers={"X-Remote-User": "roux"})
    assert (page.status_code, "Inviter d’après une liste" in said(page)) == (200, False)
