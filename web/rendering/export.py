"""Everything that an account keeps, in one archive written as it is sent."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator

from assistant.domain.account import Account
from assistant.domain.feedback import FeedbackReport
from assistant.domain.workspace import DraftSummary, KeptVersion
from assistant.store.drafts import DraftStore
from web.rendering.document import as_document
from web.rendering.downloads import safe_stem
from web.rendering.markdown import render_markdown
from web.rendering.words import Labels

_READ_ME = (
    "Jury Blanc – tout ce que garde votre compte.\n\n"
    "Un dossier par texte, un sous-dossier par version :\n"
    "- texte.txt : le texte extrait, auquel les positions de la lecture se rapportent ;\n"
    "- lecture.json et lecture.md : la lecture, pour un programme et pour une personne ;\n"
    "- l’original, tel que vous l’avez envoyé, quand c’était un fichier.\n\n"
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


def exported(who: Account, drafts: DraftStore, labels: Callable[[FeedbackReport], Labels]) -> Iterator[bytes]:
    """Yield the archive of an account piece by piece, one version in memory at a time."""
    passing = _Passing()
    with zipfile.ZipFile(passing, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LISEZMOI.txt", _READ_ME)
        archive.writestr("compte.json", as_document(who))
        yield passing.taken()
        for rank, draft in enumerate(drafts.summaries(who.id), start=1):
            for number in range(1, draft.versions + 1):
                version = drafts.version(who.id, draft.id, number)
                folder = f"{rank:02} - {safe_stem(draft.title)}/version {number}"
                for name, content in _files(draft, version, labels(version.report)):
                    archive.writestr(f"{folder}/{name}", content)
                yield passing.taken()
    yield passing.taken()


def _files(draft: DraftSummary, version: KeptVersion, labels: Labels) -> Iterator[tuple[str, str | bytes]]:
    facts = {"texte": draft.title, "bloc": version.report.bloc, "version": version.number, "date": version.created_at}
    yield "version.json", json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    yield "texte.txt", version.draft.text
    yield "lecture.json", as_document(version.report)
    yield "lecture.md", render_markdown(version.report, labels, version.draft)
    if version.original is not None:
        stem, dot, ending = version.draft.name.rpartition(".")
        ending = "".join(c for c in ending if c.isalnum())[:8] if dot else ""
        yield f"original - {safe_stem(stem or version.draft.name)}{'.' if ending else ''}{ending}", version.original
