"""The widget on pages of another origin, under a strict policy: every form, by keyboard, refused, cut, off line and attacked."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, listening, overflow, served
from fake_assistant import FakeAssistant
from host_pages import KnownDoors, host, host_page, script_tag, site, token
from playwright.sync_api import Browser, FilePayload, Page, expect
from starlette.requests import Request
from vectors import VECTORS

from assistant.bootstrap import build_assistant
from assistant.errors import InputError

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

FORMS = ("bulle", "panneau", "integre")
WIDE, NARROW, ZOOMED = (1200, 800), (320, 640), (320, 256)
QUESTION = "que demande le critère 2 ?"
PARAGRAPH = (
    "Le 12 mars 2025, j’ai comparé dans un tableau trois financements pour Samira : le CPF (2 340 €), le plan de l’employeur et "
    "la Région. L’OPCO a refusé sa part, j’ai donc retenu le CPF et l’employeur, qui a signé l’accord le 20 mars."
)
WATCH = """() => {
  const root = document.querySelector("jury-blanc").shadowRoot;
  window.said = [];
  new MutationObserver(() => window.said.push(root.querySelector("[role=status]").textContent))
    .observe(root.querySelector("[role=status]"), { childList: true, characterData: true, subtree: true });
  window.heard = [];
  for (const kind of ["ready", "feedback", "error"])
    document.addEventListener(`jb:${kind}`, (event) => window.heard.push([kind, event.detail]));
}"""


SLOWLY = """() => {
  const real = window.fetch;
  window.fetch = (address, options) => !String(address).includes("/chat") ? real(address, options) :
    Promise.resolve(new Response(new ReadableStream({ start: (stream) => {
      window.send = (bytes) => stream.enqueue(new Uint8Array(bytes));
      options.signal.addEventListener("abort", () => stream.error(options.signal.reason));
    } })));
}"""


@dataclass
class Intranet:
    """A site, the service it asks, and what may be changed of both during a test."""

    address: str
    service: str
    doors: KnownDoors
    tokens: list[str] = field(default_factory=list)
    """Tokens to give first; good ones after those."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with browser() as opened:
        yield opened
    expect.set_options(timeout=5_000)


def page_of(service: str, request: Request) -> str:
    asked = request.query_params
    if "frame" in asked:
        src = f"{service}widget/v1/cadre?site=site-1&bloc=B1&token-url={asked['frame']}"
        return host_page(f'<iframe src="{src}" title="Jury Blanc" width="700" height="640"></iframe>')
    form, bloc = asked.get("mode", "bulle"), asked.get("bloc", "B1")
    about = f' bloc="{bloc}"' if bloc else ""
    fallback = f'<a href="{service}">Ouvrir Jury Blanc</a>'
    widget = f'<jury-blanc site="site-1" mode="{form}"{about} token-url="/jeton" lang="fr">{fallback}</jury-blanc>'
    return host_page(f"{script_tag(service)}{widget}")


@pytest.fixture(scope="module")
def institute() -> Iterator[Intranet]:
    doors = KnownDoors()
    with served(build_assistant(), doors=doors) as service:
        intranet = Intranet("", service, doors)

        def sign() -> str:
            return intranet.tokens.pop(0) if intranet.tokens else token()

        with listening(host(service, lambda request: page_of(service, request), sign)) as address:
            intranet.address = address
            yield intranet


@pytest.fixture
def intranet(institute: Intranet) -> Intranet:
    institute.doors.sites["site-1"] = site(origins=(institute.address.rstrip("/"),), per_person=100_000, per_site=1_000_000)
    institute.tokens.clear()
    return institute


def opened(
    chromium: Browser, intranet: Intranet, form: str = "bulle", size: tuple[int, int] = WIDE, bloc: str = "B1", **context: Any
) -> tuple[Page, Guard]:
    made = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="fr-FR", **context)
    page, guard = made.new_page(), Guard()
    page.set_default_timeout(20_000)
    guard.watch(page, intranet.address)
    page.goto(f"{intranet.address}?mode={form}&bloc={bloc}")
    if context.get("java_script_enabled", True):
        page.evaluate(WATCH)
        if form != "integre":
            page.get_by_role("button", name="Préparer mon dossier").click()
    return page, guard


def ask(page: Page, question: str = QUESTION) -> None:
    page.get_by_label("Votre question").fill(question)
    page.keyboard.press("Enter")
    page.locator("jury-blanc summary", has_text="Sources").last.wait_for()


def paste(page: Page, text: str = PARAGRAPH) -> None:
    page.get_by_role("tab", name="Coller mon paragraphe").click()
    page.get_by_label("Votre paragraphe").fill(text)
    page.get_by_role("button", name="Lire", exact=True).click()
    page.get_by_text(re.compile("Votre paragraphe parle de")).first.wait_for()


def unwelcome(page: Page, guard: Guard, intranet: Intranet) -> list[str]:
    return [what for what in guard.seen(page) if not what.startswith(intranet.service)]


@pytest.mark.parametrize("form", FORMS)
def test_in_every_form_a_question_is_answered_with_its_sources_and_a_paragraph_read(
    chromium: Browser, intranet: Intranet, form: str
) -> None:
    page, guard = opened(chromium, intranet, form)
    ask(page)
    log = page.get_by_role("log")
    expect(log).to_contain_text("Les modalités de recrutement")
    expect(log).to_contain_text("B1-C2")
    expect(page.get_by_label("Votre question")).to_be_focused()
    ask(page, "et le suivant ?")
    expect(log).to_contain_text("B1-C3")
    paste(page)
    read = page.get_by_role("region", name="Lecture de mon paragraphe")
    quotes = read.locator("q").all_text_contents()
    assert quotes
    assert all(quote in PARAGRAPH for quote in quotes)
    expect(read).to_contain_text("Prochain pas")
    assert [kind for kind, _ in page.evaluate("window.heard")] == ["feedback"] * 3
    assert unwelcome(page, guard, intranet) == []


def test_an_answer_is_shown_as_it_comes_however_it_is_cut(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet)
    page.evaluate(SLOWLY)
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    log, answer = page.get_by_role("log"), page.locator("jury-blanc .answer")
    page.get_by_role("button", name="Arrêter").wait_for()
    first = ': ping\r\n\r\nevent: delta\r\ndata: {"text": "Le critère"}\r\n\r\n'.encode()
    second = 'event: delta\ndata: {"text": " s’évalue."}\n\n'.encode()
    page.evaluate("bytes => window.send(bytes)", [*first, *second[:30]])
    expect(answer).to_have_text("Le critère")
    assert log.get_attribute("aria-busy") == "true"
    page.evaluate("bytes => window.send(bytes)", [*second[30:]])
    expect(answer).to_have_text("Le critère s’évalue.")
    assert "évalue" not in "".join(page.evaluate("window.said"))
    done = 'event: done\ndata: {"answer": "Le critère s’évalue.", "citations": [], "conversation": {"questions": []}}\n\n'
    page.evaluate("bytes => window.send(bytes)", [*done.encode()])
    page.get_by_role("button", name="Demander").wait_for()
    assert log.get_attribute("aria-busy") is None
    assert sum("s’évalue" in said for said in page.evaluate("window.said")) == 1


def test_an_answer_can_be_stopped_and_its_question_comes_back(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet)
    page.evaluate(SLOWLY)
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_label("Votre question")).to_have_value(QUESTION)
    expect(page.get_by_role("button", name="Demander")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_an_answer_is_announced_once_and_not_piece_by_piece(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet)
    ask(page)
    said = page.evaluate("window.said")
    assert sum("recrutement" in one for one in said) == 1
    assert said[-1].startswith("Jury Blanc")
    assert page.get_by_role("log").get_attribute("aria-live") == "off"


def test_a_paragraph_is_read_for_the_critere_that_is_chosen(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet)
    page.get_by_role("tab", name="Coller mon paragraphe").click()
    page.get_by_label("Le lire pour").select_option("B1-C7")
    paste(page)
    assert page.locator("jury-blanc article.critere h3").all_text_contents() == ["B1-C7"]


def test_where_no_bloc_is_given_one_is_chosen(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet, bloc="")
    page.get_by_label("Bloc", exact=True).select_option("B4")
    ask(page)
    expect(page.get_by_role("log")).to_contain_text("B4-C2")


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


def test_an_unlisted_origin_is_refused_and_told(chromium: Browser, intranet: Intranet) -> None:
    intranet.doors.sites["site-1"] = site(origins=("https://autre.example",))
    page, _ = opened(chromium, intranet)
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Réessayer").wait_for()
    assert page.locator("jury-blanc summary").count() == 0
    assert page.get_by_label("Votre question").input_value() == QUESTION
    assert "error" in [kind for kind, _ in page.evaluate("window.heard")]


def test_a_token_that_is_refused_is_renewed_once(chromium: Browser, intranet: Intranet) -> None:
    intranet.tokens.append(token("un-autre-secret-de-plus-de-trente-deux-octets"))
    page, _ = opened(chromium, intranet)
    ask(page)
    assert intranet.tokens == []
    intranet.tokens += [token(exp=int(time.time()) - 60)] * 30
    page.reload()
    page.evaluate(WATCH)
    page.get_by_role("button", name="Préparer mon dossier").click()
    expect(page.get_by_role("alert")).to_contain_text("Le jeton a expiré.")
    assert len(intranet.tokens) == 28


def test_a_site_that_cannot_say_who_is_there_is_told(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet, "integre")
    page.route("**/jeton", lambda route: route.fulfill(status=302, headers={"location": "/connexion"}))
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("n’a pas pu vous identifier")


def test_an_answer_that_is_cut_is_no_answer_and_can_be_asked_again(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet)
    cut = 'event: meta\ndata: {"mode": "embedded"}\n\nevent: delta\ndata: {"text": "Le début seul"}\n\n'
    headers = {"content-type": "text/event-stream", "access-control-allow-origin": intranet.address.rstrip("/")}
    page.route("**/chat*", lambda route: route.fulfill(body=cut, headers=headers))
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("La réponse a été interrompue.")
    expect(page.get_by_role("log")).not_to_contain_text("Le début seul")
    page.unroute("**/chat*")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_role("log")).to_contain_text("recrutement")
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.get_by_label("Votre question")).to_be_focused()


def test_off_line_the_words_are_kept_and_sent_once_the_line_is_back(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet)
    ask(page)
    page.context.set_offline(True)
    page.get_by_label("Votre question").fill("et le suivant ?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Vous êtes hors ligne.")
    assert page.get_by_label("Votre question").input_value() == "et le suivant ?"
    page.context.set_offline(False)
    expect(page.locator("jury-blanc").get_by_role("status")).to_contain_text("La connexion est revenue")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_role("log")).to_contain_text("B1-C3")


def test_beyond_the_quota_the_time_to_wait_is_told(chromium: Browser, intranet: Intranet) -> None:
    intranet.doors.sites["site-1"] = site(origins=(intranet.address.rstrip("/"),), per_person=1)
    intranet.tokens.append(token(sub="pressé"))
    page, _ = opened(chromium, intranet)
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"Réessayez dans \d+"))


def test_a_page_can_open_ask_attach_and_close(chromium: Browser, intranet: Intranet) -> None:
    page, guard = opened(chromium, intranet)
    page.keyboard.press("Escape")
    answer = page.evaluate("q => document.querySelector('jury-blanc').ask(q)", QUESTION)
    assert answer["citations"][0]["code"] == "B1-C2"
    draft = page.evaluate(
        "text => document.querySelector('jury-blanc').attach(new File([text], 'dossier.txt', {type: 'text/plain'}))",
        " ".join([PARAGRAPH] * 4),
    )
    assert draft["name"] == "dossier.txt"
    expect(page.get_by_text("dossier.txt (")).to_be_visible()
    about = page.evaluate("q => document.querySelector('jury-blanc').ask(q)", "pourquoi le critère 1 est-il partiel ?")
    assert any(citation["kind"] == "draft" for citation in about["citations"])
    page.evaluate("document.querySelector('jury-blanc').close()")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Préparer mon dossier")).to_be_focused()
    page.evaluate("document.querySelector('jury-blanc').open()")
    expect(page.get_by_role("dialog", name="Jury Blanc")).to_be_visible()
    page.get_by_role("button", name="Effacer").click()
    expect(page.get_by_role("log")).not_to_contain_text("recrutement")
    assert unwelcome(page, guard, intranet) == []


def test_nothing_is_left_in_the_browser(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet)
    ask(page)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    page.reload()
    page.get_by_role("button", name="Préparer mon dossier").click()
    expect(page.get_by_role("log")).not_to_contain_text("recrutement")


def test_without_script_a_link_leads_to_the_whole_product(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet, java_script_enabled=False)
    assert page.get_by_role("link", name="Ouvrir Jury Blanc").get_attribute("href") == intranet.service


def test_the_look_can_be_changed_by_the_page_and_nothing_else_leaks_in(chromium: Browser, intranet: Intranet) -> None:
    page, _ = opened(chromium, intranet)
    page.evaluate(
        "() => { const s = new CSSStyleSheet(); s.replaceSync('* { color: red !important; text-transform: uppercase !important }"
        " html { font-size: 62.5% } jury-blanc { --jb-accent: #0a5c36 } jury-blanc::part(send) { border-radius: 0 }');"
        " document.adoptedStyleSheets = [s]; }"
    )
    send = page.get_by_role("button", name="Demander")
    look = send.evaluate("e => { const s = getComputedStyle(e); return [s.backgroundColor, s.borderRadius, s.textTransform]; }")
    assert look == ["rgb(10, 92, 54)", "0px", "none"]
    assert send.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 14


def test_the_frame_works_on_a_listed_site_and_is_not_shown_elsewhere(chromium: Browser, intranet: Intranet) -> None:
    intranet.doors.sites["site-1"] = site(origins=(intranet.address.rstrip("/"),), anonymous=True)
    page = chromium.new_page()
    page.goto(f"{intranet.address}?frame=")
    frame = page.frame_locator("iframe")
    frame.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    frame.locator("summary", has_text="Sources").wait_for()
    expect(frame.get_by_role("log")).to_contain_text("recrutement")
    intranet.doors.sites["site-1"] = site(origins=("https://autre.example",), anonymous=True)
    shown = "document.querySelector('iframe').contentDocument"
    page.reload()
    expect(frame.locator("jury-blanc")).to_have_count(0)
    assert page.evaluate(shown) is None


def test_the_page_of_the_frame_and_the_demonstration_hold_no_barrier(chromium: Browser, intranet: Intranet) -> None:
    intranet.doors.sites["site-1"] = site(origins=(intranet.address.rstrip("/"),), anonymous=True)
    page, guard = chromium.new_page(), Guard()
    guard.watch(page, intranet.service)
    for where in ("widget/v1/cadre?site=site-1&bloc=B4", "demonstration", "demonstration?site=site-1&mode=integre"):
        page.goto(f"{intranet.service}{where}")
        assert barriers(page) == [], where
    ask(page)
    assert guard.seen(page) == []


def test_words_never_act_wherever_they_come_back(chromium: Browser) -> None:
    doors, refusing = KnownDoors(), [""]

    def fail() -> None:
        if refusing[0]:
            raise InputError(refusing[0], hint=refusing[0])

    with (
        served(FakeAssistant(fail), doors=doors) as service,
        listening(host(service, lambda request: page_of(service, request))) as address,
    ):
        intranet = Intranet(address, service, doors)
        doors.sites["site-1"] = site(origins=(address.rstrip("/"),), per_person=100_000, per_site=1_000_000)
        page, guard = opened(chromium, intranet, "integre")
        for vector in VECTORS:
            words = vector.replace("\0", "")
            refusing[0] = ""
            answer = page.evaluate("q => document.querySelector('jury-blanc').ask(q)", words)
            assert answer is not None, vector
            file = "n => document.querySelector('jury-blanc').attach(new File([`ici ${n} là`], n.replaceAll('/', '∕') + '.txt'))"
            assert page.evaluate(file, words) is not None, vector
            paste(page, words)
            refusing[0] = words
            page.get_by_role("button", name="Lire", exact=True).click()
            page.get_by_role("button", name="Réessayer").wait_for()
            inside = "document.querySelector('jury-blanc').shadowRoot.querySelectorAll"
            assert (
                page.evaluate(
                    f"{inside}('script,iframe,object,embed,img,svg,math,base,meta,link,style,[onload],[onerror]').length"
                )
                == 0
            )
            expected = "status of 400"
            assert [w for w in unwelcome(page, guard, intranet) if expected not in w] == [], vector
