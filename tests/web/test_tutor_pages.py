"""The tutor's desk and what candidates see of it, as people and those who mean them harm use them."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from kept import PHRASE, Kept
from library import MARKER, files_holding
from markup import by_class, parse
from starlette.testclient import TestClient
from vectors import VECTORS
from visitors import BROWSER, Visitor

from assistant.domain.account import Role
from assistant.domain.cohort import ReleasePolicy
from assistant.domain.feedback import Niveau
from assistant.settings import Settings
from web.app import create_app
from web.cli import run
from web.doorway import doorway_of

TEXT = "Le 12 mai, trois offres sont comparées avec la comptable."
WORDS = ("démontré", "partiel", "évoqué", "non abordé", "non évaluable")


class Room:
    """A tutor with a cohort, and a candidate who is in it by its link; the policy is chosen."""

    def __init__(self, kept: Kept, policy: str = "at-once") -> None:
        self.kept = kept
        self.tutor, self.candidate = Visitor(kept, Role.TUTEUR), Visitor(kept, Role.CANDIDAT)
        made = self.tutor.post("/tuteur/cohortes", "/tuteur", nom="Groupe A", rendu=policy)
        [self.link] = re.findall(r"http://testserver(/rejoindre/[\w-]{43})", made.text)
        [cohort] = kept.cohorts.of_tutor(self.tutor.who.id if self.tutor.who else "")
        self.page = f"/tuteur/cohortes/{cohort.id}"
        self.candidate.post(self.link)
        kept.clock.turn(hours=1)

    def deposited(self) -> tuple[str, str]:
        """Return the paths of a reading, for its owner and for the tutor."""
        code = self.candidate.draft(TEXT, title="Mission")
        return f"/espace/textes/{code}/versions/1", f"/tuteur/textes/{code}/versions/1"

    def say(self, path: str, **fields: str) -> Any:
        """Send a form of the tutor's page of a reading."""
        return self.tutor.post(path, path.rpartition("/")[0], **fields)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.fixture
def room(kept: Kept) -> Room:
    return Room(kept)


def said(answer: Any) -> str:
    """Return the words of a page on one line."""
    return " ".join(parse(answer.text).text_content().split())


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


def test_the_niveau_of_a_person_stands_beside_that_of_the_reading_for_both(room: Room) -> None:
    own, path = room.deposited()
    room.say(f"{path}/avis", critere="B1-C1", niveau="absent", raison="Rien <b>ne</b> compare.")
    answer = room.say(f"{path}/avis", critere="B1-C1", niveau="demontre", raison="Relu.\nTout y est.")
    assert answer.headers["location"] == f"{path}#c-B1-C1"
    room.say(f"{path}/commentaires", critere="B1-C1", mots="Voyons cela mardi.")
    room.say(f"{path}/commentaires", critere="", mots="Bon début.")
    name = room.tutor.who.name if room.tutor.who else ""
    for page in (room.tutor.get(path), room.candidate.get(own)):
        words = said(page)
        assert f"démontré avis de {name}, le 2 novembre 2026, parce que : Relu. Tout y est." in words
        assert "partiel lecture de Jury Blanc" in words
        assert "Avis précédents (1)" in words
        assert "Rien <b>ne</b> compare." in words
        assert "Voyons cela mardi." in words
        assert "Bon début." in words
    draft = said(room.candidate.get(own.rpartition("/versions")[0]))
    assert "lecture de Jury Blanc : partiel" in draft
    assert f"démontré avis de {name}" in draft
    cell = by_class(parse(room.tutor.get(room.page).text), "given")[0].text_content()
    assert f"de {name} : démontré" in " ".join(cell.split())


def test_a_niveau_without_reason_or_that_does_not_exist_is_refused(room: Room) -> None:
    _, path = room.deposited()
    sent: tuple[dict[str, str], ...] = (
        {"critere": "B1-C1", "niveau": "demontre", "raison": ""},
        {"critere": "B1-C1", "niveau": "", "raison": "Parce que."},
        {"critere": "B1-C1", "niveau": "admis", "raison": "Parce que."},
        {"critere": "B9-C1", "niveau": "demontre", "raison": "Parce que."},
        {},
    )
    for fields in sent:
        answer = room.say(f"{path}/avis", **fields)
        assert answer.status_code == 400, fields
    assert "avis de" not in said(room.tutor.get(path))


def test_a_comment_is_withdrawn_by_its_author_and_leaves_no_byte(room: Room) -> None:
    _, path = room.deposited()
    room.say(f"{path}/commentaires", mots=f"Un mot {MARKER}.")
    [number] = parse(room.tutor.get(path).text).xpath("//select[@name='commentaire']/option/@value")
    assert room.say(f"{path}/commentaires/retirer".replace("/retirer", "") + "/retirer", commentaire="zéro").status_code in (
        403,
        404,
    )
    answer = room.tutor.post(f"{path}/commentaires/retirer", path, commentaire=number)
    assert answer.status_code == 303
    assert files_holding(room.kept.folder, MARKER) == []


def test_nothing_of_a_reading_is_seen_before_the_tutor_gives_it_back(kept: Kept) -> None:
    room = Room(kept, "after-tutor")
    own, path = room.deposited()
    draft = own.rpartition("/versions")[0]
    room.candidate.deposit(f"{draft}/versions", f"{TEXT} Revu.", bloc="B1")
    room.say(f"{path}/commentaires", mots="Bon début.")
    for page in (own, draft, f"{draft}/comparaison?de=1&a=2", f"{draft}/versions/2"):
        shown = room.candidate.get(page)
        words = said(shown)
        assert shown.status_code == 200
        assert re.search("(?i)en attente de votre tuteur", words)
        assert not any(word in words for word in (*WORDS, "Bon début", "Une phrase."))
    refused = room.candidate.post(f"{own}/contester", "/espace/compte", critere="B1-C1", raison="Non.")
    assert (refused.status_code, "pas encore été rendue" in said(refused)) == (400, True)
    archive = zipfile.ZipFile(io.BytesIO(room.candidate.get("/espace/export").content))
    assert not [n for n in archive.namelist() if "lecture" in n.rpartition("/")[2] or "avis" in n.rpartition("/")[2]]
    assert "à rendre" in said(room.tutor.get(room.page))
    assert room.say(f"{path}/rendre").status_code == 303
    assert "partiel" in said(room.candidate.get(own))
    assert "Bon début." in said(room.candidate.get(own))
    assert "attente" in said(room.candidate.get(f"{draft}/comparaison?de=1&a=2"))
    assert "Rendre cette lecture" not in said(room.tutor.get(path))
    assert room.say(f"{path}/rendre").status_code == 404


def test_a_dispute_goes_to_the_queue_and_its_answer_comes_back(room: Room) -> None:
    own, path = room.deposited()
    sent = room.candidate.post(f"{own}/contester", own, critere="B1-C1", raison="« Trois offres » y est.")
    assert sent.headers["location"] == f"{own}#c-B1-C1"
    assert "En attente d’une réponse." in said(room.candidate.get(own))
    assert not parse(room.candidate.get(own).text).xpath("//form[contains(@action, 'contester')]")  # one at a time
    assert "1 contestation attend votre réponse" in said(room.tutor.get("/tuteur"))
    queue = room.tutor.get("/tuteur/contestations")
    assert "« Trois offres » y est." in said(queue)
    assert "Lecture de Jury Blanc : partiel" in said(queue)
    [action] = parse(queue.text).xpath("//form[contains(@action, 'contestations')]/@action")
    where = f"/{action.lstrip('./')}"
    assert room.tutor.post(where, "/tuteur/contestations", mots="", niveau="").status_code == 400
    assert room.tutor.post(where, "/tuteur/contestations", mots="En effet.", niveau="demontre").status_code == 303
    assert "« Trois offres » y est." in said(room.tutor.get(path))
    words = said(room.candidate.get(own))
    assert "Réponse de" in words
    assert "En effet." in words
    assert "démontré avis de" in words


def test_without_a_cohort_there_is_nobody_to_dispute_a_reading_with(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    own = f"/espace/textes/{visitor.draft(TEXT)}/versions/1"
    assert "Je conteste" not in said(visitor.get(own))
    refused = visitor.post(f"{own}/contester", "/espace/compte", critere="B1-C1", raison="Non.")
    assert (refused.status_code, "aucune cohorte" in said(refused)) == (400, True)


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


def test_what_the_tutor_judged_is_imported_by_the_harness(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own, path = room.deposited()
    assert room.tutor.get("/tuteur/avis.jsonl").text == ""
    room.say(f"{path}/avis", critere="B1-C1", niveau="absent", raison="Rien «\u00a0ne\u00a0» compare.\nVraiment.")
    exported = room.tutor.get("/tuteur/avis.jsonl")
    assert exported.headers["content-disposition"].startswith("attachment")
    file = tmp_path / "avis.jsonl"
    file.write_bytes(exported.content)
    name, candidate = room.tutor.who.name if room.tutor.who else "", room.candidate.who.name if room.candidate.who else ""
    assert candidate not in exported.text
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path / "data"))
    assert run(["evaluate", "gold", "import", str(file), "--reader", name]) == 0
    assert run(["evaluate", "gold", "import", str(file), "--reader", "lecture de Jury Blanc"]) == 0
    assert run(["evaluate", "gold", "agree", name, "lecture de Jury Blanc", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["criteres"], found["exact"]) == (1, 0.0)
    assert found["to_adjudicate"][0]["gap"] == 2  # partiel against absent
    assert found["to_adjudicate"][0]["dossier"] == f"{own.split('/')[3]}-v1"


def test_a_tutor_levels_a_shipped_dossier_and_sees_how_far_its_labels_are(room: Room) -> None:
    listed = room.tutor.get("/tuteur/etalonnage")
    assert "Dossier B1-01" in said(listed)
    assert not any(word in said(listed) for word in WORDS)
    page = room.tutor.get("/tuteur/etalonnage/B1-01")
    assert len(parse(page.text).xpath("//select")) == 8
    assert not by_class(parse(page.text), "niveau")
    # the labels of B1-01 are: évoqué, évoqué, évoqué, non abordé, non abordé, démontré, évoqué, non abordé
    given = {"B1-C1": "evoque", "B1-C2": "partiel", "B1-C4": "demontre", "B1-C6": "evoque", "B1-C8": "admis"}
    result = room.tutor.post("/tuteur/etalonnage/B1-01", **given)
    words = said(result)
    assert "Même niveau : 1 critère sur 4." in words
    assert "À un niveau près : 2 critères sur 4." in words
    assert "Vous lisez plus haut que l’auteur des étiquettes sur 2 critères ; l’inverse sur 1." in words
    distances = [row.xpath("string(./td[3])") for row in parse(result.text).xpath("//tbody/tr")]
    assert distances == ["même niveau", "1\u00a0niveau plus haut", "3\u00a0niveaux plus haut", "2\u00a0niveaux plus bas"]
    assert "/20" not in words
    assert "non mesuré" in words or "n’est pas mesuré" in words
    assert room.tutor.post("/tuteur/etalonnage/B1-01", autre="1").status_code == 400
    assert room.tutor.get("/tuteur/etalonnage/B1-99").status_code == 404


def test_the_export_of_a_candidate_says_who_sees_and_what_was_said(room: Room) -> None:
    own, path = room.deposited()
    room.say(f"{path}/avis", critere="B1-C1", niveau="absent", raison="Rien ne compare.")
    room.candidate.post(f"{own}/contester", own, critere="B1-C1", raison="Si.")
    archive = zipfile.ZipFile(io.BytesIO(room.candidate.get("/espace/export").content))
    opinions = json.loads(archive.read("01 - Mission/version 1/avis.json"))
    assert [o["reason"] for o in opinions["overrides"]] == ["Rien ne compare."]
    assert [d["reason"] for d in opinions["disputes"]] == ["Si."]
    assert [m["cohort"]["name"] for m in json.loads(archive.read("cohortes.json"))["joined"]] == ["Groupe A"]
    mine = zipfile.ZipFile(io.BytesIO(room.tutor.get("/espace/export").content))
    assert [c["name"] for c in json.loads(mine.read("cohortes.json"))["own"]] == ["Groupe A"]


def test_hostile_words_are_only_words(room: Room) -> None:
    own, path = room.deposited()
    draft = (own.split("/")[3], 1)
    tutor, candidate = (v.who.id if v.who else "" for v in (room.tutor, room.candidate))
    for vector in [v for v in VECTORS if v.strip()][:12]:
        room.kept.cohorts.create(tutor, vector, ReleasePolicy.AT_ONCE)
        room.kept.opinions.comment(tutor, draft, vector)
        room.kept.opinions.override(tutor, draft, "B1-C1", Niveau.ABSENT, vector)
    room.kept.opinions.dispute(candidate, draft, "B1-C1", "".join(VECTORS)[:3000])
    plain = room.candidate.get(own).text
    for page in (
        room.tutor.get("/tuteur"),
        room.tutor.get(path),
        room.tutor.get("/tuteur/contestations"),
        room.candidate.get(own),
    ):
        root = parse(page.text)
        assert not root.xpath("//@*[starts-with(name(), 'on')] | //iframe | //img | //object | //script[not(@src)]")
        assert page.status_code == 200
    assert "javascript:" not in str(parse(plain).xpath("//@href"))


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
