"""Finds the proper nouns that nothing explained: capitalised words that neither a dictionary nor a list of ours holds."""

import re
from collections.abc import Iterator

from assistant.domain.pseudonym import IdentityType
from assistant.text.dictionary import is_english_word
from assistant.text.french import FUNCTION_WORDS
from assistant.text.mark import Mark
from assistant.text.name_reading import NOT_NAMES, PARTICLES, TITLES
from assistant.text.page import Page, Word

_LONGEST = 5
_SPOKEN_CAPITALS = 6
"""Letters from which capitals that can be read aloud are rather a name than an abbreviation."""
_VOWEL = re.compile(r"[aeiouy]")
_HARD = re.compile(r"[^aeiouy]{4}|^[^aeiouy]{3}")
_FRENCH_PARTICLES = frozenset(("le", "la", "l", "lo", "du", "des", "de", "d", "y", "do", "da", "den", "saint", "sainte", "ait"))
_NUMBERED = re.compile(r"[ \u00a0]\d{2,3}\b(?![ \u00a0]?(?:€|%|h\b|heures|jours|ans|personnes|stagiaires|salariés|places|fois))")
_WHY: dict[IdentityType, str] = {
    "PERSON": "deux mots de suite, inconnus du dictionnaire, comme un prénom et un nom",
    "ORG": "nom propre inconnu du dictionnaire et des listes",
}


def leftovers(page: Page) -> Iterator[Mark]:
    """Yield the proper nouns left, with what makes one name with them."""
    common = {w.key for w in page.words if not w.raised}
    yield from _at_a_firm(page)
    index = 0
    while index < len(page.words):
        if not _is_proper(page, index, common):
            index += 1
            continue
        start, end = _first(page, index), _last(page, index, common)
        words = page.words[start : end + 1]
        kind: IdentityType = "PERSON" if _reads_as_a_person(words, common) else "ORG"
        number = _NUMBERED.match(page.text, words[-1].end) if words[-1].shape == "upper" else None
        finish = number.end() if number else words[-1].end
        yield Mark(words[0].start, finish, kind, _WHY[kind], " ".join(w.key for w in words))
        index = end + 1


def _at_a_firm(page: Page) -> Iterator[Mark]:
    """Yield the unknown word in lower case after « chez »: « chez volubil »."""
    for index, word in enumerate(page.words):
        is_named = index > 0 and page.words[index - 1].key == "chez" and word.near and not word.raised and page.is_open(index)
        if is_named and not word.ordinary and not word.known and len(word.key) > 3 and not is_english_word(word.text):
            yield Mark(word.start, word.end, "ORG", "nom inconnu après « chez »", word.key)


def _is_proper(page: Page, index: int, common: set[str]) -> bool:
    word = page.words[index]
    if not word.raised or word.ordinary or word.role or not page.is_open(index) or word.key in common:
        return False
    if word.key in TITLES or word.key in NOT_NAMES or word.key in FUNCTION_WORDS or len(word.key) < 3 - word.last:
        return False
    if word.key in page.lexicon.brands or page.lexicon.is_calendar(word.key):
        return False
    if is_english_word(word.text.lower()) or page.lexicon.large_towns.length_at(page.pieces, page.first_pieces[index]):
        return False
    if word.loud:
        return page.lexicon.resembles_name(word.key) or word.known
    if word.shape == "upper":
        return _can_be_read(word.key)
    return len(word.key) > 3 or not word.opens


def _can_be_read(key: str) -> bool:
    """Tell « ORVELIA » from « QQOQCCP »."""
    return len(key) >= _SPOKEN_CAPITALS and _HARD.search(key) is None and len(_VOWEL.findall(key)) * 4 >= len(key)


def _first(page: Page, index: int) -> int:
    """Return where the name starts: « Sécuri-Form » before « Ouest », « Le » before « Bihanic »."""
    start = index
    inside = 0
    while start and page.words[start].near and _is_capital_inside(page, start - 1):
        start -= 1
        inside += page.words[start].shape == "capital"
    if inside and page.words[start].near and _opens_a_title(page, start - 1):
        return start - 1
    before = page.words[start - 1] if start else None
    if before is None or not page.words[start].near or before.key not in PARTICLES or not page.is_free(before.start, before.end):
        return start
    is_french = before.key in _FRENCH_PARTICLES
    return start - 1 if (before.raised and not before.opens) or not is_french else start


def _opens_a_title(page: Page, index: int) -> bool:
    """Tell whether a word that opens its sentence is the first of several capitals: « Tremplin Emploi Armance »."""
    word = page.words[index]
    is_plain = word.role or word.key in FUNCTION_WORDS or word.key in TITLES or word.key in NOT_NAMES
    return word.shape == "capital" and not word.loud and not is_plain and page.is_open(index)


def _last(page: Page, index: int, common: set[str]) -> int:
    end = index
    while end + 1 < len(page.words) and end - index < _LONGEST:
        following = page.words[end + 1]
        if not (following.near or following.gap in ("'", "’", " & ", "&")):
            break
        is_particle = following.raised and following.key in PARTICLES and page.is_free(following.start, following.end)
        if is_particle or _is_capital_inside(page, end + 1) or _is_proper(page, end + 1, common):
            end += 1
        elif page.kept[end + 1] and page.is_a_place(end + 1):
            return end + 1
        else:
            break
    while end > index and page.words[end].key in PARTICLES:
        end -= 1
    return end


def _is_capital_inside(page: Page, index: int) -> bool:
    """Tell whether a capital that its place does not call for belongs to the name."""
    word = page.words[index]
    if not word.raised or word.opens or word.loud or word.role or not page.is_open(index) or word.shape == "initial":
        return False
    is_plain = word.key in TITLES or word.key in FUNCTION_WORDS or word.key in NOT_NAMES or page.lexicon.is_calendar(word.key)
    return not is_plain and (word.shape != "upper" or not word.ordinary) and not (word.shape == "upper" and len(word.key) < 4)


def _reads_as_a_person(words: list[Word], common: set[str]) -> bool:
    named = [w for w in words if w.key not in PARTICLES]
    if any(w.first for w in named):
        return True
    return len(named) == 2 and all(w.shape == "capital" and not w.ordinary and w.key not in common for w in named)
