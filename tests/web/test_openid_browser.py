"""Signing in through a provider that others made, with a browser: the button, the way back, the way out, the refusal."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from authlib_provider import AuthlibProvider, authlib_provider
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, overflow, served
from fake_assistant import FakeAssistant
from kept import Kept, workspace_of
from playwright.sync_api import Browser, Page
from processes import free_port

from assistant.domain.account import Role
from assistant.settings import Settings
from web.doorway import Doorway

pytestmark = [pytest.mark.long]
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
HERE = ("Se connecter", "Me connecter avec l’institut")


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AuthlibProvider]:
    with authlib_provider(tmp_path_factory.mktemp("provider")) as running:
        running.knows("u-42", preferred_username="ana.durand", email="ana@institut.example", groups=["tuteurs"])
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def origin(kept: Kept, provider: AuthlibProvider) -> Iterator[str]:
    """The service, under a path and on a port that the provider was told of."""
    port = free_port()
    known = provider.registers(f"http://127.0.0.1:{port}/jury-blanc/", tutors="tuteurs", button=HERE[1])
    settings = Settings.model_construct(rate_limit=0, root_path="/jury-blanc")
    workspace = workspace_of(kept, Doorway("local", openid=known))
    with served(FakeAssistant(), settings=settings, workspace=workspace, port=port) as address:
        yield address


def test_a_provider_made_by_others_lets_in_whom_it_knows(origin: str, kept: Kept, provider: AuthlibProvider) -> None:
    with httpx2.Client(follow_redirects=False) as client:
        way = client.get(f"{origin}connexion/openid").headers["location"]
        assert way.startswith(f"{provider.issuer}/")
        back = client.post(way, data={"sub": "u-42"}).headers["location"]
        assert back.startswith(f"{origin}connexion/openid/retour?code=")
        assert "client_secret" not in parse_qs(urlsplit(way).query)
        assert client.get(back).headers["location"] == "/jury-blanc/espace"
        assert client.get(f"{origin}espace").status_code == 200
    [one] = kept.accounts.summaries()
    assert (one.account.name, one.account.role) == ("ana.durand", Role.TUTEUR)


def opened(chromium: Browser, origin: str, *, script: bool = True, width: int = 1000) -> tuple[Page, Guard]:
    context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script, locale="fr-FR")
    page, guard = context.new_page(), Guard()
    page.set_default_timeout(30_000)
    guard.watch(page, origin)
    page.goto(f"{origin}connexion")
    return page, guard


@needs_chromium
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_button_to_the_provider_and_out_of_both(
    script: bool, chromium: Browser, origin: str, provider: AuthlibProvider
) -> None:
    page, guard = opened(chromium, origin, script=script)
    page.get_by_role("link", name=HERE[1]).click()
    page.get_by_role("heading", name="Authorize Client").wait_for()
    page.locator("input[name=sub]").fill("u-42")
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.get_by_role("heading", name="Mes textes").wait_for()
    page.get_by_role("link", name="Mon compte").click()
    page.get_by_text("ana.durand").first.wait_for()
    assert page.get_by_label("Mot de passe actuel").count() == 0
    page.get_by_role("button", name="Me déconnecter", exact=True).click()
    page.wait_for_url(f"{provider.issuer}/oauth2/end_session?**")
    page.locator("form button[type=submit], form input[type=submit]").first.click()
    page.get_by_role("heading", name=HERE[0]).wait_for()
    assert page.url == f"{origin}connexion"
    assert [said for said in guard.errors if "Content Security Policy" in said] == []


@needs_chromium
def test_whoever_gives_up_at_the_provider_is_told_and_may_try_again(chromium: Browser, origin: str, kept: Kept) -> None:
    page, _ = opened(chromium, origin)
    page.get_by_role("link", name=HERE[1]).click()
    page.get_by_role("button", name="Deny").click()
    page.get_by_text("La connexion n’a pas été accordée.").wait_for()
    assert barriers(page) == []
    page.get_by_role("link", name=HERE[1]).click()
    page.get_by_role("heading", name="Authorize Client").wait_for()
    assert kept.accounts.summaries() == ()


@needs_chromium
def test_the_page_with_the_button_is_within_reach_of_everyone(chromium: Browser, origin: str) -> None:
    for width in (320, 1366):
        page, guard = opened(chromium, origin, width=width)
        assert (barriers(page), overflow(page), guard.seen(page)) == ([], 0, [])
