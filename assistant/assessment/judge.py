"""The assessor that asks a language model, one critère a request, beside the embedded one."""

import logging
from collections.abc import Callable, Sequence

from assistant.assessment.composing import WITHOUT_MODEL, composed, shown
from assistant.assessment.embedded import EmbeddedAssessor, PassagesRead
from assistant.assessment.matter import Matter, matter
from assistant.assessment.rules import niveau_of
from assistant.assessment.verdict import Verdict, weighed
from assistant.domain.feedback import Assessment, IndicateurReading
from assistant.errors import ModelFailure
from assistant.protocols import AssessmentRequest, ChatModel, Masker
from assistant.text.masking import MaskedText
from prompts.library import delimiter, identity, render
from prompts.prompt import Prompt

_LOG = logging.getLogger(__name__)
_PROMPT = "evaluer_critere"
_MOST_EXEMPLARS = 2

Exemplars = Callable[[AssessmentRequest], Sequence[str]]
"""Gives reviewed, anonymised passages that show the critère of a request."""


class ModelAssessor:
    """Lets a language model choose states and sentences; the embedded reading bounds it, and stands when it fails.

    With `stands_in=False` a failure is an abstention instead, as panels and measures need.
    """

    def __init__(
        self,
        chat: ChatModel,
        secret: bytes,
        *,
        masker: Masker | None = None,
        exemplars: Exemplars = lambda _: (),
        stands_in: bool = True,
    ) -> None:
        self._chat = chat
        self._secret = secret
        self._masker = masker
        self._exemplars = exemplars
        self._stands_in = stands_in
        self._embedded = EmbeddedAssessor()
        self.dropped = 0
        """Quotes that the model made and that were not kept, so far."""

    @property
    def id(self) -> str:
        """Return the name, with the identity of the model, of the prompt and of the embedded reading."""
        return f"model/1+{self.model}+{self.prompt}+{self._embedded.id}"

    @property
    def model(self) -> str:
        """Return the name of the model."""
        return self._chat.id

    @property
    def prompt(self) -> str:
        """Return the identity of the prompt."""
        return identity(_PROMPT)

    def take(self, examples: Exemplars) -> None:
        """Ask for examples with every request from now on."""
        self._exemplars = examples

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one assessment a request, in the same order."""
        if not requests:
            return []
        drafts = {text: MaskedText(text, self._masker.mask(text) if self._masker else ()) for text in {r.text for r in requests}}
        asked = [self._prompt(request, drafts[request.text]) for request in requests]
        answers = self._chat.ask([prompt for prompt, _ in asked], Verdict)
        judged = self._embedded.judged(requests)
        return [
            self._told(request, shown_, answer, own, read)
            for (request, own, read), (_, shown_), answer in zip(judged, asked, answers, strict=True)
        ]

    def _prompt(self, request: AssessmentRequest, draft: MaskedText) -> tuple[Prompt, Matter]:
        critere = request.critere
        given = {
            "marque": delimiter(self._secret, request.text),
            "simulee": request.simulated,
            "code": critere.code,
            "critere": critere.texte,
            "attendu": critere.expected,
            "indicateurs": [{"code": i.code, "label": i.label, "description": i.description} for i in critere.indicateurs],
            "exemples": [" ".join(e.split()) for e in self._exemplars(request)[:_MOST_EXEMPLARS]],
        }
        bare = render(_PROMPT, passages=(), **given)
        found = matter(request, draft, self._chat.room - len(bare.instructions) - len(bare.matter))
        return render(_PROMPT, passages=found.passages, **given), found

    def _told(
        self,
        request: AssessmentRequest,
        found: Matter,
        answer: Verdict | ModelFailure,
        own: Sequence[IndicateurReading],
        read: Sequence[PassagesRead],
    ) -> Assessment:
        sure = self._embedded.model.sure
        if isinstance(answer, ModelFailure):
            reason = f"{WITHOUT_MODEL}\u00a0: {answer}."
            return (
                composed(request, own, sure, reason) if self._stands_in else Assessment.unassessed(request.critere.code, reason)
            )
        kept = weighed(request, found, answer, own, read)
        if kept.dropped:
            self.dropped += kept.dropped
            _LOG.warning("%s : %d citations sur %d écartées", request.critere.code, kept.dropped, kept.quotes)
        alone, together = niveau_of(request.critere, own), niveau_of(request.critere, kept.readings)
        if alone is together or request.scope == "passage":
            return composed(request, kept.readings, sure)
        doubt = f"Lu sans modèle, ce critère serait {shown(alone)}\u00a0: à vérifier avec votre tuteur."
        return composed(request, kept.readings, {n: round(s / 2, 2) for n, s in sure.items()}, doubt)
