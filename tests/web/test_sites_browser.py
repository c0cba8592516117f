"""The administrator's page of sites, in a browser: by day, by night, narrow, and without script."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, listening, overflow, served
from fake_assistant import FakeAssistant
from host_pages import host_page, policy
from kept import PHRASE, Kept, workspace_of
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from assistant.domain.account import Role
from assistant.domain.doors import Site
from web.doors.opening import site_asked

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def origin(kept: Kept) -> Iterator[str]:
    with served(FakeAssistant(), doors=kept.doors, workspace=workspace_of(kept)) as address:
        yield address


def signed_in(chromium: Browser, origin: str, kept: Kept, *, width: int = 1366, **context: object) -> tuple[Page, Guard]:
    made = chromium.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", reduced_motion="reduce", **context)  # type: ignore[arg-type]  # one of the choices of a context
    page, guard = made.new_page(), Guard()
    page.set_default_timeout(30_000)
    guard.watch(page, origin)
    page.goto(f"{origin}inscription/{kept.accounts.invite(Role.ADMINISTRATEUR, by='commande')[1]}")
    page.get_by_label("Identifiant").fill("ana@example.org")
    page.get_by_label("Mot de passe").fill(PHRASE)
    page.get_by_label("Le même, une seconde fois").fill(PHRASE)
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("link", name="Sites et programmes").click()
    return page, guard


def fill(page: Page, name: str, origins: str) -> None:
    page.get_by_label("Nom", exact=True).fill(name)
    page.get_by_label("Origines, une par ligne").fill(origins)
    page.get_by_role("button", name="Ouvrir le site").click()


def used(origin: str, kept: Kept) -> Site:
    site = kept.doors.add_site(site_asked("Plateforme", ["https://a.example"], anonymous=True))
    for asked in ("https://a.example", "https://a.example", "https://ailleurs.example"):
        httpx.post(f"{origin}widget/v1/reglages?site={site.id}", headers={"origin": asked})
    return site


@pytest.mark.parametrize(
    ("width", "context"),
    [(1366, {}), (1366, {"color_scheme": "dark"}), (320, {}), (1366, {"forced_colors": "active"})],
    ids=["light", "dark", "narrow", "forced colours"],
)
def test_axe_finds_no_barrier_and_nothing_scrolls_sideways(
    chromium: Browser, origin: str, kept: Kept, width: int, context: dict[str, str]
) -> None:
    site = used(origin, kept)
    page, guard = signed_in(chromium, origin, kept, width=width, **context)

    def sound(state: str) -> None:
        assert barriers(page) == [], state
        assert overflow(page) == 0, state

    sound("list")
    fill(page, "Intranet", "intranet.exemple.fr/page")
    page.get_by_role("alert").wait_for()
    sound("refused")
    fill(page, "Intranet", "https://intranet.exemple.fr")
    page.get_by_role("status").wait_for()
    sound("opened")
    page.get_by_label("Teinte").select_option("bordeaux")
    page.get_by_label("Largeur").select_option("large")
    page.get_by_role("button", name="Voir la balise ainsi").click()
    for summary in page.locator("summary").all():
        summary.click()
    sound("look")
    page.get_by_role("button", name="Oui, changer le secret").click()
    page.get_by_role("status").wait_for()
    sound("secret")
    page.goto(f"{origin}administration/sites")
    page.get_by_label("Nom du programme").fill("Open WebUI")
    page.get_by_role("button", name="Donner une clé").click()
    page.locator("summary").click()
    sound("key")
    page.goto(f"{origin}administration/sites/{site.id}")
    expect(page.get_by_role("cell", name="origine qui n’est pas du site")).to_be_visible()
    sound("used")
    expected = "Failed to load resource: the server responded with a status of 400 (Bad Request)"
    assert [what for what in guard.seen(page) if what != expected] == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_site_is_opened_and_closed_from_the_page(chromium: Browser, origin: str, kept: Kept, script: bool) -> None:
    page, _ = signed_in(chromium, origin, kept, java_script_enabled=script)
    fill(page, "Intranet", "https://intranet.exemple.fr")
    [site] = kept.doors.sites()
    assert page.locator(".link").inner_text() == site.secret.get_secret_value()
    page.locator("summary", has_text="Fermer ce site").click()
    page.get_by_role("button", name="Oui, fermer ce site").click()
    page.get_by_text("Aucun site n’est ouvert").wait_for()
    assert kept.doors.sites() == ()


def test_the_tag_that_is_copied_works_on_a_page_with_a_strict_policy_and_has_the_look_that_was_chosen(
    chromium: Browser, origin: str, kept: Kept
) -> None:
    shown = {"page": ""}

    def show(_: Request) -> HTMLResponse:
        return HTMLResponse(shown["page"], headers={"content-security-policy": policy(origin)})

    with listening(Starlette(routes=[Route("/", show)])) as intranet:
        page, _ = signed_in(chromium, origin, kept)
        page.get_by_label("Toute personne qui voit la page").check()
        fill(page, "Intranet", intranet)
        page.get_by_label("Teinte").select_option("vert")
        page.get_by_label("Forme").select_option("integre")
        page.get_by_role("button", name="Voir la balise ainsi").click()
        tag = page.get_by_label("Balise à copier dans la page").input_value()
        rule = page.get_by_label("Règle à ajouter").input_value()
        shown["page"] = host_page(tag, css=rule)
        page.goto(intranet)
        page.get_by_label("Bloc", exact=True).select_option("B1")
        page.get_by_label("Votre question").fill("Que dit B1-C1 ?")
        page.keyboard.press("Enter")
        expect(page.get_by_role("log")).to_contain_text("Que dit B1-C1")
        send = page.get_by_role("button", name="Demander")
        assert send.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(29, 92, 58)"
