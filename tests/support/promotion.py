"""An institute of fictional people: their accounts, the sample texts they keep, what their tutor says of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from architecture_map import ROOT
from browsers import listening, served
from host_pages import host, host_page, script_tag
from kept import Kept, workspace_of
from starlette.requests import Request

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.account import Account, Role
from assistant.domain.cohort import ReleasePolicy
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport, Niveau
from assistant.settings import Settings
from ingestion.readers import read_draft
from web.doors.opening import site_asked

DOSSIERS = ROOT / "evaluations" / "gold" / "dossiers"
ADMINISTRATOR, TUTOR, CANDIDATE = "Mme Vasseur", "Mme Roux", "Ana Durand"
NAME = "Mission simulée du bloc 1"
OTHERS = {"Bilal Meziane": "B1-14", "Chloé Le Goff": "B1-19", "Diane Okafor": "B1-28", "Éric Thévenot": "B1-31"}
"""Each other candidate, and the labelled fictional dossier that is theirs."""


@dataclass
class Promotion:
    """The people, and the service that they use."""

    kept: Kept
    assistant: Assistant
    origin: str = ""
    intranet: str = ""
    site: str = ""
    """The site that shows the widget."""
    draft: str = ""
    """The text of Ana Durand, of which two versions are kept."""

    @cached_property
    def ana(self) -> Account:
        """The candidate whose pages are shown."""
        return self.kept.account(CANDIDATE)

    @cached_property
    def tutor(self) -> Account:
        """The tutor of the cohort."""
        return self.kept.account(TUTOR, Role.TUTEUR)

    @cached_property
    def report(self) -> FeedbackReport:
        """The reading of the first version of Ana Durand."""
        return self.kept.drafts.version(self.ana.id, self.draft, 1).report

    @cached_property
    def doubted(self) -> str:
        """The critère of that version on which the tutor gives another niveau: the first that is neither shown nor absent."""
        return next(a.critere for a in self.report.assessments if a.niveau in (Niveau.EVOQUE, Niveau.PARTIEL))

    def keep(self, who: Account, name: str, code: str, share: float = 1.0) -> str:
        """Keep the beginning of a fictional dossier for someone, read as any text is, and return its id."""
        self.kept.clock.turn(days=3, hours=1)
        return self.kept.drafts.add(who.id, name, self._read(code, share))

    def revise(self, code: str) -> None:
        """Keep the whole of a fictional dossier as the next version of the text of Ana Durand."""
        self.kept.clock.turn(days=6)
        self.kept.drafts.add_version(self.ana.id, self.draft, self._read(code, 1.0))

    def _read(self, code: str, share: float) -> tuple[Draft, FeedbackReport, bytes]:
        text = (DOSSIERS / code / "draft.md").read_text(encoding="utf-8")
        paragraphs = text.split("\n\n")
        data = "\n\n".join(paragraphs[: max(1, round(len(paragraphs) * share))]).encode()
        draft = read_draft(data, "mission.md")
        return draft, self.assistant.review(draft, code[:2]), data

    def host(self, _: Request) -> str:
        """Return a page of the intranet, with the widget in it."""
        asked = f'<jury-blanc site="{self.site}" mode="panneau" bloc="B4" lang="fr"></jury-blanc>'
        return host_page(
            f"{script_tag(self.origin)}{asked}", css="body { font: 1.1rem/1.6 sans-serif; margin: 3rem; max-width: 24rem; }"
        )


@contextmanager
def promotion(folder: Path) -> Iterator[Promotion]:
    """Fill a data folder, then serve it beside a page of an intranet that shows the widget."""
    kept = Kept(folder)
    filled = Promotion(kept, build_assistant(Settings(data_dir=folder)))
    kept.account(ADMINISTRATOR, Role.ADMINISTRATEUR)
    _fill(filled)
    with served(filled.assistant, doors=kept.doors, workspace=workspace_of(kept)) as origin:
        filled.origin = origin
        with listening(host(origin, filled.host)) as intranet:
            filled.intranet = intranet
            filled.site = kept.doors.add_site(site_asked("Intranet des candidats", [intranet.rstrip("/")], anonymous=True)).id
            yield filled


def _fill(filled: Promotion) -> None:
    kept, tutor, ana = filled.kept, filled.tutor, filled.ana
    _, token = kept.cohorts.create(tutor.id, "Promotion 2027", ReleasePolicy.AT_ONCE)
    kept.cohorts.join(ana.id, token)
    filled.draft = filled.keep(ana, NAME, "B1-03", 0.6)
    for name, code in OTHERS.items():
        who = kept.account(name)
        kept.cohorts.join(who.id, token)
        filled.keep(who, NAME, code)
    version = (filled.draft, 1)
    kept.opinions.override(tutor.id, version, filled.doubted, Niveau.ABSENT, "C’est annoncé, rien n’en est encore fait.")
    kept.opinions.comment(tutor.id, version, "Bon début. Voyons-nous mardi pour la suite.")
    kept.opinions.dispute(ana.id, version, filled.report.assessments[-1].critere, "La dernière partie en parle.")
    filled.revise("B1-03")
    filled.keep(ana, "Diagnostic du bloc 3", "B3-02")
