"""Where a spoken answer says the contrary of a dossier, or more than it: numbers, dates, role, done or not done.

Precision first: two clauses must speak of the same thing before their difference counts, and
a difference that the rest of either text explains is let go.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from assistant.assessment.claims import Amount, Claim, claims_of
from assistant.domain.base import Frozen
from assistant.domain.feedback import Evidence
from assistant.text.french import fold, terms

ClashKind = Literal["nombre", "date", "role", "fait"]
_SAME = 0.8
"""Share of what a denial or a date speaks of that the other clause must speak of too."""
_ALIKE = 0.5
_ROUNDED, _VAGUE = 0.1, 0.4
"""How far two numbers may be from each other and still be the same, told exactly or roughly."""
_MEASURES = frozenset(terms("dure durait durent compte comptait comporte comportait représente totalise comprend"))
"""Verbs that only say how much."""
_WORDS = {
    "nombre": "La réponse et le dossier ne donnent pas le même nombre.",
    "date": "La réponse et le dossier ne donnent pas la même date.",
    "role": "La réponse vous attribue ce que le dossier attribue à quelqu’un d’autre.",
    "fait": "L’un dit que cela a été fait, l’autre que cela ne l’a pas été.",
}


class Clash(Frozen):
    """A claim of an answer that a passage of the dossier does not bear out."""

    kind: ClashKind
    message: str
    """A French sentence; it does not say which of the two is right."""
    answer: Evidence
    dossier: Evidence


def contradictions(answer: str, dossier: str) -> tuple[Clash, ...]:
    """Return what the answer says otherwise than the dossier, in the order of the answer, once a claim."""
    said, written, whole = claims_of(answer), claims_of(dossier), _flat(dossier)
    found: dict[tuple[int, ClashKind], Clash] = {}
    for kind, rule in _RULES:
        for claim, source in rule(said, written):
            if _flat(answer[claim.span.start : claim.span.end]).rstrip(".") in whole:
                continue
            clash = Clash(
                kind=kind,
                message=_WORDS[kind],
                answer=Evidence.of(answer, claim.sentence),
                dossier=Evidence.of(dossier, source.sentence),
            )
            found.setdefault((claim.sentence.start, kind), clash)
    return tuple(sorted(found.values(), key=lambda c: (c.answer.start, c.kind)))


def _flat(text: str) -> str:
    return " ".join(fold(text).split())


_Pairs = Iterator[tuple[Claim, Claim]]


def _numbers(said: Sequence[Claim], written: Sequence[Claim]) -> _Pairs:
    for claim in said:
        for amount in claim.amounts:
            if not amount.of or claim.unreal or claim.denied or _known(amount, written):
                continue
            yield from ((claim, source) for source in written if _other_number(amount, claim, source, said))


def _other_number(amount: Amount, claim: Claim, source: Claim, said: Sequence[Claim]) -> bool:
    same = [a for a in source.amounts if a.of == amount.of]
    if len(same) != 1 or _known(same[0], said) or source.unreal or claim.later != source.later:
        return False
    near = _VAGUE if same[0].about or amount.about else _ROUNDED
    if abs(same[0].value - amount.value) <= near * max(same[0].value, amount.value):
        return False
    bare = not claim.about - {amount.of}
    own = (claim.around if bare else claim.about) - {amount.of}
    shared = own & (source.around if bare else source.about)
    needed = 2 if amount.of in ("€", "%", "heur", "jour") and not _same_thing(amount, claim, source) else 1
    return len(shared) >= needed and len(shared) >= _ALIKE * len(own) and _same_days(claim, source)


def _same_thing(amount: Amount, claim: Claim, source: Claim) -> bool:
    """Tell whether both clauses measure one thing, and say nothing else of it."""
    told, written = ((c.about - {amount.of}) - _MEASURES for c in (claim, source))
    return bool(told) and told == written


def _same_days(claim: Claim, source: Claim) -> bool:
    return not claim.days or not source.days or any(one.fits(two) for one in claim.days for two in source.days)


def _known(amount: Amount, claims: Sequence[Claim]) -> bool:
    return any(a.value == amount.value and a.of in (amount.of, "") for claim in claims for a in claim.amounts)


def _dates(said: Sequence[Claim], written: Sequence[Claim]) -> _Pairs:
    for claim in said:
        if len(claim.days) != 1 or claim.unreal or claim.later:
            continue
        day = claim.days[0]
        if any(day.fits(other) for source in written for other in source.days):
            continue
        about = claim.about if len(claim.about) >= 2 else claim.around
        for source in written:
            told_too = any(d.fits(other) for d in source.days for c in said for other in c.days)
            shared = about & source.around
            if source.days and not told_too and len(shared) >= 2 and len(shared) >= _SAME * len(about) - 1e-9:
                yield claim, source


def _deeds(said: Sequence[Claim], written: Sequence[Claim]) -> _Pairs:
    for claim in said:
        for source in written:
            if claim.denied == source.denied or claim.unreal or source.unreal:
                continue
            denial, statement = (claim, source) if claim.denied else (source, claim)
            if not _covers(statement, denial):
                continue
            others = said if denial is source else written
            if not any(c.denied is denial.denied and _covers(c, denial) for c in others):
                yield claim, source


def _covers(statement: Claim, denial: Claim) -> bool:
    """Tell whether the statement speaks of nearly all that the denial speaks of."""
    asked = denial.about if len(denial.about) >= 2 else frozenset()
    return bool(asked) and len(asked & statement.around) >= _SAME * len(asked) - 1e-9


def _roles(said: Sequence[Claim], written: Sequence[Claim]) -> _Pairs:
    for claim in said:
        for verb in claim.mine:
            if claim.denied or claim.unreal or any(verb in own.mine and _object_shared(claim, own, verb) for own in written):
                continue
            for source in written:
                if verb in source.others and not source.denied and _object_shared(claim, source, verb):
                    yield claim, source


def _object_shared(claim: Claim, source: Claim, verb: str) -> bool:
    own = {stem for stem in claim.about if not stem.startswith(verb[:5])}
    theirs = {stem for stem in (source.around if source.reduced else source.about) if not stem.startswith(verb[:5])}
    shared = own & theirs
    return bool(shared) and len(shared) >= _ALIKE * min(len(own), len(theirs))


_RULES: tuple[tuple[ClashKind, Callable[[Sequence[Claim], Sequence[Claim]], _Pairs]], ...] = (
    ("nombre", _numbers),
    ("date", _dates),
    ("role", _roles),
    ("fait", _deeds),
)
