"""The pages in a browser: the whole path, by keyboard, narrow, dark, without script, on paper, and under attack."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any, Literal

import pytest
from b1_dossier import b1_draft
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, overflow, served
from documents import docx_bytes
from fake_assistant import FakeAssistant
from journeys import PASSAGE, STATES, bring_to, drafts, read, read_several
from margins import comments_of
from playwright.sync_api import Browser, FilePayload, Page, expect
from reports import b1_report
from vectors import VECTORS

from assistant.bootstrap import build_assistant
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.review_draft import Progress
from assistant.settings import Settings
from ingestion.readers import read_draft

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

DOSSIERS = Path(__file__).parents[2] / "evaluations" / "gold" / "dossiers"
WIDE, NARROW, ZOOMED = (1366, 900), (320, 720), (320, 256)


class Examiner(FakeAssistant):
    """Reads the B1 dossier as it deserves, anything else by its first word."""

    def review(
        self,
        draft: Draft,
        bloc: str = "auto",
        scope: Literal["draft", "passage"] = "draft",
        critere: str | None = None,
        progress: Progress | None = None,
    ) -> FeedbackReport:
        return b1_report() if draft.text == b1_draft().text else super().review(draft, bloc, scope, critere, progress)


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
    page.get_by_label("Votre fichier, ou vos fichiers").set_input_files({"name": "dossier.docx", "mimeType": "", "buffer": own})
    with page.expect_download() as download:
        page.get_by_role("button", name="Recevoir mon document annoté").click()
    download.value.save_as(tmp_path / "a.docx")
    assert read_draft((tmp_path / "a.docx").read_bytes(), "a.docx").text == f"Titre\n{PASSAGE}"
    assert guard.seen(page) == []


def test_everything_can_be_done_with_the_keyboard_alone(chromium: Browser, origin: str) -> None:
    page, _ = opened(chromium, origin)
    press = page.keyboard.press
    for _ in range(3):
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
    expected = ["Failed to load resource: the server responded with a status of 404 (Not Found)"] * (state == "problem")
    assert guard.seen(page) == expected


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


def test_several_drafts_without_script_make_the_same_picture(chromium: Browser, origin: str) -> None:
    page, _ = opened(chromium, origin, script=False)
    read_several(page, drafts(b1_draft().text, PASSAGE))
    cells = page.locator("a.cell")
    assert cells.count() == len(b1_report().assessments) + 1
    cells.nth(2).click()
    expect(page.locator("#c-B1-C3")).to_be_in_viewport()
    page.get_by_role("link", name="Vos textes d’un coup d’œil").click()
    assert page.get_by_role("heading", name="Vos textes d’un coup d’œil").is_visible()


def test_a_reading_under_way_says_what_is_done_and_keeps_the_focus(chromium: Browser) -> None:
    go = Event()

    class Slow(Examiner):
        def review(self, draft: Draft, *arguments: Any, **named: Any) -> FeedbackReport:
            report = super().review(draft, *arguments, **named)
            if draft.name == "bloc 2.txt":
                go.wait(20)
            return report

    with served(Slow()) as origin:
        page, guard = opened(chromium, origin)
        page.get_by_label("Votre fichier, ou vos fichiers").set_input_files(drafts(PASSAGE, f"{PASSAGE} Oui."))
        page.get_by_role("button", name="Lire mon texte").focus()
        page.keyboard.press("Enter")
        page.get_by_text("bloc 2.txt (2 sur 2)").wait_for()
        expect(page.locator(".steps > li").first).to_contain_text("1\u00a0critère lu")
        assert "bloc 2.txt" in page.get_by_role("status").inner_text()
        assert page.evaluate("document.activeElement.textContent") == "Lire mon texte"
        assert barriers(page) == []
        page.keyboard.press("Enter")
        go.set()
        page.get_by_role("heading", name="Bloc par bloc").wait_for()
        assert guard.seen(page) == []


def test_a_dropped_file_is_chosen_and_a_stream_that_is_cut_is_told(chromium: Browser, origin: str) -> None:
    page, _ = opened(chromium, origin)
    page.evaluate(
        "() => { const data = new DataTransfer(); data.items.add(new File(['Un texte.'], 'posé.txt'));"
        " document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})); }"
    )
    assert page.evaluate("document.getElementById('file').files[0].name") == "posé.txt"
    page.route("**/lecture/suivie", lambda route: route.fulfill(content_type="text/event-stream", body=": ping\n\n"))
    page.get_by_role("button", name="Lire mon texte").click()
    page.get_by_role("alert").get_by_text("La lecture a été interrompue. Relancez-la.").wait_for()


def test_under_the_path_of_a_portal_everything_is_reached(chromium: Browser) -> None:
    with served(Examiner(), settings=Settings.model_construct(root_path="/portail/jury", rate_limit=0)) as origin:
        page, guard = opened(chromium, origin)
        assert page.url.endswith("/portail/jury/")
        for state in STATES:
            page.goto(origin)
            bring_to(page, state)
            assert "/portail/jury/" in page.url
            page.get_by_role("link", name="Jury Blanc", exact=True).first.click() if state not in ("home", "refusal") else None
            page.get_by_role("heading", name="Faites lire votre dossier").wait_for()
        missing = [error for error in guard.errors if "404" not in error]
        assert (missing, guard.requests, len(guard.errors)) == ([], [], 1)


@pytest.mark.parametrize("state", ["home", "reading", "overview"])
def test_with_colours_forced_each_niveau_keeps_its_shape_and_its_edge(chromium: Browser, origin: str, state: str) -> None:
    page, _ = opened(chromium, origin)
    page.emulate_media(forced_colors="active")
    bring_to(page, state)
    assert barriers(page) == []
    if state == "overview":
        widths = page.locator("a.cell").evaluate_all("cells => cells.map(c => getComputedStyle(c).borderTopWidth)")
        assert set(widths) == {"1px"}
        assert page.locator("a.cell svg").count() == page.locator("a.cell").count()


def test_the_picture_of_six_blocs_prints_on_one_page(chromium: Browser, tmp_path: Path) -> None:
    texts = [(DOSSIERS / f"B{n}-01" / "draft.md").read_text(encoding="utf-8") for n in range(1, 7)]
    with served(build_assistant(Settings.model_construct(rate_limit=0))) as origin:
        page, _ = opened(chromium, origin)
        page.set_default_timeout(120_000)
        read_several(page, drafts(*texts))
        assert page.locator("a.cell").count() == 39
        page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    printed = read_draft((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    assert printed.pages == 1
    assert "Oublier" not in printed.text


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
        page.get_by_label("Votre fichier, ou vos fichiers").set_input_files(sent)
        page.get_by_role("button", name="Lire mon texte").click()
        page.get_by_role("heading", name="Critère par critère").wait_for()
        assert (
            page.locator("script:not([src$='static/jury-blanc.js']), iframe, object, embed, img, base, svg script").count() == 0
        )
        assert guard.seen(page) == [], vector
