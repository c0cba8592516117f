"""The widget when something is refused, cut or attacked: it says so, keeps what was typed, and is never obeyed."""

import re
import time
from collections.abc import Iterator

import pytest
from browsers import CHROMIUM, MISSING, listening, served
from fake_assistant import FakeAssistant
from host_pages import KnownDoors, host, site, token
from playwright.sync_api import Browser, expect
from vectors import VECTORS
from widget_pages import (
    QUESTION,
    SLOW_SIGNING,
    WATCH,
    Intranet,
    ask,
    open_institute,
    opened,
    page_of,
    paste,
    patient_browser,
    unwelcome,
    visited,
)

from assistant.errors import InputError

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


def test_an_unlisted_origin_is_refused_and_told(chromium: Browser, intranet: Intranet) -> None:
    intranet.doors.sites["site-1"] = site(origins=("https://autre.example",))
    page, _ = opened(chromium, intranet)
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Réessayer").wait_for()
    assert page.locator("jury-blanc summary").count() == 0
    expect(page.get_by_label("Votre question")).to_have_value(QUESTION)
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
    expect(page.get_by_label("Votre question")).to_have_value("et le suivant ?")
    page.context.set_offline(False)
    expect(page.locator("jury-blanc").get_by_role("status")).to_contain_text("La connexion est revenue")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_role("log")).to_contain_text("B1-C3")


def test_requests_that_start_together_share_one_token(chromium: Browser, intranet: Intranet) -> None:
    intranet.tokens += [token(), token()]
    page, _ = opened(chromium, intranet, before=SLOW_SIGNING)
    ask(page)
    assert len(intranet.tokens) == 1


def test_beyond_the_quota_the_time_to_wait_is_told(chromium: Browser, intranet: Intranet) -> None:
    intranet.doors.sites["site-1"] = site(origins=(intranet.address.rstrip("/"),), per_person=1)
    intranet.tokens.append(token(sub="pressé"))
    page, _ = opened(chromium, intranet, before=SLOW_SIGNING)
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"Réessayez dans \d+"))
    assert intranet.tokens == []


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
