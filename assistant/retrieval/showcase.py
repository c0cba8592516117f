"""What exemplars show beside a reading: at most two excerpts a critère, and whether the draft copies one."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import Assessment, Etat, ExemplarQuote, Finding, Niveau
from assistant.errors import IndexUnusable
from assistant.protocols import AssessmentRequest, Beside
from assistant.retrieval.derived import DerivedStore
from assistant.retrieval.excerpts import Excerpt
from assistant.retrieval.shelf import Shelf, Wanted
from assistant.retrieval.shelves import Shelves, collection_of
from assistant.text.borrowing import Borrowing, WordedText

_MOST = 2
_QUOTES = 2
"""Quotes of a critère that say what its excerpts are looked for near."""
_NEAR = 200
"""Characters between two copied places under which they are told as one."""

Found = Mapping[str, Sequence[Excerpt]]


@dataclass(frozen=True)
class _Looked:
    """A draft, looked at beside the exemplars of its bloc."""

    shelf: Shelf
    words: str
    copied: Sequence[Borrowing]
    apart: frozenset[str]
    """Exemplars that are not shown: the draft's own, those it copies, those of its trade."""

    def shows(self, excerpt: Excerpt) -> bool:
        """Tell whether an excerpt is of another situation, and not in the draft already."""
        return excerpt.exemplar not in self.apart and self.shelf.words(excerpt) not in self.words


class Showcase:
    """Shows exemplars beside readings, and never changes one. Safe to share between threads."""

    def __init__(self, shelves: Shelves, folder: Path) -> None:
        self._shelves = shelves
        self._store = DerivedStore(folder, shelves.identity)
        self._serving = False

    def beside(self, draft: Draft, bloc: str, assessments: Sequence[Assessment]) -> Beside:
        """Return what to show beside the assessments of a draft; only what is published at this moment."""
        identity, shelf = self._shelves.of(bloc)
        looked = _looked(shelf, draft.text, draft.sha256)
        wanted = {a.critere: list(_wanted(a, alone=len(assessments) == 1)) for a in assessments}
        found, name = self._found(identity, bloc, shelf, [w for each in wanted.values() for w in each])
        used: set[tuple[str, int]] = set()
        fictional = {k.exemplar.id: k.exemplar.source.fictional for k in shelf.known}
        return Beside(
            quotes={
                critere: tuple(
                    ExemplarQuote(id=e.exemplar, excerpt=e.text, fictional=fictional[e.exemplar], indicateur=e.indicateur)
                    for e in _picked([w.indicateur for w in each], found, looked, used)
                )
                for critere, each in wanted.items()
            },
            copied=tuple(_finding(looked, borrowing) for borrowing in looked.copied),
            library=f"{identity}/{name}",
        )

    def examples(self, request: AssessmentRequest) -> list[str]:
        """Return up to two excerpts for a language model, which may be elsewhere: fictional ones, none the draft's own."""
        _, shelf = self._shelves.of(request.critere.code.partition("-")[0])
        looked = _looked(shelf, request.text, hashlib.sha256(request.text.encode()).hexdigest())
        codes = list(dict.fromkeys(i.code for i in (*request.critere.blocking(), *request.critere.indicateurs)))
        found = shelf.search(shelf.exact, [Wanted(code, "") for code in codes])
        fictional = {k.exemplar.id for k in shelf.known if k.exemplar.source.fictional}
        kept = {code: [e for e in ranked if e.exemplar in fictional] for code, ranked in found.items()}
        return [e.text for e in _picked(codes, kept, looked, set())]

    def begin(self) -> None:
        """Search through Chroma once its store is sound; the first reading has it opened or made, and waits for nothing."""
        self._serving = True

    def serve(self, patience: float) -> str:
        """Search through Chroma from now on, once its store is sound; return what is in use after that many seconds."""
        self.begin()
        identity = self._shelves.identity()
        self._store.ensure(identity, self._shelves.collections)
        self._store.wait(patience)
        return "chroma" if self._store.opened(identity) else "exact"

    @property
    def busy(self) -> bool:
        """Tell whether a store is being opened or made in the background."""
        return self._store.busy

    def build(self) -> bool:
        """Make the Chroma store now, unless a sound one is there; return whether it was made."""
        return self._store.build(self._shelves.identity(), self._shelves.collections)

    def sound(self) -> bool:
        """Tell whether the Chroma store of what is published is there and sound."""
        return self._store.sound(self._shelves.identity())

    def _found(self, identity: str, bloc: str, shelf: Shelf, wanted: Sequence[Wanted]) -> tuple[Found, str]:
        """Return the excerpts of each indicateur, best first, and the index that proposed them."""
        opened = self._store.opened(identity) if self._serving else None
        if opened is not None:
            try:
                return (shelf.search(opened.collection(collection_of(bloc)), wanted) if shelf.excerpts else {}), "chroma"
            except IndexUnusable:
                self._store.broken(identity)
        if self._serving:
            self._store.ensure(identity, self._shelves.collections)
        return shelf.search(shelf.exact, wanted), "exact"


def _looked(shelf: Shelf, text: str, sha256: str) -> _Looked:
    worded = WordedText(text)
    copied = _together(shelf.borrowings(worded))
    own = {k.exemplar.id for k in shelf.known if sha256 == k.exemplar.source.sha256}
    lent = {shelf.known[b.source].exemplar.id for b in copied}
    return _Looked(shelf, " ".join(worded.words), copied, frozenset(own | lent | shelf.same_trade(worded)))


def _together(found: Sequence[Borrowing]) -> list[Borrowing]:
    """Join the places that stand close to each other and have the words of one exemplar."""
    joined: list[Borrowing] = []
    for one in found:
        before = joined[-1] if joined else None
        if before and before.source == one.source and one.span.start - before.span.end <= _NEAR:
            joined[-1] = Borrowing(Span(start=before.span.start, end=one.span.end), one.source)
        else:
            joined.append(one)
    return joined


def _wanted(assessment: Assessment, *, alone: bool) -> Iterator[Wanted]:
    """Yield what a critère lacks, what a jury would miss first.

    A passage alone lacks something only where it speaks of the critère, or is asked about it.
    """
    if assessment.niveau is Niveau.NON_EVALUABLE or (assessment.niveau is None and not (alone or assessment.evidence)):
        return
    near = " ".join(e.quote for e in assessment.evidence[:_QUOTES])
    incomplete = [r.code for r in assessment.indicateurs if r.etat not in (Etat.ATTESTE, Etat.SANS_OBJET)]
    yield from (Wanted(code, near) for code in dict.fromkeys((*assessment.missing, *incomplete)))


def _picked(codes: Sequence[str], found: Found, looked: _Looked, used: set[tuple[str, int]]) -> list[Excerpt]:
    """Return the best excerpts, for the first missing indicateurs first, of different exemplars, none shown before."""
    picked: list[Excerpt] = []
    for code in (*codes, *codes):
        others = {e.exemplar for e in picked}
        fit = (
            e for e in found.get(code, ()) if e.exemplar not in others and (e.exemplar, e.passage) not in used and looked.shows(e)
        )
        best = next(iter(looked.shelf.clear(fit)), None)
        if best is not None:
            picked.append(best)
            used.add((best.exemplar, best.passage))
        if len(picked) == _MOST:
            break
    return picked


def _finding(looked: _Looked, borrowing: Borrowing) -> Finding:
    exemplar = looked.shelf.known[borrowing.source].exemplar
    return Finding(
        code="proche-exemplaire",
        severity="attention",
        message=(
            "Ce passage est proche d’un exemplaire de la bibliothèque. S’il est de vous, il n’y a rien à changer\u00a0; "
            "sinon, écrivez-le avec les faits de votre situation\u00a0: c’est sur eux que le jury vous interrogera."
        ),
        start=borrowing.span.start,
        end=borrowing.span.end,
        source=f"exemplaire {exemplar.id}{' (dossier fictif)' if exemplar.source.fictional else ''}",
    )
