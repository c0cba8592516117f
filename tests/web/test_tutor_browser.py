"""The tutor's whole path in a browser: cohort, join, picture, another niveau, dispute, export, import into the harness."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from b1_dossier import b1_draft
from browsers import CHROMIUM, MISSING, Guard, barriers, browser, overflow, served
from fake_assistant import FakeAssistant
from kept import PHRASE, Kept, workspace_of
from playwright.sync_api import Browser, BrowserContext, Page
from reports import b1_report

from assistant.domain.account import Account, Role
from assistant.domain.cohort import ReleasePolicy
from assistant.domain.feedback import Niveau
from web.cli import run

pytestmark = [pytest.mark.long, pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

TUTOR, CANDIDATE = "Mme Roux", "Ana Durand"


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


class Seat:
    """A person at a browser of their own, signed in."""

    def __init__(self, context: BrowserContext, origin: str, who: str) -> None:
        self.page, self.guard, self.origin = context.new_page(), Guard(), origin
        self.page.set_default_timeout(30_000)
        self.guard.watch(self.page, origin)
        self.page.goto(f"{origin}connexion")
        self.page.get_by_label("Identifiant").fill(who)
        self.page.get_by_label("Mot de passe").fill(PHRASE)
        self.page.get_by_role("button", name="Me connecter").click()
        self.page.get_by_role("heading", name="Mes textes").wait_for()


def seated(chromium: Browser, origin: str, who: str, *, width: int = 1366, dark: bool = False, script: bool = True) -> Seat:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
        locale="fr-FR",
    )
    return Seat(context, origin, who)


def critere(page: Page, code: str) -> str:
    """Return the words of a critère of a reading on one line."""
    return " ".join(page.locator(f"#c-{code}").inner_text().split())


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_cohort_to_the_harness(
    chromium: Browser, origin: str, kept: Kept, script: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.account(TUTOR, Role.TUTEUR)
    kept.account(CANDIDATE)
    tutor = seated(chromium, origin, TUTOR, script=script)
    tutor.page.get_by_role("link", name="Mes cohortes").click()
    tutor.page.get_by_label("Son nom").fill("Promotion 2027")
    tutor.page.get_by_label("après vous").check()
    tutor.page.get_by_role("button", name="Créer la cohorte").click()
    link = tutor.page.get_by_role("status").locator(".link").inner_text()

    candidate = seated(chromium, origin, CANDIDATE, script=script)
    candidate.page.goto(link)
    candidate.page.get_by_role("button", name="Rejoindre cette cohorte").click()
    candidate.page.get_by_text("Mme Roux, pour la cohorte").wait_for()
    kept.clock.turn(minutes=5)
    candidate.page.goto(f"{origin}espace/deposer")
    candidate.page.get_by_label("Son nom").fill("Mission simulée B1")
    candidate.page.get_by_label("Ou votre texte, collé").fill(b1_draft().text)
    candidate.page.get_by_role("button", name="Lire et garder").click()
    candidate.page.get_by_role("heading", name="En attente de votre tuteur").wait_for()
    own = candidate.page.url

    tutor.page.get_by_role("link", name="Mes cohortes").first.click()
    tutor.page.get_by_role("link", name="Promotion 2027").click()
    tutor.page.get_by_label("Niveau", exact=True).select_option("partiel")
    tutor.page.get_by_role("button", name="Filtrer").click()
    tutor.page.get_by_role("row", name=CANDIDATE).get_by_role("link", name="partiel").click()
    tutor.page.locator("#c-B1-C1 summary", has_text="Donner un autre niveau").click()
    tutor.page.get_by_label("Niveau selon vous").first.select_option("evoque")
    tutor.page.get_by_label("Parce que").first.fill("Les voies sont nommées, rien ne les compare.")
    tutor.page.get_by_role("button", name="Ajouter mon avis").first.click()
    assert "partiel lecture de Jury Blanc" in critere(tutor.page, "B1-C1")
    assert "évoqué avis de Mme Roux" in critere(tutor.page, "B1-C1")
    tutor.page.get_by_role("button", name="Rendre cette lecture").click()
    assert tutor.page.get_by_role("button", name="Rendre cette lecture").count() == 0

    candidate.page.goto(own)
    assert "évoqué avis de Mme Roux, le 2 novembre 2026, parce que : Les voies sont nommées" in critere(candidate.page, "B1-C1")
    candidate.page.locator("#c-B1-C1 summary", has_text="Je conteste ce constat").click()
    candidate.page.get_by_label("Ce que la lecture n’a pas vu").fill("Le tableau 1 les compare.")
    candidate.page.get_by_role("button", name="Contester ce constat").click()
    candidate.page.get_by_text("En attente d’une réponse").wait_for()

    tutor.page.goto(f"{origin}tuteur/contestations")
    tutor.page.get_by_label("Votre réponse").fill("En effet, le tableau suffit.")
    tutor.page.get_by_label("Niveau selon vous").select_option("demontre")
    tutor.page.get_by_role("button", name="Répondre").click()
    tutor.page.get_by_text("Réponse de Mme Roux").wait_for()
    candidate.page.goto(own)
    assert "démontré avis de Mme Roux" in critere(candidate.page, "B1-C1")
    assert "Avis précédents (1)" in critere(candidate.page, "B1-C1")

    tutor.page.get_by_role("link", name="Mes cohortes").click()
    with tutor.page.expect_download() as download:
        tutor.page.get_by_role("link", name="Exporter mes avis").click()
    download.value.save_as(tmp_path / "avis.jsonl")
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path / "harness"))
    assert run(["evaluate", "gold", "import", str(tmp_path / "avis.jsonl"), "--reader", TUTOR]) == 0
    [label] = [
        json.loads(one) for one in (tmp_path / "harness/evaluations/labels/mme-roux.jsonl").read_text("utf-8").splitlines()
    ]
    assert (label["critere"], label["niveau"], label["note"]) == ("B1-C1", "demontre", "En effet, le tableau suffit.")
    if script:
        assert [*tutor.guard.seen(tutor.page), *candidate.guard.seen(candidate.page)] == []


def furnished(kept: Kept) -> tuple[dict[str, str], dict[str, str], str]:
    """Fill a cohort; return the pages of its tutor, those of a candidate, and the link to join."""
    tutor = kept.account(TUTOR, Role.TUTEUR)
    cohort, token = kept.cohorts.create(tutor.id, "Promotion 2027", ReleasePolicy.AFTER_TUTOR)

    def joined(name: str) -> tuple[Account, str]:
        who = kept.account(name)
        kept.cohorts.join(who.id, token)
        kept.clock.turn(minutes=5)
        return who, kept.drafts.add(who.id, "Mission simulée B1", (b1_draft(), b1_report(), None))

    ana, draft = joined(CANDIDATE)
    joined("une.adresse.vraiment.tres.longue@exemple-d-institut-de-formation.example.org")
    kept.shown.release(tutor.id, draft, 1)
    kept.clock.turn(minutes=5)
    kept.drafts.add_version(ana.id, draft, (b1_draft(), b1_report(), None))
    version = (draft, 1)
    for niveau in (Niveau.EVOQUE, Niveau.DEMONTRE):
        kept.opinions.override(tutor.id, version, "B1-C1", niveau, "Le tableau compare bien les trois voies.")
    kept.opinions.override(tutor.id, (draft, 2), "B1-C2", Niveau.ABSENT, "Rien n’est planifié.")
    kept.opinions.comment(tutor.id, version, "Voyons-nous mardi.")
    kept.opinions.comment(tutor.id, version, "À préciser.", "B1-C2")
    kept.opinions.dispute(ana.id, version, "B1-C3", "La convention est citée.")
    kept.opinions.answer(tutor.id, kept.opinions.dispute(ana.id, version, "B1-C4", "Le total est juste."), "Presque.")
    of_tutor = {
        "cohorts": "tuteur",
        "cohort": f"tuteur/cohortes/{cohort.id}",
        "filtered": f"tuteur/cohortes/{cohort.id}?bloc=B1&niveau=absent",
        "nothing": f"tuteur/cohortes/{cohort.id}?bloc=B2",
        "reading": f"tuteur/textes/{draft}/versions/1",
        "to release": f"tuteur/textes/{draft}/versions/2",
        "disputes": "tuteur/contestations",
        "dossiers": "tuteur/etalonnage",
        "dossier": "tuteur/etalonnage/B1-01",
    }
    own = f"espace/textes/{draft}"
    of_candidate = {"draft": own, "read": f"{own}/versions/1", "waiting": f"{own}/versions/2", "account": "espace/compte"}
    return of_tutor, of_candidate, f"rejoindre/{token}"


@pytest.mark.parametrize(("width", "dark"), [(1366, False), (1366, True), (320, False)], ids=["light", "dark", "narrow"])
def test_axe_finds_no_barrier_and_nothing_scrolls_sideways(
    chromium: Browser, origin: str, kept: Kept, width: int, dark: bool
) -> None:
    of_tutor, of_candidate, link = furnished(kept)
    for who, pages in ((TUTOR, of_tutor), (CANDIDATE, of_candidate | {"join": link})):
        seat = seated(chromium, origin, who, width=width, dark=dark)
        for name, path in pages.items():
            seat.page.goto(origin + path)
            seat.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert barriers(seat.page) == [], name
            assert overflow(seat.page) == 0, name
        if who == TUTOR:
            for select in seat.page.locator("select").all():
                select.select_option("partiel")
            seat.page.get_by_role("button", name="Comparer").click()
            seat.page.get_by_role("heading", name="Vos niveaux et les étiquettes").wait_for()
            assert barriers(seat.page) == []
            assert overflow(seat.page) == 0
        assert seat.guard.seen(seat.page) == []
