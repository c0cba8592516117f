"""Has a language model choose, among what was found, what answers a question; the words stay ours."""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Sequence
from threading import BoundedSemaphore, Lock

from pydantic import BaseModel

from assistant.coaching.compose import GIVEN
from assistant.coaching.outline import Choice, Offer
from assistant.domain.base import Frozen
from assistant.errors import ModelFailure
from assistant.protocols import ChatModel, Masker
from assistant.text.masking import MaskedText
from prompts.library import delimiter, render
from prompts.prompt import Prompt

_LOG = logging.getLogger(__name__)
_PROMPT = "choisir_sources"
_REMEMBERED = 256
_BUSY = "le modèle répond déjà à d’autres questions"
_NOTHING = "le modèle n’a rien retenu de ce qui a été trouvé\u00a0: vérifiez que cette réponse est bien celle que vous cherchez"
_TOO_LONG = "ce qui a été trouvé est trop long pour le modèle"


class Chosen(BaseModel):
    """What a model answers: a source that was offered to it, and elements of that source."""

    source: str | None
    elements: tuple[str, ...] = ()


class Advice(Frozen):
    """What is made of a model's answer."""

    choice: Choice | None = None
    failure: str = ""
    """Why there is no choice."""


class Chooser:
    """Chooses through a chat model; what was not offered cannot be chosen."""

    def __init__(self, chat: ChatModel, secret: bytes, *, masker: Masker | None = None, at_once: int = 4) -> None:
        self._chat = chat
        self._secret = secret
        self._masker = masker
        self._seats = BoundedSemaphore(at_once)
        self._given: OrderedDict[str, Advice] = OrderedDict()
        self._lock = Lock()

    @property
    def model(self) -> str:
        """Return the name of the model."""
        return self._chat.id

    @property
    def masks(self) -> bool:
        """Tell whether names are masked in what is sent."""
        return self._masker is not None

    def choose(self, question: str, offers: Sequence[Offer]) -> Advice:
        """Return what the model chooses, or why it chose nothing; nobody waits for a place, and nothing is raised."""
        prompt = self._prompt(question, offers)
        known = self._remembered(prompt)
        if known:
            return known
        if len(prompt.instructions) + len(prompt.matter) > self._chat.room:
            return Advice(failure=_TOO_LONG)
        if not self._seats.acquire(blocking=False):
            return Advice(failure=_BUSY)
        try:
            (answer,) = self._chat.ask([prompt], Chosen)
        finally:
            self._seats.release()
        if isinstance(answer, ModelFailure):
            return Advice(failure=str(answer))
        choice = on_offer(answer.source, answer.elements, offers)
        return self._keep(prompt, Advice(choice=choice) if choice else Advice(failure=_NOTHING))

    def _prompt(self, question: str, offers: Sequence[Offer]) -> Prompt:
        asked = MaskedText(question, self._masker.mask(question) if self._masker else ()).text
        mark, found = delimiter(self._secret, question), [offer.model_dump() for offer in offers]
        return render(_PROMPT, marque=mark, question=" ".join(asked.split()), offres=found)

    def _remembered(self, prompt: Prompt) -> Advice | None:
        with self._lock:
            return self._given.get(_key(prompt))

    def _keep(self, prompt: Prompt, advice: Advice) -> Advice:
        """Remember what was chosen under a digest: the question itself is not kept."""
        with self._lock:
            self._given[_key(prompt)] = advice
            while len(self._given) > _REMEMBERED:
                self._given.popitem(last=False)
        return advice


def _key(prompt: Prompt) -> str:
    return hashlib.sha256(f"{prompt.identity}\n{prompt.matter}".encode("utf-8", "surrogatepass")).hexdigest()


def on_offer(source: str | None, elements: Sequence[str], offers: Sequence[Offer]) -> Choice | None:
    """Return the choice less what is not on offer; None when its source is not."""
    offer = next((o for o in offers if o.code == source), None)
    if offer is None:
        return None
    known = {code for code, _ in offer.elements}
    kept = [code for code in dict.fromkeys(elements) if code in known]
    if len(kept) < len(elements):
        _LOG.warning("%d éléments sur %d écartés", len(elements) - len(kept), len(elements))
    return Choice(source=offer.code, elements=tuple(kept[:GIVEN]))
