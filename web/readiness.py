"""Whether the service can really read, answer and search: it does each of them once, on a sentence of ours."""

import time
from collections.abc import Callable
from threading import Lock

from assistant.domain.base import Frozen
from assistant.errors import SetupError
from ingestion.readers import read_text
from web.dependencies import Reviewer

_SENTENCE = "J’ai comparé trois devis avec la comptable le 4 mars et retenu celui à 12 400 €."
_QUESTION = "combien de pages pour le bloc 3 ?"
_TRUSTED_FOR = 10.0


class Ready(Frozen):
    """What was found to work."""

    status: str = "prêt"
    blocs: int
    lecteur: str
    recherche: int
    """How many entries of the référentiel a search found."""


class Readiness:
    """Asks the assistant to work, one check at a time, and remembers the answer for a few seconds."""

    def __init__(self, assistant: Reviewer, clock: Callable[[], float] = time.monotonic) -> None:
        self._assistant = assistant
        self._clock = clock
        self._lock = Lock()
        self._last: tuple[float, Ready] | None = None

    def check(self) -> Ready:
        """Return what works; raise `SetupError` when something does not."""
        with self._lock:
            if self._last is None or self._clock() - self._last[0] > _TRUSTED_FOR:
                self._last = None
                found = self._found()
                self._last = (self._clock(), found)
            return self._last[1]

    def _found(self) -> Ready:
        assistant = self._assistant
        blocs = assistant.knowledge.referentiel.blocs
        report = assistant.review(read_text(_SENTENCE), blocs[0].code, scope="passage")
        answer = assistant.coach.outline(_QUESTION)  # a model that chooses is not part of being ready
        results = assistant.search(_QUESTION, 3).results
        if not (report.assessments and answer.sentences and results):
            raise SetupError("Le service ne lit ou ne trouve rien.", hint="Lancez «\u00a0jury-blanc doctor\u00a0».")
        return Ready(blocs=len(blocs), lecteur=report.provenance.assessor, recherche=len(results))
