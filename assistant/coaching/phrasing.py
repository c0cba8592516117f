"""Has a language model say an answer again for the question that was asked; what strays from our sentences is not shown."""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import BoundedSemaphore, Lock
from typing import Annotated

from pydantic import BaseModel, Field

from assistant.coaching.fidelity import exactly_quoted, fault, holds, subject
from assistant.coaching.outline import Sentence, Shape
from assistant.domain.base import Frozen
from assistant.errors import ModelFailure
from assistant.protocols import ChatModel, Masker
from assistant.text.masking import MaskedText
from assistant.text.typography import typographic
from prompts.library import delimiter, identity, render
from prompts.prompt import Prompt

_LOG = logging.getLogger(__name__)
_PROMPT = "reformuler_reponse"
_LEAST_SAID = 2
"""Words of our sentences that a sentence must bring."""
_REMEMBERED = 256
_BUSY = "le modèle répond déjà à d’autres questions"
_STRAYED = "aucune phrase du modèle ne s’en tenait aux nôtres"
_TOO_LONG = "la réponse est trop longue pour le modèle"


class Resaid(BaseModel):
    """A sentence that a model wrote, and the numbers of those of ours that it says again."""

    texte: str
    sources: tuple[Annotated[int, Field(strict=True)], ...]


class Resayings(BaseModel):
    """What a model answers."""

    phrases: tuple[Resaid, ...]


class Phrased(Frozen):
    """An answer as it will be said."""

    sentences: tuple[Sentence, ...]
    failure: str = ""
    """Why these are our own sentences; empty when the model has a part in them."""


class Phraser:
    """Says answers through a chat model; each sentence is ours, or the model's and true to ours."""

    def __init__(self, chat: ChatModel, secret: bytes, *, masker: Masker | None = None, at_once: int = 4) -> None:
        self._chat = chat
        self._secret = secret
        self._masker = masker
        self._seats = BoundedSemaphore(at_once)
        self._said: OrderedDict[str, Phrased] = OrderedDict()
        self._lock = Lock()

    @property
    def model(self) -> str:
        """Return the name of the model."""
        return self._chat.id

    @property
    def prompt(self) -> str:
        """Return the identity of the prompt."""
        return identity(_PROMPT)

    @property
    def masks(self) -> bool:
        """Tell whether names are masked in what is sent."""
        return self._masker is not None

    def phrase(self, question: str, sentences: Sequence[Sentence]) -> Phrased:
        """Return the sentences of an answer as the model says them; our own, with a reason, when it is of no use."""
        prompt = self._prompt(question, sentences)
        known = self._known(prompt)
        if known:
            return known
        if len(prompt.instructions) + len(prompt.matter) > self._chat.room:
            return Phrased(sentences=tuple(sentences), failure=_TOO_LONG)
        if not self._seats.acquire(blocking=False):
            return Phrased(sentences=tuple(sentences), failure=_BUSY)
        try:
            (answer,) = self._chat.ask([prompt], Resayings)
        finally:
            self._seats.release()
        if isinstance(answer, ModelFailure):
            return Phrased(sentences=tuple(sentences), failure=str(answer))
        return self._remember(prompt, _woven(tuple(sentences), answer.phrases))

    def remembered(self, question: str, sentences: Sequence[Sentence]) -> Phrased | None:
        """Return what was said to that question, without asking; None when it was not asked lately."""
        return self._known(self._prompt(question, sentences))

    def _prompt(self, question: str, sentences: Sequence[Sentence]) -> Prompt:
        asked = MaskedText(question, self._masker.mask(question) if self._masker else ()).text
        mark = delimiter(self._secret, question)
        ours = [" ".join(s.text.split()) for s in sentences]
        return render(_PROMPT, marque=mark, question=" ".join(asked.split()), phrases=ours)

    def _known(self, prompt: Prompt) -> Phrased | None:
        with self._lock:
            return self._said.get(_key(prompt))

    def _remember(self, prompt: Prompt, phrased: Phrased) -> Phrased:
        """Keep what was said under a digest: the question itself is not kept."""
        with self._lock:
            self._said[_key(prompt)] = phrased
            while len(self._said) > _REMEMBERED:
                self._said.popitem(last=False)
        return phrased


def _key(prompt: Prompt) -> str:
    return hashlib.sha256(f"{prompt.identity}\n{prompt.matter}".encode("utf-8", "surrogatepass")).hexdigest()


def _woven(ours: tuple[Sentence, ...], said: Sequence[Resaid]) -> Phrased:
    """Return the model's sentences that are true to ours, and ours wherever it left something out."""
    true: list[tuple[str, tuple[int, ...]]] = []
    for one in said:
        rests = tuple(sorted({n - 1 for n in one.sources}))
        sources = [ours[n].text for n in rests if 0 <= n < len(ours)]
        text = exactly_quoted(typographic(" ".join(one.texte.split())), sources)
        wrong = fault(text, sources) if len(sources) == len(rests) > 0 else "forme"
        if wrong is None and text not in (t for t, _ in true):
            true.append((text, rests))
    _LOG.info("%d phrases du modèle gardées sur %d", len(true), len(said))
    told = _told_again(ours, true)
    true = [(text, rests) for text, rests in true if _brings(text, rests, ours, told)]
    if not true:
        return Phrased(sentences=ours, failure=_STRAYED)
    return Phrased(sentences=tuple(_with_headings(ours, list(_ordered(ours, true, told)))))


def _told_again(ours: Sequence[Sentence], true: Sequence[tuple[str, tuple[int, ...]]]) -> set[int]:
    """Return the numbers of our sentences that are said again well enough to be left out; headings are none of them."""
    words = {n: set[str]().union(*(subject(text) for text, rests in true if n in rests)) for n in range(len(ours))}
    cited = {n for _, rests in true for n in rests}
    return {n for n in cited if not _heads(ours[n]) and holds(words[n], ours[n].text)}


def _brings(text: str, rests: Sequence[int], ours: Sequence[Sentence], told: set[int]) -> bool:
    about = set[str]().union(*(subject(ours[n].text) for n in rests if n in told))
    return len(subject(text) & about) >= _LEAST_SAID


def _ordered(
    ours: Sequence[Sentence], true: Sequence[tuple[str, tuple[int, ...]]], told: set[int]
) -> Iterator[tuple[int, Sentence]]:
    """Yield what is said, each with the number of the first sentence of ours that it replaces or is."""
    for n, own in enumerate(ours):
        if n not in told:
            yield n, own
            continue
        for text, rests in true:
            replaced = [m for m in rests if m in told]
            if replaced[0] == n:
                shape: Shape = "puce" if all(ours[m].shape == "puce" for m in rests) and len(replaced) == 1 else "paragraphe"
                citations = dict.fromkeys(c for m in replaced for c in ours[m].citations)
                yield n, Sentence(text=text, citations=tuple(citations), shape=shape)


def _with_headings(ours: Sequence[Sentence], said: Sequence[tuple[int, Sentence]]) -> Iterator[Sentence]:
    """Yield what is said, each heading right before the first line that is left under it, or not at all."""
    heading: Sentence | None = None
    for n, sentence in said:
        if _heads(sentence) and ours[n] is sentence:
            heading = sentence
            continue
        if heading and sentence.shape == "puce":
            yield heading
            heading = None
        yield sentence


def _heads(sentence: Sentence) -> bool:
    """Tell whether a sentence only announces those that follow."""
    return sentence.text.rstrip().endswith(":") and not subject(sentence.text)
