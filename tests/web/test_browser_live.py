"""A live interview in a browser: keyboard only, through a reload and a killed server, without script, narrow, dark, on paper."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, overflow
from interviews import WHOLE
from killable import Server, killable
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ingestion.readers import read_draft

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

WIDE, NARROW = (1280, 900), (320, 700)
DRAFT = Path(__file__).parents[2] / "evaluations" / "gold" / "dossiers" / "B3-02" / "draft.md"
STATES = ("form", "ready", "question", "relance", "help", "pause", "debrief", "resume", "refused")
VAGUE = "C’est une bonne question, il faut voir les choses dans leur ensemble."
VOICES = """
window.spoken = [];
const say = { speaking: false, addEventListener() {}, getVoices: () => %s,
  speak(said) { this.speaking = true; window.spoken.push([said.text, said.voice.name]); }, cancel() { this.speaking = false; } };
Object.defineProperty(window, "speechSynthesis", { value: say });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with killable(tmp_path_factory.mktemp("data")) as running:
        yield running


def opened(
    chromium: Browser, server: Server, size: tuple[int, int] = WIDE, *, dark: bool = False, script: bool = True, voices: str = ""
) -> tuple[Page, Guard]:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
        locale="fr-FR",
    )
    if voices:
        context.add_init_script(VOICES % voices)
    return _page(context, server)


def _page(context: BrowserContext, server: Server) -> tuple[Page, Guard]:
    page, guard = context.new_page(), Guard()
    page.set_default_timeout(20_000)
    guard.watch(page, server.address)
    page.goto(f"{server.address}entretien")
    return page, guard


def press(page: Page, name: str) -> None:
    """Go to a button with the Tab key alone, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.textContent").strip() == f"BUTTON {name}":
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to « {name} » with the keyboard")


def arrived(page: Page, view: str) -> None:
    page.locator(f"main[data-live={view}]").wait_for()
    expect(page.locator("form[data-step] .status")).to_have_text("")


def kept_here(page: Page, typed: str) -> None:
    """Wait until the browser keeps an answer with exactly these words."""
    page.wait_for_function("typed => Object.values(localStorage).some((one) => JSON.parse(one).typed === typed)", arg=typed)


def begin(page: Page, minutes: str = "8") -> None:
    page.get_by_label("Entretien du bloc 3").check()
    page.get_by_label("Durée en minutes").fill(minutes)
    page.get_by_role("button", name="Passer l’entretien ici").click()
    arrived(page, "ready")


def bring_to(page: Page, state: str) -> None:
    if state == "form":
        return
    begin(page)
    if state != "ready":
        page.get_by_role("button", name="Commencer").click()
        arrived(page, "question")
    if state in ("relance", "help"):
        page.get_by_role("button", name="Passer la question").click()
        page.get_by_text("Question 2 sur").wait_for()
        page.get_by_label("Votre réponse").fill(VAGUE if state == "relance" else WHOLE)
        page.get_by_role("button", name="Répondre").click()
        page.locator("h1 .kind" if state == "relance" else "main[data-live=help]").wait_for()
    elif state == "pause":
        page.get_by_role("button", name="Faire une pause").click()
        arrived(page, "pause")
    elif state == "debrief":
        page.get_by_label("Votre réponse").fill(WHOLE)
        page.get_by_role("button", name="Répondre").click()
        arrived(page, "help")
        page.get_by_role("button", name="Terminer maintenant").click()
        arrived(page, "debrief")
    elif state == "resume":
        page.add_init_script("sessionStorage.clear()")  # what a new tab is
        page.goto(page.url)
        page.get_by_role("button", name="Reprendre", exact=True).wait_for()
    elif state == "refused":
        page.get_by_label("Votre réponse").fill("Ma réponse.")
        page.evaluate("document.querySelector('[name=state]').value = 'abîmé'; document.querySelector('form').submit()")
        page.get_by_role("alert").wait_for()


def test_a_whole_session_by_keyboard_through_a_reload_and_a_killed_server(
    chromium: Browser, server: Server, tmp_path: Path
) -> None:
    page, guard = opened(chromium, server)
    page.get_by_label("Entretien du bloc 3").focus()
    page.keyboard.press("Space")
    page.get_by_label("Votre brouillon").set_input_files(DRAFT)
    press(page, "Passer l’entretien ici")
    arrived(page, "ready")
    press(page, "Commencer")
    arrived(page, "question")

    page.keyboard.type("Je commence ma réponse")  # the field has the focus
    kept_here(page, "Je commence ma réponse")
    page.reload()
    arrived(page, "question")
    expect(page.get_by_label("Votre réponse")).to_have_value("Je commence ma réponse")
    page.keyboard.type(f". {WHOLE}")
    server.kill()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Le service ne répond pas")
    expect(page.get_by_label("Votre réponse")).to_have_value(f"Je commence ma réponse. {WHOLE}")
    server.start()
    page.keyboard.press("Control+Enter")

    steps = 0
    while not page.locator("main[data-live=debrief]").count():
        steps += 1
        assert steps < 60
        status = page.locator("form[data-step] .status")
        expect(status).to_have_text("")
        if page.locator("main[data-live=help]").count():
            before = page.locator("h1").text_content()
            press(page, "Question suivante" if page.get_by_role("button", name="Question suivante").count() else "Voir le bilan")
        else:
            before = page.locator("h1").text_content()
            page.keyboard.type(WHOLE)
            page.keyboard.press("Control+Enter")
        page.wait_for_function("before => document.querySelector('h1').textContent !== before", arg=before)
    assert page.get_by_text("Je commence ma réponse. En mars 2025").count() >= 1
    expect(page.get_by_role("heading", name="À répéter")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="La séance, pour la reprendre").click()
    download.value.save_as(tmp_path / "s.json")
    kept = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert kept["schema"] == "jury-blanc/session/1"
    assert kept["turns"][0]["answer"].startswith("Je commence ma réponse. En mars")
    press(page, "Effacer cet entretien")
    page.get_by_role("heading", name="Préparez un entretien blanc").wait_for()
    expect(page.locator("#kept")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    assert [e for e in guard.seen(page) if "ERR_CONNECTION" not in e] == []


def test_after_a_crash_of_the_browser_the_interview_is_offered_again_and_can_be_erased(chromium: Browser, server: Server) -> None:
    page, guard = opened(chromium, server)
    bring_to(page, "question")
    page.get_by_label("Votre réponse").fill("Trois lignes déjà.")
    kept_here(page, "Trois lignes déjà.")
    again, _ = _page(page.context, server)
    page.close()
    expect(again.locator("#kept")).to_contain_text("Entretien du bloc 3, question 1 sur")
    again.get_by_role("button", name="Reprendre", exact=True).click()
    expect(again.get_by_label("Votre réponse")).to_have_value("Trois lignes déjà.")
    third, _ = _page(again.context, server)
    third.get_by_role("button", name="Effacer").click()
    expect(third.locator("#kept")).to_be_hidden()
    assert third.evaluate("localStorage.length") == 0
    assert guard.errors == []


def test_two_interviews_in_two_tabs_are_both_kept(chromium: Browser, server: Server) -> None:
    page, _ = opened(chromium, server)
    bring_to(page, "question")
    other, _ = _page(page.context, server)
    begin(other, "10")
    third, _ = _page(page.context, server)
    expect(third.locator("#kept li")).to_have_count(2)


def test_a_server_killed_without_script_loses_nothing(chromium: Browser, server: Server) -> None:
    page, _ = opened(chromium, server, script=False)
    begin(page)
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Votre réponse").fill(WHOLE)
    server.kill()
    with pytest.raises(Exception, match="ERR_CONNECTION"):
        with page.expect_navigation():
            page.get_by_role("button", name="Répondre").click()
        page.reload()
    server.start()
    page.reload()
    page.get_by_role("heading", name="Retour sur votre réponse").wait_for()
    page.get_by_role("button", name="Question suivante").click()
    page.get_by_role("button", name="Terminer maintenant").click()
    expect(page.get_by_text("En mars 2025, avec la directrice").first).to_be_visible()


def test_everything_works_without_script(chromium: Browser, server: Server, tmp_path: Path) -> None:
    page, guard = opened(chromium, server, script=False)
    begin(page)
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_text("minutes pour cette partie").or_(page.get_by_text("environ une minute"))).to_be_visible()
    expect(page.get_by_role("button", name="Lire la question à voix haute")).to_be_hidden()
    page.get_by_label("Votre réponse").fill("Une réponse commencée")
    with page.expect_download() as download:
        page.get_by_role("button", name="Enregistrer la séance").click()
    download.value.save_as(tmp_path / "seance.json")
    page.get_by_role("button", name="Faire une pause").click()
    page.get_by_role("button", name="Reprendre").click()
    expect(page.get_by_label("Votre réponse")).to_have_value("Une réponse commencée")
    page.goto(f"{server.address}entretien")
    page.get_by_label("Reprendre une séance enregistrée").set_input_files(tmp_path / "seance.json")
    page.get_by_role("button", name="Reprendre cette séance").click()
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_label("Votre réponse")).to_have_value("Une réponse commencée")
    for _ in range(40):
        if page.get_by_role("heading", name="Bilan de l’entretien").count():
            break
        page.get_by_role("button", name="Passer la question").click()
    expect(page.get_by_role("heading", name="Point par point")).to_be_visible()
    page.get_by_role("button", name="Effacer cet entretien").click()
    page.get_by_role("heading", name="Préparez un entretien blanc").wait_for()
    assert guard.requests == []


def test_the_question_is_read_by_a_french_voice_of_the_device_only(chromium: Browser, server: Server) -> None:
    far = "[{name: 'Nuage', lang: 'fr-FR', localService: false}, {name: 'Ici', lang: 'en-GB', localService: true}]"
    page, _ = opened(chromium, server, voices=far)
    bring_to(page, "question")
    expect(page.locator("[data-aloud]")).to_be_hidden()
    here = "[{name: 'Nuage', lang: 'fr-FR', localService: false}, {name: 'Amélie', lang: 'fr-CA', localService: true}]"
    page, guard = opened(chromium, server, voices=here)
    bring_to(page, "relance")
    page.get_by_role("button", name="Lire la question à voix haute").click()
    ((words, name),) = page.evaluate("window.spoken")
    assert name == "Amélie"
    assert not words.startswith("Relance")
    assert page.locator("h1").text_content() == f"Relance{words}"
    page.get_by_role("button", name="Arrêter la lecture").click()
    assert guard.seen(page) == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (WIDE, True), (NARROW, False)], ids=["light", "dark", "narrow"])
def test_axe_finds_no_barrier_and_nothing_scrolls_sideways(
    chromium: Browser, server: Server, size: tuple[int, int], dark: bool, state: str
) -> None:
    page, guard = opened(chromium, server, size, dark=dark)
    bring_to(page, state)
    assert page.evaluate("document.querySelector('main') !== null")
    assert barriers(page) == []
    assert overflow(page) == 0
    expected = "the server responded with a status of 400"
    assert [e for e in guard.seen(page) if expected not in e] == []


def test_the_debrief_prints_without_its_buttons(chromium: Browser, server: Server, tmp_path: Path) -> None:
    page, _ = opened(chromium, server)
    bring_to(page, "debrief")
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    words = re.sub(r"\s+", "", read_draft((tmp_path / "a.pdf").read_bytes(), "a.pdf").text)
    assert "Bilandel’entretien" in words
    assert "Pointparpoint" in words
    assert "Effacer" not in words
    assert "Télécharger" not in words
