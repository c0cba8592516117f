"""An answer before it is said: sentences with their sources, each checked before it is kept."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.conversation import Citation, SearchResult
from assistant.text.french import fold

Intent = Literal[
    "accueil", "referentiel", "element", "modalite", "vocabulaire", "reglement", "lecture", "ecrire", "predire", "hors-sujet"
]
Aspect = Literal["attendu", "ameliorer", "preuve", "pourquoi", "oral", "plus"]
Shape = Literal["suite", "paragraphe", "puce"]
_BEFORE: Mapping[Shape, str] = {"suite": " ", "paragraphe": "\n\n", "puce": "\n– "}
_QUOTED = re.compile("«\u00a0(.*?)\u00a0»", re.DOTALL)
_VOICE = re.compile(
    r"\bj'(?:ai|avais|etais)\b|\bje\s+(?:me\s+suis|propose|preconise|retiens|recommande|conclus|constate|choisis|decide|pilote)\b"
    r"|\b(?:mon|ma|mes|notre|nos)\s+(?:organisme|equipe|mission|centre|formateurs|stagiaires|action|budget|analyse|demarche)\b"
    r"|\bnous\s+avons\b"
)
_WORD = re.compile(r"\w+")
_LEAST_VOICED = 2


class Sentence(Frozen):
    """One thing that is said, and what it rests on."""

    text: str
    citations: tuple[Citation, ...] = ()
    shape: Shape = "paragraphe"
    """How it follows the one before."""


class Offer(Frozen):
    """Something found that an answer may be about."""

    code: str
    text: str
    elements: tuple[tuple[str, str], ...] = ()
    """Code and words of each element that a jury looks for in it."""


class Choice(Frozen):
    """What an answer is about, when it is not what comes first in a search."""

    source: str
    elements: tuple[str, ...] = ()
    """Codes of the elements to give, the most useful first; ours when there are none."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes, the source first."""
        return (self.source, *self.elements)


class Topic(Frozen):
    """What a conversation is about after a turn."""

    intent: Intent
    question: str
    """The question, spelt out and completed from the turns before."""
    codes: tuple[str, ...] = ()
    """What the answer is about, the main thing first."""
    aspect: Aspect = "attendu"
    shown: int = 0
    """Elements already given of the main thing."""
    given: tuple[str, ...] = ()
    """Codes of the elements that were given before the others."""


class Outline(Frozen):
    """All that an answer says, in order."""

    topic: Topic
    sentences: tuple[Sentence, ...]
    abstained: bool = False
    declined: bool = False
    offers: tuple[Offer, ...] = ()
    """What it could be about as well, with the elements to choose from; nothing where there is no choice to make."""


class Sources:
    """What may be cited, and whether a citation says what its source says."""

    def __init__(self, things: Iterable[SearchResult], draft: str | None = None) -> None:
        self._texts = {(t.kind, t.code): t.text for t in things}
        self._draft = draft

    def hold(self, citation: Citation) -> bool:
        """Tell whether the quote stands word for word in its source, at its place when it is the draft."""
        if not citation.quote:
            return False
        if citation.kind == "draft":
            return self._draft is not None and self._draft[citation.start : citation.end] == citation.quote
        return citation.quote in self._texts.get((citation.kind, citation.code or ""), "")

    def keep(self, sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
        """Return the sentences whose citations all hold and whose quoted words are cited, and nothing ready to be pasted."""
        return without_ready_text(s for s in sentences if all(map(self.hold, s.citations)) and self._quotes_are_known(s))

    def _quotes_are_known(self, sentence: Sentence) -> bool:
        """Tell whether the words that a sentence with citations quotes stand, in order, in one of them or in the draft."""
        quoted = [_words(q) for q in _QUOTED.findall(sentence.text)] if sentence.citations else []
        sources = [_words(c.quote) for c in sentence.citations]
        return all(any(q in source for source in sources) or q in _words(self._draft or "") for q in quoted)


def _words(text: str) -> str:
    """Return the words alone, each between spaces: how a table or a cut quote is compared."""
    return f" {' '.join(_WORD.findall(text))} "


def said(sentences: Iterable[Sentence]) -> str:
    """Return the text of the sentences."""
    return "".join(_BEFORE[s.shape] + s.text for s in sentences).strip()


def cited(sentences: Iterable[Sentence]) -> tuple[Citation, ...]:
    """Return the citations of the sentences, each once, in order."""
    return tuple(dict.fromkeys(c for s in sentences for c in s.citations))


def without_ready_text(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences without those that speak as the candidate would, when there are enough of them to be pasted."""
    kept = tuple(sentences)
    voiced = [s for s in kept if _VOICE.search(fold(_QUOTED.sub("", s.text))) and not s.text.rstrip().endswith("?")]
    times = sum(len(_VOICE.findall(fold(_QUOTED.sub("", s.text)))) for s in voiced)
    return tuple(s for s in kept if s not in voiced) if times >= _LEAST_VOICED else kept
