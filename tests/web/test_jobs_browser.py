"""A long reading in a browser: followed, through a power cut of the service, to the page that it leads to."""

from collections.abc import Iterator

import pytest
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, overflow
from kept import Kept
from killed_service import Killed, killed_service
from playwright.sync_api import Browser, Page, expect

from web.gate import SESSION

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

_SLOW, _ENDLESS = 4.0, 600.0


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Killed, Kept]]:
    folder = tmp_path_factory.mktemp("jobs")
    kept = Kept(folder, wait=10)
    with killed_service(folder) as service:
        service.start(_SLOW)
        yield service, kept


def signed_in(chromium: Browser, service: tuple[Killed, Kept], *, script: bool = True, width: int = 1366) -> tuple[Page, Guard]:
    killed, kept = service
    who = kept.account(f"Ana Durand {len(kept.accounts.summaries())}")
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=script, reduced_motion="reduce", locale="fr-FR"
    )
    context.add_cookies([{"name": SESSION, "value": kept.accounts.open_session(who.id), "url": killed.origin}])
    page, guard = context.new_page(), Guard()
    page.set_default_timeout(30_000)
    guard.watch(page, killed.origin)
    page.goto(f"{killed.origin}espace/deposer")
    return page, guard


def deposit(page: Page) -> None:
    page.get_by_label("Son nom").fill("Mission simulée B1")
    page.get_by_label("Ou votre texte, collé").fill("Le 12 mai, trois offres sont comparées avec la comptable.")
    page.get_by_role("button", name="Lire et garder").click()
    page.get_by_role("heading", name="Lecture en cours").wait_for()


def test_a_reading_is_followed_through_a_power_cut_to_its_page(chromium: Browser, service: tuple[Killed, Kept]) -> None:
    page, guard = signed_in(chromium, service)
    deposit(page)
    page.get_by_text("Lecture pour le bloc B1").wait_for()
    expect(page.get_by_role("status")).to_have_text("Elle est en cours.")
    service[0].kill()
    page.get_by_text("Le service ne répond pas pour l’instant").wait_for()
    service[0].start(_SLOW)
    page.get_by_text("elle a été reprise du début").wait_for()
    expect(page.get_by_text("Le service ne répond pas")).to_have_count(0)
    page.get_by_role("heading", name="Critère par critère").wait_for()
    assert "/versions/1" in page.url
    assert [said for said in guard.seen(page) if "ERR_" not in said] == []


def test_without_script_the_page_says_how_to_see_where_it_is(chromium: Browser, service: tuple[Killed, Kept]) -> None:
    page, _ = signed_in(chromium, service, script=False)
    deposit(page)
    while page.get_by_role("link", name="Voir où elle en est").count():
        page.get_by_role("link", name="Voir où elle en est").click()
        page.wait_for_timeout(300)
    page.get_by_role("heading", name="Critère par critère").wait_for()


@pytest.mark.parametrize("width", [1366, 320])
def test_axe_finds_no_barrier_while_it_is_read_and_once_it_is_cancelled(
    chromium: Browser, service: tuple[Killed, Kept], width: int
) -> None:
    service[0].kill()
    service[0].start(_ENDLESS)
    page, guard = signed_in(chromium, service, width=width)
    deposit(page)
    assert (barriers(page), overflow(page)) == ([], 0)
    followed = page.url
    page.goto(f"{service[0].origin}espace")
    page.get_by_role("heading", name="Lectures demandées").wait_for()
    assert (barriers(page), overflow(page)) == ([], 0)
    page.goto(followed)
    page.get_by_role("button", name="Annuler la lecture").click()
    page.get_by_role("heading", name="Lecture annulée").wait_for()
    assert (barriers(page), overflow(page)) == ([], 0)
    page.goto(f"{service[0].origin}espace")
    assert page.get_by_text("Lectures demandées").count() == 0
    assert guard.seen(page) == []
