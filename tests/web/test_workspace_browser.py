"""A candidate's whole path with an account, in a browser: invited, deposits, revises, compares, takes away, erases."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from b1_dossier import b1_draft
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, overflow, served
from fake_assistant import FakeAssistant
from kept import PHRASE, Kept, workspace_of
from playwright.sync_api import Browser, Page
from reports import b1_report

from assistant.domain.account import Role
from assistant.domain.draft import Draft
from assistant.domain.feedback import Etat, Evidence, FeedbackReport, IndicateurReading, Niveau
from assistant.review_draft import Progress

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

ADDED = "Le positionnement du 8 décembre a été relu avec Mme Andrieu, qui a validé neuf gestes sur douze."
PAGES = ("drafts", "deposit", "draft", "revision", "reading", "comparison", "account", "sign up", "administration", "refused")


class Examiner(FakeAssistant):
    """Reads the B1 dossier as it deserves; with one sentence more, its second critère is demonstrated."""

    def review(
        self,
        draft: Draft,
        bloc: str = "auto",
        scope: Literal["draft", "passage"] = "draft",
        critere: str | None = None,
        progress: Progress | None = None,
    ) -> FeedbackReport:
        super().review(draft, bloc, scope, critere, progress)
        report = b1_report()
        facts = report.draft.model_copy(update={"name": draft.name, "words": draft.words, "sha256": draft.sha256})
        report = report.model_copy(update={"draft": facts})
        if ADDED not in draft.text:
            return report
        start = draft.text.index(ADDED)
        seen = Evidence(quote=ADDED, start=start, end=start + len(ADDED))
        first, second, *others = report.assessments
        readings = tuple(IndicateurReading(code=i.code, etat=Etat.ATTESTE, evidence=(seen,)) for i in second.indicateurs)
        better = second.model_copy(update={"niveau": Niveau.DEMONTRE, "indicateurs": readings, "evidence": (), "missing": ()})
        return report.model_copy(update={"assessments": (first, better, *others)})


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def origin(kept: Kept) -> Iterator[str]:
    with served(Examiner(), workspace=workspace_of(kept)) as address:
        yield address


def opened(chromium: Browser, origin: str, *, width: int = 1366, dark: bool = False, script: bool = True) -> tuple[Page, Guard]:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
        locale="fr-FR",
    )
    page, guard = context.new_page(), Guard()
    page.set_default_timeout(30_000)
    guard.watch(page, origin)
    return page, guard


def signed_up(page: Page, origin: str, kept: Kept, role: Role = Role.CANDIDAT) -> None:
    _, token = kept.accounts.invite(role, by="commande")
    page.goto(f"{origin}inscription/{token}")
    page.get_by_label("Identifiant").fill("ana.durand@example.org")
    page.get_by_label("Mot de passe").fill(PHRASE)
    page.get_by_label("Le même, une seconde fois").fill(PHRASE)
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_role("heading", name="Mes textes").wait_for()


def deposited(page: Page, text: str, link: str) -> None:
    page.get_by_role("link", name=link).click()
    page.get_by_label("Ou votre texte, collé").fill(text)
    page.get_by_role("button", name="Lire et garder").click()


def with_two_versions(page: Page) -> None:
    page.get_by_role("link", name="Déposer un texte").click()
    page.get_by_label("Son nom").fill("Mission simulée B1")
    own = b1_draft().text.encode()
    page.get_by_label("Votre fichier").set_input_files({"name": "mission.md", "mimeType": "text/markdown", "buffer": own})
    page.get_by_role("button", name="Lire et garder").click()
    page.get_by_role("heading", name="Critère par critère").wait_for()
    page.get_by_role("link", name="ses versions et leur évolution").click()
    deposited(page, f"{b1_draft().text}\n{ADDED}", "Déposer une nouvelle version")
    page.get_by_role("heading", name="De la version 1 à la version 2").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_invitation_to_the_erasure(chromium: Browser, origin: str, kept: Kept, script: bool, tmp_path: Path) -> None:
    page, guard = opened(chromium, origin, script=script)
    signed_up(page, origin, kept)
    with_two_versions(page)
    change = page.locator("#c-B1-C2")
    assert "démontré" in change.inner_text()
    assert ADDED in change.inner_text()
    assert "suivi" in change.locator(".outcome").inner_text()
    page.get_by_role("link", name="Les versions de").click()
    assert page.get_by_role("img", name="Version 1").count() == 1
    assert page.get_by_role("row").count() >= 4
    page.get_by_role("link", name="Mes textes").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tout exporter").click()
    download.value.save_as(tmp_path / "a.zip")
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert "01 - Mission simulée B1/version 1/original - mission.md" in names
    assert "01 - Mission simulée B1/version 2/lecture.json" in names
    page.get_by_role("link", name="Mission simulée B1").click()
    page.locator("summary", has_text="Effacer").click()
    page.get_by_role("button", name="Oui, effacer").click()
    page.get_by_text("Vous ne gardez encore aucun texte ici").wait_for()
    page.get_by_role("link", name="Mon compte").click()
    page.get_by_label("Pour confirmer").fill("effacer")
    page.get_by_role("button", name="Tout effacer").click()
    page.get_by_role("heading", name="Faites lire votre dossier").wait_for()
    assert kept.accounts.summaries() == ()
    if script:
        assert guard.seen(page) == []


def bring_to(page: Page, origin: str, kept: Kept, state: str) -> None:
    """Go from the comparison of two versions to another page."""
    _, token = kept.accounts.invite(Role.TUTEUR, by="commande")
    paths = {"drafts": "espace", "deposit": "espace/deposer", "account": "espace/compte", "sign up": f"inscription/{token}"}
    draft = page.url.partition("/comparaison")[0]
    own = {"draft": draft, "revision": f"{draft}/versions", "reading": f"{draft}/versions/2", "comparison": page.url}
    if state in paths or state in own:
        page.goto(own.get(state) or origin + paths[state])
    elif state == "administration":
        page.get_by_role("link", name="Administration").click()
        page.get_by_role("button", name="Faire un lien").click()
        page.get_by_role("status").wait_for()
    else:
        page.get_by_role("button", name="Me déconnecter").click()
        page.get_by_label("Identifiant").fill("ana.durand@example.org")
        page.get_by_label("Mot de passe").fill("ce n’est pas cela")
        if state == "refused":
            page.get_by_role("button", name="Me connecter").click()
            page.get_by_role("alert").wait_for()


@pytest.mark.parametrize(("width", "dark"), [(1366, False), (1366, True), (320, False)], ids=["light", "dark", "narrow"])
def test_axe_finds_no_barrier_and_nothing_scrolls_sideways(
    chromium: Browser, origin: str, kept: Kept, width: int, dark: bool
) -> None:
    page, guard = opened(chromium, origin, width=width, dark=dark)
    signed_up(page, origin, kept, Role.ADMINISTRATEUR)
    with_two_versions(page)
    compared = page.url
    for state in PAGES:
        page.goto(compared)
        bring_to(page, origin, kept, state)
        assert barriers(page) == [], state
        assert overflow(page) == 0, state
    expected = ["Failed to load resource: the server responded with a status of 403 (Forbidden)"]
    assert [e for e in guard.seen(page) if e not in expected] == []
