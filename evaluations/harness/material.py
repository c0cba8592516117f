"""The texts that properties start from: short drafts put together from the bank, dossiers, long drafts, attacks.

A short draft is five passages of the evidence bank, each of another critère of the bloc. It
costs a few hundredths of a second to read, which is what makes hundreds of cases affordable.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice
from typing import Literal

from assistant.domain.knowledge import Knowledge
from evaluations.french_data import FrenchData, Injection, Prose
from evaluations.gold import BankPassage, Fold, GoldSet, Labels

Kind = Literal["short", "dossier", "long", "indicateur", "attack", "benign", "process"]
_KINDS = ("shows", "shows", "shows_plain", "shows_partial", "vague", "course", "negated", "other_agent", "neighbour")
"""What the passages of a short draft are drawn from: about half of them evidence."""
_FEWEST_WORDS = 160
"""Words of a short draft: clear of the 120 under which nothing is judged, whatever a transform takes out."""
_TOGETHER = 50


@dataclass(frozen=True)
class Base:
    """A text to start from, and what is known of it."""

    id: str
    kind: Kind
    bloc: str
    text: str
    passages: tuple[BankPassage, ...] = ()
    """Of a short draft, the passages in its order; of an indicateur, all of its passages."""
    labels: Labels | None = None
    """Of a dossier, what its readers say."""
    attack: Injection | None = None
    """Words to put into the text, for an attack."""
    benign: Prose | None = None
    """Honest words that quote an instruction, for a false alarm."""
    others: tuple["Base", ...] = ()
    """Of a process, the short drafts that it reads together."""


@dataclass(frozen=True)
class Size:
    """How many bases of each kind a suite uses; the most there are is no error."""

    short: int = 0
    dossier: int = 0
    long: int = 0
    indicateur: int = 0
    attack: int = 0
    benign: int = 0
    process: int = 0


class Material:
    """The bases of a suite, the same on every machine for the same seed and gold set.

    Passages come from the *test* half of the evidence bank, which nothing is trained on;
    dossiers from the half that is asked for.
    """

    def __init__(self, knowledge: Knowledge, gold: GoldSet, data: FrenchData, *, seed: int = 0, half: Fold = "develop") -> None:
        self._knowledge = knowledge
        self._gold = gold
        self._half = half
        self._data = data
        self._seed = seed
        self._bank = gold.bank("test")

    def bases(self, size: Size) -> Iterator[Base]:
        """Yield the bases, blocs in turn, so that a small suite sees every bloc."""
        yield from islice(self._short(), size.short)
        yield from islice(self._dossiers(), size.dossier)
        yield from islice(self._long(), size.long)
        yield from islice(self._indicateurs(), size.indicateur)
        yield from islice(self._attacks(), size.attack)
        yield from islice(self._benign(), size.benign)
        yield from islice(self._process(), size.process)

    @property
    def _blocs(self) -> list[str]:
        return [b.code for b in self._knowledge.referentiel.blocs]

    def _rng(self, *names: object) -> random.Random:
        return random.Random("/".join(map(str, (self._seed, *names))))  # noqa: S311 - reproducible, not secret

    def _short(self) -> Iterator[Base]:
        decks = {b: _Deck([p for p in self._bank if p.indicateur.startswith(f"{b}-")]) for b in self._blocs}
        number = 0
        while True:
            for bloc in self._blocs:
                passages = decks[bloc].draw(self._rng("short", bloc, number))
                yield Base(f"court-{bloc}-{number:03d}", "short", bloc, _together(passages), passages=passages)
            number += 1

    def _dossiers(self) -> Iterator[Base]:
        by_bloc = {b: [code for code in self._gold.codes(self._half) if code.startswith(f"{b}-")] for b in self._blocs}
        for rank in range(max(map(len, by_bloc.values()), default=0)):
            for bloc in self._blocs:
                for code in by_bloc[bloc][rank : rank + 1]:
                    dossier = self._gold.dossier(code)
                    yield Base(code, "dossier", bloc, dossier.text, labels=dossier.labels)

    def _long(self) -> Iterator[Base]:
        """Yield short drafts that a property sets in a text as long as the référentiel allows: few, for they are slow."""
        for base in self._short():
            yield Base(f"long-{base.id}", "long", base.bloc, base.text, passages=base.passages)

    def _indicateurs(self) -> Iterator[Base]:
        by_code: dict[str, list[BankPassage]] = {}
        for passage in self._bank:
            by_code.setdefault(passage.indicateur, []).append(passage)
        codes = sorted(by_code)
        self._rng("indicateurs").shuffle(codes)
        for code in codes:
            yield Base(f"ind-{code}", "indicateur", code.partition("-")[0], "", passages=tuple(by_code[code]))

    def _attacks(self) -> Iterator[Base]:
        attacks = list(self._data.injections)
        self._rng("attacks").shuffle(attacks)
        for attack, host in zip(cycle(attacks), self._short(), strict=False):
            yield Base(f"attaque-{attack.id}-{host.id}", "attack", host.bloc, host.text, passages=host.passages, attack=attack)

    def _benign(self) -> Iterator[Base]:
        for prose, host in zip(cycle(self._data.benign_instructions), self._short(), strict=False):
            yield Base(f"honnete-{prose.id}-{host.id}", "benign", host.bloc, host.text, passages=host.passages, benign=prose)

    def _process(self) -> Iterator[Base]:
        shorts = self._short()
        for number in count():
            yield Base(f"processus-{number}", "process", self._blocs[0], "", others=tuple(islice(shorts, _TOGETHER)))


class _Deck:
    """Passages by critère, drawn until all have served."""

    def __init__(self, passages: Sequence[BankPassage]) -> None:
        self._by_critere: dict[str, list[BankPassage]] = {}
        for passage in passages:
            if passage.kind in _KINDS:
                self._by_critere.setdefault(passage.indicateur.rpartition("-")[0], []).append(passage)
        self._used: set[str] = set()

    def draw(self, rng: random.Random) -> tuple[BankPassage, ...]:
        """Return passages of different critères, at least 160 words together."""
        drawn: list[BankPassage] = []
        words = 0
        criteres = rng.sample(sorted(self._by_critere), len(self._by_critere))
        while words < _FEWEST_WORDS or len(drawn) < 5:
            if not criteres:
                criteres = rng.sample(sorted(self._by_critere), len(self._by_critere))
            passage = self._passage(criteres.pop(), rng)
            if passage not in drawn:
                drawn.append(passage)
                words += len(passage.text.split())
        return tuple(drawn)

    def _passage(self, critere: str, rng: random.Random) -> BankPassage:
        kind = rng.choice(_KINDS)
        choice = [p for p in self._by_critere[critere] if p.kind == kind] or self._by_critere[critere]
        fresh = [p for p in choice if p.id not in self._used] or choice
        passage = rng.choice(fresh)
        self._used.add(passage.id)
        return passage


def _together(passages: Sequence[BankPassage]) -> str:
    return "\n\n".join(p.text.strip() for p in passages) + "\n"
