"""A tutor with a cohort and a candidate who is in it, each at their pages."""

import re
from typing import Any

from kept import Kept
from visitors import Visitor

from assistant.domain.account import Role

TEXT = "Le 12 mai, trois offres sont comparées avec la comptable."
WORDS = ("démontré", "partiel", "évoqué", "non abordé", "non évaluable")


class Room:
    """A tutor with a cohort, and a candidate who is in it by its link; the policy is chosen."""

    def __init__(self, kept: Kept, policy: str = "at-once") -> None:
        self.kept = kept
        self.tutor, self.candidate = Visitor(kept, Role.TUTEUR), Visitor(kept, Role.CANDIDAT)
        made = self.tutor.post("/tuteur/cohortes", "/tuteur", nom="Groupe A", rendu=policy)
        [self.link] = re.findall(r"http://testserver(/rejoindre/[\w-]{43})", made.text)
        [cohort] = kept.cohorts.of_tutor(self.tutor.who.id if self.tutor.who else "")
        self.page = f"/tuteur/cohortes/{cohort.id}"
        self.candidate.post(self.link)
        kept.clock.turn(hours=1)

    def deposited(self) -> tuple[str, str]:
        """Return the paths of a reading, for its owner and for the tutor."""
        code = self.candidate.draft(TEXT, title="Mission")
        return f"/espace/textes/{code}/versions/1", f"/tuteur/textes/{code}/versions/1"

    def say(self, path: str, **fields: str) -> Any:
        """Send a form of the tutor's page of a reading."""
        return self.tutor.post(path, path.rpartition("/")[0], **fields)
