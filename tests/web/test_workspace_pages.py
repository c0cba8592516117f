"""The pages with an account, as people and those who mean them harm use them."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from documents import docx_bytes
from fake_assistant import FakeAssistant
from fastapi import FastAPI
from kept import OTHER_PHRASE, PHRASE, Kept, workspace_of
from library import MARKER, files_holding
from markup import by_class, parse
from starlette.testclient import TestClient
from vectors import VECTORS
from visitors import BROWSER, Visitor

from assistant.domain.account import Role
from assistant.errors import SetupError
from assistant.settings import Settings
from web.app import create_app
from web.doorway import doorway_of
from web.workspace import first_invitation, tidied, tidy

SHORT = "court"
TEXT = "Le 12 mai, trois offres sont comparées avec la comptable."


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def said(answer: object) -> str:
    """Return the words of a page on one line."""
    return " ".join(parse(answer.text).text_content().split())  # type: ignore[attr-defined]  # an answer of either client


def test_without_accounts_nothing_is_offered_and_nothing_is_written(tmp_path: Path) -> None:
    http = TestClient(create_app(FakeAssistant()), headers=BROWSER)
    assert "Mes textes" not in http.get("/").text
    assert http.get("/espace").status_code == 404
    assert list(tmp_path.iterdir()) == []


def test_an_administrator_invites_and_the_link_makes_one_account(kept: Kept) -> None:
    page = Visitor(kept, Role.ADMINISTRATEUR).post("/administration/invitations", "/administration", role="tuteur")
    link = re.findall(r"http://testserver(/inscription/[\w-]+)", page.text)[0]
    invited = Visitor(kept)
    assert "compte de tuteur" in said(invited.get(link))
    short = invited.post(link, identifiant="Bob Petit", secret=SHORT, encore=SHORT)
    assert (short.status_code, "au moins 12" in said(short)) == (400, True)
    assert parse(short.text).xpath("//input[@name='identifiant']/@value") == ["Bob Petit"]
    other = invited.post(link, identifiant="Bob Petit", secret=PHRASE, encore=OTHER_PHRASE)
    assert "ne sont pas les mêmes" in said(other)
    assert invited.post(link, identifiant="Bob Petit", secret=PHRASE, encore=PHRASE).headers["location"] == "/espace"
    assert invited.get("/espace").status_code == 200
    again = Visitor(kept).get(link)
    assert (again.status_code, "n’est plus valable" in said(again)) == (404, True)


def test_signing_in_is_refused_then_slowed_down_and_says_how_long_to_wait(kept: Kept) -> None:
    kept.account("Ana Durand")
    visitor = Visitor(kept)
    for _ in range(8):
        refused = visitor.sign_in("Ana Durand", "mauvais mot de passe")
        assert (refused.status_code, "ne vont pas ensemble" in said(refused)) == (403, True)
    slowed = visitor.sign_in("Ana Durand", PHRASE)
    assert (slowed.status_code, slowed.headers["retry-after"]) == (429, "900")
    kept.clock.turn(minutes=16)
    assert visitor.sign_in("Ana Durand", PHRASE).status_code == 303


def test_the_cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites(kept: Kept) -> None:
    visitor = Visitor(kept)
    kept.account("Ana Durand")
    form = visitor.get("/connexion").headers["set-cookie"].lower()
    session = visitor.sign_in("Ana Durand", PHRASE).headers["set-cookie"].lower()
    assert all("httponly" in cookie and "path=/" in cookie and "secure" not in cookie for cookie in (form, session))
    assert "samesite=strict" in form
    assert "samesite=lax" in session
    secure = TestClient(visitor.http.app, base_url="https://testserver", headers=BROWSER)
    assert "secure" in secure.get("/connexion").headers["set-cookie"].lower()


def test_a_form_of_another_browser_another_person_or_another_site_is_refused(kept: Kept) -> None:
    visitor, other = Visitor(kept, Role.CANDIDAT), Visitor(kept, Role.CANDIDAT)
    code = visitor.draft(TEXT)
    stolen, before = other.token("/espace/compte"), visitor.token("/espace/compte")
    erase = f"/espace/textes/{code}/effacer"
    for data, headers in (
        ({"autre": "1"}, {}),
        ({"jeton": ""}, {}),
        ({"jeton": "é"}, {}),
        ({"jeton": stolen}, {}),
        ({"jeton": before}, {"sec-fetch-site": "cross-site"}),
        ({"jeton": before}, {"sec-fetch-site": "same-site"}),
    ):
        answer = visitor.http.post(erase, data=data, headers=headers)
        assert (answer.status_code, "n’est plus valable" in said(answer)) == (403, True)
    deposit = visitor.http.post("/espace/deposer", files={"jeton": (None, stolen), "text": (None, TEXT)})
    assert deposit.status_code == 403
    assert visitor.get(f"/espace/textes/{code}").status_code == 200
    visitor.post("/connexion", "/espace/compte", identifiant=visitor.who.name if visitor.who else "", secret=PHRASE)
    assert visitor.http.post(erase, data={"jeton": before}).status_code == 403  # of the session before
    assert visitor.post(erase, "/espace/compte").status_code == 303


def test_a_draft_is_kept_read_revised_and_compared(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    own = docx_bytes([("heading", 1, "Titre"), ("paragraph", TEXT)])
    answer = visitor.deposit("/espace/deposer", file=("Mission B1.docx", own))
    first = answer.headers["location"]
    reading = visitor.get(first)
    assert "Version 1 de « Mission B1.docx »" in said(reading)
    assert "gardée dans votre espace" in said(reading)
    assert "Rien n’est conservé" not in said(reading)
    assert 'href="../../../../static/jury-blanc.css"' in reading.text
    code = first.split("/")[3]
    assert visitor.get(f"/espace/textes/{code}/comparaison").headers["location"] == first
    compared = visitor.deposit(f"/espace/textes/{code}/versions", f"{TEXT} Le budget est validé.", bloc="B1").headers["location"]
    assert compared == f"/espace/textes/{code}/comparaison?de=1&a=2"
    page = visitor.get(compared)
    assert page.status_code == 200
    assert "De la version 1 à la version 2" in said(page)
    assert visitor.get(f"/espace/textes/{code}/comparaison").text == page.text
    draft = visitor.get(f"/espace/textes/{code}")
    assert len(by_class(parse(draft.text), "chart")) >= 2
    table = [[c.text_content().strip() for c in row] for row in parse(draft.text).iter("tr")]
    assert [cell.split()[-1] for cell in table[1][1:]] == ["partiel", "partiel"]
    assert "31" in said(draft)  # 2 November + 90 days is 31 January
    assert "31\u00a0janvier 2027" in draft.text
    assert "2\u00a0versions" in visitor.get("/espace").text


@pytest.mark.parametrize(
    ("file", "said_", "status"),
    [(("vide.docx", b""), "vide", 415), (("a.docx", b"\x00\x01\x02" * 400), "", 415), (None, "ni fichier ni texte", 400)],
)
def test_what_cannot_be_read_is_not_kept_and_the_form_says_why(
    file: tuple[str, bytes] | None, said_: str, status: int, kept: Kept
) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    answer = visitor.deposit("/espace/deposer", file=file)
    assert answer.status_code in (status, 422)
    assert by_class(parse(answer.text), "refusal")
    assert said_ in said(answer)
    assert kept.drafts.summaries(visitor.who.id if visitor.who else "") == ()


def test_the_export_holds_everything_that_was_sent_and_read(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    own = docx_bytes([("paragraph", TEXT)])
    code = visitor.deposit("/espace/deposer", file=("d.docx", own), title='../../é"<b>').headers["location"].split("/")[3]
    visitor.deposit(f"/espace/textes/{code}/versions", f"{TEXT}\nEt puis ?", bloc="B1")
    answer = visitor.get("/espace/export")
    assert answer.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    names = archive.namelist()
    assert not any(".." in name.split("/") or name.startswith("/") for name in names)
    folder = names[2].partition("/")[0]
    assert archive.read(f"{folder}/version 1/original - d.docx") == own
    assert archive.read(f"{folder}/version 2/texte.txt").decode() == f"{TEXT}\nEt puis ?"
    assert json.loads(archive.read(f"{folder}/version 1/lecture.json"))["schema"] == "jury-blanc/review/1"
    assert archive.read(f"{folder}/version 2/lecture.md").decode().startswith("# Lecture de")
    assert json.loads(archive.read("compte.json"))["name"] == (visitor.who.name if visitor.who else "")
    assert b"argon2" not in answer.content


def test_erasing_a_draft_then_everything_leaves_no_byte(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    first = visitor.draft(f"{TEXT} {MARKER}", title=f"Un {MARKER}")
    assert files_holding(kept.folder, MARKER) != []
    assert visitor.post(f"/espace/textes/{first}/effacer", "/espace/compte").status_code == 303
    assert files_holding(kept.folder, MARKER) == []
    visitor.draft(f"{TEXT} {MARKER}")
    kept_still = visitor.post("/espace/compte/effacer", "/espace/compte", mot="oui")
    assert (kept_still.status_code, "Rien n’a été effacé" in said(kept_still)) == (400, True)
    gone = visitor.post("/espace/compte/effacer", "/espace/compte", mot="Effacer")
    assert gone.headers["location"] == "/"
    assert files_holding(kept.folder, MARKER, visitor.who.name if visitor.who else "") == []
    assert visitor.get("/espace").headers["location"] == "/connexion"


def test_changing_the_password_keeps_this_browser_in_and_puts_the_others_out(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    assert visitor.who is not None
    other = Visitor(kept)
    other.sign_in(visitor.who.name, PHRASE)
    page, path = "/espace/compte", "/espace/compte/mot-de-passe"
    wrong = visitor.post(path, page, actuel="mauvais mot de passe", secret=OTHER_PHRASE, encore=OTHER_PHRASE)
    assert (wrong.status_code, "n’est pas celui-là" in said(wrong)) == (403, True)
    assert visitor.post(path, page, actuel=PHRASE, secret=OTHER_PHRASE, encore=OTHER_PHRASE).status_code == 303
    assert visitor.get("/espace").status_code == 200
    assert other.get("/espace").status_code == 303
    other.sign_in(visitor.who.name, OTHER_PHRASE)
    assert visitor.post("/espace/compte/sessions", page).headers["location"] == "/connexion"
    assert (visitor.get("/espace").status_code, other.get("/espace").status_code) == (303, 303)


def test_signing_out_ends_the_session_for_good(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    stolen = dict(visitor.http.cookies)
    visitor.post("/deconnexion", "/espace")
    visitor.http.cookies.update(stolen)
    assert visitor.get("/espace").status_code == 303


def test_an_administrator_sees_how_much_people_keep_and_never_what(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    visitor.draft(f"{TEXT} {MARKER}", title=MARKER)
    boss = Visitor(kept, Role.ADMINISTRATEUR)
    page = boss.get("/administration")
    assert "1\u00a0texte, 1\u00a0version" in page.text
    assert MARKER not in page.text
    assert visitor.who is not None
    link = boss.post(f"/administration/comptes/{visitor.who.id}/lien", "/administration")
    [path] = re.findall(r"http://testserver(/inscription/[\w-]+)", link.text)
    assert f"« {visitor.who.name} »" in said(Visitor(kept).get(path))
    pending = kept.accounts.invitations()[0].id
    boss.post(f"/administration/invitations/{pending}/retirer", "/administration")
    assert Visitor(kept).get(path).status_code == 404


def test_hostile_names_and_titles_are_only_words(kept: Kept) -> None:
    boss, visitor = Visitor(kept, Role.ADMINISTRATEUR), Visitor(kept, Role.CANDIDAT)
    for number, vector in enumerate(v for v in VECTORS if v.isprintable()):
        if number < 12:
            kept.account(f"{vector[:60]} {number}")
            visitor.draft(vector + TEXT, title=vector[:110])
    for page in (boss.get("/administration"), visitor.get("/espace")):
        tags = {e.tag for e in parse(page.text).iter() if isinstance(e.tag, str)}
        assert tags <= {
            *("html", "head", "meta", "title", "link", "body", "a", "header", "p", "nav", "ul", "li", "form", "input", "button"),
            *("main", "h1", "h2", "span", "bdi", "section", "label", "select", "option", "div", "table", "caption", "thead"),
            *("tbody", "tr", "th", "td", "footer"),
        }
        assert not parse(page.text).xpath("//@*[starts-with(name(), 'on')]")


def named(kept: Kept, trusted: str = "127.0.0.1") -> FastAPI:
    """Return a service whose people are named by the proxies of that network."""
    settings = Settings(accounts="proxy", identity_proxies=(trusted,), identity_administrators=("Chef",))
    return create_app(FakeAssistant(), workspace=workspace_of(kept, doorway_of(settings)))


def asked(app: FastAPI, *headers: tuple[str, str], peer: str = "127.0.0.1", path: str = "/espace") -> Any:
    """Return the answer to a request that comes from that address."""
    http = TestClient(app, client=(peer, 50000), follow_redirects=False)
    return http.get(path, headers=[*headers, ("accept", "text/html")])


def test_a_trusted_proxy_names_people_and_nobody_else_can(kept: Kept) -> None:
    app, wide = named(kept), named(kept, "10.0.0.0/24")
    name, chief = ("X-Remote-User", "a.durand"), ("X-Remote-User", "chef")
    assert asked(app, name).status_code == 200
    assert asked(app, name, peer="::ffff:127.0.0.1").status_code == 200
    assert asked(wide, name, peer="10.0.0.9").status_code == 200
    for peer, headers in (
        ("127.0.0.2", [name]),
        ("10.0.0.9", [name, ("X-Forwarded-For", "127.0.0.1")]),
        ("testclient", [name]),
        ("127.0.0.1", [("X_Remote_User", "a.durand")]),
        ("127.0.0.1", [name, chief]),
        ("127.0.0.1", [name, ("X_Remote-User", "chef")]),
        ("127.0.0.1", [("X-Remote-User", "  ")]),
        ("127.0.0.1", []),
    ):
        assert asked(app, *headers, peer=peer).status_code == 401, (peer, headers)
    assert [s.account.name for s in kept.accounts.summaries()] == ["a.durand"]


def test_the_roles_behind_a_proxy_are_those_of_the_settings(kept: Kept) -> None:
    app = named(kept)
    http = TestClient(app, client=("127.0.0.1", 50000), headers=BROWSER, follow_redirects=False)
    assert http.get("/administration", headers={"X-Remote-User": "CHEF"}).status_code == 200
    assert http.get("/administration", headers={"X-Remote-User": "a.durand"}).status_code == 404
    page = http.get("/espace/compte", headers={"X-Remote-User": "a.durand"})
    assert "mot de passe" not in said(page)
    [token] = set(parse(page.text).xpath("//input[@name='jeton']/@value"))
    sent = {"jeton": (None, token), "text": (None, TEXT)}
    assert http.post("/espace/deposer", files=sent, headers={"X-Remote-User": "chef"}).status_code == 403
    with app.state.worker.running():
        assert http.post("/espace/deposer", files=sent, headers={"X-Remote-User": "a.durand"}).status_code == 303


@pytest.mark.parametrize("proxies", [(), ("0.0.0.0/0",), ("::/0",), ("10.0.0.0/4",), ("proxy.example.org",), ("10.0.0.1/8x",)])
def test_a_proxy_without_a_safe_list_is_refused_before_the_service_starts(proxies: tuple[str, ...]) -> None:
    with pytest.raises(SetupError, match=r"proxy|réseau|adresse"):
        doorway_of(Settings(accounts="proxy", identity_proxies=proxies))


def test_the_first_administrator_is_invited_until_there_is_one(kept: Kept) -> None:
    workspace = Visitor(kept).workspace
    first, second = first_invitation(workspace), first_invitation(workspace)
    assert first is not None
    assert second is not None
    assert first != second
    assert len(kept.accounts.invitations()) == 1
    kept.accounts.sign_up(second, "Chef", PHRASE)
    assert first_invitation(workspace) is None


def test_tidying_erases_what_is_too_old_and_goes_on_in_the_background(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    visitor.draft(f"{TEXT} {MARKER}")
    kept.clock.turn(days=91)
    with tidied(visitor.workspace):
        pass
    assert files_holding(kept.folder, MARKER) == []
    assert tidy(visitor.workspace) == 0


def test_the_service_shows_its_pages_under_a_sub_path(kept: Kept) -> None:
    app = Visitor(kept).http.app
    http = TestClient(app, root_path="/jury", headers=BROWSER, follow_redirects=False)
    assert http.get("/jury/espace").headers["location"] == "/jury/connexion"
    assert "path=/jury" in http.get("/jury/connexion").headers["set-cookie"].lower()
