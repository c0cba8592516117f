"""An exemplar under review in a terminal: what was masked, what is left to check, what is suggested."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from assistant.domain.base import Span
from assistant.domain.exemplar import Exemplar
from assistant.domain.pseudonym import IdentityType
from assistant.text.placeholders import placeholders
from web.rendering.plain import one_line, printable, shortened

_OPEN, _CLOSE = "⟦", "⟧"
"""Around words that may still identify someone: seen without colour too."""
_IDENTITIES: Mapping[IdentityType, tuple[str, str]] = {
    "PERSON": ("nom de personne", "noms de personnes"),
    "EMAIL": ("adresse électronique", "adresses électroniques"),
    "PHONE": ("téléphone", "téléphones"),
    "ADDRESS": ("adresse", "adresses"),
    "TOWN": ("ville", "villes"),
    "NIR": ("numéro de sécurité sociale", "numéros de sécurité sociale"),
    "SIREN_SIRET": ("SIREN ou SIRET", "SIREN ou SIRET"),
    "IBAN": ("compte bancaire", "comptes bancaires"),
    "NDA": ("numéro de déclaration d’activité", "numéros de déclaration d’activité"),
    "UAI": ("numéro d’établissement", "numéros d’établissement"),
    "BIRTHDATE": ("date de naissance", "dates de naissance"),
    "ORG": ("organisme", "organismes"),
    "URL": ("adresse de site", "adresses de sites"),
}


def render_exemplar(exemplar: Exemplar, console: Console) -> None:
    """Print the text with its placeholders and its residual risks, then the list of the risks."""
    state = exemplar.state.shown
    head = f"{exemplar.id} – {one_line(exemplar.source.name)} – {state}, bloc {exemplar.bloc or 'à choisir'}"
    console.print(Text(head, style="bold"), soft_wrap=True)
    console.print(_marked(exemplar), soft_wrap=True)
    console.print(Text(_counts(exemplar), style="bold"), soft_wrap=True)
    for rank, risk in enumerate(exemplar.risks, start=1):
        words = shortened(exemplar.words(risk.span), 60)
        console.print(Text(f"  {rank}. «\u00a0{words}\u00a0»\u00a0: {one_line(risk.why)}"), soft_wrap=True)


def render_labels(exemplar: Exemplar, console: Console) -> None:
    """Print the niveau of each critère, as suggested or corrected."""
    for code, niveau in exemplar.niveaux.items():
        console.print(Text(f"  {code}  {niveau.shown}"), soft_wrap=True)


def _counts(exemplar: Exemplar) -> str:
    end = "\u00a0:" if exemplar.risks else "."
    return f"{masked_and_risky(len(placeholders(exemplar.text)), len(exemplar.risks))}{end}"


def masked_and_risky(masked: int, risks: int) -> str:
    """Return how many places of a text were masked, and how many are left to check, in words."""
    return f"{masked} masquage{'s' * (masked > 1)}, {risks} endroit{'s' * (risks > 1)} à vérifier"


def replaced_in_words(counts: Mapping[str, int]) -> str:
    """Return how many words of each kind were replaced; never the words."""
    return ", ".join(f"{counts[kind]} {names[counts[kind] > 1]}" for kind, names in _IDENTITIES.items() if counts.get(kind))


def _marked(exemplar: Exemplar) -> Text:
    text, shown, position = exemplar.text, Text(), 0
    for span, is_risk in _marks(exemplar):
        shown.append(printable(text[position : span.start]))
        words = printable(text[span.start : span.end])
        shown.append(f"{_OPEN}{words}{_CLOSE}" if is_risk else words, style="bold yellow" if is_risk else "bold cyan")
        position = span.end
    shown.append(printable(text[position:]))
    return shown


def _marks(exemplar: Exemplar) -> Sequence[tuple[Span, bool]]:
    """Return what stands out, in order and without overlap: a placeholder wins over a risk, the longer over the shorter."""
    found = [(span, False) for span in placeholders(exemplar.text)]
    for risk in sorted(exemplar.risks, key=lambda r: (r.start - r.end, r.start)):
        if risk.end > risk.start and not any(risk.span.overlaps(span) for span, _ in found):
            found.append((risk.span, True))
    return sorted(found, key=lambda mark: mark[0].start)
