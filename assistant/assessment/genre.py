"""How a draft is written, against what the bloc expects: who speaks, what is promised, what is left unsaid."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from assistant.assessment.outline import Section, prose_of, sections_of
from assistant.assessment.paraphrase import paraphrases
from assistant.assessment.plans import unplanned_actions, vague_promises
from assistant.assessment.tables import Table, tables
from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import Finding
from assistant.domain.referentiel import Bloc
from assistant.text.french import count_words, fold, sentences

_I = re.compile(r"\b(?:je|moi|moi-meme)\b|\bj'")
_WE = re.compile(r"\bnous\b(?!-meme)")
_ONE = re.compile(r"\bon\b|\bl'on\b")
_IMPERSONAL = re.compile(
    r"\bil (?:s'agit|convient|faut|importe|est (?:important|essentiel|indispensable|necessaire|primordial))\b"
    r"|\bil (?:sera|serait) (?:utile|necessaire)\b"
)
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”")
_ANALYSIS = re.compile(
    r"\b(?:car|donc|parce qu|puisqu|en effet|explique|s'explique|tient a|montre|signifie|revele|traduit|cause|raison"
    r"|consequence|vient de|viennent de|d'ou"
    r"|lecture|analys|interpret|conclu|constat|compar|hausse|baisse|ecart|plus que|moins que|depasse|insuffisan|faible"
    r"|fort|du coup|grace|malgre|cela veut dire)\w*"
)
_RESULTS_HEAD = re.compile(r"resultat|realise|ecart|taux|satisfaction|reussite|evolution|obtenu|20[012]\d|reponses?\b|\bnotes? ")
_COMMENT, _COMMENTED = 12, 60
"""So many words after a table, or in its part, say something of it, whatever the words."""
_LONG_SENTENCE = 60
_LONGEST_LISTED = 6


@dataclass(frozen=True)
class _Voices:
    first: int
    plural: int
    one: int
    impersonal: int
    place: Span | None
    """The first place where the draft speaks in another voice than « je »."""


def check_genre(draft: Draft, bloc: Bloc, *, simulated: bool) -> tuple[Finding, ...]:
    """Return what the way of writing calls for, each with its count and its first place, in order.

    `simulated` says that the bloc is a simulated production, where a plan is evidence.
    """
    found = [
        *_pronouns(draft, simulated=simulated),
        *_long_sentences(draft),
        *_counted(paraphrases(draft, bloc), "paraphrase-referentiel", draft),
        *_counted(vague_promises(draft), "promesse-vague", draft),
        *_counted(_unread_tables(draft), "resultats-sans-analyse", draft),
        *_counted(_bare_lists(draft), "liste-sans-phrase", draft),
    ]
    if simulated:
        found.extend(_counted(unplanned_actions(draft), "action-non-planifiee", draft))
    return tuple(sorted(found, key=lambda f: (f.start or 0, f.code)))


_MESSAGES = {
    "paraphrase-referentiel": (
        "Cette phrase reprend les mots du référentiel",
        "{} phrases reprennent les mots du référentiel ; voici la première",
        "Remplacez-les par ce qui s’est passé dans votre situation : qui, quand, combien, avec quoi.",
    ),
    "promesse-vague": (
        "Une formule reste vague (« {quote} »)",
        "{} formules restent vagues ; la première est « {quote} »",
        "Dites ce qui sera fait, par qui, quand et avec quels moyens.",
    ),
    "resultats-sans-analyse": (
        "Un tableau de résultats n’est suivi d’aucun commentaire",
        "{} tableaux de résultats ne sont suivis d’aucun commentaire ; voici le premier",
        "Ajoutez deux phrases : ce que ces nombres montrent, et ce que vous en décidez.",
    ),
    "liste-sans-phrase": (
        "Une partie ne contient qu’une liste de mots, sans phrase",
        "{} parties ne contiennent qu’une liste de mots, sans phrase ; voici la première",
        "Introduisez la liste par une phrase qui dit à quoi elle sert dans votre situation.",
    ),
    "action-non-planifiee": (
        "Une action est annoncée sans date ou sans personne pour la porter",
        "{} actions sont annoncées sans date ou sans personne pour les porter ; voici la première",
        "Ajoutez une échéance et une fonction ou un nom.",
    ),
}
_SERIOUS = 3
"""From this number of places on, a way of writing deserves attention rather than a mention."""


def _counted(places: Sequence[Span], code: str, draft: Draft) -> list[Finding]:
    if not places:
        return []
    one, many, advice = _MESSAGES[code]
    quote = " ".join(draft.slice(places[0]).split())
    said = (one if len(places) == 1 else many.replace("{}", str(len(places)))).replace("{quote}", quote)
    serious = len(places) >= _SERIOUS or code == "resultats-sans-analyse"
    return [
        Finding(
            code=code,
            severity="attention" if serious else "info",
            message=f"{said}{_where(draft, places)}. {advice}",
            start=places[0].start,
            end=places[0].end,
            found=str(len(places)),
        )
    ]


def _where(draft: Draft, places: Sequence[Span]) -> str:
    """Return in which parts the places are, when there are several."""
    if len(places) == 1:
        return ""
    named = [section for section in sections_of(draft) if section.title and any(_within(place, section) for place in places)]
    titles = [f"« {section.title} »" for section in named]
    shown = ", ".join(titles[:3]) + ("…" if len(titles) > len(titles[:3]) else "")
    return f" (dans {shown})" if titles else ""


def _within(place: Span, section: Section) -> bool:
    return any(block.start <= place.start < block.end for block in section.blocks)


def _pronouns(draft: Draft, *, simulated: bool) -> list[Finding]:
    voices = _voices(draft)
    counts = f"« je » {voices.first} fois, « nous » {voices.plural} fois, « on » {voices.one} fois"
    if voices.plural >= (15 if simulated else 5) and voices.first * 5 <= voices.plural:
        advice = "Le jury cherche votre part : dites « je » pour ce que vous avez fait, « nous » pour ce que l’équipe a fait."
        return [_voice("pronom-nous", "info" if simulated else "attention", f"{counts}. {advice}", voices.place)]
    if voices.one >= 20 and voices.one > voices.first + voices.plural:
        advice = "« On » laisse ignorer qui agit : nommez la personne ou la fonction, et dites « je » quand il s’agit de vous."
        return [_voice("pronom-on", "info", f"{counts}. {advice}", voices.place)]
    if voices.first + voices.plural == 0 and (voices.impersonal >= 4 or not simulated) and count_words(draft.text) >= 300:
        turns = f"({voices.impersonal} tournures comme « il convient »)"
        advice = f"Le texte n’est jamais à la première personne {turns} : dites ce que vous faites vous-même."
        return [_voice("texte-impersonnel", "attention", f"{counts}. {advice}", voices.place)]
    return []


def _voice(code: str, severity: str, message: str, place: Span | None) -> Finding:
    start, end = (place.start, place.end) if place else (None, None)
    return Finding(code=code, severity=severity, message=f"Vous écrivez {message}", start=start, end=end)


def _voices(draft: Draft) -> _Voices:
    totals = dict.fromkeys(("i", "we", "one", "impersonal"), 0)
    first: Span | None = None
    for place in prose_of(draft):
        for name, (count, start, end) in _heard(draft.slice(place)).items():
            totals[name] += count
            if count and name != "i" and first is None:
                first = Span(start=place.start + start, end=place.start + end)
    return _Voices(totals["i"], totals["we"], totals["one"], totals["impersonal"], first)


@lru_cache(maxsize=2048)
def _heard(paragraph: str) -> Mapping[str, tuple[int, int, int]]:
    """Return how often each voice speaks in a paragraph, outside quotations, and where it first does."""
    folded = _QUOTED.sub(lambda m: " " * len(m.group()), fold(paragraph))
    found = {}
    for name, pattern in (("i", _I), ("we", _WE), ("one", _ONE), ("impersonal", _IMPERSONAL)):
        hits = [m.span() for m in pattern.finditer(folded)]
        found[name] = (len(hits), *(hits[0] if hits else (0, 0)))
    return MappingProxyType(found)


def _long_sentences(draft: Draft) -> list[Finding]:
    long: list[tuple[int, Span]] = []
    for place in prose_of(draft):
        for sentence in sentences(draft.text, place.start, place.end):
            length = count_words(draft.slice(sentence))
            if length > _LONG_SENTENCE and draft.slice(sentence).count(";") < 2:
                long.append((length, sentence))
    if not long:
        return []
    length = max(size for size, _ in long)
    what = (
        f"Une phrase compte {length} mots"
        if len(long) == 1
        else f"{len(long)} phrases dépassent {_LONG_SENTENCE} mots (jusqu’à {length})"
    )
    return [
        Finding(
            code="phrase-longue",
            severity="attention" if len(long) >= _SERIOUS else "info",
            message=f"{what}. Coupez : une idée par phrase se lit mieux à l’écrit et se défend mieux à l’oral.",
            start=long[0][1].start,
            end=long[0][1].end,
            found=str(len(long)),
        )
    ]


def _unread_tables(draft: Draft) -> list[Span]:
    """Return the tables of results in parts where no sentence comments on anything."""
    results = [_place(table) for table in tables(draft) if _shows_results(table)]
    sections = sections_of(draft)
    return [place for place in results if any(_within(place, s) and not _commented(draft, place, s) for s in sections)]


def _commented(draft: Draft, place: Span, section: Section) -> bool:
    prose = [block for block in section.blocks if block.kind != "table_row"]
    around = " ".join(fold(draft.slice(block.span)) for block in prose)
    after = " ".join(draft.slice(block.span) for block in prose if block.start >= place.end)
    return bool(_ANALYSIS.search(around)) or count_words(after) >= _COMMENT or count_words(around) >= _COMMENTED


def _place(table: Table) -> Span:
    cells = [cell for row in table.rows for cell in row.values()]
    return Span(start=min(c.start for c in cells), end=max(c.end for c in cells))


def _shows_results(table: Table) -> bool:
    numbers = sum(cell.quantity is not None for row in table.body for cell in row.values())
    return numbers >= 4 and any(_RESULTS_HEAD.search(table.header(c)) for c in table.columns)


def _bare_lists(draft: Draft) -> list[Span]:
    found = []
    for section in sections_of(draft):
        kinds = {block.kind for block in section.blocks}
        short = all(count_words(draft.slice(b.span)) <= _LONGEST_LISTED for b in section.blocks)
        if kinds == {"list_item"} and len(section.blocks) >= 3 and short:
            found.append(Span(start=section.blocks[0].start, end=section.blocks[-1].end))
    return found
