"""The use of a door in words: how much was asked, how much was refused and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from assistant.domain.doors import DoorDay
from web.rendering.words import counted, french_date

_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "site_inconnu": "clé inconnue",
        "invalid_api_key": "clé absente ou inconnue",
        "origine_refusee": "origine qui n’est pas du site",
        "jeton_absent": "sans jeton",
        "jeton_expire": "jeton expiré",
        "jeton_refuse": "jeton non valable",
        "quota_atteint": "quota atteint",
        "model_not_found": "modèle inconnu",
        "demande_mal_formee": "demande mal formée",
        "envoi_trop_volumineux": "envoi trop volumineux",
        "service_occupe": "service occupé",
        "erreur_interne": "erreur de notre côté",
    }
)
_OTHER = "demande qui n’a pas pu être servie"


class UsageRow(NamedTuple):
    """A day of the table."""

    day: str
    asked: int
    refused: int
    reasons: str


def totals_of(days: Sequence[DoorDay]) -> str:
    """Return what several days amount to, in a few words."""
    refused = sum(sum(day.refused.values()) for day in days)
    return asked_in(days) + (f", dont {counted(refused, 'refusée', 'refusées')}" if refused else "")


def asked_in(days: Sequence[DoorDay]) -> str:
    """Return how much was asked in several days."""
    asked = sum(day.asked for day in days)
    return counted(asked, "demande", "demandes") if asked else "aucune demande"


def table_of(days: Sequence[DoorDay]) -> list[UsageRow]:
    """Return a row a day, the most frequent reasons first."""
    return [UsageRow(french_date(day.day.isoformat()), day.asked, sum(day.refused.values()), _reasons(day)) for day in days]


def since_of(began: datetime) -> str:
    """Return when the counts began, in words."""
    return f"{french_date(began.date().isoformat())}, {began.hour}\u00a0h\u00a0{began.minute:02}"


def _reasons(day: DoorDay) -> str:
    told: Counter[str] = Counter()
    for code, number in day.refused.items():
        told[_REASONS.get(code, _OTHER)] += number
    return ", ".join(f"{words}\u00a0: {number}" for words, number in told.most_common())
