"""The widget for everyone: by keyboard, to a reader of screens, by night, narrow, without script."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browsers import CHROMIUM, MISSING, Guard, barriers, overflow
from host_pages import site
from playwright.sync_api import Browser, FilePayload, expect
from widget_pages import (
    FORMS,
    NARROW,
    PARAGRAPH,
    QUESTION,
    WIDE,
    ZOOMED,
    Intranet,
    ask,
    open_institute,
    opened,
    paste,
    patient_browser,
    visited,
)

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with patient_browser() as found:
        yield found


@pytest.fixture(scope="module")
def institute() -> Iterator[Intranet]:
    with open_institute() as found:
        yield found


@pytest.fixture
def intranet(chromium: Browser, institute: Intranet) -> Iterator[Intranet]:
    with visited(chromium, institute) as found:
        yield found


def test_an_answer_is_announced_once_and_not_piece_by_piece(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet)
    ask(page)
    said = page.evaluate("window.said")
    assert sum("recrutement" in one for one in said) == 1
    assert said[-1].startswith("Jury Blanc")
    assert page.get_by_role("log").get_attribute("aria-live") == "off"


@pytest.mark.parametrize("form", FORMS)
def test_everything_can_be_done_with_the_keyboard_alone(chromium: Browser, intranet: Intranet, form: str) -> None:
    page, _ = opened(chromium, intranet, "integre" if form == "integre" else form)
    if form != "integre":
        page.keyboard.press("Escape")
        launcher = page.get_by_role("button", name="Préparer mon dossier")
        expect(launcher).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_label("Votre question")).to_be_focused()
    else:
        page.get_by_label("Votre question").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator("jury-blanc summary").first.wait_for()
    expect(page.get_by_label("Votre question")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.querySelector('jury-blanc').shadowRoot.activeElement?.getAttribute('role')") == "tab":
            break
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Coller mon paragraphe")).to_be_focused()
    seen = []
    for _ in range(5):
        page.keyboard.press("Tab")
        inside = "document.querySelector('jury-blanc').shadowRoot.activeElement"
        seen.append(page.evaluate(f"{inside}?.id || {inside}?.textContent"))
        if seen[-1] == "paragraph":
            page.keyboard.type(PARAGRAPH)
        outline = page.evaluate(f"{inside} ? getComputedStyle({inside}).outlineStyle : 'gone'")
        assert outline == "solid", seen
        if seen[-1] == "Lire":
            page.keyboard.press("Enter")
            break
    page.get_by_text(re.compile("Votre paragraphe parle de")).first.wait_for()
    expect(page.get_by_role("button", name="Lire", exact=True)).to_be_focused()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("size", "context"),
    [(WIDE, {}), (WIDE, {"color_scheme": "dark"}), (NARROW, {}), (WIDE, {"forced_colors": "active"})],
    ids=["light", "dark", "narrow", "forced colours"],
)
def test_axe_finds_no_barrier(
    chromium: Browser, intranet: Intranet, form: str, size: tuple[int, int], context: dict[str, Any]
) -> None:
    page, _ = opened(chromium, intranet, form, size, reduced_motion="reduce", **context)
    assert barriers(page) == []
    ask(page)
    page.locator("jury-blanc summary").first.click()
    assert barriers(page) == []
    page.locator("jury-blanc input[type=file]").set_input_files(
        FilePayload(name="d.txt", mimeType="text/plain", buffer=b"Un texte.")
    )
    page.get_by_text("est lu à chaque question").wait_for()
    assert barriers(page) == []
    paste(page)
    assert barriers(page) == []
    intranet.doors.sites.clear()
    page.get_by_role("button", name="Lire", exact=True).click()
    page.get_by_role("button", name="Réessayer").wait_for()
    assert barriers(page) == []
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["320 px", "400 %"])
@pytest.mark.parametrize("form", FORMS)
def test_nothing_needs_scrolling_sideways(chromium: Browser, intranet: Intranet, form: str, size: tuple[int, int]) -> None:
    page, _ = opened(chromium, intranet, form, size)
    wider = "e => e.scrollWidth - e.clientWidth"
    ask(page)
    assert overflow(page) == 0
    assert page.locator("jury-blanc .panel").evaluate(wider) <= 0
    assert page.get_by_role("log").evaluate(wider) <= 0
    paste(page)
    assert page.get_by_role("region", name="Lecture de mon paragraphe").evaluate(wider) <= 0
    assert page.locator("jury-blanc .panel").evaluate(wider) <= 0


def test_without_script_a_link_leads_to_the_whole_product(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet, java_script_enabled=False)
    assert page.get_by_role("link", name="Ouvrir Jury Blanc").get_attribute("href") == intranet.service


def test_the_page_of_the_frame_and_the_demonstration_hold_no_barrier(chromium: Browser, intranet: Intranet) -> None:
    intranet.doors.sites["site-1"] = site(origins=(intranet.address.rstrip("/"),), anonymous=True)
    page, guard = chromium.new_page(), Guard()
    guard.watch(page, intranet.service)
    for where in ("widget/v1/cadre?site=site-1&bloc=B4", "demonstration", "demonstration?site=site-1&mode=integre"):
        page.goto(f"{intranet.service}{where}")
        assert barriers(page) == [], where
    ask(page)
    assert guard.seen(page) == []
