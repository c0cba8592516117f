"""A bench whose readings are made up, for tests of the properties."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.bootstrap import Assistant
from assistant.domain.base import Span
from assistant.domain.feedback import Etat, Evidence, Niveau
from evaluations.french_data import FrenchData
from evaluations.gold import BankPassage, Labels
from evaluations.harness.bench import Bench
from evaluations.harness.material import Base
from evaluations.harness.readings import Asked, CritereReading, Reading

Quotes = Sequence[tuple[str, Evidence]]


def bench_of(assistant: Assistant, read: Callable[[Asked], Reading], bank: Sequence[BankPassage] = (), **more: Any) -> Bench:
    """Return a bench on the shipped knowledge that reads with a function."""
    given: dict[str, Any] = {"matcher": assistant.matcher, "data": FrenchData(), "subject": "embedded"} | more
    return Bench(read=read, knowledge=assistant.knowledge, bank=tuple(bank), **given)


def passage(indicateur: str, kind: str, text: str, also: Sequence[str] = (), number: int = 1) -> BankPassage:
    """Return a passage of a bank."""
    return BankPassage.model_validate(
        {"id": f"{indicateur}-{kind}-{number}", "indicateur": indicateur, "kind": kind, "text": text, "also": tuple(also)}
    )


def short_base(passages: Sequence[BankPassage], bloc: str = "B1", identity: str = "court-B1-000") -> Base:
    """Return a short draft of these passages."""
    return Base(identity, "short", bloc, "\n\n".join(p.text for p in passages) + "\n", passages=tuple(passages))


def dossier_base(labels: Mapping[str, Niveau], identity: str = "D1", second: Mapping[str, Niveau] | None = None) -> Base:
    """Return a dossier of bloc B1 with these labels, and those of a second reader if there is one."""
    criteres = {code: {"niveau": niveau, "second": (second or {}).get(code)} for code, niveau in labels.items()}
    read = {"id": identity, "bloc": "B1", "niveau_global": "", "style": "", "context": "", "criteres": criteres}
    return Base(identity, "dossier", "B1", "Un dossier.", labels=Labels.model_validate(read))


def told(critere: str, niveau: Niveau | None, *, quotes: Quotes = (), **more: Any) -> CritereReading:
    """Return what was said of a critère; nothing missing, and a piece of advice, unless told otherwise."""
    said = {"states": {}, "missing": (), "explanation": "", "advice": "Ajoutez une date.", "question": "", "confidence": 0.5}
    return CritereReading(critere=critere, niveau=niveau, evidence=tuple(quotes), **(said | more))


def quoted(text: str, words: str, indicateur: str) -> tuple[str, Evidence]:
    """Return the quote of words where they stand in a text."""
    start = text.index(words)
    return indicateur, Evidence.of(text, Span(start=start, end=start + len(words)))


def answering(*criteres: CritereReading, **more: Any) -> Callable[[Asked], Reading]:
    """Return a reader that says the same of every text."""
    return lambda asked: Reading(text=asked.text, criteres=criteres, **more)


def complete(assistant: Assistant, bloc: str, **more: Any) -> list[CritereReading]:
    """Return a reading of a whole bloc in which nothing is found, and all of it missing."""
    found = []
    for critere in assistant.knowledge.grille(bloc).criteres:
        codes = [i.code for i in critere.indicateurs]
        found.append(told(critere.code, Niveau.ABSENT, states=dict.fromkeys(codes, Etat.ABSENT), missing=tuple(codes), **more))
    return found
