"""What an administrator does at the pages of exemplars: sends dossiers, and fills in the form of a review."""

from typing import Any

import pytest
from kept import Kept
from library import FakePseudonymiser
from visitors import Visitor

from assistant.domain.exemplar import Exemplar

HOME = "/administration/exemplaires"
TEXT = "Le plan est prêt.\n\nAmina Benali et Zorglubine valident, avec Zorglubine, le plan de Trévoix."
"""« Amina Benali » is masked; « Zorglubine » is left to check at two places."""


def mask_known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have these pages mask the names of a short list, and leave « Zorglubine » to check."""
    monkeypatch.setattr("web.routes.library.pseudonymise", FakePseudonymiser(risky=("Zorglubine",)))


def added(boss: Visitor, *files: tuple[str, bytes], accept: str = "", **fields: str) -> Any:
    """Send dossiers, as the form does."""
    sent: list[tuple[str, Any]] = [("jeton", (None, boss.token(f"{HOME}/ajouter")))]
    sent += [(name, (None, value)) for name, value in fields.items()] + [("file", file) for file in files]
    return boss.http.post(f"{HOME}/ajouter", files=sent, headers={"accept": accept} if accept else None)


def taken(boss: Visitor, kept: Kept, text: str = TEXT, name: str = "dossier.txt", **fields: str) -> Exemplar:
    """Take one dossier in and return what is kept of it."""
    answer = added(boss, (name, text.encode()), **fields)
    assert answer.status_code == 200, answer.text
    [summary] = kept.library.summaries()
    return kept.library.get(summary.id)


def corrected(boss: Visitor, seen: Exemplar, **fields: str) -> Any:
    """Send the form of a review, filled in beside the exemplar that was seen."""
    return boss.post(f"{HOME}/{seen.id}", version=str(seen.revision), **fields)
