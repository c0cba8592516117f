"""French orthography and tokens; every function keeps or returns exact positions."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

from assistant.domain.base import Span

_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ‘´`"), "'")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007"), " ")
_HYPHENS = dict.fromkeys(map(ord, "‐‑"), "-")
_SPELT = str.maketrans(
    {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": ""}
)
_CUT_WORD = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n[ \t]*(?=[^\W\d_A-ZÀ-Þ])")
_PLAIN = _APOSTROPHES | _SPACES | _HYPHENS
_MOST_FOLDED = 8192
"""Characters whose folded form is kept."""
_SHORT = 24
"""Characters under which folding again costs less than remembering."""
_LONGEST_KEPT = 8000
"""Characters beyond which only the last text is remembered, folded and with the places of its sentences."""

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'", re.IGNORECASE)

_ABBREVIATIONS = frozenset(
    """
    m mm mme mmes mlle mlles me dr pr st ste art al cf ex env p pp n no vol chap fig tab ann éd ed
    janv févr avr juil sept oct nov déc tél tel av bd hab max min moy resp réf ref doc dir coord prof
    ens h.t t.t.c i.e e.g c.-à-d
    """.split()  # noqa: SIM905 - a list of fifty quoted strings is harder to read and to extend
)
FUNCTION_WORDS = frozenset(
    """
    le la les un une des du de et est a au aux en dans pour par sur avec qui que quoi ne pas ce cette ces cet son sa
    ses leur leurs nous vous je j tu il elle on ils elles ont ete etre sont plus ou mais me m ma mon mes te ton ta tes
    notre votre nos vos y d l n s c qu si comment quand combien pourquoi quel quelle quels quelles suis es sommes etes
    ai as avons avez avait avaient etait etaient fait faire faut dois doit peut peux puis ca cela ceci donc alors
    comme tout tous toute toutes meme aussi bien tres trop moi toi lui eux se sans sous entre vers chez dont lors afin
    ainsi cet
    """.split()  # noqa: SIM905 - a list of a hundred quoted strings is harder to read and to extend
)
"""Folded words that any French text has, whatever its subject."""

_LONG_LINE = 45
"""Characters from which a line that ends without a point may go on in the next one."""
_CUT_END = re.compile(r"[^\W\d_]-\Z")
_MARK = re.compile(r"\s*(?:[-–—•*+#|>☐✓]|\d{1,2}[.)]|[a-z]\))")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*")
_NOT_SPACE = re.compile(r"\S")
_BOUNDARY = re.compile(r"[.!?…]+[\"»”)\]]*(?:\s*»)?(?=\s|$)|\n+")


def fold(text: str) -> str:
    """Return the text in lower case without accents, code point for code point.

    The result has the length of the input, so a position in one is a position in the
    other; typographic apostrophes, spaces and hyphens become plain, ligatures stay.
    """
    if text.isascii():
        return text.lower()
    if len(text) < _SHORT:
        return text.translate(_FOLDED)
    return _fold(text) if len(text) <= _LONGEST_KEPT else _fold_draft(text)


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    # Rules, cues and n-grams each fold the same sentences.
    return text.translate(_FOLDED)


@lru_cache(maxsize=1)
def _fold_draft(draft: str) -> str:
    return draft.translate(_FOLDED)  # several checks of one reading fold the same draft


class _Folding(dict[int, str]):
    """Folded characters by code point, worked out when first met; characters never met cost nothing."""

    def __missing__(self, code: int) -> str:
        plain = _PLAIN.get(code, chr(code))
        base = unicodedata.normalize("NFD", plain)[0].lower()
        folded = base if len(base) == 1 else plain
        if len(self) < _MOST_FOLDED:
            self[code] = folded
        return folded


_FOLDED = _Folding()


def words(text: str) -> list[Span]:
    """Return the words of the text, elided articles left out (« l’offre » gives « offre »)."""
    return [Span(start=m.start(), end=m.end()) for m in _words(text)]


@lru_cache(maxsize=4096)
def count_words(text: str) -> int:
    """Return how many `words` the text has."""
    return sum(1 for _ in _words(text))


def _words(text: str) -> Iterator[re.Match[str]]:
    folded = fold(text)
    skipped = {m.start() for m in _ELISION.finditer(folded)}
    return (m for m in WORD.finditer(folded) if m.start() not in skipped)


def word_list(text: str) -> list[str]:
    """Return the words of the text, folded, composed and with ligatures spelt out, elided articles as words."""
    return WORD.findall(spelt_out(fold(unicodedata.normalize("NFC", text))))


@lru_cache(maxsize=4096)
def plain_spelling(text: str) -> str:
    """Return the text as it would be typed: no ligature, no soft hyphen, no word cut at the end of a line.

    For scoring only: positions change.
    """
    if text.isascii() and "-" not in text:
        return text
    composed = unicodedata.normalize("NFC", text.translate(_HYPHENS)).translate(_SPELT)
    return _CUT_WORD.sub("", composed)


def spelt_out(folded: str) -> str:
    """Return folded text with its ligatures in two letters, as many people type them."""
    return folded.replace("œ", "oe").replace("æ", "ae")


def terms(text: str) -> list[str]:
    """Return the stems of the words of the text, folded, in order, elided articles left out."""
    return [_stem(word) for word in word_list(_ELISION.sub(" ", text.translate(_PLAIN)))]


def content(text: str) -> str:
    """Return the folded words of the text that say what it is about, separated by spaces."""
    return " ".join(w for w in word_list(text) if w not in FUNCTION_WORDS)


@lru_cache(maxsize=65536)
def _stem(folded_word: str) -> str:
    # Without its accent the participle « listée » keeps an e that « liste » and « lister » lose.
    # A stemmer holds the word it works on: shared by two threads, it would mix their words.
    stem = str(Stemmer.Stemmer("french", 0).stemWord(folded_word))
    return stem.rstrip("e") if len(stem) > 3 else stem


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of `text[start:end]` as spans of `text`, without outer white space.

    A line break ends a sentence, unless it only cuts a long line in two; abbreviations
    (« art. L. 6313-1 », « M. Dupont »), initials, decimal points, ordinals and the end of a sentence inside « … » do not.
    """
    piece = text[start:end]
    bounds = _short_bounds(piece) if len(piece) <= _LONGEST_KEPT else _long_bounds(piece)
    return [Span(start=start + a, end=start + b) for a, b in bounds]


def _bounds(text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    begin = 0
    for match in _BOUNDARY.finditer(text):
        if _inside_quotation(text, begin, match):
            continue
        line_end = match.group().startswith("\n")
        if not _goes_on(text, match) if line_end else _ends_sentence(text, match):
            _append_stripped(found, text, begin, match.end())
            begin = match.end()
    _append_stripped(found, text, begin, len(text))
    return tuple(found)


@lru_cache(maxsize=4096)
def _short_bounds(paragraph: str) -> tuple[tuple[int, int], ...]:
    return _bounds(paragraph)


@lru_cache(maxsize=1)
def _long_bounds(draft: str) -> tuple[tuple[int, int], ...]:
    return _bounds(draft)  # several checks of one reading ask for the sentences of the same draft


def _inside_quotation(text: str, begin: int, boundary: re.Match[str]) -> bool:
    """Tell whether a quotation opened since `begin` is closed after the boundary, on the same line."""
    position = boundary.end()
    if boundary.group().startswith("\n") or text.count("«", begin, position) <= text.count("»", begin, position):
        return False
    line_end = text.find("\n", position)
    return text.find("»", position, len(text) if line_end < 0 else line_end) >= 0


def _goes_on(text: str, line_end: re.Match[str]) -> bool:
    """Tell whether a line break only cuts a long line in two, as plain text files and mails do."""
    if len(line_end.group()) > 1:
        return False
    line = text[text.rfind("\n", 0, line_end.start()) + 1 : line_end.start()].rstrip()
    following = text[line_end.end() :].split("\n", 1)[0]
    if _CUT_END.search(line) and following[:1].isalpha():
        return True
    if len(line) < _LONG_LINE or _MARK.match(following) or line[-1] in ".!?…":
        return False
    first = following.split(" ", 1)[0]
    return line[-1] != ":" or len(line) + len(first) >= max(map(len, text.split("\n")))


def _ends_sentence(text: str, boundary: re.Match[str]) -> bool:
    if re.fullmatch(r"\.(?!\.)\W*", boundary.group()) and not _full_stop(text, boundary.start()):
        return False
    return _starts_anew(text, boundary.end())


def _full_stop(text: str, position: int) -> bool:
    """Tell whether the point at that position closes more than an abbreviation, an initial or an ordinal."""
    before = re.search(r"(\d\s)?([^\s(«\"’']+)$", text[max(0, position - 20) : position])
    word = before.group(2).lower() if before else ""
    if word in _ABBREVIATIONS or _INITIALS.fullmatch(word):
        return bool(before and before.group(1))
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return not (word.isdigit() and line.strip() == word)


def _starts_anew(text: str, position: int) -> bool:
    following = _NOT_SPACE.search(text, position)
    return following is None or not following.group().islower() or text.islower()


def _append_stripped(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        offset = start + len(piece) - len(piece.lstrip())
        found.append((offset, offset + len(stripped)))


def excerpt(text: str, most: int = 70) -> str:
    """Return the beginning of a text on one line, cut at a word and followed by « … » when cut."""
    flat = " ".join(text.replace("|", " ").replace("**", "").split()).strip(" -–•#*")
    if len(flat) <= most:
        return flat.rstrip(" .,;:")
    return flat[:most].rsplit(" ", 1)[0].rstrip(" .,;:") + "…"
