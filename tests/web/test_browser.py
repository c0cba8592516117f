"""The pages in a browser: the whole path, by keyboard, narrow, dark, without script, on paper, and under attack."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from b1_dossier import b1_draft
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, overflow, served
from documents import docx_bytes
from fake_assistant import FakeAssistant
from margins import comments_of
from playwright.sync_api import Browser, FilePayload, Page, expect
from reports import b1_report
from vectors import VECTORS

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from ingestion.readers import read_draft

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

WIDE, NARROW, ZOOMED = (1366, 900), (320, 720), (320, 256)
PASSAGE = "J’ai comparé trois devis avec la comptable, et retenu celui à 12 400 €."
STATES = ("home", "reading", "one critère", "at a critère", "passage", "problem", "docs")


class Examiner(FakeAssistant):
    """Reads the B1 dossier as it deserves, anything else by its first word."""

    def review(
        self, draft: Draft, bloc: str = "auto", scope: Literal["draft", "passage"] = "draft", critere: str | None = None
    ) -> FeedbackReport:
        return b1_report() if draft.text == b1_draft().text else super().review(draft, bloc, scope, critere)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with served(Examiner()) as address:
        yield address


def opened(
    chromium: Browser, origin: str, size: tuple[int, int] = WIDE, *, dark: bool = False, script: bool = True
) -> tuple[Page, Guard]:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
        locale="fr-FR",
    )
    page, guard = context.new_page(), Guard()
    page.set_default_timeout(20_000)
    guard.watch(page, origin)
    page.goto(origin)
    return page, guard


def read(page: Page, text: str = "") -> None:
    page.get_by_label("Ou votre texte, collé").fill(text or b1_draft().text)
    page.get_by_role("button", name="Lire mon texte").click()
    page.get_by_role("heading", name="Critère par critère").wait_for()


def bring_to(page: Page, state: str) -> None:
    if state == "passage":
        page.get_by_label("Un passage court").check()
        read(page, PASSAGE)
    elif state == "problem":
        page.get_by_role("button", name="Lire mon texte").click()
        page.get_by_role("heading", level=1).wait_for()
    elif state == "docs":
        page.get_by_role("link", name="Pour les programmes").click()
    elif state != "home":
        read(page)
        if state == "one critère":
            page.get_by_role("radio", name="C4").check(force=True)
        if state == "at a critère":
            page.get_by_role("navigation", name="Les critères").get_by_role("link").nth(2).click()


def background(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundColor"))


def test_from_a_draft_to_its_reading_and_back_and_to_word(chromium: Browser, origin: str, tmp_path: Path) -> None:
    page, guard = opened(chromium, origin)
    read(page)
    page.locator("mark.of-C2").first.click()
    assert page.url.endswith("#c-B1-C2")
    expect(page.locator("#c-B1-C2")).to_be_in_viewport()
    place = page.locator("#c-B1-C4 a.place").first
    place.click()
    assert page.get_by_role("radio", name="C4").is_checked()
    expect(page.locator(f"[id='{page.url.partition('#')[2]}']")).to_be_in_viewport()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger mon document annoté").click()
    download.value.save_as(tmp_path / "a.docx")
    assert download.value.suggested_filename == "texte collé - annoté.docx"
    assert len(comments_of((tmp_path / "a.docx").read_bytes())) > 10
    assert guard.seen(page) == []


def test_a_word_file_comes_back_at_once_from_the_second_button(chromium: Browser, origin: str, tmp_path: Path) -> None:
    page, guard = opened(chromium, origin)
    own = docx_bytes([("heading", 1, "Titre"), ("paragraph", PASSAGE)])
    page.get_by_label("Votre fichier").set_input_files({"name": "dossier.docx", "mimeType": "", "buffer": own})
    with page.expect_download() as download:
        page.get_by_role("button", name="Recevoir mon document annoté").click()
    download.value.save_as(tmp_path / "a.docx")
    assert read_draft((tmp_path / "a.docx").read_bytes(), "a.docx").text == f"Titre\n{PASSAGE}"
    assert guard.seen(page) == []


def test_everything_can_be_done_with_the_keyboard_alone(chromium: Browser, origin: str) -> None:
    page, _ = opened(chromium, origin)
    press = page.keyboard.press
    for _ in range(2):
        press("Tab")
    page.keyboard.type(PASSAGE)
    press("Tab")
    press("ArrowDown")
    for _ in range(3):
        press("Tab")
    press("Enter")
    page.get_by_role("heading", name="Lecture d’un passage").wait_for()
    press("Tab")
    press("Enter")
    assert page.url.endswith("#lecture")
    page.go_back()
    unseen, seen = [], set()
    for _ in range(25):
        press("Tab")
        name, outline = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e.matches('.pill input') ? e.nextElementSibling : e);"
            " return [e.outerHTML.slice(0, 60), s.outlineStyle + s.outlineWidth]; }"
        )
        seen.add(name)
        if outline.startswith("none") and not name.startswith("<body"):
            unseen.append(name)
    assert unseen == []
    assert any("download=" in name or "data:" in name for name in seen)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["320 px", "400 %"])
def test_nothing_needs_scrolling_sideways(chromium: Browser, origin: str, size: tuple[int, int], state: str) -> None:
    page, _ = opened(chromium, origin, size)
    bring_to(page, state)
    assert overflow(page) == 0


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (WIDE, True), (NARROW, False)], ids=["light", "dark", "narrow"])
def test_axe_finds_no_barrier(chromium: Browser, origin: str, size: tuple[int, int], dark: bool, state: str) -> None:
    page, guard = opened(chromium, origin, size, dark=dark)
    bring_to(page, state)
    assert barriers(page) == []
    expected = ["Failed to load resource: the server responded with a status of 400 (Bad Request)"]
    assert [e for e in guard.seen(page) if e not in expected] == []


def test_it_all_works_without_script(chromium: Browser, origin: str) -> None:
    page, _ = opened(chromium, origin, script=False)
    read(page)
    everything = background(page, "mark.of-C2:not(.of-C4)")
    page.get_by_role("radio", name="C4").check(force=True)
    assert background(page, "mark.of-C2:not(.of-C4)") != everything
    page.locator("#c-B1-C4 a.place").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    page.locator(":target").click()
    assert page.url.endswith("#c-B1-C4")
    assert page.get_by_role("link", name="Télécharger mon document annoté").get_attribute("href")


def test_the_page_prints_on_a4_without_its_buttons(chromium: Browser, origin: str, tmp_path: Path) -> None:
    page, _ = opened(chromium, origin)
    bring_to(page, "one critère")
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    printed = read_draft((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    words = "".join(printed.text.split())
    assert "Critèreparcritère" in words
    assert "Àtravaillerd’abord" in words
    assert "JuryBlanc" in words
    assert "Télécharger" not in words
    assert 4 <= (printed.pages or 0) <= 16
    sizes = set(re.findall(rb"/MediaBox \[([^\]]*)\]", (tmp_path / "a.pdf").read_bytes()))
    assert {[round(float(n)) for n in box.split()][2:] == [595, 842] for box in sizes} == {True}


def test_nothing_moves_by_itself(chromium: Browser, origin: str) -> None:
    page, _ = opened(chromium, origin)
    read(page)
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_words_of_a_candidate_never_act(chromium: Browser, origin: str) -> None:
    page, guard = opened(chromium, origin)
    for vector in VECTORS:
        words = vector.replace("\0", "")  # a file with zero bytes is no text
        page.goto(origin)
        content = f"ici {words} là\n{words}".encode()
        sent = FilePayload(name=f"{words.replace('/', '∕')}.txt", mimeType="text/plain", buffer=content)
        page.get_by_label("Votre fichier").set_input_files(sent)
        page.get_by_role("button", name="Lire mon texte").click()
        page.get_by_role("heading", name="Critère par critère").wait_for()
        assert page.locator("script:not([src='static/jury-blanc.js']), iframe, object, embed, img, base, svg script").count() == 0
        assert guard.seen(page) == [], vector
