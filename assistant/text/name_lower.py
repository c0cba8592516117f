"""Finds people whose names were typed without capitals."""

import re
from collections.abc import Iterator

from assistant.text.dictionary import is_english_word, is_french_word
from assistant.text.french import FUNCTION_WORDS
from assistant.text.name_reading import OWN_PARTICLES, Mention, mention
from assistant.text.page import Page, Word

_LOWER_TITLES = frozenset(("mme", "madame", "monsieur", "mlle", "mademoiselle", "mr", "m", "dr", "docteur"))
FRENCH_ENDING = re.compile(r".*(?:e|es|er|ez|ent|ant|ait|ais|tion|ment|eur|euse|ique|isme|ons|if|ive|al|aux|oir|our|ir|us|is|it)")
"""Endings of French words rather than of names, for a word in no list."""
_ALSO_WORDS = frozenset(
    """
    charlotte marie clement olivier romain marc robin manuel florence aurore capucine garance hortense jules nana
    titi greta mimi lolo caro
    """.split()  # noqa: SIM905 - a list of quoted strings is harder to read
)
"""First names that, without a capital, are words."""


def lower_words(page: Page, position: int, title: Word) -> list[int]:
    """Return the words of a name written in lower case after a title."""
    if position >= len(page.words) or title.key not in _LOWER_TITLES:
        return []
    word = page.words[position]
    if word.key in OWN_PARTICLES and position + 1 < len(page.words) and page.words[position + 1].near:
        owner = page.words[position + 1]
        return [position, position + 1] if not owner.raised and (owner.known or not owner.ordinary) else []
    if word.raised or word.role or word.key in FUNCTION_WORDS or len(word.key) < 2 or (word.ordinary and not word.known):
        return []
    numbers = [position]
    following = page.after(position)
    if (
        following
        and following.near
        and not following.raised
        and not following.ordinary
        and (following.known or not FRENCH_ENDING.fullmatch(following.key))
    ):
        numbers.append(position + 1)
    return numbers


def lower_first_name(page: Page, index: int) -> Iterator[Mention]:
    """Yield a first name typed without its capital, with the surname after it when it cannot be another word."""
    word = page.words[index]
    if (
        word.ordinary
        or word.key in _ALSO_WORDS
        or len(word.key) < 4
        or not (word.text.isascii() or word.text in page.lexicon.first_names_written)
        or (word.text.isascii() and word.key in page.lexicon.ordinary_keys)
    ):
        return
    numbers = [index]
    following = page.after(index)
    if (
        (before := page.words[index - 1] if index else None)
        and word.near
        and not before.raised
        and before.last
        and not before.ordinary
    ):
        numbers.insert(0, index - 1)
    may_follow = len(numbers) == 1 and following and following.near and not following.raised and not following.ordinary
    if following and may_follow and (following.known or not FRENCH_ENDING.fullmatch(following.key)):
        numbers.append(index + 1)
    yield mention(page, numbers, "", "prénom de la liste, sans majuscule", inverted=numbers[0] < index)


def lower_surname(page: Page, index: int) -> Iterator[Mention]:
    """Yield a surname typed without its capital that no dictionary has: « nguyen thi lan », « jp dubois »."""
    word = page.words[index]
    if word.ordinary or len(word.key) < 4 or is_french_word(word.text) or is_english_word(word.text):
        return
    numbers = [index]
    before, after = page.words[index - 1] if index else None, page.after(index)
    if before and word.near and re.fullmatch(r"(?:j|m)[a-z]", before.text) and before.key not in FUNCTION_WORDS:
        numbers.insert(0, index - 1)
    while after and after.near and after.known and not after.raised and not after.ordinary and len(numbers) < 3:
        numbers.append(numbers[-1] + 1)
        after = page.after(numbers[-1])
    yield mention(
        page, numbers, "", "nom de famille de la liste, sans majuscule", inverted=len(numbers) > 1 and numbers[0] == index
    )
