"""A comparison of two versions, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.comparison import AdviceOutcome, Because, Comparison, CritereChange, Direction, MovedPassage, Outcome
from assistant.domain.workspace import KeptVersion
from web.rendering.places import Places
from web.rendering.plain import one_line, shortened
from web.rendering.words import Labels, counted, french_date, typeset

DIRECTIONS: Mapping[Direction, tuple[str, str]] = {
    "mieux": ("↗", "en progrès"),
    "moins": ("↘", "en recul"),
    "pareil": ("→", "inchangé"),
    "autre": ("·", "non comparable"),
}
"""Shape and word of the way a niveau moved."""
_BECAUSE: Mapping[Because, str] = {
    "atteste": "Votre texte le montre maintenant.",
    "progres": "Votre texte en dit plus qu’avant, sans que ce soit encore complet.",
    "passage_nouveau": "Un passage nouveau en parle, mais la lecture n’y trouve pas encore ce qui manquait.",
    "rien_de_nouveau": "Je n’ai rien trouvé de nouveau là-dessus dans votre texte.",
    "recul": "Ce qui en parlait a disparu, ou ne suffit plus.",
    "sans_objet": "D’après votre texte, votre situation ne le demande pas.",
    "critere_demontre": "Le critère est démontré autrement.",
    "non_lu": "Ce critère n’a pas pu être lu dans la nouvelle version.",
    "hors_grille": "La grille ne demande plus cet élément.",
}
_LONGEST_QUOTE = 320


@dataclass(frozen=True)
class Moved:
    """A passage that counts in one version only."""

    quote: str
    place: str
    elsewhere: bool


@dataclass(frozen=True)
class Followed:
    """An earlier advice and what became of it."""

    advice: str
    outcome: str
    word: str
    because: str


@dataclass(frozen=True)
class Change:
    """One critère in both versions."""

    code: str
    short: str
    wording: str
    before: tuple[str, str]
    after: tuple[str, str]
    """Niveau, and its word."""
    arrow: str
    direction: str
    gained: tuple[Moved, ...]
    lost: tuple[Moved, ...]
    followed: Followed | None


@dataclass(frozen=True)
class ComparedPage:
    """A whole comparison, in words."""

    before: int
    after: int
    day_before: str
    day_after: str
    bloc: str
    facts: tuple[str, ...]
    same_text: bool
    same_reader: bool
    changes: tuple[Change, ...]
    """Critères about which there is something to say."""
    still: tuple[Change, ...]
    """The others."""
    notice: str


def compared_page(comparison: Comparison, labels: Labels, versions: tuple[KeptVersion, KeptVersion]) -> ComparedPage:
    """Put a comparison into words; `versions` are the two that were compared, the earlier first."""
    before, after = versions
    places = Places(before.draft), Places(after.draft)
    changes = [_change(c, labels, places) for c in comparison.criteres]
    return ComparedPage(
        before=comparison.before,
        after=comparison.after,
        day_before=french_date(before.created_at[:10]),
        day_after=french_date(after.created_at[:10]),
        bloc=comparison.bloc,
        facts=_facts(comparison),
        same_text=comparison.same_text,
        same_reader=comparison.same_reader,
        changes=tuple(c for c in changes if _speaks(c)),
        still=tuple(c for c in changes if not _speaks(c)),
        notice=typeset(one_line(after.report.notice)),
    )


def _facts(comparison: Comparison) -> tuple[str, ...]:
    directions: list[str] = [c.direction for c in comparison.criteres]
    outcomes = [c.advice.outcome for c in comparison.criteres if c.advice]
    added = comparison.words_after - comparison.words_before
    worded = (
        ("mieux", "critère en progrès", "critères en progrès"),
        ("moins", "critère en recul", "critères en recul"),
        ("pareil", "critère inchangé", "critères inchangés"),
        ("autre", "critère non comparable", "critères non comparables"),
    )
    facts = [counted(n, one, many) for way, one, many in worded if (n := directions.count(way))]
    facts.append(f"{'+' if added >= 0 else '−'}{counted(abs(added), 'mot', 'mots')}")
    if outcomes:
        told = [f"{n} {_plural(o.shown) if n > 1 else o.shown}" for o in Outcome if (n := outcomes.count(o))]
        facts.append(f"conseils\u00a0: {', '.join(told)}")
    return tuple(facts)


def _plural(word: str) -> str:
    return word.replace("suivi", "suivis")


def _speaks(change: Change) -> bool:
    heeded = change.followed is not None and change.followed.outcome != Outcome.NON_SUIVI
    return heeded or bool(change.gained or change.lost) or change.before != change.after


def _change(change: CritereChange, labels: Labels, places: tuple[Places, Places]) -> Change:
    arrow, direction = DIRECTIONS[change.direction]
    return Change(
        code=change.critere,
        short=change.critere.rpartition("-")[2],
        wording=typeset(labels.critere(change.critere)),
        before=(change.before.value, change.before.shown),
        after=(change.after.value, change.after.shown),
        arrow=arrow,
        direction=direction,
        gained=_moved(change.gained, places[1]),
        lost=_moved(change.lost, places[0]),
        followed=_followed(change.advice) if change.advice else None,
    )


def _moved(passages: Sequence[MovedPassage], places: Places) -> tuple[Moved, ...]:
    return tuple(Moved(shortened(p.quote, _LONGEST_QUOTE), places.of(p.start), p.elsewhere) for p in passages)


def _followed(advice: AdviceOutcome) -> Followed:
    return Followed(typeset(one_line(advice.advice)), advice.outcome.value, advice.outcome.shown, _BECAUSE[advice.because])
