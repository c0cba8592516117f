"""How far the niveaux that a tutor gives a shipped dossier are from the labels of its author; never a mark."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.exemplar import Exemplar
from assistant.domain.feedback import Niveau
from evaluations.labels import SCALE, Label
from web.rendering.words import counted


@dataclass(frozen=True)
class Distance:
    """A critère, the niveau that the tutor gave, that of the label, and how far they are apart."""

    code: str
    short: str
    wording: str
    given: tuple[str, str]
    """Niveau, and its word."""
    labelled: tuple[str, str]
    said: str
    apart: int
    """In niveaux; above zero when the tutor is higher."""


@dataclass(frozen=True)
class Calibration:
    """A whole comparison, in words."""

    distances: tuple[Distance, ...]
    same: str
    near: str
    side: str
    """On which side the tutor stands; empty when on neither."""


def calibrated(exemplar: Exemplar, given: Mapping[str, Niveau], worded: Mapping[str, str]) -> Calibration:
    """Compare the niveaux that were given with the labels; critères without either are left out."""
    distances = tuple(
        _distance(code, worded.get(code, code), given[code], label)
        for code, label in exemplar.niveaux.items()
        if code in given and label in SCALE
    )
    total = len(distances)
    higher, lower = sum(d.apart > 0 for d in distances), sum(d.apart < 0 for d in distances)
    return Calibration(
        distances=distances,
        same=_share(sum(d.apart == 0 for d in distances), total),
        near=_share(sum(abs(d.apart) <= 1 for d in distances), total),
        side=_side(higher, lower),
    )


def labels_given(exemplar: Exemplar, given: Mapping[str, Niveau], reader: str) -> str:
    """Return the niveaux as a file that « evaluate gold import » reads."""
    labels = (
        Label(dossier=exemplar.source.origin, critere=code, lecteur=reader, niveau=niveau) for code, niveau in given.items()
    )
    return "".join(f"{label.model_dump_json()}\n" for label in labels)


def _distance(code: str, wording: str, given: Niveau, label: Niveau) -> Distance:
    apart = SCALE.index(given) - SCALE.index(label)
    way = "plus haut" if apart > 0 else "plus bas"
    said = f"{counted(abs(apart), 'niveau', 'niveaux')} {way}" if apart else "même niveau"
    return Distance(code, code.rpartition("-")[2], wording, (given.value, given.shown), (label.value, label.shown), said, apart)


def _share(number: int, total: int) -> str:
    return f"{counted(number, 'critère', 'critères')} sur {total}"


def _side(higher: int, lower: int) -> str:
    if higher == lower:
        return ""
    way, more, less = ("plus haut", higher, lower) if higher > lower else ("plus bas", lower, higher)
    rest = f"\u00a0; l’inverse sur {less}" if less else ""
    return f"Vous lisez {way} que l’auteur des étiquettes sur {counted(more, 'critère', 'critères')}{rest}."
