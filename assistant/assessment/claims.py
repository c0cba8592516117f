"""What a clause claims: how many, when, done or not, and by whom."""

import re
from functools import lru_cache

from assistant.domain.base import Frozen, Span
from assistant.text import polarity
from assistant.text.french import FUNCTION_WORDS, fold, sentences, terms, word_list
from assistant.text.numbers import SPACE, parse_number

_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()  # noqa: SIM905 - twelve quoted words are harder to read
)
_UNITS = {
    word: number
    for number, word in enumerate(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split(),  # noqa: SIM905 - fifteen quoted words are harder to read
        start=2,
    )
}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100}
_ROUGHLY = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
}
_SPELT = (
    rf"(?:{'|'.join(_ROUGHLY)})|(?:{'|'.join((*_UNITS, *_TENS))})(?:-(?:{'|'.join((*_UNITS, *_TENS, 'un', 'et', 'vingts'))}))*"
)
_DIGITS = rf"\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)|\d+(?:,\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w.,/-])(?:(?P<digits>{_DIGITS})|(?P<spelt>(?:{_SPELT})))(?![\w/])(?:{SPACE}?(?P<unit>k?€|euros?\b|%|pour\ cent\b))?"
    rf"(?:\ (?:de\ |d')?(?P<noun>[a-zœæ][\w-]{{2,}}))?"
)
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:er)?\s+)?(?P<month>{'|'.join(_MONTHS)})\b(?:\s+(?P<year>20\d\d))?|\b(?:en|l'annee)\s+(?P<alone>20\d\d)\b"
)
_ABOUT = re.compile(
    r"(?:environ|pres\s+de|presque|a\s+peu\s+pres|autour\s+de|plus\s+de|moins\s+de|au\s+moins|au\s+plus|quelque)\s*$"
)
_POINTER = re.compile(
    r"(?:modules?|blocs?|lots?|annexes?|phases?|etapes?|seances?|niveaux?|indicateurs?|criteres?|articles?|pages?|n°|le|les|l'an|en|de)\s*$"
)
_CLAUSE = re.compile(r"[,;:]\s|\s(?=(?:et|mais|puis|dont|tandis\s+que|alors\s+que)\s)")
_UNREAL = re.compile(
    r"\bsi\s+(?:c'etait|j'|je|on|nous|l'on)|\b\w+(?:erais|erait|irais|irait|rais|raient)\b|\bj'aurais\b|\bregrett|\bfaudrait\b|"
    r"\bla\s+prochaine\s+fois\b|\bvoul(?:ais|ait|ions)\b|\bdev(?:ais|ait)\b|\bprev(?:u|oir|ois)\b|\?"
)
_ELSEWHERE = re.compile(
    r"\b(?:dans|chez|d'|de|pour)\s?(?:une?|d'autres|certaine?s)\s+(?:\w+\s+){0,2}?"
    r"(?:comparables?|semblables?|voisine?s?|concurrente?s?|confreres?|que\s+j'ai\s+(?:visite|connu|vu)\w*|ou\s+j'ai\s+travaille)"
    r"|\bd'autres\s+(?:centres|organismes|ecoles|structures|cfa|entreprises)\b"
)
"""Words that place a claim in another house than one's own."""
_ITS_VERB = r"(?=(?:l'|les\s)?(?:a|ont)\s)"
_APPOSITION = re.compile(rf",\s(?:[^,;.]{{1,40}}|(?:m\.|mme|dr)\s[^,;]{{1,30}}),\s{_ITS_VERB}")
"""A name or a function between commas, before its verb: it does not end a clause."""
_WEAK = FUNCTION_WORDS | frozenset(
    """
    fois avant apres pendant puis deja encore chaque autre autres ensuite tres plus aucun aucune jamais rien faute pu eu avoir
    avons moi-meme enfin ici la-bas seulement mois
    """.split()  # noqa: SIM905 - a list of thirty quoted strings is harder to read and to extend
)
_OTHERS = (
    r"direct(?:eur|rice|ion)|responsable\w*|coordinat(?:eur|rice)|coordonnat(?:eur|rice)|formateurs?|formatrices?|assistante?|"
    r"conseill(?:er|ere)|referente?|comptable|gerante?|presidente?|tut(?:eur|rice)s?|chef(?:fe)?|chargee?|psychologue|secretaire|"
    r"siege|service|collegues?|prestataire|cabinet|equipe|organisme|certificateur|client|rectorat|region|opco|partenaire|"
    r"consultante?|editeur|stagiaires?|il|elle|ils|elles"
)
_PART = r"(?P<verb>[a-z]{3,})"
_BY_ME = re.compile(
    rf"\b(?:j'ai|je\s+l'ai|je\s+les\s+ai|moi\s+qui\s+ai|moi,?\s+qui\s+ai)\s+(?:\w+ment\s+|bien\s+|tout\s+)?{_PART}\b"
)
_BY_OTHER = re.compile(
    rf"\b(?:{_OTHERS}|(?:mme|m\.)\s+\w+)\b(?:\s+[\w'-]+){{0,2}}?(?:,\s+[^,;]{{1,40}},)?(?:\s+qui)?\s+(?:l'|les\s+)?(?:a|ont)\s+{_PART}\b"
)
_LATER = re.compile(
    r"\b(?:suivante?s?|precedente?s?|prochaine?s?|deuxieme|seconde?|autres?|dernier|derniere|cette\s+annee|aujourd'hui|maintenant|"
    r"desormais|depuis|en\s+plus|de\s+plus|encore|deja)\b"
)
_REDUCED = re.compile(rf"\W*{_PART}\s+par\b")
_PASSIVE = re.compile(rf"(?:\b(?:a|ont)\s+ete\s+|,\s+)?\b{_PART}\s+par\s+(?P<agent>(?:[\w'.-]+\s*){{1,4}})")


class Amount(Frozen):
    """A number and what it counts."""

    value: float
    of: str
    """Unit, or stem of the noun that follows; empty when neither is there."""
    about: bool


class Day(Frozen):
    """A date as far as it is told."""

    day: int | None
    month: int | None
    year: int | None

    def fits(self, other: "Day") -> bool:
        """Tell whether both could be the same day."""
        told = ((self.day, other.day), (self.month, other.month), (self.year, other.year))
        return all(one is None or two is None or one == two for one, two in told)


class Claim(Frozen):
    """A clause, and what it says."""

    span: Span
    """The clause in the text."""
    sentence: Span
    about: frozenset[str]
    """Stems of what the clause speaks of, without numbers and dates."""
    around: frozenset[str]
    """The same for the whole sentence."""
    amounts: tuple[Amount, ...]
    days: tuple[Day, ...]
    denied: bool
    unreal: bool
    """Whether it is wished, planned, or about someone else's house."""
    mine: tuple[str, ...]
    """Past participles of what the speaker says to have done."""
    later: bool
    """Whether it tells of another moment than the rest: the year after, a second time."""
    reduced: bool
    """Whether it is a participle and its agent alone (« piloté par la directrice »), about what stands before."""
    others: tuple[str, ...]
    """Past participles of what someone else is said to have done."""


def claims_of(text: str) -> tuple[Claim, ...]:
    """Return the claims of a text, clause by clause, in order."""
    found: list[Claim] = []
    for sentence in sentences(text):
        around = _stems(text[sentence.start : sentence.end])
        found += [_claim(text, span, sentence, around) for span in _clauses(text, sentence)]
    return tuple(found)


def _clauses(text: str, sentence: Span) -> list[Span]:
    spans, begin = [], sentence.start
    folded = fold(text[sentence.start : sentence.end])
    held = [m.span() for m in _APPOSITION.finditer(folded)]
    for border in _CLAUSE.finditer(folded):
        if any(start <= border.start() < end for start, end in held):
            continue
        spans.append(Span(start=begin, end=sentence.start + border.start()))
        begin = sentence.start + border.end()
    spans.append(Span(start=begin, end=sentence.end))
    return [s for s in spans if text[s.start : s.end].strip()]


def _claim(text: str, span: Span, sentence: Span, around: frozenset[str]) -> Claim:
    words = text[span.start : span.end]
    folded = fold(words)
    days = tuple(_day(m) for m in _DATE.finditer(folded))
    elsewhere = _ELSEWHERE.search(fold(text[sentence.start : sentence.end])) is not None
    return Claim(
        span=span,
        sentence=sentence,
        about=_stems(words),
        around=around,
        amounts=tuple(_amounts(_DATE.sub(lambda m: "#" * len(m.group()), folded))),
        days=days,
        denied=polarity.denied(folded),
        unreal=polarity.promised(folded) or _UNREAL.search(folded) is not None or elsewhere,
        mine=tuple(_bare(m["verb"]) for m in _BY_ME.finditer(folded)),
        later=_LATER.search(fold(text[sentence.start : sentence.end])) is not None,
        reduced=_REDUCED.match(folded) is not None,
        others=_others(folded),
    )


def _others(folded: str) -> tuple[str, ...]:
    active = [_bare(m["verb"]) for m in _BY_OTHER.finditer(folded) if m["verb"] != "ete" and not re.search(r"\bj", m.group())]
    passive = [
        _bare(m["verb"])
        for m in _PASSIVE.finditer(folded)
        if re.search(rf"\b(?:{_OTHERS}|mme|m\.)(?:\b|\s)", m["agent"]) and not re.search(r"\b(?:moi|nous|je|j')", m["agent"])
    ]
    return tuple(active + passive)


def _bare(participle: str) -> str:
    """Return a past participle without its agreement, as all its forms share it."""
    return re.sub(r"(?:es|s|e)$", "", re.sub(r"(?<=e)es?$|s$", "", participle)) or participle


@lru_cache(maxsize=4096)
def _stems(words: str) -> frozenset[str]:
    plain = _NUMBER.sub(lambda m: f" {m['noun'] or ''} ", _DATE.sub(" ", fold(words)))
    kept = [w for w in word_list(plain) if w not in _WEAK and not w.isdigit() and len(w) > 2]
    return frozenset(t.rstrip("i") for t in terms(" ".join(kept)) if t not in _UNITS)


def _amounts(folded: str) -> list[Amount]:
    found = []
    for match in _NUMBER.finditer(folded):
        before = folded[max(0, match.start() - 20) : match.start()]
        value = _value(match)
        if value is None or (_POINTER.search(before) and not match["unit"] and not match["spelt"] and not match["noun"]):
            continue
        if re.search(r"(?:module|bloc|lot|annexe|phase|etape|niveau|indicateur|critere|article|page|n°)s?\s*$", before):
            continue
        found.append(
            Amount(value=value, of=_counted(match), about=match["spelt"] in _ROUGHLY or _ABOUT.search(before) is not None)
        )
    return found


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        value = float(parse_number(match["digits"])[0])
        if 1900 <= value < 2100 and not match["unit"] and "," not in match["digits"]:
            return None
        return value * 1000 if (match["unit"] or "").startswith("k") else value
    return float(_spelt(match["spelt"]))


def _spelt(words: str) -> int:
    if words in _ROUGHLY:
        return _ROUGHLY[words]
    total = 0
    for word in words.split("-"):
        if word in ("vingt", "vingts") and total == 4:
            total = 80
        else:
            total += _UNITS.get(word) or _TENS.get(word) or (1 if word == "un" else 0)
    return total


def _counted(match: re.Match[str]) -> str:
    unit, noun = match["unit"] or "", match["noun"] or ""
    if unit:
        return "%" if unit in ("%", "pour cent") else "€"
    return next(iter(terms(noun)), "") if noun and noun not in FUNCTION_WORDS else ""


def _day(match: re.Match[str]) -> Day:
    return Day(
        day=int(match["day"]) if match["day"] else None,
        month=_MONTHS.index(match["month"]) + 1 if match["month"] else None,
        year=int(match["year"] or match["alone"] or 0) or None,
    )
