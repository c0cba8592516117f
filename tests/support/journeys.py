"""From the home page to every page and state that people meet."""

from collections.abc import Callable, Mapping

from b1_dossier import b1_draft
from playwright.sync_api import FilePayload, Page

PASSAGE = "J’ai comparé trois devis avec la comptable, et retenu celui à 12 400 €."


def drafts(*texts: str) -> list[FilePayload]:
    """Return files to choose: « bloc 1.txt » and so on."""
    return [FilePayload(name=f"bloc {n}.txt", mimeType="text/plain", buffer=t.encode()) for n, t in enumerate(texts, start=1)]


def read(page: Page, text: str = "") -> None:
    """Have a text read, that of the B1 dossier unless given."""
    page.get_by_label("Ou votre texte, collé").fill(text or b1_draft().text)
    page.get_by_role("button", name="Lire mon texte").click()
    page.get_by_role("heading", name="Critère par critère").wait_for()


def read_several(page: Page, files: list[FilePayload]) -> None:
    """Have several files read together."""
    page.get_by_label("Votre fichier, ou vos fichiers").set_input_files(files)
    page.get_by_role("button", name="Lire mon texte").click()
    page.get_by_role("heading", name="Bloc par bloc").wait_for()


def bring_to(page: Page, state: str) -> None:
    """Go from the home page to one of `STATES`, as a person would."""
    _WAYS[state](page)


def _by_link(name: str) -> Callable[[Page], None]:
    def follow(page: Page) -> None:
        page.get_by_role("link", name=name).click()
        page.get_by_role("link", name="Jury Blanc").wait_for()

    return follow


def _one_critere(page: Page) -> None:
    read(page)
    page.get_by_role("radio", name="C4").check(force=True)


def _at_a_critere(page: Page) -> None:
    read(page)
    page.get_by_role("navigation", name="Les critères").get_by_role("link").nth(2).click()


def _passage(page: Page) -> None:
    page.get_by_label("Un passage court").check()
    read(page, PASSAGE)


def _refusal(page: Page) -> None:
    page.get_by_role("button", name="Lire mon texte").click()
    page.get_by_role("alert").get_by_text("ni fichier ni texte").wait_for()


def _problem(page: Page) -> None:
    page.goto(f"{page.url}lectures/rien/")


def _answer(page: Page) -> None:
    bring_to(page, "questions")
    page.get_by_label("Votre question").fill("combien de pages ?")
    page.get_by_role("button", name="Demander").click()
    page.locator(".exchange .sources").wait_for()


def _overview(page: Page) -> None:
    damaged = FilePayload(name="abîmé.docx", mimeType="", buffer=b"PK\x03\x04 damaged")
    read_several(page, [*drafts(b1_draft().text, PASSAGE), damaged])


def _forgotten(page: Page) -> None:
    _overview(page)
    page.get_by_role("button", name="Oublier maintenant").click()
    page.get_by_role("heading", name="C’est oublié").wait_for()


_WAYS: Mapping[str, Callable[[Page], None]] = {
    "home": lambda _: None,
    "reading": read,
    "one critère": _one_critere,
    "at a critère": _at_a_critere,
    "passage": _passage,
    "refusal": _refusal,
    "problem": _problem,
    "docs": _by_link("Pour les programmes"),
    "accessibility": _by_link("Accessibilité"),
    "questions": _by_link("Posez-la ici"),
    "answer": _answer,
    "interview": _by_link("Préparer un entretien"),
    "overview": _overview,
    "forgotten": _forgotten,
}
STATES = tuple(_WAYS)
