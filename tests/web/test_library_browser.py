"""The administrator's pages of exemplars, in a browser: by day, by night, narrow, on paper, and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, overflow, served
from fake_assistant import FakeAssistant
from kept import PHRASE, Kept, workspace_of
from playwright.sync_api import Browser, FilePayload, Page, expect

from assistant.domain.account import Role
from assistant.domain.exemplar import ReviewState

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

NAMED = "Mme Nadia Benkhelil (06 12 34 56 78), de la SARL Trévoix Formation, compare trois offres.\n\nM. Karim Lefort, 26 ans, attend."
XSS = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def origin(kept: Kept) -> Iterator[str]:
    with served(FakeAssistant(), workspace=workspace_of(kept)) as address:
        yield address


def at_the_list(chromium: Browser, origin: str, kept: Kept, *, width: int = 1366, **context: object) -> tuple[Page, Guard]:
    made = chromium.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", reduced_motion="reduce", **context)  # type: ignore[arg-type]  # one of the choices of a context
    page, guard = made.new_page(), Guard()
    page.set_default_timeout(30_000)
    guard.watch(page, origin)
    page.goto(f"{origin}inscription/{kept.accounts.invite(Role.ADMINISTRATEUR, by='commande')[1]}")
    page.get_by_label("Identifiant").fill("ana@example.org")
    page.get_by_label("Mot de passe").fill(PHRASE)
    page.get_by_label("Le même, une seconde fois").fill(PHRASE)
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("link", name="Exemplaires").click()
    return page, guard


def file_of(text: str, name: str = "dossier.txt") -> FilePayload:
    return FilePayload(name=name, mimeType="text/plain", buffer=text.encode())


def add(page: Page, *files: FilePayload) -> None:
    page.get_by_role("link", name="Ajouter un dossier").click()
    page.get_by_label("Le fichier, ou les fichiers").set_input_files(list(files))
    page.get_by_role("button", name="Masquer et ajouter").click()


@pytest.mark.parametrize(
    ("width", "context"),
    [(1366, {}), (1366, {"color_scheme": "dark"}), (320, {}), (1366, {"forced_colors": "active"})],
    ids=["light", "dark", "narrow", "forced colours"],
)
def test_axe_finds_no_barrier_and_nothing_scrolls_sideways(
    chromium: Browser, origin: str, kept: Kept, width: int, context: dict[str, str]
) -> None:
    page, guard = at_the_list(chromium, origin, kept, width=width, **context)

    def sound(state: str) -> None:
        assert barriers(page) == [], state
        assert overflow(page) == 0, state

    sound("empty")
    add(page, file_of("", "vide.txt"))
    page.get_by_role("alert").wait_for()
    sound("nothing taken")
    page.get_by_label("Le fichier, ou les fichiers").set_input_files([file_of(NAMED), file_of("", "vide.txt")])
    page.get_by_role("button", name="Masquer et ajouter").click()
    page.get_by_role("heading", name="À relire maintenant").wait_for()
    sound("taken")
    page.get_by_role("link", name="Relire").click()
    for summary in page.locator("summary").all():
        summary.click()
    sound("to review")
    page.get_by_label("Masquer d’autres mots").fill("Introuvable")
    page.get_by_role("button", name="Garder ces corrections").click()
    page.get_by_role("alert").wait_for()
    sound("refused")
    page.get_by_label("Masquer d’autres mots").fill("offres")
    page.get_by_label("Un dossier inventé").check()
    page.get_by_role("button", name="Accepter").click()
    page.get_by_role("status").wait_for()
    sound("reviewed")
    page.get_by_label("J’ai relu ce texte").check()
    page.get_by_role("button", name="Publier").click()
    page.get_by_text("Le dossier est publié.").wait_for()
    sound("published")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Accepter")).to_be_hidden()
    assert overflow(page) == 0
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Exemplaires").click()
    sound("list")
    page.get_by_role("link", name="B1-01").click()
    sound("shipped")
    expected = "Failed to load resource: the server responded with a status of 4"
    assert [what for what in guard.seen(page) if not what.startswith(expected)] == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_dossier_is_taken_in_reviewed_published_and_erased_from_the_page(
    chromium: Browser, origin: str, kept: Kept, script: bool
) -> None:
    page, _ = at_the_list(chromium, origin, kept, java_script_enabled=script)
    add(page, file_of(NAMED, "Benkhelil.txt"))
    page.get_by_role("link", name="Relire").click()
    expect(page.locator(".manuscript mark.person")).to_have_text(["[PERSONNE 1]", "[PERSONNE 2]"])
    expect(page.locator("main")).not_to_contain_text("Benkhelil")
    [code] = [s.id for s in kept.library.summaries()]
    risk = page.locator("#v-1 q").inner_text().strip("« »\u00a0")
    assert risk in kept.library.get(code).text
    page.locator("#v-1").get_by_role("button", name="Masquer").click()
    page.get_by_text("Vos corrections sont gardées").wait_for()
    assert risk not in kept.library.get(code).text
    page.get_by_label("Masquer d’autres mots").fill("trois offres")
    page.get_by_label("Contexte").fill("CFA")
    page.get_by_label("Contexte").press("Enter")  # keeps, as the first button does: nothing is accepted by a slip of the finger
    page.get_by_text("Vos corrections sont gardées").wait_for()
    kept_so_far = kept.library.get(code)
    assert ("trois offres" in kept_so_far.text, kept_so_far.context, kept_so_far.state) == (False, "CFA", ReviewState.BROUILLON)
    page.get_by_label("Où se trouve l’accord").fill("registre 12")
    page.get_by_role("button", name="Accepter").click()
    page.get_by_label("J’ai relu ce texte").check()
    page.get_by_role("button", name="Publier").click()
    page.get_by_text("Le dossier est publié.").wait_for()
    assert [e.id for e in kept.library.published()] == [code]
    page.locator("summary", has_text="Effacer ce dossier").click()
    page.get_by_label("Je veux effacer ce dossier").check()
    page.get_by_role("button", name="Effacer pour de bon").click()
    page.get_by_text("Le dossier est effacé").wait_for()
    assert kept.library.summaries() == ()


def test_markup_in_a_dossier_its_name_and_the_form_runs_nothing(chromium: Browser, origin: str, kept: Kept) -> None:
    page, guard = at_the_list(chromium, origin, kept)
    add(page, file_of(f"{XSS} compare trois offres.\n\n| a | {XSS} |\n|---|---|\n| 1 | 2 |\n", f"{XSS}.md".replace("/", "")))
    page.get_by_role("link", name="Relire").click()
    page.get_by_label("Masquer d’autres mots").fill(f"</textarea>{XSS}")
    page.get_by_label("Contexte").fill(f'">{XSS}')
    page.get_by_role("button", name="Garder ces corrections").click()
    page.get_by_role("alert").wait_for()
    page.get_by_role("link", name="Exemplaires").click()
    page.get_by_role("heading", name="Ceux de l’institut").wait_for()
    assert guard.dialogs == []
    assert page.evaluate("window.violations") == []
