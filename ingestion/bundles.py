"""Files to take in, from files, folders and archives; what cannot be opened is told, and never stops the others."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.errors import InputError, UnreadableDocument
from ingestion.readers import limits
from ingestion.readers.archive import Archive

_IGNORED_STARTS = (".", "~$", "__MACOSX")
_IGNORED = frozenset({"thumbs.db", "desktop.ini"})
_DOCUMENT_PARTS = frozenset({"[Content_Types].xml", "mimetype"})
"""What an archive holds when it is a document under a wrong name."""
_EXTRACT = "Extrayez vous-même les documents que vous connaissez, puis donnez leur dossier."


@dataclass(frozen=True)
class Found:
    """A file to take in, or the reason why it cannot be."""

    name: str
    """As a person would look for it: within the folder or archive given."""
    data: bytes = b""
    refusal: InputError | None = None


def files_in(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield every file at those paths, in order: hidden files and links are passed over, archives are opened once."""
    for path in paths:
        if path.is_dir():
            unreadable: list[OSError] = []
            for inside in _files_of(path, unreadable):
                yield from _opened(inside, str(inside.relative_to(path.parent)))
            for error in unreadable:
                refusal = InputError(f"Ce dossier ne peut pas être ouvert ({error.strerror}).", hint="Vérifiez vos droits.")
                yield Found(_legible(str(error.filename)), refusal=refusal)
        else:
            yield from _opened(path, path.name)


def _files_of(folder: Path, unreadable: list[OSError]) -> list[Path]:
    found = []
    for base, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not _is_ignored(name))
        found += [Path(base) / name for name in sorted(names) if not _is_ignored(name)]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def _is_ignored(name: str) -> bool:
    return name.startswith(_IGNORED_STARTS) or name.lower() in _IGNORED


def _legible(name: str) -> str:
    """Return a name that can be printed and stored, whatever the bytes that the file system has for it."""
    return "".join(c if c.isprintable() else "\ufffd" for c in os.fsencode(name).decode("utf-8", "replace"))


def _opened(path: Path, name: str) -> Iterator[Found]:
    name = _legible(name)
    is_archive = path.suffix.lower() == ".zip"
    try:
        data = _content(path, limits.ARCHIVE_BYTES if is_archive else limits.FILE_BYTES)
    except InputError as refusal:
        yield Found(name, refusal=refusal)
        return
    if is_archive and data.startswith(b"PK"):
        yield from _of_archive(data, name)
    else:
        yield Found(name, data)


def _content(path: Path, most: int) -> bytes:
    if path.exists() and not path.is_file():
        raise InputError("Ce n’est ni un fichier ni un dossier.", hint="Donnez un document, un dossier ou une archive .zip.")
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        hint = "Vérifiez le chemin, ou mettez-le entre guillemets s’il contient des espaces."
        raise InputError("Ce fichier n’existe pas.", hint=hint) from None
    except OSError as error:
        raise InputError(f"Ce fichier ne peut pas être ouvert ({error.strerror}).", hint="Vérifiez vos droits.") from error


def _of_archive(data: bytes, name: str) -> Iterator[Found]:
    if len(data) > limits.ARCHIVE_BYTES:
        yield Found(name, refusal=InputError("Cette archive dépasse 100 Mo.", hint=_EXTRACT))
        return
    try:
        archive = Archive(data)
    except UnreadableDocument as refusal:
        why = f"Cette archive n’est pas ouverte\u00a0: {str(refusal)[:1].lower()}{str(refusal)[1:]}"
        yield Found(name, refusal=InputError(why, hint=_EXTRACT))
        return
    if archive.names & _DOCUMENT_PARTS:
        yield Found(name, data)
        return
    inside = [n for n in sorted(archive.names) if not n.endswith("/") and not any(map(_is_ignored, PurePosixPath(n).parts))]
    if not inside:
        yield Found(name, refusal=InputError("Cette archive ne contient aucun document.", hint="Donnez une archive remplie."))
    for part in inside:
        yield Found(_legible(f"{name}/{part}"), archive.read(part)[: limits.FILE_BYTES + 1])
