"""What the candidate is told about a file that was read."""

from typing import NamedTuple

from ingestion.readers.characters import Cleaner

_EXCERPT = 120


class Notice(NamedTuple):
    """Something noticed while reading, as `assistant.domain.feedback.Finding`."""

    code: str
    severity: str
    message: str
    found: str | None = None


def hidden_text(text: str) -> list[Notice]:
    """Return the notice of text that a reader of the document does not see, if there is any."""
    if not text:
        return []
    excerpt = text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + "…"
    message = (
        f"Le document contient du texte masqué ({_count(len(text), 'caractère')}), laissé hors de la lecture. "
        "Rendez-le visible s’il compte, sinon supprimez-le."
    )
    return [Notice("texte-masque", "attention", message, excerpt)]


def unseen_characters(cleaner: Cleaner) -> list[Notice]:
    """Return the notice of invisible characters, if any was taken out."""
    if not cleaner.unseen:
        return []
    count = _count(cleaner.unseen, "caractère")
    message = f"Le document contenait {count} invisible{'s' if cleaner.unseen > 1 else ''}, retirés avant la lecture."
    if cleaner.unseen == 1:
        message = message.replace("retirés", "retiré")
    return [Notice("caracteres-invisibles", "attention" if cleaner.steering else "info", message, str(cleaner.unseen))]


def left_out(count: int) -> list[Notice]:
    """Return the notice of pictures and objects whose content is not read, if there are any."""
    if not count:
        return []
    what = _count(count, "image ou objet", "images ou objets")
    message = f"Le document contient {what} dont le contenu n’est pas lu. Ce qui compte doit aussi être écrit dans le texte."
    return [Notice("images-non-lues", "info", message, str(count))]


def unexpected_extension(extension: str, actual: str) -> Notice:
    """Return the notice of a file whose content is not what its name says."""
    message = f"Le fichier porte l’extension « {extension} », mais son contenu est {actual} : il a été lu comme tel."
    return Notice("extension-inattendue", "info", message, extension)


def undecodable_characters(count: int) -> list[Notice]:
    """Return the notice of bytes that are no character in the encoding of the file, if there are any."""
    if not count:
        return []
    message = f"{_count(count, 'caractère')} du fichier n’ont pas pu être décodés. Enregistrez-le en UTF-8 pour les retrouver."
    return [Notice("encodage-incertain", "attention", message, str(count))]


def recognised_text(pages: int) -> list[Notice]:
    """Return the notice of scanned pages whose text a machine recognised, if there are any."""
    if not pages:
        return []
    message = (
        f"{_count(pages, 'page')} de ce PDF {'est une image' if pages == 1 else 'sont des images'} dont le texte a été reconnu "
        "automatiquement : il peut contenir des erreurs. Envoyez plutôt le fichier d’origine."
    )
    return [Notice("texte-reconnu", "attention", message, str(pages))]


def _count(number: int, one: str, many: str = "") -> str:
    written = f"{number:,}".replace(",", "\u202f")
    return f"{written} {one if number == 1 else many or one + 's'}"
