"""The administrator's page of sites and programs: opened, shown once, changed, closed, and used without content."""

import html
import re
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from host_pages import ORIGIN, token
from kept import Kept, workspace_of
from markup import parse
from starlette.testclient import TestClient
from vectors import VECTORS
from visitors import BROWSER, Visitor

from assistant.domain.account import Role
from assistant.settings import Settings
from web.app import create_app
from web.cli import run
from web.doors.asset import SNIPPETS, script, snippet, tag_of
from web.doors.look import Look
from web.doors.opening import client_asked, site_asked
from web.doors.tokens import TokenRefused, person_of
from web.doorway import Doorway

HOME = "/administration/sites"
GOOD = {"nom": "Intranet", "origines": ORIGIN, "jetons": "avec", "par_personne": "120", "par_site": "2000"}


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def boss(kept: Kept) -> Visitor:
    return Visitor(kept, Role.ADMINISTRATEUR)


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Return an administrator who opens nothing."""
    return Visitor(Kept(tmp_path_factory.mktemp("idle")), Role.ADMINISTRATEUR)


def opened(boss: Visitor, **changes: str) -> Any:
    return boss.post(HOME, **(GOOD | changes))


def field(page: Any, name: str) -> str:
    [found] = parse(page.text).xpath(f"//*[@id='{name}']")
    return (found.text or "").removeprefix("\n")


def test_a_site_is_opened_and_its_secret_shown_this_once(boss: Visitor, kept: Kept) -> None:
    page = opened(boss, origines=f"{ORIGIN}/\n  http://portail:8080, {ORIGIN}", par_personne="7", par_site="1\u202f500")
    [site] = kept.doors.sites()
    secret = site.secret.get_secret_value()
    assert (site.name, site.origins) == ("Intranet", (ORIGIN, "http://portail:8080"))
    assert (site.anonymous, site.per_person, site.per_site) == (False, 7, 1500)
    assert (page.status_code, page.text.count(secret)) == (200, 1)
    assert page.headers["cache-control"] == "no-store"
    for again in (boss.get(HOME), boss.get(f"{HOME}/{site.id}")):
        assert secret not in again.text


def test_the_tag_can_be_copied_as_the_terminal_prints_it_with_its_proof(boss: Visitor, kept: Kept) -> None:
    page = opened(boss)
    [site] = kept.doors.sites()
    tag = field(page, "copie")
    assert tag == tag_of(site, "http://testserver/")
    assert f'integrity="{script().integrity}" crossorigin="anonymous"' in tag
    assert parse(page.text).xpath("//*[@id='copie']/@readonly")
    assert "<iframe" in field(page, "cadre")
    assert (
        field(page, "regle") == "script-src http://testserver; connect-src 'self' http://testserver; frame-src http://testserver"
    )


def test_the_look_is_chosen_among_what_there_is(boss: Visitor, kept: Kept) -> None:
    opened(boss)
    [site] = kept.doors.sites()
    chosen = "mode=panneau&bloc=B1&theme=sombre&teinte=vert&angles=droits&largeur=large"
    page = boss.get(f"{HOME}/{site.id}?{chosen}")
    assert field(page, "copie") == tag_of(site, "http://testserver/", Look(mode="panneau", bloc="B1", theme="sombre"))
    assert 'theme="sombre"' in field(page, "copie")
    assert "theme=sombre" in field(page, "cadre")
    rule = field(page, "style")
    assert "--jb-accent: #1d5c3a;" in rule
    assert "--jb-radius: 0;" in rule
    assert "--jb-width: 34em;" in rule
    assert parse(page.text).xpath("//select/option[@selected]/@value") == ["panneau", "B1", "sombre", "vert", "droits", "large"]
    assert 'id="style"' not in boss.get(f"{HOME}/{site.id}").text
    for bad in ("mode=cube", "teinte=red}*{", "theme=noir", "bloc=B9", "angles=1px", "largeur=99em"):
        refused = boss.get(f"{HOME}/{site.id}?{bad}")
        assert refused.status_code in (400, 422)
        assert "n’existe pas" in refused.text


@pytest.mark.parametrize(
    ("changes", "said", "hint"),
    [
        ({"nom": " "}, "Le nom est vide.", "Donnez un nom"),
        ({"origines": ""}, "Aucune origine", "https://intranet.exemple.fr"),
        ({"origines": " \n , "}, "Aucune origine", "https://intranet.exemple.fr"),
        ({"origines": "*"}, "« * » n’est pas une origine.", "https://intranet.exemple.fr"),
        ({"origines": "https://*.exemple.fr"}, "n’est pas une origine.", "sans chemin ni joker"),
        ({"origines": "intranet.fr"}, "n’est pas une origine.", "sans chemin : https://intranet.fr"),
        ({"origines": "http://intranet.fr:8080/accueil?x=1"}, "n’est pas une origine.", "sans chemin : http://intranet.fr:8080"),
        ({"origines": f"{ORIGIN}\njavascript:alert(1)"}, "« javascript:alert(1) »", "https://intranet.exemple.fr"),
        ({"origines": "null"}, "n’est pas une origine.", "https://null"),
        ({"origines": " ".join(f"https://a{n}.fr" for n in range(21))}, "20 origines au plus", "plusieurs sites"),
        ({"par_personne": "0"}, "« 0 » n’est pas un nombre de points", "de 1 à 1 000 000"),
        ({"par_personne": ""}, "n’est pas un nombre de points", "de 1 à"),
        ({"par_site": "1000001"}, "« 1000001 »", "de 1 à"),
        ({"par_site": "-5"}, "« -5 »", "de 1 à"),
        ({"par_site": "deux"}, "« deux »", "de 1 à"),
        ({"par_site": "１２"}, "n’est pas un nombre", "de 1 à"),
    ],
)
def test_what_cannot_be_opened_is_told_beside_what_was_typed(
    idle: Visitor, changes: dict[str, str], said: str, hint: str
) -> None:
    page = opened(idle, **changes)
    alert = "".join(parse(page.text).xpath("//*[@role='alert']//text()")).replace("\u00a0", " ")
    assert page.status_code == 400
    assert said in alert
    assert hint in alert
    assert idle.kept.doors.sites() == ()
    for name, value in (GOOD | changes).items():
        if name in ("nom", "par_personne", "par_site"):
            assert parse(page.text).xpath(f"//input[@id='{name}']/@value") == [value]
    assert field(page, "origines") == (GOOD | changes)["origines"]


@pytest.mark.parametrize("origins", ["*", "intranet.fr/page", "https://a.fr:99999"])
def test_the_terminal_and_the_page_refuse_in_the_same_words(
    idle: Visitor, origins: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path / "other"))
    assert run(("sites", "create", "Intranet", "--origin", origins)) == 2
    told = capsys.readouterr().err
    alert = parse(opened(idle, origines=origins).text).xpath("//*[@role='alert']/p/text()")[0]
    first, _, second = alert.partition("origine. ")
    assert f"{first}origine." in told
    assert second in told


def test_a_site_without_tokens_has_no_secret_and_no_snippets(boss: Visitor, kept: Kept) -> None:
    page = opened(boss, jetons="sans")
    [site] = kept.doors.sites()
    assert site.anonymous
    assert site.secret.get_secret_value() not in page.text
    assert "token-url" not in field(page, "copie")
    assert "Signer les jetons" not in page.text
    assert "/secret" not in page.text
    assert f"demonstration?site={site.id}&amp;mode=bulle" in page.text


def test_the_snippets_are_those_that_are_tested(boss: Visitor) -> None:
    page = opened(boss)
    assert [field(page, f"s-{n}") for n in (1, 2, 3)] == [snippet(name) for name in SNIPPETS]


def test_another_secret_is_shown_once_and_the_former_refused(boss: Visitor, kept: Kept) -> None:
    opened(boss)
    [before] = kept.doors.sites()
    page = boss.post(f"{HOME}/{before.id}/secret", f"{HOME}/{before.id}")
    [after] = kept.doors.sites()
    former, latter = before.secret.get_secret_value(), after.secret.get_secret_value()
    assert former != latter
    assert (page.text.count(latter), page.text.count(former)) == (1, 0)
    assert person_of(token(latter, aud=after.id), after)
    with pytest.raises(TokenRefused):
        person_of(token(former, aud=after.id), after)


def test_a_site_is_changed_and_keeps_its_key_and_its_secret(boss: Visitor, kept: Kept) -> None:
    opened(boss)
    [before] = kept.doors.sites()
    where = f"{HOME}/{before.id}"
    form = parse(boss.get(where).text)
    assert form.xpath("//input[@id='par_site']/@value") == ["2000"]
    changed = {
        "nom": "Portail",
        "origines": "https://b.example https://a.example",
        "par_personne": "9",
        "par_site": "90",
        "jetons": "sans",
    }
    page = boss.post(where, **changed)
    [after] = kept.doors.sites()
    assert (after.id, after.secret, after.name, after.per_person, after.per_site) == (before.id, before.secret, "Portail", 9, 90)
    assert (after.origins, after.anonymous) == (("https://b.example", "https://a.example"), True)
    assert page.status_code == 200
    assert boss.http.post(f"/widget/v1/reglages?site={after.id}", headers={"origin": "https://a.example"}).status_code == 200
    boss.post(where, **changed | {"jetons": "avec"})
    assert before.secret.get_secret_value() not in boss.post(where, **changed | {"jetons": "avec"}).text
    refused = boss.post(where, **changed | {"origines": "*"})
    assert refused.status_code == 400
    assert field(refused, "origines") == "*"
    assert parse(refused.text).xpath("//details[@open]//*[@role='alert']")
    assert kept.doors.sites()[0].origins == after.origins


def test_a_closed_site_answers_no_more_and_is_gone_from_the_list(boss: Visitor, kept: Kept) -> None:
    opened(boss, jetons="sans")
    [site] = kept.doors.sites()
    asked = f"/widget/v1/reglages?site={site.id}"
    assert boss.http.post(asked, headers={"origin": ORIGIN}).status_code == 200
    closed = boss.post(f"{HOME}/{site.id}/fermer", f"{HOME}/{site.id}")
    assert (closed.status_code, closed.headers["location"]) == (303, HOME)
    assert boss.http.post(asked, headers={"origin": ORIGIN}).status_code == 403
    assert "Aucun site n’est ouvert" in boss.get(HOME).text


@pytest.mark.parametrize("path", ["", "/", "/secret", "/fermer"])
def test_a_site_that_does_not_exist_leads_nowhere(idle: Visitor, path: str) -> None:
    where = f"{HOME}/site-absent{path}".rstrip("/")
    answer = idle.post(where, HOME) if path else idle.get(where)
    assert answer.status_code == 404
    assert "Aucun site ne porte l’identifiant" in answer.text


def test_a_program_has_a_key_shown_once_until_it_is_refused(boss: Visitor, kept: Kept) -> None:
    page = boss.post("/administration/programmes", HOME, nom="Open WebUI", par_heure="50")
    [client] = kept.doors.clients()
    [key] = re.findall(r"jb-[\w-]{40,}", page.text)
    assert (client.name, client.per_hour) == ("Open WebUI", 50)
    assert key not in boss.get(HOME).text
    asked = {"authorization": f"Bearer {key}"}
    assert boss.get("/v1/models", headers=asked).status_code == 200
    refused = boss.post(f"/administration/programmes/{client.id}/refuser", HOME)
    assert refused.headers["location"] == HOME
    assert boss.get("/v1/models", headers=asked).status_code == 401
    assert boss.post("/administration/programmes/cle-absente/refuser", HOME).status_code == 404
    for bad in ({"nom": "", "par_heure": "5"}, {"nom": "x", "par_heure": "beaucoup"}):
        told = boss.post("/administration/programmes", HOME, **bad)
        assert told.status_code == 400
        assert parse(told.text).xpath("//section[@aria-labelledby='h-programmes']//*[@role='alert']")
    assert kept.doors.clients() == ()


def test_use_is_counted_by_day_and_door_with_its_reasons_and_nothing_else(boss: Visitor, kept: Kept) -> None:
    site = kept.doors.add_site(site_asked("Intranet", [ORIGIN], per_person=3))
    client, key = kept.doors.add_client(client_asked("Open WebUI"))
    good = {"authorization": f"Bearer {token(site.secret.get_secret_value(), aud=site.id)}"}

    def ask(name: str = "reglages", code: str = site.id, origin: str = ORIGIN, **headers: str) -> int:
        body, sent = {"message": "Mon secret à moi"}, {"origin": origin, **headers}
        return boss.http.post(f"/widget/v1/{name}?site={code}", json=body, headers=sent).status_code

    assert [ask(**good) for _ in range(4)] == [200, 200, 200, 429]
    assert ask() == ask(authorization="Bearer faux") == 401
    assert ask("passages", **good) == 422
    assert ask(origin="https://ailleurs.example", **good) == 403
    assert boss.http.options(f"/widget/v1/chat?site={site.id}", headers={"origin": "https://ailleurs.example"}).status_code == 403
    assert boss.http.options(f"/widget/v1/chat?site={site.id}", headers={"origin": ORIGIN}).status_code == 204
    assert ask(code="site-inconnu-mon-secret") == 403
    assert boss.get("/v1/models", headers={"authorization": f"Bearer {key}"}).status_code == 200
    assert boss.get("/v1/models/absent", headers={"authorization": f"Bearer {key}"}).status_code == 404
    assert boss.get("/v1/models", headers={"authorization": "Bearer jb-mon-secret"}).status_code == 401

    page = boss.get(f"{HOME}/{site.id}")
    cells = [cell.replace("\u00a0", " ") for cell in parse(page.text).xpath("//tbody/tr[1]/*/text()")]
    assert cells[1:3] == ["9", "6"]
    assert sorted(cells[3].split(", ")) == [
        "demande mal formée : 1",
        "jeton non valable : 1",
        "origine qui n’est pas du site : 2",
        "quota atteint : 1",
        "sans jeton : 1",
    ]
    listed = html.unescape(boss.get(HOME).text).replace("\u00a0", " ")
    assert "Aujourd’hui : 9 demandes, dont 6 refusées. Sept derniers jours : 9 demandes, dont 6 refusées." in listed
    assert "Aujourd’hui : 2 demandes, dont 1 refusée." in listed
    assert "ces sept derniers jours : 1 demande comme site, 1 demande comme programme." in listed
    assert client.name in listed
    for shown in (page.text, listed):
        assert "secret à moi" not in shown
        assert "mon-secret" not in shown
        assert "u-42" not in shown


@pytest.mark.parametrize("role", [None, Role.CANDIDAT, Role.TUTEUR])
def test_nobody_else_opens_anything_even_with_a_good_form(kept: Kept, role: Role | None) -> None:
    someone = Visitor(kept, role)
    proof = someone.token("/espace/compte" if role else "/connexion")
    for path in (HOME, "/administration/programmes"):
        answer = someone.http.post(path, data={"jeton": proof, "par_heure": "5"} | GOOD)
        assert answer.status_code == (404 if role else 303)
    assert (kept.doors.sites(), kept.doors.clients()) == ((), ())


def test_a_form_without_its_token_opens_nothing(boss: Visitor, kept: Kept) -> None:
    boss.get(HOME)
    assert boss.http.post(HOME, data=GOOD | {"jeton": "faux"}).status_code == 403
    assert kept.doors.sites() == ()


def test_names_never_act(boss: Visitor) -> None:
    proof = boss.token(HOME)
    for vector in VECTORS:
        page = boss.http.post("/administration/programmes", data={"jeton": proof, "nom": f"x{vector}"[:100], "par_heure": "5"})
        shown = boss.http.post(HOME, data=GOOD | {"jeton": proof, "nom": f"x{vector}"})
        assert (page.status_code, shown.status_code) == (200, 200)
        for tree in (parse(page.text), parse(shown.text)):
            assert tree.xpath("count(//script | //iframe | //img | //svg | //object | //*[@onload] | //*[@onerror])") == 0


def test_behind_a_portal_the_tag_has_the_address_that_people_see(kept: Kept) -> None:
    site = kept.doors.add_site(site_asked("Intranet", [ORIGIN]))
    doorway = Doorway("proxy", proxies=(IPv4Network("127.0.0.1/32"),), administrators=frozenset({"ana"}))
    settings = Settings.model_construct(root_path="/jury")
    app = create_app(FakeAssistant(), settings=settings, workspace=workspace_of(kept, doorway))
    http = TestClient(app, "http://intranet.fr", client=("127.0.0.1", 1), headers={"x-remote-user": "ana"} | BROWSER)
    page = http.get(f"/jury{HOME}/{site.id}")
    assert 'src="http://intranet.fr/jury/widget/v1/jury-blanc.js' in field(page, "copie")
    assert http.get(f"/jury{HOME}/{site.id}", headers={"x-remote-user": "zoe"}).status_code == 404
