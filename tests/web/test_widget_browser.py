"""The widget on pages of another origin, under a strict policy: what a person does with it, in every form."""

from collections.abc import Iterator

import pytest
from browsers import CHROMIUM, MISSING
from playwright.sync_api import Browser, expect
from widget_pages import (
    FORMS,
    PARAGRAPH,
    QUESTION,
    Intranet,
    ask,
    open_institute,
    opened,
    paste,
    patient_browser,
    unwelcome,
    visited,
)

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

SLOWLY = """() => {
  const real = window.fetch;
  window.fetch = (address, options) => !String(address).includes("/chat") ? real(address, options) :
    Promise.resolve(new Response(new ReadableStream({ start: (stream) => {
      window.send = (bytes) => stream.enqueue(new Uint8Array(bytes));
      options.signal.addEventListener("abort", () => stream.error(options.signal.reason));
    } })));
}"""


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
