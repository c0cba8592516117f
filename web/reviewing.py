"""What a person makes of a masked dossier when they review it: the same steps in a terminal and in a browser."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.exemplar import Exemplar, ExemplarIndicateur
from assistant.domain.feedback import FeedbackReport, Niveau
from assistant.errors import InputError, UnknownCode
from assistant.text.french import fold
from assistant.text.placeholders import Edit, masking, rewritten, unmasking
from ingestion.readers import read_text

PERSON = "PERSONNE"
PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "personne": PERSON, "organisme": "ORGANISME", "ville": "VILLE", "adresse": "ADRESSE", "site": "SITE",
        "courriel": "COURRIEL", "telephone": "TÉLÉPHONE", "naissance": "NAISSANCE",
    }
)  # fmt: skip
"""What a person may mask, and the word that then stands in its place."""
NIVEAUX: Mapping[str, Niveau] = MappingProxyType(
    {name: niveau for niveau in Niveau for name in (niveau.value, fold(niveau.shown))}
)
"""The niveaux, by the words that a person may write for them."""


class Reads(Protocol):
    """What reads a draft."""

    def review(self, draft: Draft, bloc: str = "auto") -> FeedbackReport:
        """Return the reading of a draft."""


def draft_of(exemplar: Exemplar) -> Draft:
    """Return the exemplar as a draft, with the blocks that its text shows."""
    read = read_text(exemplar.text, exemplar.source.name)
    return read if read.text == exemplar.text else Draft(name=exemplar.source.name, text=exemplar.text)


def suggested(exemplar: Exemplar, reads: Reads, *, again: bool = False) -> Exemplar:
    """Return the exemplar with the bloc and the niveaux that a reading gives it, unless it has niveaux already."""
    if exemplar.niveaux and not again:
        return exemplar
    report = reads.review(draft_of(exemplar), exemplar.bloc or "auto")
    labels = {"bloc": report.bloc, "niveaux": _niveaux(report), "indicateurs": _indicateurs(report)}
    return exemplar.model_copy(update=labels)


def masked(exemplar: Exemplar, words: str, kind: str = "personne") -> tuple[Exemplar, list[Edit]]:
    """Return the exemplar with one more placeholder wherever these words stand, and what was put where; raise `InputError`."""
    return _edited(exemplar, masking(exemplar.text, words, PLACEHOLDERS.get(fold(kind), PERSON)), words)


def unmasked(exemplar: Exemplar, placeholder: str, words: str) -> tuple[Exemplar, list[Edit]]:
    """Return the exemplar with words in the place of a placeholder, and what was put where; raise `InputError`."""
    true = words.strip()
    return _edited(exemplar, unmasking(exemplar.text, placeholder.upper(), true) if true else [], placeholder)


def levelled(exemplar: Exemplar, critere: str, word: str) -> Exemplar:
    """Return the exemplar with another niveau for a critère of its bloc; raise `InputError` when there is no such thing."""
    code = critere.upper()
    if code not in exemplar.niveaux:
        known = ", ".join(exemplar.niveaux)
        raise UnknownCode(f"«\u00a0{critere}\u00a0» n’est pas un critère de ce bloc.", hint=f"Critères\u00a0: {known}.")
    niveau = NIVEAUX.get(fold(word.strip()))
    if niveau is None:
        raise InputError(f"«\u00a0{word}\u00a0» n’est pas un niveau.", hint="Niveaux\u00a0: absent, evoque, partiel, demontre.")
    return exemplar.model_copy(update={"niveaux": exemplar.niveaux | {code: niveau}})


def sourced(exemplar: Exemplar, **changes: object) -> Exemplar:
    """Return the exemplar with another consent, or said to be fictional or not."""
    return exemplar.model_copy(update={"source": exemplar.source.model_copy(update=changes)})


def acceptable(exemplar: Exemplar) -> Exemplar:
    """Return the exemplar when a person may accept it; raise `InputError` until its bloc is known."""
    if exemplar.bloc is None:
        raise InputError("Dites d’abord à quel bloc ce dossier répond.", hint="Les blocs vont de B1 à B6.")
    return exemplar


def _edited(exemplar: Exemplar, edits: list[Edit], sought: str) -> tuple[Exemplar, list[Edit]]:
    if not edits:
        raise InputError(f"Rien de tel dans le texte\u00a0: «\u00a0{sought.strip()}\u00a0».", hint="Vérifiez les mots.")
    return rewritten(exemplar, edits), edits


def _niveaux(report: FeedbackReport) -> dict[str, Niveau]:
    return {a.critere: a.niveau for a in report.assessments if a.niveau is not None}


def _indicateurs(report: FeedbackReport) -> tuple[ExemplarIndicateur, ...]:
    return tuple(
        ExemplarIndicateur(code=i.code, etat=i.etat, spans=tuple(Span(start=e.start, end=e.end) for e in i.evidence))
        for a in report.assessments
        for i in a.indicateurs
    )
