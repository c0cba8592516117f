"""Draws the screenshots of the documents: `python tests/support/screenshots.py [FOLDER]`; everyone in them is fictional."""

import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from architecture_map import ROOT
from browsers import browser
from interviews import WHOLE
from kept import PHRASE
from PIL import Image
from playwright.sync_api import Browser, Page
from promotion import ADMINISTRATOR, CANDIDATE, DOSSIERS, TUTOR, Promotion, promotion

IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT, MOST_BYTES, MOST_IMAGES = 1000, 720, 120_000, 12
_COLOURS, _AROUND = 64, 16


def draw(folder: Path) -> None:
    """Write every screenshot in a folder, each small enough to be kept with the documents."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as data, promotion(Path(data)) as filled, browser() as chromium:
        for name, (who, shoot) in _SHOTS.items():
            page = _seated(chromium, filled.origin, who)
            _write(folder / f"{name}.png", shoot(page, filled))
            page.context.close()


def _seated(chromium: Browser, origin: str, who: str | None) -> Page:
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(origin if who is None else f"{origin}connexion")
    if who is not None:
        page.get_by_label("Identifiant").fill(who)
        page.get_by_label("Mot de passe").fill(PHRASE)
        page.get_by_role("button", name="Me connecter").click()
        page.get_by_role("heading", name="Mes textes").wait_for()
    return page


def _write(path: Path, taken: bytes) -> None:
    small = BytesIO()
    Image.open(BytesIO(taken)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    if small.tell() > MOST_BYTES:
        raise SystemExit(f"{path.name}: {small.tell()} bytes, {MOST_BYTES} at most")
    path.write_bytes(small.getvalue())


def _from(page: Page, selector: str) -> bytes:
    """Return what is seen of an element and around it, one window high at most."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    top = max(0, box["y"] - _AROUND)
    high = min(HEIGHT, box["height"] + 2 * _AROUND)
    return page.screenshot(full_page=True, clip={"x": 0, "y": top, "width": WIDTH, "height": high})


def _address(path: str) -> Callable[[Page, Promotion], bytes]:
    def shoot(page: Page, filled: Promotion) -> bytes:
        page.goto(filled.origin + path.format(draft=filled.draft))
        return page.screenshot()

    return shoot


def _home(page: Page, _: Promotion) -> bytes:
    return page.screenshot()


def _reading(page: Page, filled: Promotion) -> bytes:
    page.goto(f"{filled.origin}espace/textes/{filled.draft}/versions/2")
    return page.screenshot()


def _critere(page: Page, filled: Promotion) -> bytes:
    page.goto(f"{filled.origin}espace/textes/{filled.draft}/versions/2")
    return _from(page, "article.critere:has(.niveau.partiel):has(.passages)")


def _interview(page: Page, _: Promotion) -> bytes:
    page.get_by_role("link", name="Préparer un entretien").click()
    page.get_by_label("Entretien du bloc 3").check()
    page.get_by_label("Votre brouillon").set_input_files(DOSSIERS / "B3-05" / "draft.md")
    page.get_by_role("button", name="Passer l’entretien ici").click()
    page.get_by_role("button", name="Commencer").click()
    page.locator("main[data-live=question]").wait_for()
    page.get_by_role("button", name="Passer la question").click()
    page.get_by_text("Question 2 sur").wait_for()
    page.get_by_label("Votre réponse").fill(WHOLE)
    return page.screenshot()


def _comparison(page: Page, filled: Promotion) -> bytes:
    page.goto(f"{filled.origin}espace/textes/{filled.draft}/comparaison?de=1&a=2")
    return page.screenshot()


def _map(page: Page, _: Promotion) -> bytes:
    page.get_by_role("link", name="Mes cohortes").click()
    page.get_by_role("link", name="Promotion 2027").click()
    return _from(page, "section[aria-labelledby=h-carte]")


def _override(page: Page, filled: Promotion) -> bytes:
    page.goto(f"{filled.origin}tuteur/textes/{filled.draft}/versions/1")
    return _from(page, f"#c-{filled.doubted}")


def _widget(page: Page, filled: Promotion) -> bytes:
    page.goto(filled.intranet)
    page.get_by_role("button", name="Préparer mon dossier").click()
    page.get_by_label("Votre question").fill("Que demande le critère 2 ?")
    page.keyboard.press("Enter")
    page.locator("jury-blanc summary", has_text="Sources").last.wait_for()
    return page.screenshot()


_SHOTS: Mapping[str, tuple[str | None, Callable[[Page, Promotion], bytes]]] = {
    "accueil": (None, _home),
    "lecture": (CANDIDATE, _reading),
    "critere": (CANDIDATE, _critere),
    "entretien": (None, _interview),
    "mes-textes": (CANDIDATE, _address("espace/textes/{draft}")),
    "comparaison": (CANDIDATE, _comparison),
    "carte": (TUTOR, _map),
    "avis": (TUTOR, _override),
    "sites": (ADMINISTRATOR, _address("administration/sites")),
    "widget": (None, _widget),
}


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
