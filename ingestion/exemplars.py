"""Takes dossiers into the library: read, pseudonymised, cut into passages, kept as drafts to review."""

import logging
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, Protocol

from pydantic import Field

from assistant.domain.base import BlocCode, Frozen
from assistant.domain.draft import Block, Draft
from assistant.domain.exemplar import Exemplar, ExemplarPassage, ExemplarRisk, ExemplarSource
from assistant.errors import InputError, SetupError
from assistant.text.french import WORD, fold
from assistant.text.placeholders import Edit, Moves
from assistant.text.segment import passages
from ingestion.anonymise import names_around
from ingestion.bundles import Found
from ingestion.readers import read_draft

_LOG = logging.getLogger(__name__)
_HIDDEN = "…"
_ORDINARY = frozenset({*(f"b{n}" for n in range(1, 7)), *map(str, range(100)), "bloc", "dossier", "exemple", "final", "version"})
"""Words that a file's name may keep though its text does not have them."""

Outcome = Literal["ajoute", "deja", "refuse"]


class Replaced(Protocol):
    """A stretch of the original text that a placeholder stands for."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def type(self) -> str:
        """What it identified."""

    @property
    def placeholder(self) -> str:
        """What stands in its place."""


class Risk(Protocol):
    """A stretch of the original text that was left and may still identify."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def why(self) -> str:
        """What it may give away, in French."""


class Masked(Protocol):
    """A text without its identities; positions refer to the original."""

    @property
    def text(self) -> str:
        """The text with its placeholders."""

    @property
    def replacements(self) -> Sequence[Replaced]:
        """What was replaced."""

    @property
    def risks(self) -> Sequence[Risk]:
        """What is left to look at."""


class Pseudonymiser(Protocol):
    """Masks the identities of a text; `people` and `organisations` are names known from elsewhere."""

    def __call__(self, text: str, *, people: Sequence[str] = (), organisations: Sequence[str] = ()) -> Masked:
        """Return the masked text, what was replaced and what is left."""


class Library(Protocol):
    """Where exemplars are kept."""

    def known(self, sha256: str) -> str | None:
        """Return the id of the exemplar of a text kept before."""

    def add(self, exemplar: Exemplar, *, by: str) -> str:
        """Keep an exemplar as a draft to review, and return its id."""


class Terms(Frozen):
    """What the person who brings dossiers says of them."""

    by: str
    bloc: BlocCode | None = None
    fictional: bool = False
    consent: str = ""


class Taken(Frozen):
    """What became of one file."""

    name: str
    outcome: Outcome
    id: str | None = None
    replacements: dict[str, int] = Field(default_factory=dict)
    """How many of each type; never the words."""
    risks: int = 0
    """Places that may still identify someone."""
    why: str = ""
    hint: str = ""


class Intake(Frozen):
    """What became of a batch."""

    files: tuple[Taken, ...]
    added: int
    known: int
    refused: int

    @classmethod
    def of(cls, files: Iterable[Taken]) -> "Intake":
        """Return the batch of these files, counted."""
        kept = tuple(files)
        counts = Counter(taken.outcome for taken in kept)
        return cls(files=kept, added=counts["ajoute"], known=counts["deja"], refused=counts["refuse"])


@dataclass(frozen=True)
class Taker:
    """Takes dossiers in, one by one: each is kept for good before the next is read."""

    library: Library
    pseudonymise: Pseudonymiser
    terms: Terms

    def take_all(self, files: Iterable[Found]) -> Iterator[Taken]:
        """Yield what became of each file, in order; only an unusable library stops the batch."""
        for file in files:
            yield self.take(file)

    def take(self, file: Found) -> Taken:
        """Return what became of one file; raise `SetupError` alone, when the library cannot be written."""
        if file.refusal is not None:
            return _refused(file, file.refusal)
        try:
            return self._take(file)
        except SetupError:
            raise
        except InputError as refusal:
            return _refused(file, refusal)
        except Exception as error:  # noqa: BLE001 - one file that nobody foresaw must not stop a batch of five hundred
            number = secrets.token_hex(4)
            _LOG.error("error %s while taking in a file: %s", number, type(error).__name__)
            return Taken(
                name=file.name,
                outcome="refuse",
                why=f"Une erreur interne n°\u00a0{number} empêche de lire ce fichier.",
                hint="Enregistrez-le dans un autre format, ou signalez ce numéro.",
            )

    def _take(self, file: Found) -> Taken:
        draft = read_draft(file.data, PurePath(file.name).name)
        known = self.library.known(draft.sha256)
        if known is not None:
            return Taken(name=file.name, outcome="deja", id=known)
        people, organisations = names_around(file.data, draft.name)
        masked = self.pseudonymise(draft.text, people=people, organisations=organisations)
        exemplar = exemplar_of(draft, masked, self.terms)
        return Taken(
            name=file.name,
            outcome="ajoute",
            id=self.library.add(exemplar, by=self.terms.by),
            replacements=dict(sorted(Counter(r.type for r in masked.replacements).items())),
            risks=len(exemplar.risks),
        )


def _refused(file: Found, refusal: InputError) -> Taken:
    return Taken(name=file.name, outcome="refuse", why=str(refusal), hint=refusal.hint)


def exemplar_of(draft: Draft, masked: Masked, terms: Terms) -> Exemplar:
    """Return the exemplar that a masked draft is; nothing of it holds the words that were replaced."""
    moves = Moves([Edit(r.start, r.end, r.placeholder) for r in masked.replacements])
    if moves.apply(draft.text) != masked.text:
        raise ValueError("the masked text is not the original with its replacements")
    blocks = tuple(_moved(block, moves) for block in draft.blocks)
    hidden = Draft(name="", text=masked.text, blocks=blocks)
    return Exemplar(
        id="nouveau",
        text=masked.text,
        bloc=terms.bloc,
        passages=tuple(
            ExemplarPassage(number=p.number, start=p.start, end=p.end, heading=p.heading, tabular=p.tabular)
            for p in passages(hidden)
        ),
        risks=tuple(ExemplarRisk(**moves.span(r.start, r.end).model_dump(), why=r.why) for r in masked.risks),
        source=ExemplarSource(
            name=_hidden(draft.name, masked.text), sha256=draft.sha256, fictional=terms.fictional, consent=terms.consent
        ),
    )


def _moved(block: Block, moves: Moves) -> Block:
    return block.model_copy(update=moves.span(block.start, block.end).model_dump())


def _hidden(name: str, masked: str) -> str:
    """Return the name of a file without the words that the masked text does not show itself."""
    shown = _ORDINARY | {fold(word) for word in WORD.findall(masked)}
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    kept = re.sub(r"[^\W_]+", lambda m: m.group() if fold(m.group()) in shown else _HIDDEN, stem)
    return f"{kept}{suffix}"
