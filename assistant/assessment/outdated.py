"""Statements that regulation has overtaken, each with the dated fact that overtook it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.feedback import Finding
from assistant.domain.grille import Fait, OutdatedCheck
from assistant.text.french import fold, sentences

_PAST_BEFORE = re.compile(
    r"""(?:\b(?:ex|ancien(?:ne)?s?|feu|vieux|vieille|defunte?)[ -](?:(?!(?:en|a|au|par|chez|pour|sous
    |inscrite?)\ )[\w']+[ '-]){0,2}
    |\b(?:remplac\w+|succed\w+|disparition|suppression|fin|abrogation|extinction|heritiere?|attributions|missions
    |prerogatives|suite|issue?s?|transform\w+)\ (?:de|du|des|d'|a|aux?|les?|la|l')?\ ?(?:[\w']+[ '-]){0,4}
    |\b(?:au\ lieu|a\ la\ place|et\ non|non\ plus|plutot\ que?|non\ pas|pas)\ (?:de\ |du\ |d'|des?\ |la\ |le\ |les\ |l'
    |sur\ |par\ |qu'|un\ |une\ |en\ |a\ )*(?:[\w']+\ )?
    |\b(?:appel|nomm|denomm)\w*\ (?:alors|avant|autrefois)?\ ?(?:le\ |la\ |l')?)$""",
    re.VERBOSE,
)
_PAST_AROUND = re.compile(
    r"""\banciennement|\bautrefois|\bnaguere|\bjadis|\bhistoriquement|\ba\ l'epoque|\ben\ son\ temps|\bdefunt|\bd'alors\b
    |\b(?:est|sont|ete|a|ont|fut|furent|etaient|etait)\ (?:\w+\ )?(?:remplac|supprim|dispar|abrog|rebaptis|renomm|fusionn
    |absorb|integre)
    |\b(?:remplacee?s?|supprimee?s?|disparue?s?|abrogee?s?|caduc|caduques?|obsoletes?|perimee?s?|depassee?s?|rebaptisee?s?|renommee?s?)\b
    |\b(?:devenue?s?|devient|deviennent|cede|cedait|a\ laisse|laisse)\ (?:(?:la|les?|l'|des?|sa)\ ?)?(?:place|france|opco
    |dreets|cse|cpf|transitions|gepp|projet|periode)
    |\b(?:exist|parl|dit|dis|dire|ecri|s'appell|vaut|valent|emplo|utilis|cit|est|sont|aura|ont|doi|peu)\w*(?:\ \w+){0,1}\ plus\b
    |\bavant\ (?:la\ (?:reforme|loi)|l'entree\ en\ vigueur|le\ \d|(?:19|20)\d\d)|\b(?:a|ont|avait|avaient)\ pris\ fin
    |\b(?:s'appelait|on\ parlait|on\ disait)
    |\barchiv|\bconfond\w*|\bdesormais\ appel|\bchang\w+\ de\ nom|\bce\ qui\ a\ change\b|\b(?:retir|corrig|effac
    |ratur)(?:e|er|ees?|es|ons|ait)\b|\bpar\ (?:habitude|erreur)\b|\ba\ tort\b|\bl'ai\ repris\b|\b(?:dispositif|est
    |sont)\ (?:ferme|clos|expire)e?s?\b|\btrop\ tard\b|\bc'est\ fini\b|\bquand\ j'etais\b|\b(?:croyai|pensai
    |imaginai)(?:t|s|ent)\b|\bexist\w+\ (?:toujours|encore)|\bs'est\ arrete|\bcloturee?s?\b|\bencore\ affich
    |\baffich\w+\ encore|\bne\ faut\ (?:plus|pas)|\bnouve(?:au|lle)\ (?:nom|appellation)|\bterme\ d'avant
    |\bvocabulaire\ (?:perime|d'avant)""",
    re.VERBOSE,
)
_ENDED = re.compile(
    r"(?:\W+\w+){0,3}\W+(?:(?:n'|ne\s)\w+\s(?:\w+\s)?plus\b"
    r"|(?!(?:fait|parfait|satisfait|souhait|retrait|extrait|portrait|sait|plait)\b)\w{2,}(?<!r)(?:ait|aient)\b)"
)
"""What follows the words: a verb denied (« n’existe plus ») or in the imperfect (« finançait »)."""
_NEAR = 90
_BEFORE = 24
"""Characters around a sentence that an expression may look at to know whether it fits."""
_LONGEST_QUOTATION = 400
_QUOTATION = re.compile(r"«[^«»]{1,400}»|“[^“”]{1,400}”")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True)
class _Check:
    """A check with its expressions ready for use."""

    check: OutdatedCheck
    pattern: re.Pattern[str]
    exception: re.Pattern[str] | None
    context: re.Pattern[str] | None


def check_outdated(
    draft: Draft, checks: Sequence[OutdatedCheck], facts: Sequence[Fait], knowledge_date: str
) -> tuple[Finding, ...]:
    """Return what the draft says that a dated fact overtook, in order: one finding for each check that fires.

    What the draft itself tells as history (« ex-Pôle emploi », « en 2017, le Fongecif… ») or
    quotes from somebody else is left alone.
    """
    folded = fold(draft.text)
    places = sentences(draft.text)
    by_id = {fact.id: fact for fact in facts}
    patterns = tuple(check.pattern for check in checks)
    near = [_named(folded[max(0, p.start - _BEFORE) : p.end + _BEFORE], patterns) for p in places]
    found = []
    for number, compiled in enumerate(map(_compile, checks)):
        hits = list(_hits(folded, places, compiled, [n for n, named in enumerate(near) if number in named]))
        if hits:
            found.append(_finding(draft, compiled.check, hits, (by_id, knowledge_date)))
    return tuple(sorted(found, key=lambda f: (f.start or 0, f.code)))


def _compile(check: OutdatedCheck) -> _Check:
    return _Check(
        check=check,
        pattern=re.compile(check.pattern),
        exception=re.compile(check.exception) if check.exception else None,
        context=re.compile(check.context) if check.context else None,
    )


@lru_cache(maxsize=4096)
def _named(words: str, patterns: tuple[str, ...]) -> frozenset[int]:
    """Return which of the patterns a sentence, with a little around, may hold; one that did not change is not read again."""
    return frozenset(n for n, pattern in enumerate(patterns) if re.search(pattern, words))


def _hits(folded: str, places: Sequence[Span], check: _Check, among: Sequence[int]) -> Iterator[Span]:
    """Yield, of some of the sentences, the first match of each that nothing excuses."""
    for index in among:
        place = places[index]
        matches = check.pattern.finditer(folded, place.start, place.end)
        told = next((match for match in matches if not _past(folded, place, match)), None)
        if told is not None and not _excused(folded, places, index, check):
            yield Span(start=told.start(), end=told.end())


def _excused(folded: str, places: Sequence[Span], index: int, check: _Check) -> bool:
    place = places[index]
    if check.exception and check.exception.search(folded, place.start, place.end):
        return True
    if check.context is None:
        return False
    near = places[max(0, index - 1) : index + 2]
    return not any(check.context.search(folded, p.start, p.end) for p in near)


def _past(folded: str, place: Span, match: re.Match[str]) -> bool:
    """Tell whether the words are told as history or are somebody else's, inside a longer quotation."""
    begin, end = max(place.start, match.start() - _NEAR), min(place.end, match.end() + _NEAR)
    if _PAST_BEFORE.search(folded, begin, match.start()) or _PAST_AROUND.search(folded, begin, end):
        return True
    return bool(_ENDED.match(folded, match.end(), end)) or _quoted(folded, place, match)


def _quoted(folded: str, place: Span, match: re.Match[str]) -> bool:
    begin = max(place.start, match.start() - _LONGEST_QUOTATION)
    end = min(place.end, match.end() + _LONGEST_QUOTATION)
    for quotation in _QUOTATION.finditer(folded, begin, end):
        if quotation.start() < match.start() and match.end() < quotation.end():
            return len(quotation.group().split()) > len(match.group().split()) + 2
    return False


def _finding(draft: Draft, check: OutdatedCheck, hits: Sequence[Span], known: tuple[Mapping[str, Fait], str]) -> Finding:
    facts, knowledge_date = known
    fact = facts.get(check.fact)
    words = " ".join(draft.slice(hits[0]).split())
    times = "" if len(hits) == 1 else f" (dans {len(hits)} phrases, la première ici)"
    message = (
        f"Vous écrivez « {words} »{times}. {check.message.rstrip()} "
        f"Vérifiez et actualisez ce passage : ce fait est donné à la date de nos connaissances, {_month(knowledge_date)}."
    )
    return Finding(
        code=check.id.lower(),
        severity=check.severity,
        message=message,
        start=hits[0].start,
        end=hits[0].end,
        found=words,
        source=fact.sources[0] if fact and fact.sources else None,
    )


def _month(date: str) -> str:
    """Return « mai 2026 » for `2026-05`, anything else as it is."""
    match = re.match(r"(\d{4})-(0[1-9]|1[0-2])", date)
    return f"{_MONTHS[int(match[2]) - 1]} {match[1]}" if match else date
