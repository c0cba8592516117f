"""Pages and states that no other browser test opens, filled with real readings: no barrier, no scrolling, headings in order."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, overflow
from kept import PHRASE
from playwright.sync_api import Browser, Page
from promotion import CANDIDATE, TUTOR, Promotion, promotion

from assistant.domain.account import Role

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((one) => one.getClientRects().length && !one.closest(".manuscript")).map((one) => Number(one.tagName[1]))"""
NOBODY, NEWCOMER = "", "Nadia Petit"
PATHS = {
    NOBODY: ("demonstration", "inscription/rien", "connexion"),
    NEWCOMER: ("espace", "tuteur", "espace/textes/rien"),
    CANDIDATE: (
        "espace",
        "espace/textes/{draft}",
        "espace/textes/{draft}/versions/2",
        "espace/textes/{draft}/comparaison?de=1&a=2",
    ),
    TUTOR: ("tuteur/textes/{draft}/versions/1", "tuteur/contestations"),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Promotion]:
    with promotion(tmp_path_factory.mktemp("promotion")) as people:
        people.kept.account(NEWCOMER, Role.CANDIDAT)
        yield people


def opened(chromium: Browser, filled: Promotion, who: str, width: int) -> tuple[Page, Guard]:
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", reduced_motion="reduce")
    page, guard = context.new_page(), Guard()
    page.set_default_timeout(30_000)
    guard.watch(page, filled.origin)
    if who != NOBODY:
        page.goto(f"{filled.origin}connexion")
        page.get_by_label("Identifiant").fill(who)
        page.get_by_label("Mot de passe").fill(PHRASE)
        page.get_by_role("button", name="Me connecter").click()
        page.get_by_role("heading", name="Mes textes").wait_for()
    return page, guard


def sound(page: Page, state: str) -> None:
    assert barriers(page) == [], state
    assert overflow(page) == 0, state
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1, state
    assert [after for before, after in pairwise(levels) if after > before + 1] == [], state
    assert page.locator("a[href]").count() > 0, state


@pytest.mark.parametrize("width", [1366, 320])
@pytest.mark.parametrize("who", PATHS, ids=["nobody", "newcomer", "candidate", "tutor"])
def test_pages_are_sound(chromium: Browser, filled: Promotion, who: str, width: int) -> None:
    page, guard = opened(chromium, filled, who, width)
    for path in PATHS[who]:
        page.goto(filled.origin + path.format(draft=filled.draft))
        sound(page, path)
    assert [what for what in guard.seen(page) if "Failed to load resource" not in what] == []


@pytest.mark.parametrize("width", [1366, 320])
def test_a_passage_that_shows_nothing_and_the_sheet_of_an_interview_are_sound(
    chromium: Browser, filled: Promotion, width: int
) -> None:
    page, _ = opened(chromium, filled, NOBODY, width)
    page.goto(filled.origin)
    page.get_by_label("Un passage court").check()
    page.get_by_label("Ou votre texte, collé").fill("Il fait beau sur la côte, et la mer est calme depuis trois jours.")
    page.get_by_role("button", name="Lire mon texte").click()
    page.get_by_role("heading", name="Critère par critère").wait_for()
    sound(page, "passage")
    page.goto(f"{filled.origin}entretien")
    page.get_by_role("button", name="Préparer la feuille").click()
    page.get_by_role("link", name="Un autre entretien").wait_for()
    sound(page, "sheet")
