"""The widget on a page of another origin: the institute that shows it, and what a person does there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from browsers import Guard, browser, listening, served
from host_pages import KnownDoors, host, host_page, script_tag, site, token
from playwright.sync_api import Browser, Page, expect
from starlette.requests import Request

from assistant.bootstrap import build_assistant

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
SLOW_SIGNING = """
const real = window.fetch;
window.fetch = async (address, options) => {
  if (String(address).endsWith("/jeton")) await new Promise((done) => setTimeout(done, 1500));
  return real(address, options);
};
"""
"""The server of the site takes its time to say who is there."""


@dataclass
class Intranet:
    """A site, the service it asks, and what may be changed of both during a test."""

    address: str
    service: str
    doors: KnownDoors
    tokens: list[str] = field(default_factory=list)
    """Tokens to give first; good ones after those."""

    def renewed(self) -> "Intranet":
        """Return it as it was at first."""
        self.doors.sites["site-1"] = site(origins=(self.address.rstrip("/"),), per_person=100_000, per_site=1_000_000)
        self.tokens.clear()
        return self


@contextmanager
def patient_browser() -> Iterator[Browser]:
    """Return a browser in which what is expected may take its time."""
    expect.set_options(timeout=20_000)
    with browser() as opened:
        yield opened
    expect.set_options(timeout=5_000)


@contextmanager
def open_institute() -> Iterator[Intranet]:
    """Serve the product, and beside it a site that shows the widget."""
    doors = KnownDoors()
    with served(build_assistant(), doors=doors) as service:
        intranet = Intranet("", service, doors)

        def sign() -> str:
            return intranet.tokens.pop(0) if intranet.tokens else token()

        with listening(host(service, lambda request: page_of(service, request), sign)) as address:
            intranet.address = address
            yield intranet


@contextmanager
def visited(chromium: Browser, institute: Intranet) -> Iterator[Intranet]:
    """Return the site as it was at first; the pages that were opened are closed, so that they ask it nothing later."""
    yield institute.renewed()
    for context in chromium.contexts:
        context.close()


def page_of(service: str, request: Request) -> str:
    """Return the page that is asked for: with the widget in a form, or with its frame."""
    asked = request.query_params
    if "frame" in asked:
        src = f"{service}widget/v1/cadre?site=site-1&bloc=B1&token-url={asked['frame']}"
        return host_page(f'<iframe src="{src}" title="Jury Blanc" width="700" height="640"></iframe>')
    form, bloc = asked.get("mode", "bulle"), asked.get("bloc", "B1")
    about = f' bloc="{bloc}"' if bloc else ""
    fallback = f'<a href="{service}">Ouvrir Jury Blanc</a>'
    widget = f'<jury-blanc site="site-1" mode="{form}"{about} token-url="/jeton" lang="fr">{fallback}</jury-blanc>'
    return host_page(f"{script_tag(service)}{widget}")


def opened(
    chromium: Browser,
    intranet: Intranet,
    form: str = "bulle",
    size: tuple[int, int] = WIDE,
    *,
    bloc: str = "B1",
    before: str = "",
    **context: Any,
) -> tuple[Page, Guard]:
    """Open a page and its widget; `before` is a script that runs first."""
    made = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="fr-FR", **context)
    page, guard = made.new_page(), Guard()
    page.set_default_timeout(20_000)
    page.add_init_script(before)
    guard.watch(page, intranet.address)
    page.goto(f"{intranet.address}?mode={form}&bloc={bloc}")
    if context.get("java_script_enabled", True):
        page.evaluate(WATCH)
        if form != "integre":
            page.get_by_role("button", name="Préparer mon dossier").click()
    return page, guard


def ask(page: Page, question: str = QUESTION) -> None:
    """Ask a question and wait for the end of its answer."""
    page.get_by_label("Votre question").fill(question)
    page.keyboard.press("Enter")
    page.locator("jury-blanc summary", has_text="Sources").last.wait_for()


def paste(page: Page, text: str = PARAGRAPH) -> None:
    """Have a paragraph read and wait for its reading."""
    page.get_by_role("tab", name="Coller mon paragraphe").click()
    page.get_by_label("Votre paragraphe").fill(text)
    page.get_by_role("button", name="Lire", exact=True).click()
    page.get_by_text(re.compile("Votre paragraphe parle de")).first.wait_for()


def unwelcome(page: Page, guard: Guard, intranet: Intranet) -> list[str]:
    """Return what happened in a page and should not have."""
    return [what for what in guard.seen(page) if not what.startswith(intranet.service)]
