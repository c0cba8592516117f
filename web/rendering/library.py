"""The library of exemplars as an administrator sees it: a list, what was taken, and a masked text to review."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.exemplar import Exemplar, ExemplarSummary, ReviewState
from assistant.domain.referentiel import Referentiel
from assistant.retrieval.excerpts import excerpts_of
from assistant.text.placeholders import placeholders
from ingestion.exemplars import Taken
from web.rendering.exemplar import masked_and_risky, replaced_in_words
from web.rendering.manuscript import MASKED, Note, Part, manuscript_of
from web.rendering.places import Places
from web.rendering.plain import one_line, shortened
from web.rendering.words import counted, french_date, typeset
from web.reviewing import draft_of

_ORDER = tuple(ReviewState)
_FAMILIES: Mapping[str, str] = {"PERSONNE": "person", "ORGANISME": "body", "VILLE": "place", "ADRESSE": "place"}
"""What kind of words a placeholder stands for; any other is a contact or a number."""
_FAMILY_WORDS: Mapping[str, tuple[str, str]] = {
    "person": ("personne", "personnes"),
    "body": ("organisme", "organismes"),
    "place": ("lieu", "lieux"),
    "number": ("contact, date ou numéro", "contacts, dates ou numéros"),
}
_OUTCOMES: Mapping[str, str] = {"ajoute": "pris", "deja": "déjà là", "refuse": "refusé"}
_RISK_WORDS = 90


@dataclass(frozen=True)
class Row:
    """An exemplar of the institute in the list."""

    id: str
    title: str
    bloc: str
    state: str
    kind: str
    risks: int
    day: str


@dataclass(frozen=True)
class ShippedRow:
    """An exemplar that ships, in the list."""

    id: str
    name: str
    bloc: str
    context: str
    length: str


@dataclass(frozen=True)
class TakenRow:
    """What became of a file that was sent."""

    id: str | None
    name: str
    outcome: str
    word: str
    found: str
    """What was masked and what is left to check; empty when it was not taken."""
    why: str


@dataclass(frozen=True)
class RiskRow:
    """Words that may still identify someone, and where they stand."""

    number: int
    words: str
    why: str
    place: str
    anchor: str


@dataclass(frozen=True)
class MaskedCount:
    """How many placeholders of one family a text has, and at how many places."""

    family: str
    words: str
    places: str


@dataclass(frozen=True)
class Sheet:
    """A masked text to set on a page, with what stands out in it."""

    parts: tuple[Part, ...]
    placed: frozenset[str]
    risks: tuple[RiskRow, ...]
    counts: tuple[MaskedCount, ...]
    summary: str
    placeholders: tuple[str, ...]
    """Each once, in the order of the text."""
    excerpts: tuple[tuple[str, str], ...]
    """Critère and words of what a candidate could be shown, as the labels stand."""


def rows_of(summaries: Sequence[ExemplarSummary]) -> list[Row]:
    """Return the exemplars of the institute: those to review first, then those reviewed, published and withdrawn."""
    ordered = sorted(summaries, key=lambda s: _ORDER.index(s.state))
    return [
        Row(s.id, title_of(s.id, s.name), s.bloc or "", s.state.shown, kind_of(s.fictional, consent=s.consent), s.risks, _day(s))
        for s in ordered
    ]


def title_of(code: str, name: str) -> str:
    """Return what an exemplar is called: the name of its file, or its id when masking left no word of that name."""
    shown = one_line(name)
    return shown if any(map(str.isalnum, shown.rpartition(".")[0])) else f"Dossier {code}"


def kind_of(fictional: bool, *, consent: bool) -> str:
    """Say whether a dossier was invented, or is real and has its author's consent."""
    if fictional:
        return "fictif"
    return "réel, accord noté" if consent else "réel, sans accord noté"


def shipped_rows(shipped: Sequence[Exemplar], referentiel: Referentiel) -> list[ShippedRow]:
    """Return the exemplars that ship and answer this référentiel."""
    known = {c.code for bloc in referentiel.blocs for c in bloc.criteres}
    return [
        ShippedRow(e.id, e.source.origin, e.bloc or "", typeset(e.context), counted(len(e.text.split()), "mot", "mots"))
        for e in shipped
        if e.niveaux and known >= e.niveaux.keys()
    ]


def taken_rows(files: Sequence[Taken]) -> list[TakenRow]:
    """Return what became of each file; never a word that was masked."""
    return [
        TakenRow(
            id=taken.id,
            name=one_line(taken.name),
            outcome=taken.outcome,
            word=_OUTCOMES[taken.outcome],
            found=_found(taken) if taken.outcome == "ajoute" else "",
            why=f"{taken.why} {taken.hint}".strip(),
        )
        for taken in files
    ]


def sheet_of(exemplar: Exemplar) -> Sheet:
    """Return a masked text with its placeholders and its risks marked."""
    text, draft = exemplar.text, draft_of(exemplar)
    held = placeholders(text)
    names = [text[span.start : span.end] for span in held]
    masks = [
        Note(span.start, span.end, f"m-{n}", "", "", "", MASKED, _family(name))
        for n, (span, name) in enumerate(zip(held, names, strict=True))
    ]
    risky = [
        Note(r.start, r.end, f"t-{n}", f"v-{n}", f"V{n}", "à vérifier", "attention", one_line(r.why))
        for n, r in enumerate(exemplar.risks, start=1)
    ]
    parts, placed = manuscript_of(draft, [*masks, *risky])
    places = Places(draft)
    return Sheet(
        parts=parts,
        placed=placed,
        risks=tuple(
            RiskRow(n, shortened(exemplar.words(r.span), _RISK_WORDS), one_line(r.why), places.of(r.start), f"t-{n}")
            for n, r in enumerate(exemplar.risks, start=1)
        ),
        counts=_counts(names),
        summary=masked_and_risky(len(held), len(exemplar.risks)),
        placeholders=tuple(dict.fromkeys(names)),
        excerpts=tuple(dict.fromkeys((e.critere, e.text) for e in excerpts_of(exemplar))),
    )


def _counts(names: Sequence[str]) -> tuple[MaskedCount, ...]:
    places = Counter(map(_family, names))
    each = Counter(map(_family, set(names)))
    return tuple(
        MaskedCount(family, counted(each[family], *words), counted(places[family], "endroit", "endroits"))
        for family, words in _FAMILY_WORDS.items()
        if places[family]
    )


def _family(placeholder: str) -> str:
    return _FAMILIES.get(placeholder.strip("[]").partition(" ")[0], "number")


def _found(taken: Taken) -> str:
    masked, risks = replaced_in_words(taken.replacements), counted(taken.risks, "endroit", "endroits")
    told = f"Masqué\u00a0: {masked}." if masked else "Rien à masquer n’a été trouvé."
    return f"{told} À vérifier\u00a0: {risks}." if taken.risks else f"{told} Rien d’autre n’est signalé."


def _day(summary: ExemplarSummary) -> str:
    return french_date(summary.changed_at[:10])
