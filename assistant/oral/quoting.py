"""Cuts a passage of a draft into words short enough to be read aloud, without changing one of them."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.assessment.signals import read_signals
from assistant.domain.base import Span
from assistant.domain.feedback import Evidence
from assistant.text.french import WORD, fold, sentences

LONGEST_QUOTE = 150
"""Characters that a jury can read aloud in one breath."""
_FEWEST_WORDS = 6
_CELLS = re.compile(r"[\t|]")
_LEAD = re.compile(r"(?:[\s>*_#–—•·,;:.\-]|\d{1,2}[.)]\s|[a-z]\)\s)+")
_TRAIL = " \t\n*_.;:,–—-"
_BORDER = re.compile(r"[;:]\s|,\s(?!\d)|\s[–—-]\s|\s\(")
_SOFT_BORDER = re.compile(
    r"\s(?=(?:et|qui|que|qu'|dont|ou|mais|donc|car|parce|puisque|afin|pour|avec|dans|lors|pendant|apres|avant|depuis|sans|selon)\b)"
)
_DANGLING = re.compile(r"(?:\s+(?:et|ou|mais|donc|car|que|qui|de|du|des|le|la|les|un|une|a|en|pour|dans|ne|se|y|est|sont))+$")
_VERB_NEXT = re.compile(
    r"[\s,;:(–—-]*(?:n'|ne\s|s'|se\s|y\s|en\s)?(?:est|sont|a|ont|etait|etaient|avait|avaient|sera|seront|doit|doivent|peut|peuvent)\b"
)
_VERB = re.compile(
    r"\b(?:est|sont|a|ai|as|ont|avons|avait|avaient|etait|etaient|fut|sera|seront|fait|font|va|vont|dit|peut|doit|faut|prend|met)\b"
    r"|\b(?:je|j'|il|elle|on|nous|vous|ils|elles|qui)\s?\w+|\b\w{3,}(?:ait|aient|ons|issent|erent)\b"
)
_HEADING = re.compile(r"[>\s]*#")
_CONTACT = re.compile(r"@|https?:|www\.|\b0\d(?:[ .]?\d\d){4}\b")
"""What is not read aloud: how to reach someone."""
_ORPHAN = re.compile(
    r"(?:parce|donc|mais|car|puis|alors|pourtant|cependant|sinon|ainsi|et|ou|sauf|du coup|c'est pourquoi|sans cela)\b"
    r"|(?:elles?|lui|eux|chacune?|celui|celles?|ceux|cela|ca|ce|c'|l'autre|les deux|ces deux)(?![\w-])"
    r"|ils?\b(?! y a\b| s'agit\b| faut\b)"
    r"|(?:un )?(?:premier|deuxieme|second|troisieme|autre|dernier)e? (?:exemple|point|raison|chose|cas|temps)\b"
)
"""How words begin that only make sense after others, which the jury does not read."""
_NOT = re.compile(r"\b(?:pas|jamais|aucune?)\b")
_UNSPOKEN = re.compile(r"[«»“”\"*_`\[\]|#]|[+−=×]\s?\d|\b(?:dess[uo]u?s|voir)\b")
"""What nobody can say or follow by ear: a quote within the quote, emphasis, holes, sums, what points to another line."""
_SHORT = 10
"""Words of a sentence too short to be quoted when no verb is recognised in it."""
_RUN_IN = re.compile(r"^[ \t>-]*(\*\*|__)(?:(?!\1).)+\1(?=[ \t]*\S)", re.MULTILINE)
"""A heading in the line of its text: « **Votre demande.** Vous souhaitez… »."""
_ANNOUNCES = re.compile(r"\s*:\s")
"""What follows words that only announce others."""
_EMPHASIS = re.compile(r"[*_]{2,}")
_WHOLE = 2
"""What a whole sentence is worth beside a sentence cut short."""
_PAIRS = {"«": "»", "(": ")", "“": "”", "[": "]"}

About = Callable[[str], int]
"""How much words are about what is asked; 0 when nothing shows it."""


def quotable(evidence: Evidence, about: About, *, denied: bool = False) -> Evidence | None:
    """Return the best short stretch of the passage, verbatim and at its place; None for tables and crumbs.

    The stretch begins where a sentence begins and ends where a clause ends; it states, or denies when asked to.
    """
    if _CELLS.search(evidence.quote):
        return None
    cuts = [cut for span in _sentences(evidence.quote) if (cut := _cut(evidence.quote, span)) is not None]
    cuts = [cut for cut in cuts if denied is _denies(evidence.quote[cut.start : cut.end])]
    if not cuts:
        return None

    def weight(cut: Span) -> tuple[int, int]:
        told = _weight(evidence.quote[cut.start : cut.end], about, denied=denied)
        return told + (0 if ends_early(evidence, _at(evidence, cut)) else _WHOLE), -cut.start

    return _at(evidence, max(cuts, key=weight))


def _denies(words: str) -> bool:
    """Tell whether words may deny something: asked about as if they stated it, the question would be absurd."""
    return _NOT.search(fold(words)) is not None or read_signals(words).denied


def _at(evidence: Evidence, cut: Span) -> Evidence:
    return Evidence(quote=evidence.quote[cut.start : cut.end], start=evidence.start + cut.start, end=evidence.start + cut.end)


def _sentences(text: str) -> Iterator[Span]:
    titles = [m.span() for m in _RUN_IN.finditer(text)]
    for part in _parts(text):
        if not any(start <= part.start < end for start, end in titles):
            yield part


def _parts(text: str) -> Iterator[Span]:
    for span in sentences(text):
        begin = span.start
        for mark in _EMPHASIS.finditer(text, span.start, span.end):
            yield Span(start=begin, end=mark.start())
            begin = mark.end()
        yield Span(start=begin, end=span.end)


def row_of(evidence: Evidence) -> Evidence:
    """Return the first line of the passage, which shows the place of a table or of a list."""
    line = next(line for line in evidence.quote.split("\n") if line.strip())
    start = evidence.start + evidence.quote.index(line)
    return Evidence(quote=line, start=start, end=start + len(line))


def ends_early(evidence: Evidence, quote: Evidence) -> bool:
    """Tell whether the quote stops before its sentence does."""
    rest = evidence.quote[quote.end - evidence.start :].partition("\n")[0]
    return not re.match(r"[\s*_»”)]*(?:[.!?…]|$)", rest)


def best_quotes(evidence: Sequence[Evidence], about: About, *, denied: bool = False) -> list[tuple[Evidence, Evidence]]:
    """Return each passage that can be read aloud with the words to read, in order and once."""
    found: dict[tuple[int, int], tuple[Evidence, Evidence]] = {}
    for passage in evidence:
        quote = quotable(passage, about, denied=denied)
        if quote is not None:
            found.setdefault((quote.start, quote.end), (passage, quote))
    return list(found.values())


def _weight(words: str, about: About, *, denied: bool) -> int:
    signals = read_signals(words)
    return 3 * (signals.denied is denied) + min(about(words), 3) + min(signals.concrete, 3) + ("role" in signals.forms)


def _cut(text: str, span: Span) -> Span | None:
    lead = _LEAD.match(text, span.start, span.end)
    start = lead.end() if lead else span.start
    if _HEADING.match(text, span.start, span.end):
        return None
    for end in _ends(text, start, span.end):
        words = text[start:end]
        if len(words) <= LONGEST_QUOTE and _speaks(words) and not _ANNOUNCES.match(text, end):
            return Span(start=start, end=end)
    return None


def _speaks(words: str) -> bool:
    """Tell whether the words can be read aloud as something that was said."""
    count = len(WORD.findall(words))
    if _ORPHAN.match(fold(words)) or _UNSPOKEN.search(fold(words)):
        return False
    return count >= (_FEWEST_WORDS if _VERB.search(fold(words)) else _SHORT) and not _CONTACT.search(words)


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the stretch may end, from the longest: the sentence, then clauses, then phrases."""
    yield _trimmed(text, start, end)
    for border in (_BORDER, _SOFT_BORDER):
        places = [m.start() for m in border.finditer(fold(text[start:end]))]
        for place in reversed(places):
            words = text[start : start + place]
            said = _VERB.search(fold(words)) is not None
            unfinished = not said or _DANGLING.search(fold(words)) or _VERB_NEXT.match(fold(text[start + place : end]))
            if _closed(words) and not unfinished:
                yield _trimmed(text, start, start + place)


def _trimmed(text: str, start: int, end: int) -> int:
    words = text[start:end]
    kept = words.rstrip(_TRAIL)
    return start + len(kept) if _closed(kept) else start + len(words.rstrip())


def _closed(words: str) -> bool:
    return all(words.count(opening) == words.count(closing) for opening, closing in _PAIRS.items())
