"""Everything that an account keeps, in one archive written as it is sent."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator

from assistant.domain.account import Account
from assistant.domain.base import Frozen
from assistant.domain.cohort import Cohort, Membership
from assistant.domain.feedback import FeedbackReport
from assistant.domain.opinion import Opinions
from assistant.domain.workspace import DraftSummary, KeptVersion
from web.rendering.document import as_document
from web.rendering.downloads import safe_stem
from web.rendering.markdown import render_markdown
from web.rendering.words import Labels
from web.workspace import Workspace

_READ_ME = (
    "Jury Blanc – tout ce que garde votre compte.\n\n"
    "Un dossier par texte, un sous-dossier par version :\n"
    "- texte.txt : le texte extrait, auquel les positions de la lecture se rapportent ;\n"
    "- lecture.json et lecture.md : la lecture, pour un programme et pour une personne ;\n"
    "- avis.json : ce que votre tuteur en a dit, et vos contestations ;\n"
    "- l’original, tel que vous l’avez envoyé, quand c’était un fichier.\n"
    "Le dossier « lectures demandées » contient les textes gardés dont la lecture n’est pas faite.\n"
    "La lecture et les avis d’une version que votre tuteur n’a pas encore rendue n’y sont pas ; version.json le dit.\n\n"
    "cohortes.json dit qui voit vos textes, et les cohortes dont vous êtes le tuteur.\n"
    "compte.json dit ce que le service sait de votre compte. Votre mot de passe n’y est pas : il n’est pas gardé.\n"
)


class _Passing(io.RawIOBase):
    """A file that only remembers what was written since it was last asked."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, data: object) -> int:
        """Take some bytes."""
        taken = bytes(memoryview(data))  # type: ignore[arg-type]  # the type of a buffer is not public in this version
        self._written += taken
        return len(taken)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        given = bytes(self._written)
        self._written.clear()
        return given


class _Cohorts(Frozen):
    """The cohorts of an account."""

    joined: tuple[Membership, ...]
    own: tuple[Cohort, ...]


def exported(who: Account, workspace: Workspace, labels: Callable[[FeedbackReport], Labels]) -> Iterator[bytes]:
    """Yield the archive of an account piece by piece, one version in memory at a time."""
    drafts, waiting = workspace.drafts, workspace.shown.waiting(who.id)
    cohorts = _Cohorts(joined=workspace.cohorts.memberships(who.id), own=workspace.cohorts.of_tutor(who.id))
    passing = _Passing()
    with zipfile.ZipFile(passing, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LISEZMOI.txt", _READ_ME)
        archive.writestr("compte.json", as_document(who))
        yield passing.taken()
        for rank, draft in enumerate(drafts.summaries(who.id), start=1):
            opinions = workspace.opinions.of_draft(draft.id)
            for number in range(1, draft.versions + 1):
                version = drafts.version(who.id, draft.id, number)
                folder = f"{rank:02} - {safe_stem(draft.title)}/version {number}"
                held = (draft.id, number) in waiting
                said = None if held else opinions.of_version(number)
                for name, content in _files(draft, version, labels(version.report), said):
                    archive.writestr(f"{folder}/{name}", content)
                yield passing.taken()
        for rank, text in enumerate(workspace.jobs.texts(who.id), start=1):
            folder = f"lectures demandées/{rank:02} - {safe_stem(text.job.title)}"
            archive.writestr(f"{folder}/demande.json", as_document(text.job))
            archive.writestr(f"{folder}/texte.txt", text.draft.text)
            if text.original is not None:
                archive.writestr(f"{folder}/{_original_name(text.draft.name)}", text.original)
            yield passing.taken()
        archive.writestr("cohortes.json", as_document(cohorts))
    yield passing.taken()


def _files(draft: DraftSummary, version: KeptVersion, labels: Labels, said: Opinions | None) -> Iterator[tuple[str, str | bytes]]:
    """Yield the files of a version; without its reading while `said` is None, since it waits for a tutor."""
    facts = {"texte": draft.title, "bloc": version.report.bloc, "version": version.number, "date": version.created_at}
    if said is None:
        facts["lecture"] = "en attente de votre tuteur"
    yield "version.json", json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    yield "texte.txt", version.draft.text
    if said is not None:
        yield "lecture.json", as_document(version.report)
        yield "lecture.md", render_markdown(version.report, labels, version.draft)
    if said is not None and said != Opinions():
        yield "avis.json", as_document(said)
    if version.original is not None:
        yield _original_name(version.draft.name), version.original


def _original_name(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    ending = "".join(c for c in ending if c.isalnum())[:8] if dot else ""
    return f"original - {safe_stem(stem or name)}{'.' if ending else ''}{ending}"
