"""What the candidate is told when a file cannot be read, and the next step."""

from assistant.errors import DocumentTooLarge, EmptyDraft, UnreadableDocument

_ACCEPTED = "Formats acceptés : .docx, .odt, .pdf, .md, .txt et .html."
_SPLIT = "Allégez le document (images, annexes) ou envoyez-le en plusieurs parties."
_RESAVE = "Ouvrez-le dans votre traitement de texte, enregistrez-le de nouveau en .docx, puis renvoyez-le."


def empty_file() -> EmptyDraft:
    """Return the refusal of a file of zero byte."""
    return EmptyDraft("Ce fichier est vide.", hint="Vérifiez le fichier choisi, puis renvoyez-le.")


def no_text() -> EmptyDraft:
    """Return the refusal of a document in which no text stands."""
    return EmptyDraft(
        "Ce document ne contient aucun texte lisible.",
        hint="Vérifiez que le texte n’est pas une image, puis renvoyez le document ou collez le texte.",
    )


def only_hidden_text() -> EmptyDraft:
    """Return the refusal of a document whose whole text is hidden."""
    return EmptyDraft(
        "Ce document ne contient que du texte masqué.",
        hint="Rendez le texte visible (couleur, taille, attribut « masqué »), puis renvoyez le document.",
    )


def scanned_pdf() -> EmptyDraft:
    """Return the refusal of a PDF made of images."""
    return EmptyDraft(
        "Ce PDF ne contient que des images : aucun texte ne peut y être lu.",
        hint="Exportez le PDF depuis votre traitement de texte, ou envoyez le fichier .docx ou .odt d’origine.",
    )


def too_heavy() -> DocumentTooLarge:
    """Return the refusal of a file beyond the limit of size."""
    return DocumentTooLarge("Ce fichier dépasse 15 Mo.", hint=_SPLIT)


def too_many_pages() -> DocumentTooLarge:
    """Return the refusal of a document beyond the limit of pages."""
    return DocumentTooLarge("Ce document dépasse 300 pages.", hint=_SPLIT)


def too_many_paragraphs() -> DocumentTooLarge:
    """Return the refusal of a document beyond the limit of paragraphs."""
    return DocumentTooLarge("Ce document dépasse 20 000 paragraphes.", hint=_SPLIT)


def too_many_characters() -> DocumentTooLarge:
    """Return the refusal of a document beyond the limit of characters."""
    return DocumentTooLarge("Ce document dépasse 300 000 caractères.", hint=_SPLIT)


def too_intricate() -> DocumentTooLarge:
    """Return the refusal of a document that inflates beyond what a dossier needs."""
    return DocumentTooLarge("Ce document se déploie au-delà de la taille admise une fois décompressé.", hint=_SPLIT)


def too_long_to_read() -> DocumentTooLarge:
    """Return the refusal of a document whose reading went over its time or memory."""
    return DocumentTooLarge("La lecture de ce document demande trop de temps ou de mémoire.", hint=_SPLIT)


def damaged() -> UnreadableDocument:
    """Return the refusal of a file that does not hold together."""
    return UnreadableDocument("Ce fichier est endommagé et ne peut pas être lu.", hint=_RESAVE)


def forbidden_markup() -> UnreadableDocument:
    """Return the refusal of an XML part with a DOCTYPE or entities, which no word processor writes."""
    return UnreadableDocument("Ce fichier contient des déclarations XML interdites dans un document.", hint=_RESAVE)


def macros() -> UnreadableDocument:
    """Return the refusal of a document with macros."""
    return UnreadableDocument(
        "Ce document contient des macros : par sécurité, il n’est pas ouvert.",
        hint="Enregistrez-le au format .docx, sans macros, puis renvoyez-le.",
    )


def password() -> UnreadableDocument:
    """Return the refusal of a document that opens with a password."""
    return UnreadableDocument(
        "Ce document est protégé par un mot de passe.", hint="Enregistrez une copie sans mot de passe, puis renvoyez-la."
    )


def protected_pdf() -> UnreadableDocument:
    """Return the refusal of an encrypted PDF."""
    return UnreadableDocument(
        "Ce PDF est protégé : son contenu est chiffré.",
        hint="Exportez-le de nouveau sans mot de passe ni restriction, ou envoyez le fichier .docx ou .odt d’origine.",
    )


def other_format(what: str, *, word_processor: bool = True) -> UnreadableDocument:
    """Return the refusal of a known format that is not read; `what` follows « Ce fichier est »."""
    hint = "Enregistrez-le en .docx, puis renvoyez-le." if word_processor else _ACCEPTED
    return UnreadableDocument(f"Ce fichier est {what}, un format qui n’est pas lu.", hint=hint)


def an_image() -> UnreadableDocument:
    """Return the refusal of a picture."""
    return UnreadableDocument("Ce fichier est une image : aucun texte ne peut y être lu.", hint=_ACCEPTED)


def a_plain_archive() -> UnreadableDocument:
    """Return the refusal of a ZIP archive that is no document."""
    return UnreadableDocument(
        "Ce fichier est une archive ZIP, pas un document.", hint="Extrayez le document de l’archive, puis envoyez-le seul."
    )


def unknown_binary() -> UnreadableDocument:
    """Return the refusal of bytes that are nothing known."""
    return UnreadableDocument("Ce fichier n’est pas un document reconnu.", hint=_ACCEPTED)
